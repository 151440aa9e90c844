import { afterAll, beforeAll, expect, test } from "vitest";

import { FeeRatesQuery, UnpairedFeesQuery, VouchersQuery } from "@/lib/contracts/bookkeeping";
import { FeesQuery, IssuesQuery, MerchantsQuery, PayoutsQuery } from "@/lib/contracts/queries";
import { listVouchers } from "@/lib/services/bookkeeping/list-vouchers";
import { getDashboard } from "@/lib/services/dashboard/get-dashboard";
import type { ServiceContext } from "@/lib/services/context";
import { exportMerchant } from "@/lib/services/exports/export-merchant";
import { issuesFile, merchantsFile, payoutsFile } from "@/lib/services/exports/list-files";
import { pairFees } from "@/lib/services/fees/pair-fees";
import { rateFees } from "@/lib/services/fees/rate-fees";
import { sumFees } from "@/lib/services/fees/sum-fees";
import { countIssues } from "@/lib/services/issues/count-issues";
import { listIssues } from "@/lib/services/issues/list-issues";
import { listMerchants } from "@/lib/services/merchants/list-merchants";
import { getOverview } from "@/lib/services/overview/get-overview";
import { listPayouts } from "@/lib/services/payouts/list-payouts";
import { sumReconciliation } from "@/lib/services/reconciliation/sum-reconciliation";
import { payoutReport } from "@/lib/services/reports/payout-report";
import { monthReport } from "@/lib/services/reports/period-report";
import { apiEntries, createTestLedger, date, newAccountNumber, writeEntries } from "@/tests/factories/books";
import type { TestLedger } from "@/tests/factories/books";
import { createTestPerson } from "@/tests/factories/people";
import { csvRows } from "@/tests/factories/reports-read";
import { booking } from "@/tests/factories/statement-files/bookings";
import { camtOf, paid, receiveAndMatch } from "@/tests/integration/bank/support";
import { bytesOf } from "@/tests/integration/bookkeeping/read-back";
import { openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

/**
 * Two merchants that are paid out to one bank account: whoever sees the one is told in sums, counts and files what a
 * firm that had only that one would be told.
 */

let world: ReadWorld;
let firm: ServiceContext;
let mine: TestLedger;
let other: TestLedger;
/** Sees `mine` only: an accountant of the firm, and the merchant's own person. */
let limited: ServiceContext;
let owner: ServiceContext;

const MONTH = { from: date("2026-11-01"), to: date("2026-11-30") };

beforeAll(async () => {
  world = await openReadWorld();
  firm = await world.newFirm();
  const account = newAccountNumber();
  const shop = async (
    name: string,
    received: number,
    missing: number,
    number: number,
  ): Promise<TestLedger> => {
    const ledger = await createTestLedger(firm, { name, booksFrom: "2026-11-01", payoutAccount: account });
    const day = (on: string, amount: number, at: number) => [
      { date: on, type: "capture", amount, handle: "NO:57860", psp: `c-${String(at)}` },
      { date: on, type: "payout-scheduled", amount: -amount, psp: `${ledger.ledgerId}-${String(at)}` },
    ];
    await writeEntries(
      firm,
      { ledger: ledger.ledger, topic: "funds" },
      apiEntries([...day("2026-11-02", received, number), ...day("2026-11-03", missing, number + 1)]),
    );
    await writeEntries(
      firm,
      { ledger: ledger.ledger, topic: "fees" },
      apiEntries([
        {
          date: "2026-11-02",
          type: "capture-fee",
          amount: -received / 100,
          handle: "NO:57860",
          psp: `c-${String(number)}`,
        },
        {
          date: "2026-11-03",
          type: "capture-fee",
          amount: -missing / 100,
          handle: "NO:57860",
          psp: `x-${String(number)}`,
        },
      ]),
    );
    return ledger;
  };
  mine = await shop("Min", 11_100, 33_300, 2_000_001);
  other = await shop("Annens", 22_700, 55_500, 2_000_101);
  await receiveAndMatch(
    firm,
    camtOf(account, [
      paid("2026-11-04", 11_100, "2000001"),
      paid("2026-11-04", 22_700, "2000101"),
      booking(-5_000n, { date: date("2026-11-09"), text: "Husleie", counterparty: "Utleier AS" }),
    ]),
  );
  const merchantIds = [mine.merchantId];
  limited = (await createTestPerson(firm, world.database, { name: "Liv", role: "accountant", merchantIds }))
    .ctx;
  owner = (await createTestPerson(firm, world.database, { name: "Mona", role: "merchant", merchantIds })).ctx;
}, 60_000);
afterAll(() => world.close());

const textOf = async (chunks: AsyncGenerator<string | Uint8Array>): Promise<string> => {
  let text = "";
  for await (const chunk of chunks) text += String(chunk);
  return text;
};

test("the firm sees both", async () => {
  const sums = await sumReconciliation(firm, {});
  expect(sums.payouts).toEqual([
    { status: "received", currency: "NOK", count: 2, amount: 33_800n },
    { status: "overdue", currency: "NOK", count: 2, amount: 88_800n },
  ]);
  expect((await getOverview(firm)).atRisk).toEqual([{ currency: "NOK", amount: 88_800n, count: 2 }]);
});

test("the firm that asks for one of them is told of that one, though the other is paid out to the same account", async () => {
  const { payouts, bankLines } = await sumReconciliation(firm, { merchantId: mine.merchantId });
  expect(payouts).toEqual((await sumReconciliation(limited, {})).payouts);
  expect(bankLines).toEqual({ matched: 1, unmatched: 0, ignored: 0 });
});

test("sums and counts are of the one alone", async () => {
  const sums = await sumReconciliation(limited, {});
  expect(sums.payouts).toEqual([
    { status: "received", currency: "NOK", count: 1, amount: 11_100n },
    { status: "overdue", currency: "NOK", count: 1, amount: 33_300n },
  ]);
  expect(sums.bankLines).toEqual({ matched: 1, unmatched: 0, ignored: 0 });
  const overview = await getOverview(limited);
  expect(overview).toMatchObject({
    merchantCount: 1,
    atRisk: [{ currency: "NOK", amount: 33_300n, count: 1 }],
    openIssues: 1,
    openWork: { suggestions: 0, differences: 0, missing: expect.any(Number), lines: 0 },
  });
  const { items } = await listMerchants(limited, MerchantsQuery.parse({}));
  expect(items).toMatchObject([
    {
      name: "Min",
      reconciledThrough: "2026-11-02",
      atRisk: [{ currency: "NOK", amount: 33_300n, count: 1 }],
      openIssues: 1,
      worstIssue: { kind: "payout-overdue" },
    },
  ]);
  expect(await countIssues(limited, {})).toMatchObject({
    open: 1,
    kinds: [{ kind: "payout-overdue", count: 1 }],
  });
  const issues = await listIssues(limited, IssuesQuery.parse({}));
  expect(issues.items.map(({ facts }) => facts["amount"])).toEqual(["33300"]);
  const fees = await sumFees(limited, FeesQuery.parse({ groupBy: "month" }));
  expect(fees.items.map(({ charged }) => charged)).toEqual([-444n]);
  const rates = await rateFees(limited, FeeRatesQuery.parse({}));
  expect(
    rates.items.map(({ merchantName, captures, captureFees }) => [merchantName, captures, captureFees]),
  ).toEqual([["Min", 44_400n, -444n]]);
  const pairs = await pairFees(limited, UnpairedFeesQuery.parse({ merchantId: mine.merchantId }));
  expect([pairs.lookedAt, pairs.paired]).toEqual([2, 1]);
});

test("files hold the one alone, and there is none of the other", async () => {
  const files = [
    await textOf(merchantsFile(limited, MerchantsQuery.parse({}))),
    await textOf(payoutsFile(limited, PayoutsQuery.parse({}))),
    await textOf(issuesFile(limited, IssuesQuery.parse({}))),
    await textOf(
      (await monthReport(limited, { id: mine.merchantId, month: "2026-11", format: "csv", language: "nb" }))
        .chunks,
    ),
    await textOf(exportMerchant(limited, { merchantId: mine.merchantId, ...MONTH, format: "vouchers-csv" })),
  ];
  for (const text of files) {
    expect(csvRows(text).length).toBeGreaterThan(0);
    expect(text).not.toMatch(/Annens|227\.00|555\.00|782\.00|888\.00|338\.00/);
    expect(text).not.toContain(other.ledgerId);
    expect(text).not.toContain(other.merchantId);
  }
  const missing = { code: "not_found" };
  const of = { format: "pdf", language: "nb" } as const;
  await expect(monthReport(limited, { id: other.merchantId, month: "2026-11", ...of })).rejects.toMatchObject(
    missing,
  );
  await expect(
    listVouchers(limited, { ...VouchersQuery.parse(MONTH), id: other.merchantId }),
  ).rejects.toMatchObject(missing);
  await expect(
    pairFees(limited, UnpairedFeesQuery.parse({ merchantId: other.merchantId })),
  ).rejects.toMatchObject(missing);
  const [payout] = (await listPayouts(firm, PayoutsQuery.parse({ merchantId: other.merchantId }))).items;
  await expect(payoutReport(limited, { id: payout?.id ?? "", ...of })).rejects.toMatchObject(missing);
  await expect(
    textOf(exportMerchant(limited, { merchantId: other.merchantId, ...MONTH, format: "payouts-csv" })),
  ).rejects.toMatchObject(missing);
});

test("their own payouts' reports are those that the firm has", async () => {
  const { items } = await listPayouts(limited, PayoutsQuery.parse({}));
  expect(
    items.map(({ status, amount, bankLines }) => [status, amount, bankLines.map((line) => line.amount)]),
  ).toEqual([
    ["overdue", -33_300n, []],
    ["received", -11_100n, [11_100n]],
  ]);
  for (const { id } of items) {
    const input = { id, format: "csv", language: "nb" } as const;
    const theirs = await bytesOf(await payoutReport(limited, input));
    expect(Buffer.from(theirs).equals(await bytesOf(await payoutReport(firm, input)))).toBe(true);
  }
});

test("the merchant's own page tells of their money alone, and says that some of it is late", async () => {
  const dashboard = await getDashboard(owner, { id: mine.merchantId });
  expect(dashboard.latest.map(({ status, amount }) => [status, amount])).toEqual([
    ["overdue", 33_300n],
    ["received", 11_100n],
  ]);
  expect(dashboard.late.map(({ amount }) => amount)).toEqual([33_300n]);
  expect(dashboard.money).toMatchObject([{ currency: "NOK", comingTotal: 0n }]);
  await expect(getDashboard(owner, { id: other.merchantId })).rejects.toMatchObject({ code: "not_found" });
  await expect(
    monthReport(owner, { id: mine.merchantId, format: "pdf", language: "nb" }),
  ).rejects.toMatchObject({
    code: "forbidden",
  });
});
