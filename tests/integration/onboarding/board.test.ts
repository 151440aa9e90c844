import { afterAll, beforeAll, expect, test } from "vitest";

import { HOUR_MS } from "@/lib/core/clock";
import { parseLedgerDate } from "@/lib/core/ledger-date";
import type { ServiceContext } from "@/lib/services/context";
import { acknowledgeIssue } from "@/lib/services/issues/acknowledge-issue";
import { discoverLedgers } from "@/lib/services/ledgers/discover-ledgers";
import { onboardLedgers } from "@/lib/services/ledgers/onboard-ledgers";
import { pauseLedger, resumeLedger } from "@/lib/services/ledgers/pause-ledger";
import { ignoreLedgers, listPeople, takeBackLedgers } from "@/lib/services/onboarding/ignore-ledgers";
import { countBoard, listAccountChanges } from "@/lib/services/onboarding/list-board";
import { withTenant } from "@/lib/store/tenant";
import { apiEntries, createTestLedger, writeEntries } from "@/tests/factories/books";
import {
  auditOf,
  makeNewLedgers,
  openOnboardingWorld,
  readColumn,
} from "@/tests/integration/onboarding/support";
import type { OnboardingWorld } from "@/tests/integration/onboarding/support";

let world: OnboardingWorld;

beforeAll(async () => {
  world = await openOnboardingWorld();
});
afterAll(() => world.close());

const OWNER = { scheme: "business:NO:ORG", id: "974760673" };

test("a new ledger proposes the merchant with its owner's identifier, else the name its sales units share", async () => {
  const ctx = await world.newFirm("proposals");
  const known = await createTestLedger(ctx, { name: "Bryggen Keramikk AS" });
  await makeNewLedgers(ctx, 1, { from: 600_001, owner: known.ledgerId });
  world.clock.advance(HOUR_MS);
  await makeNewLedgers(ctx, 2, { from: 600_010, owner: OWNER.id });
  const cards = await readColumn(ctx, "new");
  expect(cards.map(({ ledgerId, merchant, siblings }) => [ledgerId, merchant.name, siblings])).toEqual([
    ["600011", "Butikk 600011", 1],
    ["600010", "Butikk 600010", 1],
    ["600001", "Bryggen Keramikk AS", 0],
  ]);
  expect(cards.map(({ merchant }) => merchant.id !== null)).toEqual([false, false, true]);
});

test("several ledgers of one owner become one merchant, with what the form says of it", async () => {
  const ctx = await world.newFirm("grouping");
  const responsible = await world.addMember(ctx, "Ingrid Solheim", "admin");
  await world.addMember(ctx, "Marte Lien", "viewer");
  expect((await listPeople(ctx)).items).toEqual([{ id: responsible, name: "Ingrid Solheim" }]);
  const [first, ...others] = await makeNewLedgers(ctx, 3, { from: 610_000, owner: OWNER.id });
  if (first === undefined) throw new Error("no ledger");
  const [taken] = await onboardLedgers(ctx, {
    ledgers: [first],
    merchantName: "Lofoten Tørrfisk AS",
    booksFrom: parseLedgerDate("2026-07-01"),
    bankAccount: "1503 12 34567",
    language: "en",
    responsibleId: responsible,
    contactEmail: "post@lofoten.example",
  });
  const rest = await onboardLedgers(ctx, { ledgers: others });
  expect(new Set([taken, ...rest].map((of) => of?.merchantId)).size).toBe(1);
  const rows = await withTenant(ctx.database, ctx, (tx) =>
    tx.query(
      "select name, language, responsible_name, contact_email from merchant where tenant_id = $1 and id = $2",
      [tx.tenantId, taken?.merchantId ?? ""],
    ),
  );
  // What the form of the first said stays when the others are taken in without a word.
  expect(rows).toEqual([
    {
      name: "Lofoten Tørrfisk AS",
      language: "en",
      responsible_name: "Ingrid Solheim",
      contact_email: "post@lofoten.example",
    },
  ]);
  const trail = JSON.stringify(await auditOf(ctx, "ledger.onboarded"));
  expect(trail).toContain("2026-07-01");
  expect(trail).not.toMatch(/lofoten\.example|1503/);
  const [card] = (await readColumn(ctx, "first-sync")).filter(({ ledger }) => ledger === first);
  expect(card).toMatchObject({ bankAccount: "1503 12 34567", payoutAccount: { id: "86011610000" } });
});

