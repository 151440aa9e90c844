import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { DAY_MS } from "@/lib/core/clock";
import type { MerchantId } from "@/lib/core/ids";
import type { Accepted } from "@/lib/contracts/members";
import { acceptInvitation, showInvitation } from "@/lib/services/invitations/accept-invitation";
import { resendInvitation, withdrawInvitation } from "@/lib/services/invitations/change-invitation";
import { inviteMember, inviteMerchantPerson } from "@/lib/services/invitations/invite";
import { listInvitations, listMerchantInvitations } from "@/lib/services/invitations/list-invitations";
import { readSession } from "@/lib/services/identity/read-session";
import { signIn } from "@/lib/services/identity/sign-in";
import { listMerchantPeople, removeMerchantPerson } from "@/lib/services/members/merchant-people";
import type { ServiceContext } from "@/lib/services/context";
import { withTenant } from "@/lib/store/tenant";
import { createTestLedger } from "@/tests/factories/books";
import { linkToken, takeLetters } from "@/tests/factories/letters";
import { createTestPerson, openTestSession } from "@/tests/factories/people";
import type { TestPerson } from "@/tests/factories/people";
import { NOW_MS, openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

const PASSWORD = "riktig hest batteri stift";
let world: ReadWorld;
let firm: ServiceContext;
let owner: TestPerson;
let kiosk: MerchantId;
let bakery: MerchantId;

beforeAll(async () => {
  world = await openReadWorld();
});
afterAll(() => world.close());

beforeEach(async () => {
  world.clock.set(NOW_MS);
  firm = await world.newFirm("nord");
  owner = await createTestPerson(firm, world.database, { name: "Olga", role: "owner" });
  kiosk = (await createTestLedger(firm, { name: "Kiosk" })).merchantId;
  bakery = (await createTestLedger(firm, { name: "Bakeri" })).merchantId;
  await takeLetters(world.services);
});

const invite = (email: string, merchantIds: string[] | null = null) =>
  inviteMember(owner.ctx, { email, role: "accountant", merchantIds, language: "nb" });
const inviteTo = (ctx: ServiceContext, id: string, email: string) =>
  inviteMerchantPerson(ctx, { id, email, language: "en" });

/** The token of the one letter that waits. */
async function onlyToken(): Promise<string> {
  const letters = await takeLetters(world.services);
  expect(letters).toHaveLength(1);
  return linkToken(letters[0]);
}

const acceptNew = (token: string, name = "Rune"): Promise<Accepted> =>
  acceptInvitation(world.services, { token, name, password: PASSWORD, sessionId: undefined });

async function sessionOf(email: string): Promise<string> {
  const outcome = await signIn(world.services, { email, password: PASSWORD, device: "t", address: "" });
  if (outcome.kind !== "open") throw new Error("a second factor is asked for");
  return outcome.sessionId;
}

test("somebody new is invited, chooses name and password, and signs in with the limit", async () => {
  await invite("rune-1@example.com", [kiosk]);
  expect(world.services.rung).toContainEqual({ name: "mail.send", payload: {} });
  const [letter] = await takeLetters(world.services);
  expect(letter).toMatchObject({
    to: "rune-1@example.com",
    language: "nb",
    name: "invitation",
    values: { firm: "nord", inviter: "Olga", days: "7" },
  });
  expect(letter?.values["link"]).toMatch(/^https:\/\/avstemt\.example\/invitation\/[\w-]{43}$/);
  const token = linkToken(letter);
  expect(await showInvitation(world.services, token)).toEqual({
    firm: "nord",
    email: "rune-1@example.com",
    role: "accountant",
    invitedBy: "Olga",
    isKnown: false,
    companies: [],
  });
  const short = acceptInvitation(world.services, {
    token,
    name: "Rune",
    password: "short",
    sessionId: undefined,
  });
  await expect(short).rejects.toMatchObject({ code: "invalid_input", fields: [{ field: "password" }] });
  expect(await acceptNew(token)).toMatchObject({ role: "accountant" });
  const session = await readSession(world.services, await sessionOf("rune-1@example.com"));
  expect(session).toMatchObject({
    name: "Rune",
    language: "nb",
    memberships: [{ role: "accountant", scope: { kind: "limited", merchantIds: [kiosk] } }],
  });
  const events = await withTenant(firm.database, firm, (tx) =>
    tx.query<{ action: string; after: unknown; text: string }>(
      "select action, after, audit_event::text as text from audit_event order by at, id",
    ),
  );
  const after = { role: "accountant", merchants: kiosk };
  expect(events.filter(({ action }) => action.startsWith("invitation"))).toMatchObject(
    expect.arrayContaining([
      expect.objectContaining({ action: "invitation.sent", after }),
      expect.objectContaining({ action: "invitation.accepted", after }),
    ]),
  );
  expect(events.some(({ text }) => text.includes("rune-1@example.com") || text.includes(token))).toBe(false);
});

test("a link works once, also when it is used twice at the same moment", async () => {
  await invite("rune-2@example.com");
  const token = await onlyToken();
  const both = await Promise.allSettled([acceptNew(token, "One"), acceptNew(token, "Two")]);
  expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await showInvitation(world.services, token)).toBeUndefined();
  await expect(acceptNew(token)).rejects.toMatchObject({ code: "not_found" });
});

