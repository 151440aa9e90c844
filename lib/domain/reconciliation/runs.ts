import { amountKey } from "@/lib/domain/reconciliation/amounts";
import type { AmountKey } from "@/lib/domain/reconciliation/amounts";
import { countBy, groupBy } from "@/lib/domain/reconciliation/edges";
import { con, explainPair, pro } from "@/lib/domain/reconciliation/explain";
import type { OpenLine, Proposal, SettlementItem } from "@/lib/domain/reconciliation/model";
import { compareLines } from "@/lib/domain/reconciliation/order";
import { isRejected } from "@/lib/domain/reconciliation/passes";
import type { Said } from "@/lib/domain/reconciliation/passes";
import { bearsOther, namesProvider, parseTexts } from "@/lib/domain/reconciliation/reference";
import { targetOf } from "@/lib/domain/reconciliation/target";
import { withoutZeros } from "@/lib/domain/reconciliation/text";
import { isInNarrowWindow, isInWideWindow } from "@/lib/domain/reconciliation/window";

/** A weekend with holidays around it, paid out on one day. */
const RUN_LENGTH_MAX = 7;

/** Payouts that stand one behind the other and add up to a line. `rank`: 0 is best. */
type Run = Readonly<{ items: readonly SettlementItem[]; line: OpenLine; rank: number }>;

/**
 * Pass 6: consecutive payouts, two to seven, that add up to one line. Consecutive are payouts of one ledger whose
 * numbers follow one another, in the order of ledger date and number; and, where several ledgers pay to the account,
 * those of the account in that order, as long as no ledger's number is left out: a bank may join transfers of one
 * day whoever's they are. The line lies near the expected day of the last, and bears the reference of no payout
 * outside the run; the transactions of a batched booking have exactly their amounts. Runs that were all expected on one day, and lines that speak of the provider, come first; a line
 * that several of the best runs add up to is left to a person; a run that adds up to several lines says so.
 */
export function runs(items: readonly SettlementItem[], lines: readonly OpenLine[], said: Said): Proposal[] {
  const linesOf = groupBy(lines, ({ amount }) => amountKey(amount));
  const payouts = items.filter(({ kind, amount }) => kind === "payout" && amount > 0n);
  const ledgers = [...groupBy(payouts, ({ ledger }) => ledger).values()];
  const sequences = ledgers.length > 1 ? [...ledgers, payouts] : ledgers;
  const found = sequences.flatMap((sequence) => runsIn(sequence, linesOf, said));
  const best = [...groupBy(found, ({ line }) => line.id).values()].flatMap((of) => bestOf(of) ?? []);
  const linesOfRun = countBy(best, keyOf);
  const used = new Set<string>();
  const proposals: Proposal[] = [];
  for (const run of best.toSorted(compareRuns)) {
    if (run.items.some(({ id }) => used.has(id))) continue;
    for (const { id } of run.items) used.add(id);
    proposals.push(proposalOf(run, linesOfRun.get(keyOf(run)) ?? 1));
  }
  return proposals;
}

function runsIn(
  sequence: readonly SettlementItem[],
  linesOf: ReadonlyMap<AmountKey, readonly OpenLine[]>,
  said: Said,
): Run[] {
  const found: Run[] = [];
  for (const start of sequence.keys()) {
    const run: SettlementItem[] = [];
    const numbers = new Map<string, bigint | undefined>();
    let sum = 0n;
    for (const item of sequence.slice(start, start + RUN_LENGTH_MAX)) {
      if (numbers.has(item.ledger) && !follows(numbers.get(item.ledger), item)) break;
      numbers.set(item.ledger, numberOf(item));
      run.push(item);
      sum += item.amount;
      if (run.length < 2) continue;
      for (const line of linesOf.get(amountKey(sum)) ?? []) {
        const rank = rankOf(run, line, said);
        if (rank !== undefined) found.push({ items: [...run], line, rank });
      }
    }
  }
  return found;
}

/** Undefined when the line cannot be these payouts. */
function rankOf(run: readonly SettlementItem[], line: OpenLine, said: Said): number | undefined {
  const last = run.at(-1);
  if (last === undefined || !isInNarrowWindow(last, line)) return undefined;
  if (run.some((item) => !isInWideWindow(item, line) || isRejected(said, item, line))) return undefined;
  const texts = parseTexts(line.texts);
  if (run.every((item) => bearsOther(targetOf(item), texts))) return undefined;
  // A batched booking says what it is made of: exactly these amounts, or not these payouts.
  if (line.details.length > 1 && amountsIn(line.details) !== amountsIn(run)) return undefined;
  const isOneDay = run.every(({ expected }) => expected === last.expected);
  return (isOneDay ? 0 : 2) + (namesProvider(texts) ? 0 : 1);
}

function amountsIn(parts: readonly Readonly<{ amount: bigint }>[]): string {
  return parts
    .map(({ amount }) => String(amount))
    .toSorted()
    .join(" ");
}

/** The one best run of a line. The same payouts found along two orders are one. */
function bestOf(found: readonly Run[]): Run | undefined {
  const different = [...new Map(found.map((run) => [keyOf(run), run])).values()];
  const rank = Math.min(...different.map((run) => run.rank));
  const best = different.filter((run) => run.rank === rank);
  return best.length === 1 ? best[0] : undefined;
}

function proposalOf({ items, line }: Run, fits: number): Proposal {
  const [first, last] = [items[0], items.at(-1)];
  const day =
    last === undefined ? [] : explainPair(last, line).filter(({ code }) => !code.endsWith("-amount"));
  return {
    kind: "suggestion",
    method: "run",
    items: items.map(({ id }) => id).toSorted(),
    lines: [line.id],
    reasons: [
      pro("run-adds-up", {
        count: String(items.length),
        amount: String(line.amount),
        currency: line.currency,
        from: first?.ledgerDate ?? "",
        to: last?.ledgerDate ?? "",
      }),
      ...day,
      ...(fits > 1 ? [con("several-fit", { count: String(fits) })] : []),
    ],
  };
}

function follows(before: bigint | undefined, item: SettlementItem): boolean {
  const number = numberOf(item);
  return before === undefined || number === undefined || number === before + 1n;
}

function numberOf({ payoutNumber }: SettlementItem): bigint | undefined {
  return payoutNumber === undefined ? undefined : BigInt(withoutZeros(payoutNumber));
}

function keyOf({ items }: Run): string {
  return items
    .map(({ id }) => id)
    .toSorted()
    .join(" ");
}

function compareRuns(left: Run, right: Run): number {
  return left.rank - right.rank || compareLines(left.line, right.line);
}
