import type { LedgerDate } from "@/lib/core/ledger-date";
import type { FilePlace, StatementBalance, StatementEvent, StatementLine } from "@/lib/domain/bank/statement";
import { fault } from "@/lib/formats/bank/fault";

/** No account turns over more within a statement; differences of such sums fit the database's eight bytes. */
const SUM_MAX = 10n ** 18n;

type End = Extract<StatementEvent, { kind: "end" }>;

/** What is kept of a statement's lines while they pass. */
export type Tally = {
  lineCount: number;
  pendingCount: number;
  first: LedgerDate | undefined;
  last: LedgerDate | undefined;
  /** Sum of the lines that are no reversals, and of those that are, as stated. */
  plain: bigint;
  reversed: bigint;
  reversalCount: number;
};

/** A balance as a file states it; without a sign its own arithmetic must give it one. */
export type ReadBalance = StatementBalance & Readonly<{ isSigned: boolean }>;

export type Period = Readonly<{ from: LedgerDate | undefined; to: LedgerDate | undefined }>;

export function newTally(): Tally {
  return {
    lineCount: 0,
    pendingCount: 0,
    first: undefined,
    last: undefined,
    plain: 0n,
    reversed: 0n,
    reversalCount: 0,
  };
}

/** Counts a line. */
export function addLine(tally: Tally, line: StatementLine): void {
  tally.lineCount += 1;
  if (tally.first === undefined || line.bookingDate < tally.first) tally.first = line.bookingDate;
  if (tally.last === undefined || line.bookingDate > tally.last) tally.last = line.bookingDate;
  if (line.isReversal) {
    tally.reversalCount += 1;
    tally.reversed += line.amount;
  } else {
    tally.plain += line.amount;
  }
}

function isBeyond(sum: bigint): boolean {
  return sum > SUM_MAX || sum < -SUM_MAX;
}

type Ending = Readonly<{
  opening: ReadBalance | undefined;
  closing: ReadBalance | undefined;
  /** The dates that the file states; each may be missing. */
  period: Period;
  place: FilePlace;
  /** Whether the format itself says how reversals count (MT940: as stated). */
  areReversalsStated: boolean;
}>;

/**
 * The end of a statement: its period, its balances, and what its arithmetic says of them and of reversals. Throws
 * invalid_input when its lines come to more than an account can hold.
 */
export function endOf(tally: Tally, ending: Ending): End {
  const { opening, closing, period, place } = ending;
  if (isBeyond(tally.plain) || isBeyond(tally.reversed))
    throw fault(place, "amount", "", "bookings that come to what an account can hold");
  const solved = solve(tally, ending);
  const flipped = (balance: ReadBalance | undefined, sign: bigint): StatementBalance | undefined =>
    balance === undefined ? undefined : { amount: balance.amount * sign, date: balance.date };
  return {
    kind: "end",
    from: period.from ?? tally.first,
    to: period.to ?? tally.last,
    isPeriodStated: period.from !== undefined && period.to !== undefined,
    opening: flipped(opening, solved.opening),
    closing: flipped(closing, solved.closing),
    lineCount: tally.lineCount,
    reversals: reversalsOf(tally, ending, solved),
    difference: solved.difference,
    pendingCount: tally.pendingCount,
    place,
  };
}

type Solved = Readonly<{
  opening: bigint;
  closing: bigint;
  isInverted: boolean;
  difference: bigint | undefined;
}>;

/**
 * Which reading of the statement adds up: reversals as stated before inverted, balances without a sign as the
 * customer's money before the bank's. When none does, the first with its difference.
 */
function solve(tally: Tally, { opening, closing, areReversalsStated }: Ending): Solved {
  const plain: Solved = { opening: 1n, closing: 1n, isInverted: false, difference: undefined };
  if (opening === undefined || closing === undefined) return plain;
  const signs = (balance: ReadBalance): readonly bigint[] => (balance.isSigned ? [1n] : [1n, -1n]);
  let first: Solved | undefined;
  for (const isInverted of areReversalsStated ? [false] : [false, true]) {
    const lines = tally.plain + (isInverted ? -tally.reversed : tally.reversed);
    for (const from of signs(opening)) {
      for (const to of signs(closing)) {
        const difference = opening.amount * from + lines - closing.amount * to;
        const solved: Solved = { opening: from, closing: to, isInverted, difference };
        if (difference === 0n) return solved;
        first ??= solved;
      }
    }
  }
  return first ?? plain;
}

function reversalsOf(tally: Tally, ending: Ending, solved: Solved): End["reversals"] {
  if (tally.reversalCount === 0) return "none";
  if (ending.areReversalsStated) return "stated";
  if (solved.difference !== 0n || tally.reversed === 0n) return "unknown"; // both readings give the same sum
  return solved.isInverted ? "inverted" : "stated";
}
