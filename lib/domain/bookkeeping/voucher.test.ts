import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { parseLedgerDate } from "@/lib/core/ledger-date";
import {
  ACCOUNT_NAME_MAX,
  ACCOUNT_PATTERN,
  ACCOUNT_ROLES,
  VAT_CODE_PATTERN,
} from "@/lib/domain/bookkeeping/account-map";
import { DEFAULT_ACCOUNTS, accountMapOf } from "@/lib/domain/bookkeeping/default-accounts";
import { composeVoucher } from "@/lib/domain/bookkeeping/voucher";
import type { DaySum, Voucher, VoucherDay } from "@/lib/domain/bookkeeping/voucher";
import { namedEntryTypes } from "@/lib/domain/ledger/kind";
import { TOPICS } from "@/lib/domain/ledger/states";
import { COUNTRIES } from "@/lib/domain/payout/bank-days";

const DATE = parseLedgerDate("2026-03-23");
const NONE = { funds: 0n, fees: 0n };

function day(
  sums: readonly Omit<DaySum, "ledgerDate" | "count">[],
  change: Partial<VoucherDay> = {},
): VoucherDay {
  return {
    ledgerId: "460017",
    ledgerDate: DATE,
    currency: "NOK",
    sums: sums.map((sum) => ({ ...sum, ledgerDate: DATE, count: 1 })),
    breaks: NONE,
    accounts: accountMapOf("NO"),
    ...change,
  };
}

const shown = (voucher: Voucher | undefined): string[] =>
  (voucher?.postings ?? []).map(
    ({ account, text, recipientHandle, amount }) => `${account} ${text} ${recipientHandle} ${String(amount)}`,
  );

const funds = { topic: "funds", recipientHandle: "" } as const;
const fees = { topic: "fees", recipientHandle: "" } as const;

describe("the voucher of a ledger date", () => {
  test("keeps gross sales, what was charged and what was retained apart", () => {
    const voucher = composeVoucher(
      day(
        [
          { ...funds, entryType: "payout-scheduled", amount: -97_000n },
          { ...funds, entryType: "capture", recipientHandle: "NO:57860", amount: 100_000n },
          { ...funds, entryType: "fees-retained", amount: -2_000n },
          { ...fees, entryType: "capture-fee", recipientHandle: "NO:57860", amount: -2_300n },
          { ...fees, entryType: "fees-retained", amount: 2_000n },
        ],
        { openings: { funds: 5_000n, fees: -700n } },
      ),
    );
    expect(shown(voucher)).toEqual([
      "1520 captures NO:57860 100000",
      "1500 captures NO:57860 -100000",
      "1520 payout  -97000",
      "1909 payout  97000",
      "1520 fees-retained  -2000",
      "2990 capture-fees NO:57860 -2300",
      "7770 capture-fees NO:57860 2300",
      "2990 fees-retained  2000",
    ]);
    expect(voucher).toMatchObject({ number: "460017-20260323", clearing: 6_000n, feesOwed: -1_000n });
  });

  test("books what it does not know, breaks, and retained fees that do not agree, to suspense for review", () => {
    const voucher = composeVoucher(
      day(
        [
          { ...funds, entryType: "loyalty-adjustment", amount: 40n },
          { ...funds, entryType: "fees-retained", amount: -900n },
          { ...fees, entryType: "fees-retained", amount: 899n },
        ],
        { breaks: { funds: 7n, fees: 0n } },
      ),
    );
    expect(shown(voucher)).toEqual([
      "1520 fees-retained  -900",
      "1520 unknown  40",
      "2999 unknown  -40",
      "2990 fees-retained  899",
      "2999 fees-differ  1",
      "1520 break  7",
      "2999 break  -7",
    ]);
    expect(voucher?.postings.filter(({ needsReview }) => needsReview).map(({ account }) => account)).toEqual([
      "2999",
      "2999",
      "2999",
    ]);
    expect(voucher?.clearing).toBeUndefined();
  });

  test("is none when nothing moved", () => {
    expect(composeVoucher(day([]))).toBeUndefined();
    expect(composeVoucher(day([{ ...funds, entryType: "correction", amount: 0n }]))).toBeUndefined();
  });

  const TYPES = [
    ...TOPICS.flatMap(namedEntryTypes),
    "top-up",
    "retained-disputed-capture",
    "fees-invoiced",
    "something-new",
    "",
  ];
  const amount = fc.bigInt({ min: -(2n ** 53n), max: 2n ** 53n });
  const sums = fc.uniqueArray(
    fc.record({
      topic: fc.constantFrom(...TOPICS),
      entryType: fc.constantFrom(...TYPES),
      recipientHandle: fc.constantFrom("", "NO:57860", "api:123456"),
      amount: fc.oneof(fc.constant(0n), amount),
    }),
    { maxLength: 30, selector: (sum) => `${sum.topic} ${sum.entryType} ${sum.recipientHandle}` },
  );
  const both = fc.record({ funds: amount, fees: amount });

  test("balances whatever the sums, and leaves both accounts where the balances are", () => {
    fc.assert(
      fc.property(fc.constantFrom(...COUNTRIES), sums, both, both, (country, some, breaks, openings) => {
        const accounts = accountMapOf(country);
        const voucher = composeVoucher(day(some, { breaks, openings, accounts }));
        const change = (topic: "funds" | "fees"): bigint =>
          some.reduce((sum, of) => (of.topic === topic ? sum + of.amount : sum), breaks[topic]);
        const onRole = (role: string): bigint =>
          (voucher?.postings ?? []).reduce((sum, of) => (of.role === role ? sum + of.amount : sum), 0n);
        expect((voucher?.postings ?? []).reduce((sum, of) => sum + of.amount, 0n)).toBe(0n);
        expect([onRole("clearing"), onRole("fees-owed")]).toEqual([change("funds"), change("fees")]);
        if (voucher === undefined) return;
        expect(voucher.clearing).toBe(openings.funds + change("funds"));
        expect(voucher.feesOwed).toBe(openings.fees + change("fees"));
        for (const posting of voucher.postings) expect(posting.amount).not.toBe(0n);
      }),
    );
  });

  test("is the same in whatever order the sums come", () => {
    fc.assert(
      fc.property(sums, (some) => {
        expect(composeVoucher(day(some.toReversed()))).toEqual(composeVoucher(day(some)));
      }),
    );
  });
});

describe("the account map", () => {
  test("has a valid account for everything in every country", () => {
    for (const country of COUNTRIES) {
      for (const role of ACCOUNT_ROLES) {
        const account = DEFAULT_ACCOUNTS[country][role];
        expect(account.account).toMatch(ACCOUNT_PATTERN);
        expect(account.vatCode).toMatch(VAT_CODE_PATTERN);
        expect(account.name.length).toBeLessThanOrEqual(ACCOUNT_NAME_MAX);
        expect(account.source).not.toBe("");
      }
    }
  });

  test("takes the merchant's account before the firm's, and that before the default", () => {
    const own = { account: "1", name: "own", vatCode: "" };
    const firms = { account: "2", name: "firm", vatCode: "" };
    const map = accountMapOf("NO", { fees: firms, bank: firms }, { bank: own });
    expect([map.bank, map.fees, map.clearing.account]).toEqual([own, firms, "1520"]);
  });
});
