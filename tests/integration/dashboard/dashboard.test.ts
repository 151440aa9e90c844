import { afterAll, beforeAll, expect, test } from "vitest";

import { newId } from "@/lib/core/ids";
import { FeesQuery, IssuesQuery, LedgersQuery, MerchantsQuery } from "@/lib/contracts/queries";
import { PaymentsQuery, PayoutsQuery } from "@/lib/contracts/queries";
import type { ServiceContext } from "@/lib/services/context";
import { getDashboardPayout, listDashboardPayouts } from "@/lib/services/dashboard/dashboard-payouts";
import { getDashboard } from "@/lib/services/dashboard/get-dashboard";
import { listCompanies } from "@/lib/services/dashboard/list-companies";
import { listSales } from "@/lib/services/dashboard/list-sales";
import { sumFees } from "@/lib/services/fees/sum-fees";
import { listIssues } from "@/lib/services/issues/list-issues";
import { getLedger } from "@/lib/services/ledgers/get-ledger";
import { listLedgers } from "@/lib/services/ledgers/list-ledgers";
import { getMerchant } from "@/lib/services/merchants/get-merchant";
import { listMerchants } from "@/lib/services/merchants/list-merchants";
import { getOverview } from "@/lib/services/overview/get-overview";
import { findPayments } from "@/lib/services/payments/find-payments";
import { listPayouts } from "@/lib/services/payouts/list-payouts";
import { readSession } from "@/lib/services/identity/read-session";
import { createTwoShops } from "@/tests/factories/two-shops";
import type { TwoShops } from "@/tests/factories/two-shops";
import { createTestPerson, openTestSession } from "@/tests/factories/people";
import type { TestPerson } from "@/tests/factories/people";
import { openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

let world: ReadWorld;
let firm: ServiceContext;
let shops: TwoShops;
let mona: TestPerson;

beforeAll(async () => {
  world = await openReadWorld();
  firm = await world.newFirm("nord");
  shops = await createTwoShops(firm);
  mona = await createTestPerson(firm, world.database, {
    name: "Mona",
    role: "merchant",
    merchantIds: [shops.shop.merchantId],
  });
}, 60_000);
afterAll(() => world.close());

test("the first page says what is on its way, what is held, and what this month brought", async () => {
  const dashboard = await getDashboard(mona.ctx, { id: shops.shop.merchantId });
  expect(dashboard).toMatchObject({
    name: "Butikk",
    firm: "nord",
    shops: ["Torget", "Nettbutikk"],
    money: [
      {
        currency: "NOK",
        balance: 14_607n,
        comingTotal: 30_000n,
        coming: [
          {
            amount: 30_000n,
            status: "in-transit",
            expectedDate: "2026-11-23",
            bankText: "Utb. 2000002",
            salesFrom: "2026-11-19",
            salesTo: "2026-11-19",
          },
        ],
        month: { sales: 184_900n, refunds: -49_900n, feesRetained: -900n, feesCharged: -655n },
      },
    ],
    // A balance that does not follow from the one before is said.
    proof: "in-doubt",
  });
  expect(dashboard.latest.map(({ amount }) => amount)).toEqual([30_000n, 90_000n]);
});

test("nothing of the firm's notes is in it", async () => {
  const id = shops.shop.merchantId;
  const text = JSON.stringify(
    [
      await getDashboard(mona.ctx, { id }),
      await listSales(mona.ctx, { id, by: "day" }),
      await listDashboardPayouts(mona.ctx, { id }),
    ],
    (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value),
  );
  expect(text).not.toMatch(/issue|acknowledge|responsible|chain-break/i);
  expect(text).not.toContain('Butik"');
  expect(text).not.toContain(shops.danish.ledgerId);
});

test("sales by shop add up over days, weeks and months", async () => {
  const id = shops.shop.merchantId;
  const day = await listSales(mona.ctx, { id, by: "day" });
  const [nok] = day.currencies;
  expect([day.from, day.to, nok?.periods.length]).toEqual(["2026-11-08", "2026-11-21", 14]);
  expect(nok?.shops).toEqual([
    { handle: "NO:57860", name: "Torget", sales: 174_900n, refunds: -49_900n },
    { handle: "api:123456", name: "Nettbutikk", sales: 10_000n, refunds: 0n },
  ]);
  expect(nok?.periods.at(-4)).toMatchObject({ from: "2026-11-18", sales: 59_900n, paidOut: 90_000n });
  for (const by of ["day", "week", "month"] as const) {
    const [all] = (await listSales(mona.ctx, { id, by })).currencies;
    expect(all?.total).toEqual({
      sales: 184_900n,
      refunds: -49_900n,
      feesRetained: -900n,
      paidOut: 120_000n,
    });
    expect(all?.feesCharged).toBe(-655n);
    expect(all?.periods.reduce((sum, { sales }) => sum + sales, 0n)).toBe(184_900n);
    expect(all?.periods.flatMap((of) => of.shops).reduce((sum, { sales }) => sum + sales, 0n)).toBe(184_900n);
  }
});

test("a payout is what was left, sold, paid back and taken, less what is left", async () => {
  const id = shops.shop.merchantId;
  const { items } = await listDashboardPayouts(mona.ctx, { id });
  for (const { id: payoutId, amount } of items) {
    const { parts } = await getDashboardPayout(mona.ctx, { id, payoutId });
    if (parts === null) throw new Error("not explained");
    const { leftBefore, sales, refunds, fees, other, left } = parts;
    expect(leftBefore + sales + refunds + fees + other - left).toBe(amount);
  }
});

test("a merchant's person reads no books, and no other merchant's page", async () => {
  const { ctx } = mona;
  const other = shops.danish.merchantId;
  const forbidden = { code: "forbidden" };
  const reads: readonly (() => Promise<unknown>)[] = [
    () => getOverview(ctx),
    () => listMerchants(ctx, MerchantsQuery.parse({})),
    () => getMerchant(ctx, { id: shops.shop.merchantId }),
    () => listLedgers(ctx, LedgersQuery.parse({})),
    () => getLedger(ctx, { id: shops.shop.ledger }),
    () => listPayouts(ctx, PayoutsQuery.parse({})),
    () => listIssues(ctx, IssuesQuery.parse({})),
    () => sumFees(ctx, FeesQuery.parse({})),
    () => findPayments(ctx, PaymentsQuery.parse({ amount: "49900" })),
  ];
  for (const read of reads) await expect(read()).rejects.toMatchObject(forbidden);
  const [foreign] = (await listPayouts(firm, PayoutsQuery.parse({ merchantId: other }))).items;
  const missing = { code: "not_found" };
  for (const id of [other, newId<"merchant">(firm.clock.nowMs()), "nonsense"]) {
    await expect(getDashboard(ctx, { id })).rejects.toMatchObject(missing);
    await expect(listSales(ctx, { id, by: "day" })).rejects.toMatchObject(missing);
    await expect(listDashboardPayouts(ctx, { id })).rejects.toMatchObject(missing);
    await expect(getDashboardPayout(ctx, { id, payoutId: foreign?.id ?? "" })).rejects.toMatchObject(missing);
  }
  // A payout of another merchant, asked for under one's own.
  const own = { id: shops.shop.merchantId, payoutId: foreign?.id ?? "" };
  await expect(getDashboardPayout(ctx, own)).rejects.toMatchObject(missing);
  // The firm's people see it as the merchant does: no more than the merchant's own.
  await expect(getDashboardPayout({ ...firm, role: "owner" }, own)).rejects.toMatchObject(missing);
});

test("one person's companies are listed over all firms", async () => {
  const vest = await world.newFirm("vest");
  const elsewhere = await createTwoShops(vest);
  await createTestPerson(vest, world.database, {
    name: "Mona",
    email: mona.email,
    role: "merchant",
    merchantIds: [elsewhere.shop.merchantId, elsewhere.danish.merchantId],
  });
  const session = await readSession(world.services, await openTestSession(firm, mona.userId));
  if (session === undefined) throw new Error("no session");
  const companies = await listCompanies(world.services, session);
  expect(companies.map(({ firm: name, name: company }) => [name, company])).toEqual([
    ["nord", "Butikk"],
    ["vest", "Butik"],
    ["vest", "Butikk"],
  ]);
});