test("nobody but a member who may be is responsible, and a bank account is of one ledger", async () => {
  const ctx = await world.newFirm("refusals");
  const viewer = await world.addMember(ctx, "Viewer", "viewer");
  const ledgers = await makeNewLedgers(ctx, 2, { from: 615_000 });
  await expect(onboardLedgers(ctx, { ledgers, responsibleId: viewer })).rejects.toMatchObject({
    code: "invalid_input",
    fields: [{ field: "responsibleId" }],
  });
  await expect(onboardLedgers(ctx, { ledgers, bankAccount: "1" })).rejects.toMatchObject({
    code: "invalid_input",
  });
  expect(await countBoard(ctx)).toMatchObject({ new: 2 });
});

test("two of one owner taken in at once are still one merchant", async () => {
  const ctx = await world.newFirm("at-once");
  const ledgers = await makeNewLedgers(ctx, 6, { from: 617_000, owner: OWNER.id });
  const made = await Promise.all(ledgers.map((id) => onboardLedgers(ctx, { ledgers: [id] })));
  expect(new Set(made.flat().map(({ merchantId }) => merchantId)).size).toBe(1);
});

test("a ledger moves from column to column with its history, and the counts with it", async () => {
  const ctx = await world.newFirm("columns");
  const credential = await world.keys(ctx);
  await world.grant({ ledgerId: "620001" });
  await world.grant({ ledgerId: "620002", owner: { scheme: OWNER.scheme, id: "923609016" } });
  await discoverLedgers(ctx, credential);
  expect(await countBoard(ctx)).toMatchObject({ new: 2, firstSync: 0, live: 0, revoked: 0, ignored: 0 });

  const [second, first] = await readColumn(ctx, "new");
  if (first === undefined || second === undefined) throw new Error("two new ledgers");
  await onboardLedgers(ctx, { ledgers: [first.ledger] });
  await writeEntries(
    ctx,
    { ledger: first.ledger as never, topic: "funds" },
    apiEntries([
      { date: "2026-11-01", type: "capture", amount: 100 },
      { date: "2026-11-11", type: "capture", amount: 100 },
    ]),
    { headSeen: false },
  );
  const [reading] = await readColumn(ctx, "first-sync");
  expect(reading?.sync).toMatchObject({ entryCount: 2, state: "running", ledgerDate: "2026-11-11" });
  // The fees have no page yet: how far it has come is not known.
  expect(reading?.sync?.share).toBeNull();
  await writeEntries(ctx, { ledger: first.ledger as never, topic: "fees" }, []);
  expect((await readColumn(ctx, "first-sync"))[0]?.sync?.share).toBeCloseTo(0.5);
  await pauseLedger(ctx, { id: first.ledger });
  expect((await readColumn(ctx, "first-sync"))[0]?.sync?.state).toBe("paused");
  await resumeLedger(ctx, { id: first.ledger });
  await writeEntries(
    ctx,
    { ledger: first.ledger as never, topic: "funds" },
    apiEntries([{ date: "2026-11-20", type: "capture", amount: 100 }], { opening: 200 }),
  );
  expect((await readColumn(ctx, "live")).map(({ ledger }) => ledger)).toEqual([first.ledger]);

  await expect(ignoreLedgers(ctx, { ledgers: [first.ledger], reason: "not ours" })).resolves.toEqual({
    changed: 0,
  });
  await expect(ignoreLedgers(ctx, { ledgers: [second.ledger], reason: "not ours" })).resolves.toEqual({
    changed: 1,
  });
  expect(await readColumn(ctx, "ignored")).toMatchObject([{ ignoredReason: "not ours" }]);
  await takeBackLedgers(ctx, { ledgers: [second.ledger] });
  expect(await readColumn(ctx, "new")).toMatchObject([{ ledger: second.ledger, ignoredReason: null }]);

  await world.revoke("620001");
  world.clock.advance(HOUR_MS);
  await discoverLedgers(ctx, credential);
  world.clock.advance(2 * HOUR_MS);
  await discoverLedgers(ctx, credential);
  expect((await readColumn(ctx, "revoked")).map(({ ledgerId }) => ledgerId)).toEqual(["620001"]);
  await world.simulator.control("POST", "/grants", { clientId: "firm-nordfjord", ledgerId: "620001" });
  await discoverLedgers(ctx, credential);
  expect(await countBoard(ctx)).toMatchObject({ new: 1, firstSync: 0, live: 1, revoked: 0, ignored: 0 });
});

