import { amountKey } from "@/lib/domain/reconciliation/amounts";
import type { OpenLine } from "@/lib/domain/reconciliation/model";
import { fitOf, parseTexts } from "@/lib/domain/reconciliation/reference";
import type { Fit } from "@/lib/domain/reconciliation/reference";
import { keysOf } from "@/lib/domain/reconciliation/target";
import type { Target } from "@/lib/domain/reconciliation/target";
import { numbersOf } from "@/lib/domain/reconciliation/text";
import type { ParsedText } from "@/lib/domain/reconciliation/text";

/** A line, or one transaction of a batched booking, that a text fits an entry by. */
export type Place = Readonly<{
  line: OpenLine;
  detail: number;
  texts: readonly ParsedText[];
  amount: bigint;
}>;
/** A fitting pair. */
export type Edge = Readonly<{ target: Target; place: Place; fit: Fit }>;

/** From this many pairs on, only those that have a number in common are compared. */
const PAIRS_WITHOUT_INDEX_MAX = 64;
/** Stands for the line itself, where a number would name one of its transactions. */
export const WHOLE_LINE = -1;

/** Every fitting pair of equal amounts, apart by whether its text is enough for a match. */
export function edgesOf(targets: readonly Target[], places: readonly Place[]): [whole: Edge[], part: Edge[]] {
  const whole: Edge[] = [];
  const part: Edge[] = [];
  const candidates = candidatesOf(targets, places.length);
  for (const place of places) {
    for (const target of candidates(place)) {
      if (target.item.amount !== place.amount) continue;
      const fit = fitOf(target, place.texts);
      if (fit !== undefined) (fit.strength === "whole" ? whole : part).push({ target, place, fit });
    }
  }
  return [whole, part];
}

/** Few pairs: all. Many: the entries whose number the place has; all of its amount for a text that was cut. */
function candidatesOf(targets: readonly Target[], placeCount: number): (place: Place) => Iterable<Target> {
  if (targets.length * placeCount <= PAIRS_WITHOUT_INDEX_MAX) return () => targets;
  const byAmount = groupBy(targets, ({ item }) => amountKey(item.amount));
  const byNumber = new Map<string, Target[]>();
  const unnumbered: Target[] = [];
  for (const target of targets) {
    const { reference } = target;
    if (reference !== undefined && reference.longest === undefined) unnumbered.push(target);
    for (const key of keysOf(target)) byNumber.set(key, [...(byNumber.get(key) ?? []), target]);
  }
  return ({ texts, amount }) => {
    if (texts.some(({ isCutOff }) => isCutOff)) return byAmount.get(amountKey(amount)) ?? [];
    const found = new Set(unnumbered);
    for (const text of texts)
      for (const number of numbersOf(text))
        for (const target of byNumber.get(number) ?? []) found.add(target);
    return found;
  };
}

/** The line, and the transactions of a batched booking, their texts read once. */
export function placesOf(line: OpenLine): Place[] {
  const own = { line, detail: WHOLE_LINE, texts: parseTexts(line.texts), amount: line.amount };
  if (line.details.length < 2) return [own];
  return [
    own,
    ...line.details.map(({ texts, amount }, detail) => ({
      line,
      detail,
      texts: parseTexts(texts),
      amount,
    })),
  ];
}

/** Unique among the places of lines. */
export function placeKey({ line, detail }: Readonly<{ line: OpenLine; detail: number }>): string {
  return `${String(detail)} ${line.id}`;
}

export function countBy<T, K>(values: readonly T[], keyOf: (value: T) => K): Map<K, number> {
  const counts = new Map<K, number>();
  for (const value of values) counts.set(keyOf(value), (counts.get(keyOf(value)) ?? 0) + 1);
  return counts;
}

export function groupBy<T, K>(values: readonly T[], keyOf: (value: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group === undefined) groups.set(keyOf(value), [value]);
    else group.push(value);
  }
  return groups;
}
