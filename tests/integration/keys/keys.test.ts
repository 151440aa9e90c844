import { afterAll, beforeAll, expect, test } from "vitest";

import { HOUR_MS, MINUTE_MS } from "@/lib/core/clock";
import { AppError } from "@/lib/core/errors";
import type { CredentialId } from "@/lib/core/ids";
import { OpenedLedgersQuery } from "@/lib/contracts/settings";
import { followFeed } from "@/lib/services/ledgers/follow-feed";
import { discoverLedgers } from "@/lib/services/ledgers/discover-ledgers";
import { giveKeys } from "@/lib/services/keys/give-keys";
import { listOpenedLedgers } from "@/lib/services/keys/list-opened-ledgers";
import { listStoredKeys } from "@/lib/services/keys/list-stored-keys";
import { removeKeys } from "@/lib/services/keys/remove-keys";
import { replaceKeys } from "@/lib/services/keys/replace-keys";
import { setKeys } from "@/lib/services/keys/set-keys";
import { tryKeys } from "@/lib/services/keys/try-keys";
import type { ServiceContext } from "@/lib/services/context";
import { findCredential, listAllCredentials, listDiscovered } from "@/lib/store/system";
import type { SystemTx } from "@/lib/store/system";
import { withTenant } from "@/lib/store/tenant";
import { createManualClock } from "@/tests/factories/clock";
import { feedStates, openIssueKinds } from "@/tests/factories/faithful";
import { listLedgers, takeInAll } from "@/tests/factories/firm";
import { addTestMember } from "@/tests/factories/members";
import { takePostedLetters } from "@/tests/factories/posted-letters";
import { createTestServices, createTestTenant } from "@/tests/factories/services";
import type { TestServices } from "@/tests/factories/services";
import { createTestSimulator } from "@/tests/factories/simulator";
import type { TestSimulator } from "@/tests/factories/simulator";
import { createTestDatabase } from "@/tests/setup/database";
import type { TestDatabase } from "@/tests/setup/database";

const OLD = "firm-nordfjord";
const NEW = "firm-second";
const NEW_SECRET = "second-secret";
const clock = createManualClock(Date.parse("2026-11-12T12:00:00Z"));
let database: TestDatabase;
let simulator: TestSimulator;
let services: TestServices;
let ctx: ServiceContext;
let oldId: CredentialId;

beforeAll(async () => {
  database = await createTestDatabase();
  simulator = await createTestSimulator({ merchants: 12, days: 3, nowMs: clock.nowMs });
  services = createTestServices({ url: database.url, vippsUrl: simulator.url, clock });
  const firm = await createTestTenant(services, database, "nordfjord");
  ctx = await addTestMember(firm, database, { email: "eier@example.com", role: "owner" });
  await addTestMember(firm, database, { email: "leser@example.com", role: "viewer" });
  await takeInAll(ctx, simulator, { clientId: OLD });
  const { items } = await listStoredKeys(ctx);
  oldId = items[0]?.id as CredentialId;
});

afterAll(async () => {
  await services.close();
  await simulator.close();
  await database.drop();
});

const oldSecret = (): string => `${OLD}-secret-${String(simulator.seed)}`;

test("keys are shown by client id and a fingerprint that tells secrets apart and says nothing of them", async () => {
  const { items } = await listStoredKeys(ctx);
  expect(items).toMatchObject([{ clientId: OLD, state: "proven", inDoubtSince: null }]);
  const [keys] = items;
  expect(keys?.fingerprint).toMatch(/^[0-9a-f]{8}$/);
  expect(keys?.opens).toBe((await listLedgers(ctx)).length);
  expect(JSON.stringify(items)).not.toContain("secret");
  const context = { owner: ctx.tenantId, purpose: `accounting-keys/${OLD}` };
  expect(services.secrets.fingerprint(oldSecret(), context)).toBe(keys?.fingerprint);
  expect(services.secrets.fingerprint(`${oldSecret()}x`, context)).not.toBe(keys?.fingerprint);
  expect(services.secrets.fingerprint(oldSecret(), { ...context, owner: "another" })).not.toBe(
    keys?.fingerprint,
  );
  for (const role of ["accountant", "viewer", "merchant", "token"] as const) {
    await expect(listStoredKeys({ ...ctx, role })).rejects.toMatchObject({ code: "forbidden" });
  }
});