test("both heads seen at the same moment leave no ledger behind in its first sync", async () => {
  const ctx = await world.newFirm("both-heads");
  const made = await Promise.all(Array.from({ length: 8 }, () => createTestLedger(ctx)));
  expect(await countBoard(ctx)).toMatchObject({ firstSync: 8 });
  await Promise.all(
    made.flatMap(({ ledger }) =>
      (["funds", "fees"] as const).map((topic) => writeEntries(ctx, { ledger, topic }, [])),
    ),
  );
  expect(await countBoard(ctx)).toMatchObject({ firstSync: 0, live: 8 });
});

test("a column is found by name, identifier, ledger id and handle, and its pages neither skip nor repeat", async () => {
  const ctx = await world.newFirm("search");
  await makeNewLedgers(ctx, 23, { from: 630_000 });
  const named = await createTestLedger(ctx, { name: "Østerbro Cykler ApS" });
  const all = await readColumn(ctx, "new");
  expect(all).toHaveLength(23);
  expect(new Set(all.map(({ ledger }) => ledger)).size).toBe(23);
  const find = async (search: string): Promise<string[]> =>
    (await readColumn(ctx, "new", { search })).map(({ ledgerId }) => ledgerId);
  expect(await find("630007")).toEqual(["630007"]);
  expect(await find("butikk 630007")).toEqual(["630007"]);
  expect(await find("NO:7630007")).toEqual(["630007"]);
  expect(await find("900 630 007")).toEqual(["630007"]);
  expect(await find("butikk")).toHaveLength(23);
  expect(await find("nobody")).toEqual([]);
  expect(await find("%")).toHaveLength(23);
  const found = await readColumn(ctx, "first-sync", { search: "øster cykl" });
  expect(found.map(({ ledgerId }) => ledgerId)).toEqual([named.ledgerId]);
});

test("a person whose view is limited sees the ledgers of their merchants, and may change none", async () => {
  const ctx = await world.newFirm("limited");
  const mine = await createTestLedger(ctx, { name: "Mine" });
  await createTestLedger(ctx, { name: "Another's" });
  const [waiting] = await makeNewLedgers(ctx, 1, { from: 640_000 });
  const limited: ServiceContext = {
    ...ctx,
    role: "accountant",
    scope: { kind: "limited", merchantIds: [mine.merchantId] },
  };
  expect((await readColumn(limited, "first-sync")).map(({ ledgerId }) => ledgerId)).toEqual([mine.ledgerId]);
  expect(await countBoard(limited)).toMatchObject({ new: 0, firstSync: 1, waiting: null });
  await expect(ignoreLedgers(limited, { ledgers: [waiting ?? ""], reason: "x" })).rejects.toMatchObject({
    code: "forbidden",
  });
});

test("a changed payout account is told with both accounts until a person confirms it", async () => {
  const ctx = await world.newFirm("accounts");
  const credential = await world.keys(ctx, "firm-nordfjord");
  await world.grant({ ledgerId: "650001", account: "15031234567" });
  await discoverLedgers(ctx, credential);
  await world.grant({ ledgerId: "650001", account: "99991234567" });
  await discoverLedgers(ctx, credential);
  const { items, total } = await listAccountChanges(ctx, {});
  expect(total).toBe(1);
  expect(items).toMatchObject([
    { ledgerId: "650001", before: "BBAN:NO 15031234567", after: "BBAN:NO 99991234567" },
  ]);
  await acknowledgeIssue(ctx, { id: items[0]?.issue ?? "", reason: "Confirmed by phone" });
  expect(await listAccountChanges(ctx, {})).toEqual({ items: [], total: 0 });
});
