import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { addDays, eachDate, parseLedgerDate } from "@/lib/core/ledger-date";
import type { LedgerDate } from "@/lib/core/ledger-date";
import { coverageOf, coveredThrough } from "@/lib/domain/bank/coverage";
import type { CoveringStatement } from "@/lib/domain/bank/coverage";

const date = parseLedgerDate;
let serial = 0;

function statement(from: string, to: string, facts: Partial<CoveringStatement> = {}): CoveringStatement {
  serial += 1;
  return {
    id: `s${String(serial)}`,
    statementId: "",
    sequence: undefined,
    page: undefined,
    place: { file: "f", order: serial },
    from: date(from),
    to: date(to),
    opening: undefined,
    closing: undefined,
    ...facts,
  };
}

const balance = (amount: bigint) => ({ amount, date: undefined });
const kinds = (statements: readonly CoveringStatement[]): string[] =>
  coverageOf(statements).findings.map(({ kind }) => kind);

describe("the coverage of an account", () => {
  test("merges statements that overlap or touch, and names the dates between others", () => {
    const coverage = coverageOf([
      statement("2026-03-20", "2026-03-25"),
      statement("2026-03-01", "2026-03-10"),
      statement("2026-03-11", "2026-03-12"),
      statement("2026-03-05", "2026-03-06"),
    ]);
    expect(coverage.ranges).toEqual([
      { from: "2026-03-01", to: "2026-03-12" },
      { from: "2026-03-20", to: "2026-03-25" },
    ]);
    expect(coverage.findings).toMatchObject([{ kind: "gap", from: "2026-03-13", to: "2026-03-19" }]);
    expect(coveredThrough(coverage, date("2026-03-04"))).toBe("2026-03-12");
    expect(coveredThrough(coverage, date("2026-03-15"))).toBeUndefined();
  });

  test("goes over days for which the bank sent nothing: numbers that follow, or balances that join", () => {
    const friday = (facts: Partial<CoveringStatement>) => statement("2026-03-13", "2026-03-13", facts);
    const tuesday = (facts: Partial<CoveringStatement>) => statement("2026-03-17", "2026-03-17", facts);
    expect(kinds([friday({ sequence: 4 }), tuesday({ sequence: 5 })])).toEqual([]);
    expect(kinds([friday({ sequence: 4 }), tuesday({ sequence: 6 })])).toEqual(["gap"]);
    expect(kinds([friday({ closing: balance(7n) }), tuesday({ opening: balance(7n) })])).toEqual([]);
    expect(kinds([friday({ closing: balance(0n) }), tuesday({ opening: balance(0n) })])).toEqual(["gap"]);
    expect(
      kinds([friday({ sequence: 4, closing: balance(7n) }), tuesday({ sequence: 6, opening: balance(7n) })]),
    ).toEqual(["gap"]);
  });

  test("goes over no large part of a year by numbers alone: they begin anew with it", () => {
    const january = (facts: Partial<CoveringStatement>) => statement("2025-01-01", "2025-01-31", facts);
    const later = (facts: Partial<CoveringStatement>) => statement("2026-02-01", "2026-02-28", facts);
    const swept = { opening: balance(0n), closing: balance(0n) };
    for (const facts of [{}, swept]) {
      expect(kinds([january({ sequence: 1, ...facts }), later({ sequence: 2, ...facts })])).toEqual(["gap"]);
      expect(kinds([january({ sequence: 5, ...facts }), later({ sequence: 1, ...facts })])).toEqual(["gap"]);
    }
    const quiet = { opening: balance(7n), closing: balance(7n) };
    expect(kinds([january({ sequence: 1, ...quiet }), later({ sequence: 2, ...quiet })])).toEqual([]);
  });

  test("names balances that do not join, between neighbours only", () => {
    const march = statement("2026-03-01", "2026-03-31", { closing: balance(100n) });
    const april = statement("2026-04-01", "2026-04-30", { opening: balance(90n), closing: balance(50n) });
    const week = statement("2026-04-06", "2026-04-12", { opening: balance(1n), closing: balance(2n) });
    const may = statement("2026-05-01", "2026-05-31", { opening: balance(50n) });
    expect(coverageOf([may, week, april, march]).findings).toEqual([
      { kind: "balance-jump", before: march.id, after: april.id, difference: -10n, on: "2026-04-01" },
    ]);
  });

  test("does not count a statement of which pages are missing, and tells pages out of order", () => {
    const page = (number: number, isLast: boolean, order: number) =>
      statement("2026-03-01", "2026-03-31", {
        statementId: "A",
        sequence: 3,
        page: { number, isLast },
        place: { file: "f", order },
      });
    expect(kinds([page(1, false, 0), page(2, true, 1)])).toEqual([]);
    expect(kinds([page(1, false, 1), page(2, true, 0)])).toEqual(["pages-out-of-order"]);
    const torn = coverageOf([page(1, false, 0), page(3, true, 1)]);
    expect(torn.ranges).toEqual([]);
    expect(torn.findings).toMatchObject([{ kind: "page-missing", pages: [2], last: false }]);
    expect(coverageOf([page(1, false, 0)]).findings).toMatchObject([{ kind: "page-missing", last: true }]);
  });

  test("names the first of many pages that are missing, whatever number a page gives itself", () => {
    const number = 999_999_999;
    const { findings } = coverageOf([
      statement("2026-03-20", "2026-03-20", { page: { number: 2, isLast: false } }),
      statement("2026-03-20", "2026-03-20", { page: { number, isLast: true } }),
    ]);
    const [found] = findings;
    expect(found?.kind === "page-missing" ? found.pages.slice(0, 3) : []).toEqual([1, 3, 4]);
    expect(found?.kind === "page-missing" ? found.pages.length : 0).toBe(50);
  });

  test("does not take days for one statement because a bank gives all of them one id and one page", () => {
    const day = (on: string, number = 1, isLast = true) =>
      statement(on, on, { statementId: "STARTUMS", sequence: 1, page: { number, isLast } });
    const { ranges, findings } = coverageOf([
      day("2026-03-02"),
      day("2026-03-17", 1, false),
      day("2026-03-17", 2),
      day("2026-03-02"),
    ]);
    expect(ranges).toEqual([
      { from: "2026-03-02", to: "2026-03-02" },
      { from: "2026-03-17", to: "2026-03-17" },
    ]);
    expect(findings).toMatchObject([{ kind: "gap", from: "2026-03-03", to: "2026-03-16" }]);
  });

  test("is every date of a statement and no other, whatever their order", () => {
    const start = date("2026-01-01");
    const span = fc.record({ day: fc.nat({ max: 60 }), days: fc.nat({ max: 9 }) });
    fc.assert(
      fc.property(fc.array(span, { maxLength: 12 }), (spans) => {
        const statements = spans.map(({ day, days }) => {
          const from = addDays(start, day);
          return statement(from, addDays(from, days));
        });
        const held = new Set(
          statements.flatMap(({ from, to }) => (from && to ? [...eachDate(from, to)] : [])),
        );
        const { ranges, findings } = coverageOf(statements);
        const dates = ranges.flatMap(({ from, to }) => [...eachDate(from, to)]);
        expect(dates).toEqual([...held].toSorted());
        const gaps = findings.flatMap((of): LedgerDate[] =>
          of.kind === "gap" ? [...eachDate(of.from, of.to)] : [],
        );
        expect(gaps.some((of) => held.has(of))).toBe(false);
        const [first, last] = [dates[0], dates.at(-1)];
        if (first && last) expect(dates.length + gaps.length).toBe([...eachDate(first, last)].length);
        expect(coverageOf(statements.toReversed())).toEqual({ ranges, findings });
      }),
    );
  });
});