test("a link ends after seven days, on withdrawal, and when the letter is sent again", async () => {
  await invite("rune-3@example.com");
  const first = await onlyToken();
  world.clock.set(NOW_MS + 7 * DAY_MS + 1);
  expect(await showInvitation(world.services, first)).toBeUndefined();
  await expect(acceptNew(first)).rejects.toMatchObject({ code: "not_found" });
  const [waiting] = (await listInvitations(owner.ctx, { limit: 10 })).items;
  expect(waiting).toMatchObject({ email: "rune-3@example.com", isExpired: true });
  await resendInvitation(owner.ctx, { id: waiting?.id ?? "" });
  const second = await onlyToken();
  expect(await showInvitation(world.services, first)).toBeUndefined();
  expect(await showInvitation(world.services, second)).toBeDefined();
  await withdrawInvitation(owner.ctx, { id: waiting?.id ?? "" });
  expect(await showInvitation(world.services, second)).toBeUndefined();
  expect((await listInvitations(owner.ctx, { limit: 10 })).items).toEqual([]);
  await expect(resendInvitation(owner.ctx, { id: waiting?.id ?? "" })).rejects.toMatchObject({
    code: "not_found",
  });
  for (const nonsense of ["", "x", "../../my", "a".repeat(43)])
    expect(await showInvitation(world.services, nonsense)).toBeUndefined();
});

test("a second invitation to the same person takes the first one's place, and letters are bounded", async () => {
  await invite("rune-4@example.com");
  const first = await onlyToken();
  await invite("rune-4@example.com", [kiosk]);
  await takeLetters(world.services);
  expect(await showInvitation(world.services, first)).toBeUndefined();
  const [one, ...others] = (await listInvitations(owner.ctx, { limit: 10 })).items;
  expect(others).toEqual([]);
  for (let sent = 1; sent < 6; sent += 1) await resendInvitation(owner.ctx, { id: one?.id ?? "" });
  await expect(resendInvitation(owner.ctx, { id: one?.id ?? "" })).rejects.toMatchObject({
    code: "rate_limited",
  });
  for (let sent = 2; sent < 100; sent += 1) await invite(`many-${String(sent)}@example.com`);
  await expect(invite("one-too-many@example.com")).rejects.toMatchObject({ code: "rate_limited" });
});

