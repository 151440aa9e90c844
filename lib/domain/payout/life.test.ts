import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { addDays, parseLedgerDate } from "@/lib/core/ledger-date";
import { addBankDays, COUNTRIES, expectedBankDate } from "@/lib/domain/payout/bank-days";
import { payoutOfAbort } from "@/lib/domain/payout/abort";
import {
  firstOpenLedgerDate,
  payoutNumberOf,
  payoutStatus,
  seenLedgerDates,
  settledAtStart,
  statusBounds,
} from "@/lib/domain/payout/life";

const date = parseLedgerDate;
const anyDate = fc.integer({ min: 0, max: 3_000 }).map((days) => addDays(date("2022-01-01"), days));
const country = fc.constantFrom(...COUNTRIES);

describe("the life of a payout", () => {
  test("goes from scheduled over in transit to awaiting bank data, and overdue only when statements pass it", () => {
    const payout = { settled: "open", ledgerDate: date("2026-11-16"), country: "NO" } as const; // expected Wednesday 18
    expect(payoutStatus(payout, date("2026-11-16"))).toBe("scheduled");
    expect(payoutStatus(payout, date("2026-11-17"))).toBe("in-transit");
    expect(payoutStatus(payout, date("2026-11-18"))).toBe("in-transit");
    expect(payoutStatus(payout, date("2026-11-19"))).toBe("awaiting-bank-data");
    expect(payoutStatus(payout, date("2026-11-19"), false)).toBe("awaiting-bank-data");
    expect(payoutStatus(payout, date("2026-11-20"), true)).toBe("overdue");
  });

  test("what is stored wins over what the clock says", () => {
    for (const settled of ["received", "aborted", "before-start"] as const) {
      expect(
        payoutStatus({ settled, ledgerDate: date("2026-11-16"), country: "NO" }, date("2026-11-30")),
      ).toBe(settled);
    }
  });

  test("a filter by status is a range of ledger dates, and the same as asking each payout", () => {
    fc.assert(
      fc.property(country, anyDate, fc.integer({ min: 0, max: 30 }), (of, today, ago) => {
        const bounds = statusBounds(of, today);
        const ledgerDate = addDays(today, -ago);
        const status = payoutStatus({ settled: "open", ledgerDate, country: of }, today);
        const ranged =
          ledgerDate >= bounds.scheduledFrom
            ? "scheduled"
            : ledgerDate >= bounds.inTransitFrom
              ? "in-transit"
              : "awaiting-bank-data";
        expect(status).toBe(ranged);
      }),
    );
  });

  test("statements show the payouts that are expected within them, and a bank day before their end", () => {
    fc.assert(
      fc.property(country, anyDate, fc.integer({ min: 0, max: 40 }), (of, from, length) => {
        const to = addDays(from, length);
        const seen = seenLedgerDates(of, from, to);
        for (let ledgerDate = addDays(from, -20); ledgerDate <= to; ledgerDate = addDays(ledgerDate, 1)) {
          const expected = expectedBankDate(of, ledgerDate);
          const isShown = expected >= from && addBankDays(of, expected, 1) <= to;
          const isSeen = seen !== undefined && ledgerDate >= seen.from && ledgerDate <= seen.through;
          expect([ledgerDate, isSeen]).toEqual([ledgerDate, isShown]);
        }
      }),
    );
  });

  test("the books begin with the payouts that reach the bank on or after their first day", () => {
    fc.assert(
      fc.property(country, anyDate, (of, booksFrom) => {
        const first = firstOpenLedgerDate(of, booksFrom);
        expect(settledAtStart(of, first, booksFrom)).toBe("open");
        expect(settledAtStart(of, addDays(first, -1), booksFrom)).toBe("before-start");
      }),
    );
  });

  test("its number is the end of its pspReference, and of nothing else", () => {
    expect(payoutNumberOf("460017-2000167")).toBe("2000167");
    expect(payoutNumberOf("01H7W7Q6Y5R-3G58CTAZX0MHKV2")).toBeUndefined();
    expect(payoutNumberOf("")).toBeUndefined();
  });
});

describe("an abort belongs to", () => {
  const payout = (id: string, pspReference: string, reference: string, amount = -100n) => ({
    id,
    pspReference,
    reference,
    amount,
    settled: "open" as const,
  });
  const aborted = { pspReference: "1-2", reference: "Utb. 2", amount: 100n };

  test("the payout of its pspReference, else of its reference, else the only open one of its amount", () => {
    expect(payoutOfAbort(aborted, [payout("a", "1-2", ""), payout("b", "1-3", "Utb. 2")])?.id).toBe("a");
    expect(payoutOfAbort(aborted, [payout("a", "1-9", ""), payout("b", "1-3", "Utb. 2")])?.id).toBe("b");
    expect(payoutOfAbort(aborted, [payout("a", "1-9", ""), payout("b", "1-8", "", -99n)])?.id).toBe("a");
  });

  test("no payout that was received, for its amount alone", () => {
    const received = { ...payout("r", "1-7", "Utb. 7"), settled: "received" as const };
    expect(payoutOfAbort(aborted, [received])).toBeUndefined();
    expect(payoutOfAbort(aborted, [received, payout("a", "1-9", "")])?.id).toBe("a");
    expect(payoutOfAbort({ ...aborted, pspReference: "1-7" }, [received])?.id).toBe("r");
    expect(payoutOfAbort({ ...aborted, reference: "Utb. 7" }, [received])?.id).toBe("r");
  });

  test("an open payout before one of its amount that lies before the books", () => {
    const old = { ...payout("old", "1-7", "Utb. 7"), settled: "before-start" as const };
    expect(payoutOfAbort(aborted, [old, payout("a", "1-9", "")])?.id).toBe("a");
    expect(payoutOfAbort(aborted, [old])?.id).toBe("old");
  });

  test("nobody when two fit alike, or none does", () => {
    expect(payoutOfAbort(aborted, [payout("a", "1-9", ""), payout("b", "1-8", "")])).toBeUndefined();
    expect(payoutOfAbort(aborted, [payout("a", "1-2", "", -99n)])).toBeUndefined();
  });
});
