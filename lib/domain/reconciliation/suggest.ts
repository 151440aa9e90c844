import { amountKey, chainOf, listOf } from "@/lib/domain/reconciliation/amounts";
import { differences } from "@/lib/domain/reconciliation/differences";
import { countBy, edgesOf, groupBy, placesOf, WHOLE_LINE } from "@/lib/domain/reconciliation/edges";
import type { Edge } from "@/lib/domain/reconciliation/edges";
import { con, explainFit, explainPair, pro } from "@/lib/domain/reconciliation/explain";
import type {
  LearntPattern,
  OpenLine,
  Proposal,
  Reason,
  RejectedPair,
  SettlementItem,
} from "@/lib/domain/reconciliation/model";
import { compareItems, compareLines } from "@/lib/domain/reconciliation/order";
import { isRejected, prepareSaid } from "@/lib/domain/reconciliation/passes";
import type { Said } from "@/lib/domain/reconciliation/passes";
import { patternOf } from "@/lib/domain/reconciliation/patterns";
import { bearsOther, namesProvider, parseTexts } from "@/lib/domain/reconciliation/reference";
import { runs } from "@/lib/domain/reconciliation/runs";
import { targetOf } from "@/lib/domain/reconciliation/target";
import { daysLate, isInNarrowWindow, isInWideWindow } from "@/lib/domain/reconciliation/window";

/** Lines that are suggested for one entry, best first. */
const LINES_PER_ITEM_MAX = 3;

/** A pair that may be, and how well its text speaks for it: 0 is best. */
type Pair = Readonly<{
  item: SettlementItem;
  line: OpenLine;
  tier: number;
  method: Proposal["method"];
  reasons: readonly Reason[];
}>;

const TIERS = { none: 0, cut: 3, unspecific: 2, "no-handle": 4, "other-handle": 5 } as const;
const OUTSIDE_TIER = 1;
const PATTERN_TIER = 2;

/**
 * What a person may find to be a match, among the entries and lines of one account and currency that the sure
 * matches have left. Of an entry's suggestions the best stands first; what a stronger kind has suggested, weaker
 * kinds leave alone. In this order:
 *
 * 1. texts that fit with the exact amount and yet are no match: several fit, outside the window, cut inside the
 *    number (4b), the payout's number without a handle, a reference that is not this payout's alone, a pattern
 *    outside its window. At most three lines an entry.
 * 2. pass 5 (amount and narrow window, only one on both sides) for lines that speak of the provider: other credits
 *    of the amount do not disturb it;
 * 3. pass 6 (`runs`);
 * 4. pass 5 for all other lines;
 * 5. differences: the reference is enough for a match and the amount is another.
 */
export function suggest(
  items: readonly SettlementItem[],
  lines: readonly OpenLine[],
  patterns: readonly LearntPattern[],
  rejected: readonly RejectedPair[],
): Proposal[] {
  return suggestFor(items, lines, prepareSaid(patterns, rejected));
}

/** `suggest`, with what people have said made ready. */
export function suggestFor(
  allItems: readonly SettlementItem[],
  allLines: readonly OpenLine[],
  said: Said,
): Proposal[] {
  if (allItems.length === 0 || allLines.length === 0) return [];
  const proposals: Proposal[] = [];
  let items = allItems.toSorted(compareItems);
  let lines = allLines.toSorted(compareLines);
  const take = (found: readonly Proposal[]): void => {
    const taken = [new Set(found.flatMap((of) => of.items)), new Set(found.flatMap((of) => of.lines))];
    for (const proposal of found) proposals.push(proposal);
    items = items.filter(({ id }) => taken[0]?.has(id) !== true);
    lines = lines.filter(({ id }) => taken[1]?.has(id) !== true);
  };
  take(byText(items, lines, said));
  const alike = byAmount(items, lines, said);
  take(onlyOnes(alike.filter(({ tier }) => tier === 0)));
  take(runs(items, lines, said));
  const [openItems, openLines] = [new Set(items), new Set(lines)];
  take(onlyOnes(alike.filter(({ item, line }) => openItems.has(item) && openLines.has(line))));
  take(differences(items, lines, said));
  return proposals;
}

