import { addDays, daysBetween } from "@/lib/core/ledger-date";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { StatementBalance } from "@/lib/domain/bank/statement";

/** A statement of one account and currency, as far as it tells which dates we hold. */
export type CoveringStatement = Readonly<{
  id: string;
  /** The bank's id of it, empty for none: pages of one statement have it, and the number, in common. */
  statementId: string;
  sequence: number | undefined;
  page: Readonly<{ number: number; isLast: boolean }> | undefined;
  /** Its place in the file it came in, from 0, and that file: tells whether pages stand in order. */
  place: Readonly<{ file: string; order: number }>;
  from: LedgerDate | undefined;
  to: LedgerDate | undefined;
  opening: StatementBalance | undefined;
  closing: StatementBalance | undefined;
}>;

/** Dates, both included. */
export type DateRange = Readonly<{ from: LedgerDate; to: LedgerDate }>;

/** What is wrong with the statements of an account, by the ids of those it is about. */
export type CoverageFinding =
  | Readonly<{ kind: "gap"; from: LedgerDate; to: LedgerDate; before: string; after: string }>
  /** The later statement does not begin where the earlier ended: `difference` = its opening − that closing. */
  | Readonly<{ kind: "balance-jump"; before: string; after: string; difference: bigint; on: LedgerDate }>
  /** The first pages that no file had, or, for `last`, no page that says it is the last. Dates of it are not covered. */
  | Readonly<{ kind: "page-missing"; statement: string; pages: readonly number[]; last: boolean }>
  | Readonly<{ kind: "pages-out-of-order"; statement: string }>;

export type Coverage = Readonly<{ ranges: readonly DateRange[]; findings: readonly CoverageFinding[] }>;

/** Numbers begin anew with the year: further apart than this, the 5th may follow the 4th of the year before. */
const NUMBERS_DAYS_MAX = 100;

const PAGES_NAMED_MAX = 50;

/** One statement with all its pages. */
type Whole = Readonly<{
  id: string;
  sequence: number | undefined;
  from: LedgerDate;
  to: LedgerDate;
  opening: bigint | undefined;
  closing: bigint | undefined;
}>;

/**
 * Which dates of an account its statements cover, where they leave gaps and where balances do not join. The order
 * of the statements does not matter.
 *
 * Banks send no statement for days without bookings. Days between two neighbours are therefore covered when their
 * numbers follow one another and their balances, if both say them, join; or, where one of them has no number, when
 * the balances join and are not zero (an account that is swept every night always begins and ends at zero). Numbers
 * without such balances say nothing over a large part of a year.
 */
export function coverageOf(statements: readonly CoveringStatement[]): Coverage {
  const findings: CoverageFinding[] = [];
  const wholes = joinPages(statements, findings).toSorted(compareWholes);
  const ranges: DateRange[] = [];
  let last: Whole | undefined;
  for (const next of wholes) {
    const range = ranges.at(-1);
    if (last === undefined || range === undefined) {
      ranges.push({ from: next.from, to: next.to });
      last = next;
      continue;
    }
    const jump = jumpBetween(last, next);
    if (jump !== undefined) findings.push(jump);
    if (next.from <= addDays(range.to, 1) || isBridged(last, next)) {
      ranges[ranges.length - 1] = { from: range.from, to: next.to > range.to ? next.to : range.to };
    } else {
      const [from, to] = [addDays(range.to, 1), addDays(next.from, -1)];
      findings.push({ kind: "gap", from, to, before: last.id, after: next.id });
      ranges.push({ from: next.from, to: next.to });
    }
    if (next.to >= last.to) last = next;
  }
  return { ranges, findings };
}

/** The last date through which everything from `from` on is covered; undefined when `from` itself is not. */
export function coveredThrough(coverage: Coverage, from: LedgerDate): LedgerDate | undefined {
  return coverage.ranges.find((range) => range.from <= from && from <= range.to)?.to;
}

function joinPages(statements: readonly CoveringStatement[], findings: CoverageFinding[]): Whole[] {
  const groups = new Map<string, CoveringStatement[]>();
  for (const statement of statements) {
    const key =
      statement.page === undefined
        ? JSON.stringify([statement.id])
        : JSON.stringify([statement.statementId, statement.sequence ?? null, yearOf(statement)]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [statement]);
    else group.push(statement);
  }
  return [...groups.values()].flatMap(apart).flatMap((pages) => wholeOf(pages, findings) ?? []);
}

/**
 * Statements that have id and number in common and are not one all the same: some banks give every statement the
 * same. A first page begins another when everything before it is over.
 */
