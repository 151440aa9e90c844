import { randomUUID } from "node:crypto";

import { Client } from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import type { UserId } from "@/lib/core/ids";
import { parseLedgerDate } from "@/lib/core/ledger-date";
import { NO_DIGEST } from "@/lib/domain/issue/digest";
import type { DigestChoice } from "@/lib/domain/issue/digest";
import type { ServiceContext } from "@/lib/services/context";
import { assignIssue, snoozeIssue } from "@/lib/services/issues/change-issue";
import { chooseDigest, listDigests } from "@/lib/services/issues/own-digests";
import { sendDigest } from "@/lib/services/issues/send-digest";
import { sendMail } from "@/lib/services/mail/send-mail";
import { listDueDigests } from "@/lib/store/digests";
import { openIssue } from "@/lib/store/issues";
import { withSystem } from "@/lib/store/system";
import { withTenant } from "@/lib/store/tenant";
import { startMailServer } from "@/tests/factories/mail-server";
import type { TestMailServer } from "@/tests/factories/mail-server";
import { addTestMember } from "@/tests/factories/members";
import { createTestServices } from "@/tests/factories/services";
import type { TestServices } from "@/tests/factories/services";
import { createTwoShops } from "@/tests/factories/two-shops";
import type { TwoShops } from "@/tests/factories/two-shops";
import { NOW_MS, openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

/** The digest of the issue list: from a person's choice to the letter that a real mail server gets. */

type Member = Readonly<{ ctx: ServiceContext; id: UserId; sessionId: string; email: string }>;

let world: ReadWorld;
let server: TestMailServer;
let mailing: TestServices;
let firm: ServiceContext;
let shops: TwoShops;
let admin: Client;
let serial = 0;

const DAILY: DigestChoice = { ...NO_DIGEST, frequency: "daily", hour: 7 };
/** Sunday at seven in Oslo, the morning after NOW_MS. */
const MORNING_MS = Date.parse("2026-11-22T06:00:00Z");
const DAY_MS = 86_400_000;

beforeAll(async () => {
  world = await openReadWorld();
  server = await startMailServer();
  mailing = createTestServices({
    url: world.database.url,
    vippsUrl: "http://127.0.0.1:9",
    clock: world.clock,
    smtpUrl: server.url,
  });
  admin = new Client({ connectionString: world.database.adminUrl });
  await admin.connect();
  await admin.query("set role avstemt_identity");
}, 60_000);

afterAll(async () => {
  await admin.end();
  await mailing.close();
  await server.close();
  await world.close();
});

/** A firm of its own for each test, with a broken chain and a changed account at one shop, and keys that are refused. */
beforeEach(async () => {
  world.clock.set(NOW_MS);
  serial += 1;
  firm = await world.newFirm(`firm-${String(serial)}`);
  shops = await createTwoShops(firm);
  await withTenant(firm.database, firm, async (tx) => {
    const about = { subjectType: "ledger", subjectId: shops.danish.ledger, ledger: shops.danish.ledger };
    const facts = { amount: "-1234567", currency: "DKK" };
    await openIssue(tx, { kind: "payout-account-changed", ...about, facts, nowMs: NOW_MS - 2 * DAY_MS });
    const keys = { kind: "keys-rejected", subjectType: "credential", subjectId: "c" } as const;
    // Later than the break: what opened at one instant has no order that a test could know.
    await openIssue(tx, { ...keys, facts: { clientId: "firm" }, nowMs: NOW_MS + 1_000 });
  });
}, 60_000);

async function newMember(isLimited = false, language = "en"): Promise<Member> {
  serial += 1;
  const email = `member-${String(serial)}@firm.example`;
  const ctx = await addTestMember(firm, world.database, {
    email,
    role: "accountant",
    ...(isLimited && { merchantIds: [shops.danish.merchantId] }),
  });
  const sessionId = randomUUID();
  await admin.query(
    "insert into installation.user_session (id, user_id, created_at, expires_at, device, address) values ($1, $2, now(), '2030-01-01', '', '')",
    [sessionId, ctx.actor.id],
  );
  await admin.query("update installation.app_user set language = $2 where id = $1", [ctx.actor.id, language]);
  return { ctx, id: ctx.actor.id as UserId, sessionId, email };
}

const slugOf = async (): Promise<string> => {
  const { rows } = await admin.query<{ slug: string }>(
    "select slug from public.tenant where tenant_id = $1",
    [firm.tenantId],
  );
  return rows[0]?.slug ?? "";
};

async function choose(member: Member, choice: DigestChoice): Promise<string | null> {
  const { nextSendAt } = await chooseDigest(
    { ...world.services, sessionId: member.sessionId },
    { firm: await slugOf(), ...choice, leftOut: [...choice.leftOut] },
  );
  return nextSendAt;
}

const isDue = async (member: Member): Promise<boolean> => {
  const due = await withSystem(world.services.database, (tx) =>
    listDueDigests(tx, world.clock.nowMs(), 1_000),
  );
  return due.some(({ userId }) => userId === member.id);
};

const system = (): ServiceContext => ({
  ...firm,
  role: "system",
  actor: { kind: "system", id: "d", name: "d" },
});
const lettersTo = (member: Member): number => server.letters().filter(({ to }) => to === member.email).length;

test("it comes at the hour that was chosen, gravest first, with links and a way to tune it", async () => {
  const member = await newMember();
  expect(await choose(member, DAILY)).toBe("2026-11-22T06:00:00.000Z");
  expect(await sendDigest(system(), member.id)).toBe("not-due");
  expect(await isDue(member)).toBe(false);
  world.clock.set(MORNING_MS);
  expect(await isDue(member)).toBe(true);
  expect(await sendDigest(system(), member.id)).toBe("sent");
  await sendMail(mailing);
  const letter = await server.nextTo(member.email);
  expect(letter.subject).toMatch(/^firm-\d+: issues \(open: 3, new: 3\)$/);
  const kinds = letter.text.match(/(Critical|Warning) · [^·]+/g)?.map((line) => line.trim());
  expect(kinds).toEqual([
    "Critical · A balance does not follow from the one before (Butikk)",
    "Critical · The accounting keys were refused",
    "Warning · The payout account has changed (Butik)",
  ]);
  expect(letter.text).toContain("DKK\u00a0\u221212,345.67");
  expect(letter.text).toContain(
    "Waiting longest: The payout account has changed (Butik), open since 2026-11-19.",
  );
  expect(letter.text).toContain(`/${await slugOf()}/issues/`);
  expect(letter.text).toContain("/account#digest");
  expect(letter.html).toMatch(/<a href="[^"]+\/account#digest">/);
  expect(await isDue(member)).toBe(false);
});

test("the next one calls new only what was opened since; off is off", async () => {
  const member = await newMember(false, "nb");
  await choose(member, DAILY);
  world.clock.set(MORNING_MS);
  await sendDigest(system(), member.id);
  await sendMail(mailing);
  expect((await server.nextTo(member.email)).subject).toContain("saker (åpne: 3, nye: 3)");
  await withTenant(firm.database, firm, (tx) =>
    openIssue(tx, {
      kind: "feed-stale",
      subjectType: "ledger",
      subjectId: shops.shop.ledger,
      ledger: shops.shop.ledger,
      facts: {},
      nowMs: MORNING_MS + 1_000,
    }),
  );
  world.clock.set(MORNING_MS + DAY_MS);
  expect(await sendDigest(system(), member.id)).toBe("sent");
  await sendMail(mailing);
  const second = await server.nextTo(member.email);
  expect(second.subject).toContain("saker (åpne: 4, nye: 1)");
  expect(second.text).toContain("Advarsel · En strøm er ikke sett på flere timer (Butikk) · ny");
  expect(await choose(member, { ...DAILY, frequency: "off" })).toBeNull();
  world.clock.set(MORNING_MS + 9 * DAY_MS);
  expect(await isDue(member)).toBe(false);
  expect(await sendDigest(system(), member.id)).toBe("not-due");
});

test("two workers at once write one letter, and days that were slept through are not made up for", async () => {
  const member = await newMember();
  await choose(member, DAILY);
  world.clock.set(MORNING_MS + 3 * DAY_MS + 1);
  const other: ServiceContext = { ...system(), database: mailing.database };
  const outcomes = await Promise.all(
    [system(), other, system(), other, system(), other].map((ctx) => sendDigest(ctx, member.id)),
  );
  expect(outcomes.toSorted()).toEqual(["not-due", "not-due", "not-due", "not-due", "not-due", "sent"]);
  await sendMail(mailing);
  await server.nextTo(member.email);
  expect(lettersTo(member)).toBe(1);
  const [view] = await listDigests({ ...world.services, sessionId: member.sessionId });
  expect(view?.nextSendAt).toBe("2026-11-26T06:00:00.000000Z");
});

test("a choice that was on its way while the letter went brings no second one", async () => {
  const member = await newMember();
  await choose(member, DAILY);
  world.clock.set(MORNING_MS);
  expect(await sendDigest(system(), member.id)).toBe("sent");
  // Asked for just before the hour, and stored just after.
  world.clock.set(MORNING_MS - 1);
  await choose(member, { ...DAILY, leastSeverity: "info" });
  world.clock.set(MORNING_MS + 1);
  expect(await isDue(member)).toBe(false);
  const [view] = await listDigests({ ...world.services, sessionId: member.sessionId });
  expect(view).toMatchObject({
    choice: { leastSeverity: "info" },
    nextSendAt: "2026-11-23T06:00:00.000000Z",
  });
});

test("nothing to tell is no letter, unless the person wants one", async () => {
  const quiet = await newMember();
  const eager = await newMember(false, "fi");
  const none: DigestChoice = { ...DAILY, covers: "mine" };
  await choose(quiet, none);
  await choose(eager, { ...none, sendsEmpty: true });
  world.clock.set(MORNING_MS);
  expect(await sendDigest(system(), quiet.id)).toBe("nothing-to-tell");
  expect(await isDue(quiet)).toBe(false);
  expect(await sendDigest(system(), eager.id)).toBe("sent");
  await sendMail(mailing);
  const letter = await server.nextTo(eager.email);
  expect(letter.text).toContain("Mikään asia ei vaadi toimiasi.");
  expect(lettersTo(quiet)).toBe(0);
});

test("it leaves out what was chosen: kinds, severities, what others look after, and what is put off", async () => {
  const member = await newMember(false, "da");
  await choose(member, { ...DAILY, leastSeverity: "critical", leftOut: ["chain-break"] });
  world.clock.set(MORNING_MS);
  await sendDigest(system(), member.id);
  await sendMail(mailing);
  const first = await server.nextTo(member.email);
  expect(first.subject).toContain("sager (åbne: 1, nye: 1)");
  expect(first.text).toContain("Regnskabsnøglerne blev afvist");
  const issues = await withTenant(firm.database, firm, (tx) =>
    tx.query<{ id: string; kind: string }>("select id, kind from issue where resolved_at is null"),
  );
  const idOf = (kind: string): string => issues.find((of) => of.kind === kind)?.id ?? "";
  await assignIssue(member.ctx, { id: idOf("keys-rejected"), assignedId: member.id });
  await assignIssue(member.ctx, { id: idOf("chain-break"), assignedId: member.id });
  await snoozeIssue(member.ctx, { id: idOf("chain-break"), until: parseLedgerDate("2026-11-25") });
  await choose(member, { ...DAILY, covers: "mine" });
  world.clock.set(MORNING_MS + DAY_MS);
  await sendDigest(system(), member.id);
  await sendMail(mailing);
  const second = await server.nextTo(member.email);
  expect(second.subject).toContain("sager (åbne: 1, nye: 0)");
  expect(second.text).toContain("Dette brev fortæller kun om det, du følger op på.");
  expect(second.text).toContain("/issues?assigned=me");
});

test("limited people are told of their merchants only, and get at their own choice only", async () => {
  const member = await newMember(true);
  await choose(member, { ...DAILY, leastSeverity: "info" });
  world.clock.set(MORNING_MS);
  await sendDigest(system(), member.id);
  await sendMail(mailing);
  const letter = await server.nextTo(member.email);
  expect(letter.subject).toContain("issues (open: 1, new: 1)");
  expect(letter.text).not.toMatch(/Butikk|accounting keys/);
  const scope = { kind: "limited", merchantIds: [shops.danish.merchantId] } as const;
  const seen = await withTenant(firm.database, { tenantId: firm.tenantId, scope }, (tx) =>
    tx.query("select user_id from digest_setting"),
  );
  expect(seen).toEqual([]);
  expect(await listDigests({ ...world.services, sessionId: member.sessionId })).toHaveLength(1);
});

test("a choice needs a session, and a place in the firm; whoever leaves hears nothing more", async () => {
  const member = await newMember();
  const asked = { firm: await slugOf(), ...DAILY, leftOut: [] };
  await expect(chooseDigest({ ...world.services, sessionId: randomUUID() }, asked)).rejects.toMatchObject({
    code: "unauthenticated",
  });
  await choose(member, DAILY);
  const elsewhere = await world.newFirm("elsewhere");
  const { rows } = await admin.query<{ slug: string }>(
    "select slug from public.tenant where tenant_id = $1",
    [elsewhere.tenantId],
  );
  await expect(
    chooseDigest({ ...world.services, sessionId: member.sessionId }, { ...asked, firm: rows[0]?.slug ?? "" }),
  ).rejects.toMatchObject({ code: "not_found" });
  await admin.query("delete from installation.membership where user_id = $1", [member.id]);
  world.clock.set(MORNING_MS);
  expect(await isDue(member)).toBe(false);
  expect(await sendDigest(system(), member.id)).toBe("not-due");
});