test("their last use is noted when a ledger is read with them", async () => {
  clock.advance(20 * MINUTE_MS);
  const [ledger] = await listLedgers(ctx, "active");
  if (ledger === undefined) throw new Error("no ledger is active");
  await followFeed(ctx, { ledger: ledger.id, topic: "funds" });
  const { items } = await listStoredKeys(ctx);
  expect(Date.parse(items[0]?.lastUsedAt ?? "")).toBe(clock.nowMs());
});

test("what they open is listed page by page", async () => {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const query = OpenedLedgersQuery.parse({ id: oldId, limit: 5, cursor });
    const page = await listOpenedLedgers(ctx, query);
    seen.push(...page.items.map(({ ledgerId }) => ledgerId));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  expect(seen.toSorted()).toEqual((await listLedgers(ctx)).map(({ ledgerId }) => ledgerId).toSorted());
  const stranger = await createTestTenant(services, database, "stranger");
  await expect(listOpenedLedgers(stranger, OpenedLedgersQuery.parse({ id: oldId }))).rejects.toMatchObject({
    code: "not_found",
  });
});

test("within a firm's transaction, only its own keys exist", async () => {
  const stranger = await createTestTenant(services, database, "other");
  const ask = (who: ServiceContext, scope: ServiceContext["scope"]) =>
    withTenant(services.database, { tenantId: who.tenantId, scope }, async (tx) => {
      const system = tx as unknown as SystemTx;
      return [
        (await findCredential(system, oldId)) === undefined,
        (await listAllCredentials(system)).length,
        (await listDiscovered(system, oldId)).length > 0,
      ];
    });
  expect(await ask(stranger, { kind: "firm" })).toEqual([true, 0, false]);
  expect(await ask(ctx, { kind: "limited", merchantIds: [] })).toEqual([true, 0, false]);
  expect(await ask(ctx, { kind: "firm" })).toEqual([false, 1, true]);
  await withTenant(services.database, stranger, async (tx) => {
    await tx.query("select installation.set_credential_state($1, 'in-doubt', now(), now(), true, false)", [
      oldId,
    ]);
    await tx.query("select installation.record_listing($1, now(), '[]')", [oldId]);
    await tx.query("select installation.remove_credential($1)", [oldId]);
  });
  expect((await listStoredKeys(ctx)).items).toMatchObject([
    { state: "proven", opens: (await listLedgers(ctx)).length },
  ]);
});

test("keys that are refused open an issue and one letter to owners and admins; another one when they work again", async () => {
  await simulator.control("POST", "/credentials", { clientId: OLD, enabled: false });
  for (let n = 0; n < 2; n += 1) {
    clock.advance(2 * HOUR_MS);
    await expect(discoverLedgers(services, oldId)).rejects.toBeInstanceOf(AppError);
  }
  expect(await openIssueKinds(ctx)).toEqual(["keys-rejected"]);
  expect((await listStoredKeys(ctx)).items).toMatchObject([{ state: "in-doubt" }]);
  const letters = await takePostedLetters(services);
  expect(letters.map(({ to, name, values }) => [to, name, values["clientId"]])).toEqual([
    ["eier@example.com", "keys-in-doubt", OLD],
  ]);
  expect(letters[0]?.values["link"]).toMatch(/^https:\/\/avstemt\.example\/nordfjord-\w+\/settings\/keys$/);
  await simulator.control("POST", "/credentials", { clientId: OLD, enabled: true });
  await discoverLedgers(services, oldId);
  expect(await openIssueKinds(ctx)).toEqual([]);
  expect((await takePostedLetters(services)).map(({ to, name }) => [to, name])).toEqual([
    ["eier@example.com", "keys-proven-again"],
  ]);
  expect((await listStoredKeys(ctx)).items).toMatchObject([{ state: "proven", inDoubtSince: null }]);
});

test("a failed listing is no proof", async () => {
  const [before] = (await listStoredKeys(ctx)).items;
  clock.advance(HOUR_MS);
  await simulator.control("POST", "/outage", { mode: "500" });
  await expect(discoverLedgers(services, oldId)).rejects.toBeInstanceOf(AppError);
  await simulator.control("POST", "/outage", { mode: "none" });
  expect((await listStoredKeys(ctx)).items[0]?.lastProvenAt).toBe(before?.lastProvenAt);
});

