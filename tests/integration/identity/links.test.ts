import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import type { AccountContext } from "@/lib/services/identity/account-context";
import { getAccount, chooseLanguage, choosePassword } from "@/lib/services/identity/account";
import { confirmEmailChange, emailOfLink, requestEmailChange } from "@/lib/services/identity/change-email";
import { isResetLink, requestPasswordReset, resetPassword } from "@/lib/services/identity/reset-password";
import { sendMail } from "@/lib/services/mail/send-mail";
import { HERE, NOW_MS, openIdentityWorld, PASSWORD } from "@/tests/integration/identity/support";
import type { IdentityWorld, Person } from "@/tests/integration/identity/support";

const MINUTE_MS = 60_000;
const NEW_PASSWORD = "fire epler i kurven";
const GONE = { code: "not_found", fields: [{ reason: "link-gone" }] };

let world: IdentityWorld;
let person: Person;
let ctx: AccountContext;

beforeAll(async () => {
  world = await openIdentityWorld();
});

beforeEach(async () => {
  world.clock.set(NOW_MS);
  person = await world.newPerson();
  ctx = await world.open(person);
});

afterAll(() => world.close());

const ask = (email: string): Promise<void> => requestPasswordReset(world.services, { email, ...HERE });
const reset = (token: string, newPassword = NEW_PASSWORD): Promise<void> =>
  resetPassword(world.services, { token, newPassword, ...HERE });
const tokenOf = (link: string): string => link.slice(link.lastIndexOf("/") + 1);

/** The secret of the link that came by mail. */
async function resetToken(of: Person): Promise<string> {
  await ask(of.email);
  return tokenOf((await world.letterTo(of.email)).link());
}