test("a known person accepts as themselves, never somebody else", async () => {
  const elsewhere = await world.newFirm("vest");
  const kari = await createTestPerson(elsewhere, world.database, {
    name: "Kari",
    role: "viewer",
    email: "kari-5@example.com",
  });
  await invite("KARI-5@example.com".toLowerCase());
  const token = await onlyToken();
  expect(await showInvitation(world.services, token)).toMatchObject({ isKnown: true });
  const as = (sessionId: string | undefined) => acceptInvitation(world.services, { token, sessionId });
  await expect(as(undefined)).rejects.toMatchObject({ code: "unauthenticated" });
  await expect(as(await openTestSession(firm, owner.userId))).rejects.toMatchObject({
    code: "unauthenticated",
  });
  // Knowing the link gives nobody another's account.
  await expect(acceptNew(token)).rejects.toMatchObject({ code: "unauthenticated" });
  const session = await openTestSession(firm, kari.userId);
  await as(session);
  expect(
    (await readSession(world.services, session))?.memberships.map(({ tenantName }) => tenantName),
  ).toEqual(["nord", "vest"]);
  await expect(invite("kari-5@example.com")).rejects.toMatchObject({ code: "conflict" });
  await expect(inviteTo(owner.ctx, kiosk, "kari-5@example.com")).rejects.toMatchObject({ code: "conflict" });
});

test("one person sees several companies of a firm, and loses them one by one", async () => {
  await inviteTo(owner.ctx, kiosk, "mona-6@example.com");
  const [letter] = await takeLetters(world.services);
  expect(letter).toMatchObject({ name: "invitation-merchant", values: { company: "Kiosk" } });
  await acceptNew(linkToken(letter), "Mona");
  await inviteTo(owner.ctx, bakery, "mona-6@example.com");
  const session = await sessionOf("mona-6@example.com");
  const token = await onlyToken();
  expect(await showInvitation(world.services, token)).toMatchObject({ companies: ["Bakeri"] });
  await acceptInvitation(world.services, { token, sessionId: session });
  const scopeNow = async () => (await readSession(world.services, session))?.memberships[0]?.scope;
  expect(await scopeNow()).toMatchObject({
    merchantIds: expect.arrayContaining([kiosk, bakery]) as unknown,
  });
  await expect(inviteTo(owner.ctx, kiosk, "mona-6@example.com")).rejects.toMatchObject({ code: "conflict" });
  const [mona] = (await listMerchantPeople(owner.ctx, { id: kiosk, limit: 10 })).items;
  expect(mona).toMatchObject({ name: "Mona" });
  const person = { userId: mona?.id ?? "" };
  await removeMerchantPerson(owner.ctx, { id: kiosk, ...person });
  expect(await scopeNow()).toEqual({ kind: "limited", merchantIds: [bakery] });
  await expect(removeMerchantPerson(owner.ctx, { id: kiosk, ...person })).rejects.toMatchObject({
    code: "not_found",
  });
  await removeMerchantPerson(owner.ctx, { id: bakery, ...person });
  expect((await readSession(world.services, session))?.memberships).toEqual([]);
});

test("a limited accountant invites for their own merchants, and touches nothing else", async () => {
  const limited = await createTestPerson(firm, world.database, {
    name: "Liv",
    role: "accountant",
    merchantIds: [kiosk],
  });
  await invite("colleague-7@example.com");
  await inviteTo(owner.ctx, bakery, "baker-7@example.com");
  await inviteTo(limited.ctx, kiosk, "mona-7@example.com");
  await expect(inviteTo(limited.ctx, bakery, "x@example.com")).rejects.toMatchObject({ code: "not_found" });
  await expect(
    inviteMember(limited.ctx, {
      email: "x@example.com",
      role: "viewer",
      merchantIds: null,
      language: "en",
    }),
  ).rejects.toMatchObject({ code: "forbidden" });
  await expect(listInvitations(limited.ctx, { limit: 10 })).rejects.toMatchObject({ code: "forbidden" });
  const own = await listMerchantInvitations(limited.ctx, { limit: 10, id: kiosk });
  expect(own.items.map(({ email }) => email)).toEqual(["mona-7@example.com"]);
  for (const { id, email } of (await listInvitations(owner.ctx, { limit: 10 })).items) {
    const attempt = withdrawInvitation(limited.ctx, { id });
    if (email === "mona-7@example.com") await attempt;
    else await expect(attempt).rejects.toMatchObject({ code: "not_found" });
  }
  expect((await listInvitations(owner.ctx, { limit: 10 })).items).toHaveLength(2);
});