test("keys are proven before they are stored, and replaced without a gap; what would be lost is named first", async () => {
  const ledgers = await listLedgers(ctx, "active");
  const granted = ledgers.slice(2).map(({ ledgerId }) => ledgerId);
  const lost = ledgers.slice(0, 2).map(({ ledgerId }) => ledgerId);
  await expect(setKeys(ctx, { clientId: NEW, clientSecret: NEW_SECRET })).rejects.toMatchObject({
    code: "keys_rejected",
  });
  await simulator.control("POST", "/credentials", { clientId: NEW, clientSecret: NEW_SECRET });
  for (const ledgerId of granted) await simulator.control("POST", "/grants", { clientId: NEW, ledgerId });
  const given = { clientId: NEW, clientSecret: NEW_SECRET, replaces: oldId };
  const trial = await tryKeys(ctx, given);
  expect(trial.opens).toBe(granted.length);
  expect(trial.lost.count).toBe(2);
  expect(trial.lost.items.map(({ ledgerId }) => ledgerId).toSorted()).toEqual(lost.toSorted());
  expect((await listStoredKeys(ctx)).items).toHaveLength(1);
  const refused = await replaceKeys(ctx, { ...given, agreesToLose: 1 }).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: "conflict" });
  for (const ledgerId of lost) expect(String(refused)).toContain(ledgerId);
  expect((await listStoredKeys(ctx)).items.map(({ clientId }) => clientId)).toEqual([OLD]);

  const stored = await giveKeys(ctx, { ...given, agreesToLose: 2 });
  expect((await listStoredKeys(ctx)).items.map(({ clientId }) => clientId)).toEqual([NEW]);
  const after = await listLedgers(ctx);
  for (const ledger of after.filter(({ ledgerId }) => granted.includes(ledgerId)))
    expect(ledger).toMatchObject({ status: "active", credentialId: stored.id });
  for (const ledger of after.filter(({ ledgerId }) => lost.includes(ledgerId)))
    expect(ledger.status).toBe("revoked");
  const [read] = after.filter(({ ledgerId }) => granted.includes(ledgerId));
  if (read === undefined) throw new Error("no ledger was handed over");
  await expect(followFeed(ctx, { ledger: read.id, topic: "funds" })).resolves.toMatchObject({});
});

test("removing keys asks for their client id, and revokes what only they open; it comes back when keys open it", async () => {
  const [keys] = (await listStoredKeys(ctx)).items;
  const id = keys?.id ?? "";
  await expect(removeKeys(ctx, { id, confirmation: "yes" })).rejects.toMatchObject({
    code: "invalid_input",
    fields: [{ field: "confirmation", message: `must be ${NEW}` }],
  });
  const removed = await removeKeys(ctx, { id, confirmation: NEW });
  expect(removed).toEqual({ handedOver: 0, revoked: (await listLedgers(ctx)).length - 2 });
  expect((await listStoredKeys(ctx)).items).toEqual([]);
  expect(new Set((await listLedgers(ctx)).map(({ status }) => status))).toEqual(new Set(["revoked"]));
  expect(new Set((await feedStates(ctx)).map(({ state }) => state))).toEqual(new Set(["no-access"]));
  const again = await setKeys(ctx, { clientId: OLD, clientSecret: oldSecret() });
  await discoverLedgers(services, again);
  expect(new Set((await listLedgers(ctx)).map(({ status }) => status))).toEqual(new Set(["active"]));
});

test("all of it is in the trail", async () => {
  const ledgers = (await listLedgers(ctx)).length;
  const rows = await withTenant(ctx.database, ctx, (tx) =>
    tx.query<{ action: string; count: number }>(
      "select action, count(*)::int as count from audit_event where action like 'keys.%' or action in ('ledger.rekeyed', 'grant.lost') group by action order by action",
    ),
  );
  expect(rows).toEqual([
    { action: "grant.lost", count: ledgers },
    { action: "keys.removed", count: 2 },
    { action: "keys.stored", count: 3 },
    { action: "ledger.rekeyed", count: ledgers - 2 },
  ]);
  const secrets = await withTenant(ctx.database, ctx, (tx) =>
    tx.query("select 1 from audit_event where before::text like '%secret%' or after::text like '%secret%'"),
  );
  expect(secrets).toEqual([]);
});