describe("a link for a new password", () => {
  test("comes by mail in the person's language, works once, closes every session and is told by mail", async () => {
    await chooseLanguage(ctx, { language: "fi" });
    await ask(` ${person.email.toUpperCase()}`);
    const letter = await world.letterTo(person.email);
    expect(letter.subject).toBe("Uusi salasana Avstemtiin");
    expect(letter.link()).toMatch(/^https:\/\/avstemt\.example\/reset\/[\w-]{43}$/);
    const token = tokenOf(letter.link());
    expect(await isResetLink(world.services, token)).toBe(true);
    await reset(token);
    expect(await world.holds(ctx.sessionId)).toBe(false);
    expect((await world.letterTo(person.email)).subject).toBe("Salasanasi on vaihdettu");
    await expect(world.attempt(person.email)).rejects.toMatchObject({ code: "unauthenticated" });
    await world.open(person, NEW_PASSWORD);
    expect(await isResetLink(world.services, token)).toBe(false);
    await expect(reset(token)).rejects.toMatchObject(GONE);
    expect(await world.eventsOf(person)).toEqual([
      "signed-in",
      "password-reset-asked",
      "password-reset",
      "signed-in",
    ]);
  });

  test("works for thirty minutes", async () => {
    const token = await resetToken(person);
    world.clock.advance(30 * MINUTE_MS - 1);
    expect(await isResetLink(world.services, token)).toBe(true);
    world.clock.advance(1);
    expect(await isResetLink(world.services, token)).toBe(false);
    await expect(reset(token)).rejects.toMatchObject(GONE);
  });

  test("works once also when it is used twice at the same moment", async () => {
    const token = await resetToken(person);
    const outcomes = await Promise.allSettled([
      reset(token, NEW_PASSWORD),
      reset(token, "seks egg i en kurv"),
    ]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("is not used up by looking, nor by a password that is refused", async () => {
    const token = await resetToken(person);
    await isResetLink(world.services, token);
    await expect(reset(token, "kort")).rejects.toMatchObject({ fields: [{ reason: "password-short" }] });
    const personal = reset(token, person.email);
    await expect(personal).rejects.toMatchObject({ fields: [{ reason: "password-personal" }] });
    await reset(token);
  });

  test("for an e-mail that nobody has: the same answer, and no letter", async () => {
    await sendMail(world.services);
    const before = world.mail.letters().length;
    const rung = world.services.rung.length;
    expect(await ask("nobody@example.com")).toEqual(await ask(person.email));
    expect(world.services.rung.length).toBe(rung + 2);
    await sendMail(world.services);
    expect(
      world.mail
        .letters()
        .slice(before)
        .map(({ to }) => to),
    ).toEqual([person.email]);
  });

  test("is void once another one was used, and once the password was changed", async () => {
    const first = await resetToken(person);
    const second = await resetToken(person);
    await reset(second);
    await expect(reset(first)).rejects.toMatchObject(GONE);
    const again = await world.open(person, NEW_PASSWORD);
    await world.letterTo(person.email);
    const third = await resetToken(person);
    await choosePassword(again, { password: NEW_PASSWORD, newPassword: "seks egg i en kurv" });
    await expect(reset(third)).rejects.toMatchObject(GONE);
  });

  test("leaves the second factor on, and closes its question", async () => {
    const factor = await world.withFactor(ctx);
    await world.letterTo(person.email);
    const pending = await world.attempt(person.email);
    expect(pending.kind).toBe("second-factor");
    await reset(await resetToken(person));
    expect((await world.attempt(person.email, NEW_PASSWORD)).kind).toBe("second-factor");
    world.clock.advance(60_000);
    expect(await world.holds(await world.openWith(person, world.codeNow(factor), NEW_PASSWORD))).toBe(true);
  });

  test("is stored as a hash", async () => {
    const token = await resetToken(person);
    await expect(reset(Buffer.from(token, "base64url").toString("hex"))).rejects.toMatchObject(GONE);
    await expect(confirmEmailChange(world.services, { token, ...HERE })).rejects.toMatchObject(GONE);
  });
});

describe("another e-mail", () => {
  const wish = (email: string, password = PASSWORD) => requestEmailChange(ctx, { email, password });

  test("is confirmed by a link to it; the old address hears of both steps, and links to it are void", async () => {
    const email = `new-${person.email}`;
    await wish(email.toUpperCase());
    const letter = await world.letterTo(email);
    expect(letter.subject).toBe("Bekreft den nye e-postadressen til Avstemt");
    expect(letter.link()).toMatch(/^https:\/\/avstemt\.example\/account\/email\/[\w-]{43}$/);
    const notice = await world.letterTo(person.email);
    expect(notice.subject).toBe("Ny e-postadresse er ønsket");
    expect(notice.text).toContain(email);
    const old = await resetToken(person);
    const token = tokenOf(letter.link());
    expect(await emailOfLink(world.services, token)).toBe(email);
    expect((await getAccount(ctx)).email).toBe(person.email);
    await confirmEmailChange(world.services, { token, ...HERE });
    expect((await getAccount(ctx)).email).toBe(email);
    expect((await world.letterTo(person.email)).subject).toBe("E-postadressen din er endret");
    await expect(world.attempt(person.email)).rejects.toMatchObject({ code: "unauthenticated" });
    expect((await world.attempt(email)).kind).toBe("open");
    await expect(reset(old)).rejects.toMatchObject(GONE);
    await expect(confirmEmailChange(world.services, { token, ...HERE })).rejects.toMatchObject(GONE);
    expect(await world.eventsOf(person)).toContain("email-changed");
  });

  test.each([
    ["new@example.com", "wrong", "password-wrong"],
    ["not an address", PASSWORD, "email-invalid"],
  ])("%s with %s: %s", async (email, password, reason) => {
    await expect(wish(email, password)).rejects.toMatchObject({ fields: [{ reason }] });
  });

  test("that somebody has looks the same, and no letter goes to them", async () => {
    const other = await world.newPerson();
    await sendMail(world.services);
    const before = world.mail.letters().length;
    expect(await wish(other.email)).toEqual(await wish(`free-${person.email}`));
    await sendMail(world.services);
    const to = world.mail
      .letters()
      .slice(before)
      .map((letter) => letter.to);
    expect(to.toSorted()).toEqual([`free-${person.email}`, person.email, person.email].toSorted());
    await expect(wish(person.email)).rejects.toMatchObject({ fields: [{ reason: "email-same" }] });
  });

  test("that somebody takes meanwhile is not given twice", async () => {
    const email = `wanted-${person.email}`;
    const other = await world.newPerson();
    const others = await world.open(other);
    await wish(email);
    const mine = tokenOf((await world.letterTo(email)).link());
    await requestEmailChange(others, { email, password: PASSWORD });
    const theirs = tokenOf((await world.letterTo(email)).link());
    await confirmEmailChange(world.services, { token: mine, ...HERE });
    await expect(confirmEmailChange(world.services, { token: theirs, ...HERE })).rejects.toMatchObject(GONE);
    expect((await getAccount(others)).email).toBe(other.email);
  });

  test("asked for a second time voids the first link; so does a new password", async () => {
    await wish(`first-${person.email}`);
    const first = tokenOf((await world.letterTo(`first-${person.email}`)).link());
    await wish(`second-${person.email}`);
    const second = tokenOf((await world.letterTo(`second-${person.email}`)).link());
    expect(await emailOfLink(world.services, first)).toBeUndefined();
    await choosePassword(ctx, { password: PASSWORD, newPassword: NEW_PASSWORD });
    expect(await emailOfLink(world.services, second)).toBeUndefined();
  });
});