function apart(pages: readonly CoveringStatement[]): CoveringStatement[][] {
  const wholes: CoveringStatement[][] = [];
  let last: LedgerDate | undefined;
  for (const page of pages.toSorted(byDateAndPage)) {
    const whole = wholes.at(-1);
    const isNext = last !== undefined && page.from !== undefined && page.from > last;
    if (whole === undefined || (isNext && numberOf(page) === 1)) wholes.push([page]);
    else whole.push(page);
    if (page.to !== undefined && (last === undefined || page.to > last)) last = page.to;
  }
  return wholes;
}

function byDateAndPage(left: CoveringStatement, right: CoveringStatement): number {
  return compareTexts(left.from ?? "", right.from ?? "") || numberOf(left) - numberOf(right);
}

/** Undefined when pages are missing, or when nothing tells its dates. */
function wholeOf(statements: readonly CoveringStatement[], findings: CoverageFinding[]): Whole | undefined {
  const pages = statements.toSorted(
    (left, right) => numberOf(left) - numberOf(right) || compareTexts(left.id, right.id),
  );
  const [first, end] = [pages[0], pages.at(-1)];
  if (first === undefined || end === undefined) return undefined;
  if (first.page !== undefined) {
    const missing = missingPages(pages.map(numberOf));
    const last = !pages.some(({ page }) => page?.isLast);
    if (isOutOfOrder(pages)) findings.push({ kind: "pages-out-of-order", statement: first.id });
    if (missing.length > 0 || last) {
      findings.push({ kind: "page-missing", statement: first.id, pages: missing, last });
      return undefined;
    }
  }
  const from = pages.flatMap((page) => page.from ?? []).toSorted()[0];
  const to = pages
    .flatMap((page) => page.to ?? [])
    .toSorted()
    .at(-1);
  if (from === undefined || to === undefined) return undefined;
  const { id, sequence } = first;
  return { id, sequence, from, to, opening: first.opening?.amount, closing: end.closing?.amount };
}

/** Pages that numbers in order leave out, the first of them: what a file calls its page may be any number. */
function missingPages(numbers: readonly number[]): number[] {
  const missing: number[] = [];
  let next = 1;
  for (const number of numbers) {
    for (; next < number && missing.length < PAGES_NAMED_MAX; next += 1) missing.push(next);
    next = Math.max(next, number + 1);
  }
  return missing;
}

/** Whether a file has a later page before an earlier one. */
function isOutOfOrder(pages: readonly CoveringStatement[]): boolean {
  const byFile = new Map<string, number>();
  return pages.some(({ place }) => {
    const before = byFile.get(place.file) ?? -1;
    byFile.set(place.file, Math.max(before, place.order));
    return place.order < before;
  });
}

/**
 * Only neighbours can be compared: the later begins on the day after the earlier ends, or their numbers say that it
 * follows. Across dates that are missing, balances differ anyway: that is a gap.
 */
function jumpBetween(earlier: Whole, later: Whole): CoverageFinding | undefined {
  if (earlier.closing === undefined || later.opening === undefined) return undefined;
  const touches = addDays(earlier.to, 1) === later.from;
  const areNeighbours = touches || (earlier.to <= later.from && follows(earlier, later));
  const difference = later.opening - earlier.closing;
  if (!areNeighbours || difference === 0n) return undefined;
  return { kind: "balance-jump", before: earlier.id, after: later.id, difference, on: later.from };
}

function isBridged(earlier: Whole, later: Whole): boolean {
  const haveBalances = earlier.closing !== undefined && later.opening !== undefined;
  if (haveBalances && earlier.closing !== later.opening) return false;
  const areJoined = haveBalances && earlier.closing !== 0n;
  if (earlier.sequence === undefined || later.sequence === undefined) return areJoined;
  return follows(earlier, later) && (areJoined || daysBetween(earlier.to, later.from) <= NUMBERS_DAYS_MAX);
}

/** Numbers go up by one, and begin anew with the year at most. */
function follows(earlier: Whole, later: Whole): boolean {
  if (earlier.sequence === undefined || later.sequence === undefined) return false;
  if (later.sequence === earlier.sequence + 1) return true;
  return later.sequence === 1 && earlier.to.slice(0, 4) < later.from.slice(0, 4);
}

/** Numbers begin anew with the year: statement 1 of another year is another statement. */
function yearOf({ from, to }: CoveringStatement): string {
  return (from ?? to ?? "").slice(0, 4);
}

function numberOf(statement: CoveringStatement): number {
  return statement.page?.number ?? 1;
}

function compareWholes(left: Whole, right: Whole): number {
  return (
    compareTexts(left.from, right.from) ||
    compareTexts(left.to, right.to) ||
    (left.sequence ?? 0) - (right.sequence ?? 0) ||
    compareTexts(left.id, right.id)
  );
}

function compareTexts(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
