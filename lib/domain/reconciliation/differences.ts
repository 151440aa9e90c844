import { countBy, groupBy } from "@/lib/domain/reconciliation/edges";
import { con, explainFit, explainPair } from "@/lib/domain/reconciliation/explain";
import type { OpenLine, Proposal, SettlementItem } from "@/lib/domain/reconciliation/model";
import { compareLines } from "@/lib/domain/reconciliation/order";
import { isRejected } from "@/lib/domain/reconciliation/passes";
import type { Said } from "@/lib/domain/reconciliation/passes";
import { fitOf, parseTexts } from "@/lib/domain/reconciliation/reference";
import type { Fit } from "@/lib/domain/reconciliation/reference";
import { keysOf, targetOf } from "@/lib/domain/reconciliation/target";
import type { Target } from "@/lib/domain/reconciliation/target";
import { numbersOf } from "@/lib/domain/reconciliation/text";
import { daysLate, isInWideWindow } from "@/lib/domain/reconciliation/window";

type Pair = Readonly<{ item: SettlementItem; line: OpenLine; fit: Fit }>;

/**
 * Exceptions: a line whose text would be enough for a match, and whose amount is another, of the same sign and in the
 * wide window. Of each entry the nearest such line; a person may book the difference with a reason.
 */
export function differences(
  items: readonly SettlementItem[],
  lines: readonly OpenLine[],
  said: Said,
): Proposal[] {
  if (items.length === 0) return [];
  const byNumber = new Map<string, Target[]>();
  for (const target of items.map(targetOf)) {
    for (const key of keysOf(target)) byNumber.set(key, [...(byNumber.get(key) ?? []), target]);
  }
  const pairs = lines
    .flatMap((line) => pairsOf(line, byNumber))
    .filter(({ item, line }) => !isRejected(said, item, line));
  const itemsOfLine = countBy(pairs, ({ line }) => line.id);
  return [...groupBy(pairs, ({ item }) => item.id).values()].flatMap((of) => {
    const [best] = of.toSorted(comparePairs);
    if (best === undefined) return [];
    const fits = Math.max(of.length, itemsOfLine.get(best.line.id) ?? 0);
    const several = fits > 1 ? [con("several-fit", { count: String(fits) })] : [];
    const { item, line, fit } = best;
    const reasons = [...explainFit(item, fit), ...explainPair(item, line), ...several];
    return [{ kind: "difference", method: fit.method, items: [item.id], lines: [line.id], reasons } as const];
  });
}

function pairsOf(line: OpenLine, byNumber: ReadonlyMap<string, readonly Target[]>): Pair[] {
  const texts = parseTexts(line.texts);
  const targets = new Set(
    texts.flatMap((text) => numbersOf(text).flatMap((number) => byNumber.get(number) ?? [])),
  );
  return [...targets].flatMap((target) => {
    const { item } = target;
    if (item.amount === line.amount || item.amount > 0n !== line.amount > 0n) return [];
    const fit = isInWideWindow(item, line) ? fitOf(target, texts) : undefined;
    return fit?.strength === "whole" ? [{ item, line, fit }] : [];
  });
}

function comparePairs(left: Pair, right: Pair): number {
  return (
    Math.abs(daysLate(left.item, left.line)) - Math.abs(daysLate(right.item, right.line)) ||
    compareLines(left.line, right.line)
  );
}
