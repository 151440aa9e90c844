import { afterAll, beforeAll, expect, test } from "vitest";

import { confirmEmailChange, requestEmailChange } from "@/lib/services/identity/change-email";
import { signInElsewhere } from "@/lib/services/identity/sign-in-elsewhere";
import { HERE, openIdentityWorld, PASSWORD } from "@/tests/integration/identity/support";
import type { IdentityWorld } from "@/tests/integration/identity/support";

const ISSUER = "https://login.example.com";
const UNKNOWN = { code: "unauthenticated" };
let world: IdentityWorld;

beforeAll(async () => {
  world = await openIdentityWorld();
});

afterAll(() => world.close());

const come = (subject: string, email: string | undefined, isEmailVerified = true, issuer = ISSUER) =>
  signInElsewhere(world.services, { issuer, subject, email, isEmailVerified, ...HERE });

test("a verified e-mail links the first time; afterwards issuer and subject say who it is", async () => {
  const person = await world.newPerson();
  expect(await come("a", person.email.toUpperCase())).toMatchObject({ kind: "open", userId: person.userId });
  expect(await come("a", "anything@example.com", false)).toMatchObject({ userId: person.userId });
  expect(await come("a", undefined)).toMatchObject({ userId: person.userId });
  expect(await world.eventsOf(person)).toEqual(["identity-linked", "signed-in", "signed-in", "signed-in"]);
  // Another issuer's subject of the same name is somebody else.
  await expect(come("a", undefined, true, "https://other.example.com")).rejects.toMatchObject(UNKNOWN);
});

test("an e-mail that is not verified, or that nobody has, lets nobody in and makes nobody", async () => {
  const person = await world.newPerson();
  await expect(come("b", person.email, false)).rejects.toMatchObject(UNKNOWN);
  await expect(come("b", undefined)).rejects.toMatchObject(UNKNOWN);
  await expect(come("b", "nobody@example.com")).rejects.toMatchObject(UNKNOWN);
  await expect(world.attempt("nobody@example.com")).rejects.toMatchObject(UNKNOWN);
  expect(await world.eventsOf(person)).toEqual([]);
});

test("a second subject with the same e-mail does not get the account of the first", async () => {
  const person = await world.newPerson();
  await come("c", person.email);
  await expect(come("d", person.email)).rejects.toMatchObject(UNKNOWN);
});

test("who changes their e-mail stays who they are there", async () => {
  const person = await world.newPerson();
  await come("e", person.email);
  const ctx = await world.open(person);
  const email = `moved-${person.email}`;
  await requestEmailChange(ctx, { email, password: PASSWORD });
  const link = (await world.letterTo(email)).link();
  await confirmEmailChange(world.services, { token: link.slice(link.lastIndexOf("/") + 1), ...HERE });
  expect(await come("e", person.email)).toMatchObject({ userId: person.userId });
});

test("the second factor is asked for all the same", async () => {
  const person = await world.newPerson();
  await world.withFactor(await world.open(person));
  expect((await come("f", person.email)).kind).toBe("second-factor");
});
