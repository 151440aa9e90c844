import fc from "fast-check";
import { expect, test } from "vitest";

import { addDays, parseLedgerDate } from "@/lib/core/ledger-date";
import {
  addsUp,
  createReportFold,
  foldPeriod,
  totalOfSums,
  waterfallOf,
} from "@/lib/domain/bookkeeping/settlement-report";
import type { DaySum } from "@/lib/domain/bookkeeping/voucher";
import { TOPICS } from "@/lib/domain/ledger/states";

const START = parseLedgerDate("2026-03-01");
const amount = fc.bigInt({ min: -1_000_000n, max: 1_000_000n });
const row = fc.record({
  topic: fc.constantFrom(...TOPICS),
  ledgerDate: fc.integer({ min: 0, max: 9 }).map((days) => addDays(START, days)),
  recipientHandle: fc.constantFrom("", "NO:57860", "api:123456"),
  entryType: fc.constantFrom(
    "capture",
    "refund",
    "fees-retained",
    "payout-scheduled",
    "capture-fee",
    "novelty",
  ),
  amount,
  count: fc.integer({ min: 1, max: 9 }),
}) satisfies fc.Arbitrary<DaySum>;
const asIs = (handle: string): string => handle;

test("a waterfall adds up exactly when what is left is what the books say", () => {
  const counts = { captureCount: 1, refundCount: 0, feeCount: 0, payoutCount: 0, otherCount: 0 };
  const parts = fc.record({
    leftBefore: amount,
    captures: amount,
    refunds: amount,
    fees: amount,
    payouts: amount,
    other: amount,
    breaks: amount,
  });
  fc.assert(
    fc.property(parts, amount, fc.bigInt({ min: -1n, max: 1n }), (of, paid, off) => {
      const left = Object.values(of).reduce((sum, part) => sum + part, paid);
      expect(addsUp(waterfallOf({ ...of, ...counts, left: left + off }, paid))).toBe(off === 0n);
    }),
  );
});

test("a payout's entries add up the same by sales unit and by date", () => {
  fc.assert(
    fc.property(fc.array(row), (entries) => {
      const fold = createReportFold();
      for (const entry of entries) fold.add(entry);
      const total = entries.reduce((sum, entry) => sum + entry.amount, 0n);
      const byUnit = fold.units(asIs).reduce((sum, unit) => sum + totalOfSums(unit.sums), 0n);
      const byDate = fold.dates().reduce((sum, of) => sum + totalOfSums(of.sums), 0n);
      expect([totalOfSums(fold.total()), byUnit, byDate]).toEqual([total, total, total]);
      expect(fold.total().count).toBe(entries.length);
    }),
  );
});

test("a period goes from its opening to its closing by its days, and its units move what its days move", () => {
  fc.assert(
    fc.property(
      fc.array(row),
      fc.array(amount, { minLength: 10, maxLength: 10 }),
      amount,
      (rows, jumps, opening) => {
        const days = jumps.map((breaks, index) => ({
          ledgerDate: addDays(START, index),
          breaks,
          verification: "open" as const,
        }));
        const period = foldPeriod(rows, days, { opening, nameOf: asIs });
        const moved = rows.filter(({ topic }) => topic === "funds").reduce((sum, of) => sum + of.amount, 0n);
        const broken = jumps.reduce((sum, jump) => sum + jump, 0n);
        expect(period.closing).toBe(opening + moved + broken);
        expect(period.days.at(-1)?.closing).toBe(period.closing);
        expect(period.units.reduce((sum, unit) => sum + totalOfSums(unit.sums), 0n)).toBe(moved);
        const charged = rows
          .filter(({ topic, entryType }) => topic === "fees" && entryType !== "fees-retained")
          .reduce((sum, of) => sum + of.amount, 0n);
        expect(period.charged).toBe(charged);
      },
    ),
  );
});
