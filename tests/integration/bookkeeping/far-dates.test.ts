import { afterAll, beforeAll, expect, test } from "vitest";

import { GET as getFees } from "@/app/api/v1/fees/route";
import { GET as getRates } from "@/app/api/v1/fees/rates/route";
import { GET as getUnpaired } from "@/app/api/v1/fees/unpaired/route";
import { GET as listBalances } from "@/app/api/v1/merchants/[id]/clearing-balances/route";
import { GET as listDays } from "@/app/api/v1/merchants/[id]/days/route";
import { GET as getReport } from "@/app/api/v1/merchants/[id]/report/route";
import { GET as getSummary } from "@/app/api/v1/merchants/[id]/summary/route";
import { GET as listVouchers } from "@/app/api/v1/merchants/[id]/vouchers/route";
import { GET as listPayouts } from "@/app/api/v1/payouts/route";
import { GET as getReconciliation } from "@/app/api/v1/reconciliation/route";
import type { ServiceContext } from "@/lib/services/context";
import { createToken } from "@/lib/services/tokens/create-token";
import { createTwoShops } from "@/tests/factories/two-shops";
import type { TwoShops } from "@/tests/factories/two-shops";
import { call, useServices } from "@/tests/integration/api/support";
import { openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

/** Dates at the ends of the calendar are answered or refused, and are never a fault of ours. */

let world: ReadWorld;
let ctx: ServiceContext;
let shops: TwoShops;
let token: string;

beforeAll(async () => {
  world = await openReadWorld();
  useServices(world.services);
  ctx = await world.newFirm();
  shops = await createTwoShops(ctx);
  token = (await createToken(ctx, { name: "script" })).token;
}, 60_000);
afterAll(() => world.close());

const ENDS = [
  ["0000-01-01", "0000-01-31"],
  ["0001-01-01", "0001-01-31"],
  ["9999-12-01", "9999-12-31"],
  ["0001-01-01", "9999-12-31"],
] as const;

test.each(ENDS)("an interval from %s through %s", async (from, to) => {
  const { merchantId } = shops.shop;
  const of = { token, params: { id: merchantId } };
  const dates = { from, to };
  const month = to.slice(0, 7);
  const answers = {
    summary: await call(getSummary, { ...of, query: dates }),
    days: await call(listDays, { ...of, query: dates }),
    vouchers: await call(listVouchers, { ...of, query: dates }),
    report: await call(getReport, { ...of, query: { month, format: "csv" } }),
    balances: await call(listBalances, of),
    fees: await call(getFees, { token, query: { ...dates, groupBy: "month" } }),
    rates: await call(getRates, { token, query: { month, months: "24" } }),
    unpaired: await call(getUnpaired, { token, query: { ...dates, merchantId } }),
    payouts: await call(listPayouts, { token, query: dates }),
    reconciliation: await call(getReconciliation, { token, query: dates }),
  };
  const statuses = Object.entries(answers).map(([name, { status }]) => [name, status] as const);
  expect(statuses.filter(([, status]) => status !== 200 && status !== 422)).toEqual([]);
});
