import { afterAll, beforeAll, expect, test } from "vitest";

import { MerchantsQuery } from "@/lib/contracts/queries";
import type { ServiceContext } from "@/lib/services/context";
import { getMerchant } from "@/lib/services/merchants/get-merchant";
import { listMerchantDays } from "@/lib/services/merchants/list-merchant-days";
import { listMerchants } from "@/lib/services/merchants/list-merchants";
import { summarizeMerchant } from "@/lib/services/merchants/summarize-merchant";
import { getOverview } from "@/lib/services/overview/get-overview";
import { getSyncProgress } from "@/lib/services/overview/get-sync-progress";
import { openIssue } from "@/lib/store/issues";
import { withTenant } from "@/lib/store/tenant";
import { apiEntries, createTestLedger, date, setProofs, writeEntries } from "@/tests/factories/books";
import type { TestLedger } from "@/tests/factories/books";
import { NOW_MS, openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

let world: ReadWorld;
let ctx: ServiceContext;
let cafe: TestLedger;
let syncing: TestLedger;
let doubted: TestLedger;

beforeAll(async () => {
  world = await openReadWorld();
  ctx = await world.newFirm();
  cafe = await createTestLedger(ctx, { name: "Ånes Kafé" });
  await writeEntries(
    ctx,
    { ledger: cafe.ledger, topic: "funds" },
    apiEntries(
      [
        { date: "2026-10-31", type: "capture", amount: 50_000, handle: "NO:57860" },
        { date: "2026-11-19", type: "capture", amount: 10_000, handle: "NO:57860" },
        { date: "2026-11-19", type: "capture", amount: 4_000, handle: "api:123456" },
        {
          date: "2026-11-20",
          type: "capture",
          amount: 7_000,
          handle: "NO:57860",
          time: "2026-11-20T00:05:00.000000Z",
        },
        { date: "2026-11-19", type: "fees-retained", amount: -300, time: "2026-11-20T00:10:00.000000Z" },
        {
          date: "2026-11-19",
          type: "payout-scheduled",
          amount: -60_000,
          psp: `${cafe.ledgerId}-2000001`,
          time: "2026-11-20T00:12:00.000000Z",
        },
        { date: "2026-11-20", type: "refund", amount: -1_000, handle: "NO:57860" },
        { date: "2026-11-20", type: "loyalty-adjustment", amount: 25 },
      ],
      { opening: 1_000 },
    ),
    { pageSize: 3 },
  );
  await writeEntries(
    ctx,
    { ledger: cafe.ledger, topic: "fees" },
    apiEntries([
      { date: "2026-11-19", type: "capture-fee", amount: -310, handle: "NO:57860" },
      { date: "2026-11-19", type: "fees-retained", amount: 300 },
      { date: "2026-11-20", type: "correction", amount: 15 },
    ]),
  );
  for (const topic of ["funds", "fees"] as const) {
    await setProofs(
      ctx,
      { ledger: cafe.ledger, topic },
      { from: "2026-01-01", through: "2026-11-15", proof: "verified" },
    );
    await setProofs(
      ctx,
      { ledger: cafe.ledger, topic },
      { from: "2026-11-16", through: "2026-11-20", proof: "equal-so-far" },
    );
  }
  syncing = await createTestLedger(ctx, { name: "Zebra Sko" });
  await writeEntries(
    ctx,
    { ledger: syncing.ledger, topic: "funds" },
    apiEntries([{ date: "2024-02-01", type: "capture", amount: 900 }]),
    { headSeen: false },
  );
  doubted = await createTestLedger(ctx, { name: "Bakeri" });
  for (const topic of ["funds", "fees"] as const)
    await writeEntries(ctx, { ledger: doubted.ledger, topic }, []);
  await setProofs(
    ctx,
    { ledger: doubted.ledger, topic: "funds" },
    { from: "2026-11-20", through: "2026-11-20", proof: "differs" },
  );
}, 60_000);

afterAll(() => world.close());

test("a merchant shows balance, month, payouts, sync and proof", async () => {
  const merchant = await getMerchant(ctx, { id: cafe.merchantId });
  expect(merchant).toMatchObject({
    name: "Ånes Kafé",
    ledgerCount: 1,
    balances: [{ currency: "NOK", balance: 10_725n, at: "2026-11-21T11:00:00.000000Z" }],
    month: [{ currency: "NOK", captures: 21_000n, feesCharged: -295n }],
    // Thursday 19 November + 2 bank days = Monday 23: in transit from Friday on.
    lastPayout: { amount: -60_000n, currency: "NOK", scheduledDate: "2026-11-19", status: "in-transit" },
    nextPayout: { amount: -60_000n, currency: "NOK", expectedDate: "2026-11-23" },
    sync: "live",
    proof: "verified",
    openIssues: 0,
    worstIssue: null,
    reconciledThrough: "2026-11-18",
    atRisk: [],
  });
});

test("merchants come worst first, then by name, page by page", async () => {
  const all = await listMerchants(ctx, MerchantsQuery.parse({}));
  expect(all.items.map(({ name, sync, proof }) => ({ name, sync, proof }))).toEqual([
    { name: "Bakeri", sync: "live", proof: "in-doubt" },
    { name: "Zebra Sko", sync: "first-sync", proof: "pending" },
    { name: "Ånes Kafé", sync: "live", proof: "verified" },
  ]);
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listMerchants(ctx, MerchantsQuery.parse({ limit: 1, ...(cursor && { cursor }) }));
    names.push(...page.items.map((item) => item.name));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  expect(names).toEqual(["Bakeri", "Zebra Sko", "Ånes Kafé"]);
  const named = await listMerchants(ctx, MerchantsQuery.parse({ sort: "name" }));
  expect(named.items.map((item) => item.name)).toEqual(["Bakeri", "Zebra Sko", "Ånes Kafé"]);
});

test("merchants are filtered and found", async () => {
  const namesOf = async (query: Record<string, string>): Promise<string[]> =>
    (await listMerchants(ctx, MerchantsQuery.parse(query))).items.map((item) => item.name);
  expect(await namesOf({ filter: "in-doubt" })).toEqual(["Bakeri"]);
  expect(await namesOf({ filter: "first-sync" })).toEqual(["Zebra Sko"]);
  expect(await namesOf({ filter: "need-me" })).toEqual([]);
  expect(await namesOf({ search: "kaf" })).toEqual(["Ånes Kafé"]);
  expect(await namesOf({ search: cafe.ledgerId })).toEqual(["Ånes Kafé"]);
  expect(await namesOf({ search: "%" })).toEqual([]);
  await expect(listMerchants(ctx, MerchantsQuery.parse({ cursor: "nonsense" }))).rejects.toMatchObject({
    code: "invalid_input",
    fields: [{ field: "cursor" }],
  });
});

test("an issue puts its merchant first and counts", async () => {
  const other = await world.newFirm("other");
  const troubled = await createTestLedger(other, { name: "Troubled" });
  await createTestLedger(other, { name: "Calm" });
  await withTenant(other.database, other, (tx) =>
    openIssue(tx, {
      kind: "payout-account-changed",
      subjectType: "ledger",
      subjectId: troubled.ledger,
      ledger: troubled.ledger,
      facts: { ledgerId: troubled.ledgerId, before: "a", after: "b" },
      nowMs: NOW_MS,
    }),
  );
  const { items } = await listMerchants(other, MerchantsQuery.parse({}));
  expect(items.map(({ name, openIssues }) => ({ name, openIssues }))).toEqual([
    { name: "Troubled", openIssues: 1 },
    { name: "Calm", openIssues: 0 },
  ]);
  expect(items[0]?.worstIssue).toMatchObject({
    kind: "payout-account-changed",
    title: "The payout account changed",
  });
  expect(await getOverview(other)).toMatchObject({ openIssues: 1, merchantsWithIssues: 1, merchantCount: 2 });
});

test("heads that were not seen for three hours are stale", async () => {
  world.clock.set(NOW_MS + 3 * 3_600_000 + 1);
  const { items } = await listMerchants(ctx, MerchantsQuery.parse({ filter: "stale" }));
  world.clock.set(NOW_MS);
  expect(items.map(({ name, sync }) => ({ name, sync }))).toEqual([
    { name: "Bakeri", sync: "stale" },
    { name: "Ånes Kafé", sync: "stale" },
  ]);
});

test("the overview counts and sums per currency", async () => {
  expect(await getOverview(ctx)).toEqual({
    merchantCount: 3,
    balances: [{ currency: "NOK", balance: 11_625n }],
    onTheirWay: [{ currency: "NOK", amount: 60_000n, count: 1 }],
    atRisk: [],
    openWork: { suggestions: 0, differences: 0, missing: 0, lines: 0 },
    proof: { verified: 1, pending: 1, inDoubt: 1 },
    openIssues: 0,
    merchantsWithIssues: 0,
    firstSyncs: 1,
    stale: 0,
    oldestHeadSeenAt: "2026-11-21T11:00:00.000000Z",
  });
  const progress = await getSyncProgress(ctx);
  expect(progress.runningCount).toBe(2);
  expect(progress.running[0]).toMatchObject({
    merchantName: "Zebra Sko",
    topic: "funds",
    entryCount: 1,
    ledgerDate: "2024-02-01",
    state: "first-sync",
  });
});

test("a summary adds up, this month unless asked otherwise", async () => {
  const summary = await summarizeMerchant(ctx, { id: cafe.merchantId });
  expect(summary).toEqual({
    from: "2026-11-01",
    to: "2026-11-21",
    currencies: [
      {
        currency: "NOK",
        opening: 51_000n,
        captures: 21_000n,
        refunds: -1_000n,
        fees: -300n,
        payouts: -60_000n,
        other: 25n,
        breaks: 0n,
        closing: 10_725n,
        feesCharged: -295n,
        entryCount: 7,
        proof: "verified",
      },
    ],
  });
  const old = await summarizeMerchant(ctx, {
    id: cafe.merchantId,
    from: date("2025-12-01"),
    to: date("2026-10-30"),
  });
  expect(old.currencies[0]).toMatchObject({
    opening: 1_000n,
    closing: 1_000n,
    entryCount: 0,
    proof: "pending",
  });
  await expect(
    summarizeMerchant(ctx, { id: cafe.merchantId, from: date("2026-11-02"), to: date("2026-11-01") }),
  ).rejects.toMatchObject({
    code: "invalid_input",
  });
});

test("days by sales unit, with the closing on the row without one", async () => {
  const days = await listMerchantDays(ctx, {
    id: cafe.merchantId,
    from: date("2026-11-19"),
    to: date("2026-11-20"),
  });
  expect(
    days.items.map((row) => [row.ledgerDate, row.recipientHandle, row.captures, row.payouts, row.closing]),
  ).toEqual([
    ["2026-11-19", "NO:57860", 10_000n, 0n, null],
    ["2026-11-19", "api:123456", 4_000n, 0n, null],
    ["2026-11-19", "", 0n, -60_000n, 4_700n],
    ["2026-11-20", "NO:57860", 7_000n, 0n, null],
    ["2026-11-20", "", 0n, 0n, 10_725n],
  ]);
  expect(days.openings).toEqual([{ currency: "NOK", opening: 51_000n }]);
  expect(days.handles).toEqual([
    { recipientHandle: "NO:57860", name: "Torget" },
    { recipientHandle: "api:123456", name: "Nettbutikk" },
  ]);
});