/** Pairs of the exact amount whose text says something. */
function byText(items: readonly SettlementItem[], lines: readonly OpenLine[], said: Said): Proposal[] {
  const [itemChain, lineChain] = [chainOf(items), chainOf(lines)];
  const pairs: Pair[] = [];
  for (const amount of itemChain.last.keys()) {
    if (!lineChain.last.has(amount)) continue;
    const targets = listOf(items, itemChain, amount).map(targetOf);
    const places = listOf(lines, lineChain, amount)
      .flatMap(placesOf)
      .filter(({ detail }) => detail === WHOLE_LINE);
    const edges = edgesOf(targets, places).flat();
    const fitting = new Set(edges.map(({ target, place }) => `${target.item.id}\n${place.line.id}`));
    pairs.push(...edges.flatMap((edge) => pairOf(edge, said) ?? []));
    if (said.patterns.size === 0) continue;
    for (const { line, texts } of places) {
      const pattern = patternOf(said.patterns, line);
      if (pattern === undefined) continue;
      const reasons = [pro("pattern", { pattern: pattern.pattern })];
      for (const target of targets) {
        const { item } = target;
        if (!pattern.ledgers.includes(item.ledger) || fitting.has(`${item.id}\n${line.id}`)) continue;
        if (isRejected(said, item, line) || !isInWideWindow(item, line) || bearsOther(target, texts))
          continue;
        pairs.push({ item, line, tier: PATTERN_TIER, method: "pattern", reasons });
      }
    }
  }
  return ranked(pairs);
}

function pairOf({ target: { item }, place: { line }, fit }: Edge, said: Said): Pair | undefined {
  const isInside = isInWideWindow(item, line);
  if (isRejected(said, item, line) || (fit.strength === "part" && !isInside)) return undefined;
  const tier = isInside ? TIERS[fit.lack] : OUTSIDE_TIER;
  return { item, line, tier, method: fit.method, reasons: explainFit(item, fit) };
}

/** Of each entry the best few lines, and what speaks against each: that another fits as well. */
function ranked(pairs: readonly Pair[]): Proposal[] {
  const linesOfItem = countBy(pairs, ({ item, tier }) => `${String(tier)} ${item.id}`);
  const itemsOfLine = countBy(pairs, ({ line, tier }) => `${String(tier)} ${line.id}`);
  const byItem = [...groupBy(pairs, ({ item }) => item.id).values()];
  byItem.sort((left, right) => compareItems(left[0]?.item, right[0]?.item));
  return byItem.flatMap((of) =>
    of
      .toSorted(comparePairs)
      .slice(0, LINES_PER_ITEM_MAX)
      .map(({ item, line, tier, method, reasons }) => {
        const [forItem, forLine] = [item.id, line.id].map((id) => `${String(tier)} ${id}`);
        const fits = Math.max(linesOfItem.get(forItem ?? "") ?? 0, itemsOfLine.get(forLine ?? "") ?? 0);
        const several = fits > 1 ? [con("several-fit", { count: String(fits) })] : [];
        return proposalOf(item, line, {
          method,
          reasons: [...reasons, ...explainPair(item, line), ...several],
        });
      }),
  );
}

/** Pairs of the exact amount near the expected day; tier 0 when the line speaks of the provider. */
function byAmount(items: readonly SettlementItem[], lines: readonly OpenLine[], said: Said): Pair[] {
  const linesOf = groupBy(lines, ({ amount }) => amountKey(amount));
  return items.flatMap((item) => {
    const near = (linesOf.get(amountKey(item.amount)) ?? []).filter(
      (line) => isInNarrowWindow(item, line) && !isRejected(said, item, line),
    );
    if (near.length === 0) return [];
    const target = targetOf(item);
    return near.flatMap((line) => {
      const texts = parseTexts(line.texts);
      if (bearsOther(target, texts)) return [];
      const isNamed = namesProvider(texts);
      const reasons = [...explainPair(item, line), ...(isNamed ? [pro("counterparty")] : [])];
      return [{ item, line, tier: isNamed ? 0 : 1, method: "amount" as const, reasons }];
    });
  });
}

/** Pass 5: only one on both sides. */
function onlyOnes(pairs: readonly Pair[]): Proposal[] {
  const linesOfItem = countBy(pairs, ({ item }) => item.id);
  const itemsOfLine = countBy(pairs, ({ line }) => line.id);
  return pairs
    .filter(({ item, line }) => linesOfItem.get(item.id) === 1 && itemsOfLine.get(line.id) === 1)
    .map(({ item, line, reasons }) =>
      proposalOf(item, line, {
        method: "amount",
        reasons: [...reasons, pro("only-one"), con("no-payout-number")],
      }),
    );
}

function proposalOf(
  item: SettlementItem,
  line: OpenLine,
  { method, reasons }: Pick<Proposal, "method" | "reasons">,
): Proposal {
  return { kind: "suggestion", method, items: [item.id], lines: [line.id], reasons };
}

function comparePairs(left: Pair, right: Pair): number {
  return (
    left.tier - right.tier ||
    Math.abs(daysLate(left.item, left.line)) - Math.abs(daysLate(right.item, right.line)) ||
    compareLines(left.line, right.line)
  );
}
