import { amountKey } from "@/lib/domain/reconciliation/amounts";
import { countBy, edgesOf, groupBy, placeKey, placesOf, WHOLE_LINE } from "@/lib/domain/reconciliation/edges";
import type { Edge, Place } from "@/lib/domain/reconciliation/edges";
import { con, explainFit, explainPair, pro } from "@/lib/domain/reconciliation/explain";
import type {
  LearntPattern,
  OpenLine,
  Proposal,
  RejectedPair,
  SettlementItem,
} from "@/lib/domain/reconciliation/model";
import { compareItems } from "@/lib/domain/reconciliation/order";
import { patternOf, preparePatterns } from "@/lib/domain/reconciliation/patterns";
import type { Patterns } from "@/lib/domain/reconciliation/patterns";
import { bearsOther, fitOf, parseTexts } from "@/lib/domain/reconciliation/reference";
import { targetOf } from "@/lib/domain/reconciliation/target";
import type { Target } from "@/lib/domain/reconciliation/target";
import { isInNarrowWindow, isInWideWindow } from "@/lib/domain/reconciliation/window";

/** What people have said, made ready once for many groups. */
export type Said = Readonly<{ patterns: Patterns; rejected: ReadonlySet<string> }>;

/**
 * The matches that need no person, among all entries and lines of one group (`amountsOf`): one account, one
 * currency, and amounts that belong together. They are a function of the group: hand over all of it, matched by
 * the program before or not, and leave out only what a person has matched.
 *
 * A pair is sure when its text is enough (passes 1, 2, 4; `fitOf`), it lies in the wide window, and neither its
 * entry nor its line fits anything else in the group in such a way, whatever the day. A cut-off text must moreover
 * be the beginning of no other entry's. Pass 3 comes after, for what no text fits: a pattern that a person has
 * confirmed, in the narrow window, only one on both sides in the wide one. A pair that a person has rejected is
 * never made, and goes on counting as one that fits: after a no, the program asks.
 *
 * A batched booking is a match when each of its transactions bears one entry's reference, has its amount, and
 * fits nothing else, and they add up to the booking.
 */
export function matchGroup(
  items: readonly SettlementItem[],
  lines: readonly OpenLine[],
  patterns: readonly LearntPattern[],
  rejected: readonly RejectedPair[],
): Proposal[] {
  return inOrder(settle(items, lines, prepareSaid(patterns, rejected)));
}

/** By entries: one order for any order of the input. What is said of the same entries keeps its order, best first. */
export function inOrder(proposals: readonly Proposal[]): Proposal[] {
  return proposals
    .map((proposal) => ({ proposal, key: proposal.items.join("\n") }))
    .toSorted((left, right) => (left.key < right.key ? -1 : left.key > right.key ? 1 : 0))
    .map(({ proposal }) => proposal);
}

export function prepareSaid(patterns: readonly LearntPattern[], rejected: readonly RejectedPair[]): Said {
  return {
    patterns: preparePatterns(patterns),
    rejected: new Set(rejected.map(({ item, line }) => pairKey(item, line))),
  };
}

export function isRejected({ rejected }: Said, item: SettlementItem, line: OpenLine): boolean {
  return rejected.size > 0 && rejected.has(pairKey(item.id, line.id));
}

/** Amounts under which a line stands: its own, and those of its transactions. Lines that share one are one group. */
export function amountsOf(line: OpenLine): readonly bigint[] {
  return line.details.length < 2 ? [line.amount] : [line.amount, ...line.details.map(({ amount }) => amount)];
}

/** `matchGroup`, with what people have said made ready. */
export function settle(items: readonly SettlementItem[], lines: readonly OpenLine[], said: Said): Proposal[] {
  const [item, line] = [items[0], lines[0]];
  if (item === undefined || line === undefined) return [];
  if (items.length === 1 && lines.length === 1 && line.details.length < 2)
    return settlePair(item, line, said);
  const targets = items.map(targetOf);
  const places = lines.flatMap(placesOf);
  const [whole, part] = edgesOf(targets, places);
  const byItem = countBy(whole, ({ target }) => target.item.id);
  const byPlace = groupBy(whole, ({ place }) => placeKey(place));
  const partByPlace = groupBy(part, ({ place }) => placeKey(place));
  const touched = new Set(whole.map(({ place }) => place.line.id));
  const proposals: Proposal[] = [];
  for (const edge of whole) {
    if (edge.place.detail !== WHOLE_LINE) continue;
    const { item } = edge.target;
    const rivals = byPlace.get(placeKey(edge.place)) ?? [];
    if (byItem.get(item.id) !== 1 || rivals.length !== 1) continue;
    if (bearsDetails(edge.place.line, byPlace)) continue;
    if (isCutForOthers(edge, partByPlace) || !mayMatch(edge, said)) continue;
    proposals.push(sureOf(edge));
  }
  for (const line of lines) {
    const edges = touched.has(line.id) ? batchOf(line, byPlace) : undefined;
    const isSure = (edge: Edge): boolean =>
      byItem.get(edge.target.item.id) === 1 && !isCutForOthers(edge, partByPlace) && mayMatch(edge, said);
    if (edges?.every(isSure) === true) proposals.push(batchProposal(line, edges));
  }
  const open = targets.filter(({ item }) => !byItem.has(item.id));
  const untouched = places.filter((place) => place.detail === WHOLE_LINE && !touched.has(place.line.id));
  if (open.length > 0 && said.patterns.size > 0)
    proposals.push(...byPattern(open, untouched, { part, said }));
  return proposals;
}

/** `settle` for one entry and one line, which nearly every group is: there is nothing that could fit as well. */
function settlePair(item: SettlementItem, line: OpenLine, said: Said): Proposal[] {
  if (item.amount !== line.amount) return [];
  const target = targetOf(item);
  const place = { line, detail: WHOLE_LINE, texts: parseTexts(line.texts), amount: line.amount };
  const fit = fitOf(target, place.texts);
  if (fit?.strength === "whole") {
    const edge = { target, place, fit };
    return mayMatch(edge, said) ? [sureOf(edge)] : [];
  }
  if (fit !== undefined || !said.patterns.has(line.account)) return [];
  return byPattern([target], [place], { part: [], said });
}

function mayMatch({ target: { item }, place: { line } }: Edge, said: Said): boolean {
  return isInWideWindow(item, line) && !isRejected(said, item, line);
}

/** A text that ends where it was cut may be the beginning of another entry's. */
function isCutForOthers(
  { target, place, fit }: Edge,
  partByPlace: ReadonlyMap<string, readonly Edge[]>,
): boolean {
  if (!fit.isAtCut) return false;
  const others = partByPlace.get(placeKey(place)) ?? [];
  return others.some((other) => other.target !== target && other.fit.method === "cut-off");
}

function bearsDetails(line: OpenLine, byPlace: ReadonlyMap<string, readonly Edge[]>): boolean {
  return line.details.some((_, detail) => byPlace.has(placeKey({ line, detail })));
}

/** One edge a transaction, of different entries, when that is all that fits; and the transactions add up. */
function batchOf(line: OpenLine, byPlace: ReadonlyMap<string, readonly Edge[]>): Edge[] | undefined {
  if (line.details.length < 2 || byPlace.has(placeKey({ line, detail: WHOLE_LINE }))) return undefined;
  if (line.details.reduce((sum, { amount }) => sum + amount, 0n) !== line.amount) return undefined;
  const edges: Edge[] = [];
  for (const detail of line.details.keys()) {
    const [edge, rival] = byPlace.get(placeKey({ line, detail })) ?? [];
    if (edge === undefined || rival !== undefined || edge.fit.method === "cut-off") return undefined;
    edges.push(edge);
  }
  return edges;
}

/** Pass 3. What a text fits in part is not for patterns: neither the entry nor the line. */
function byPattern(
  targets: readonly Target[],
  places: readonly Place[],
  { part, said }: Readonly<{ part: readonly Edge[]; said: Said }>,
): Proposal[] {
  const byAmount = groupBy(targets, ({ item }) => amountKey(item.amount));
  const doubtful = new Set(part.flatMap(({ target, place }) => [target.item.id, place.line.id]));
  const pairs = places.flatMap((place) => {
    if (doubtful.has(place.line.id)) return [];
    const pattern = patternOf(said.patterns, place.line);
    if (pattern === undefined) return [];
    const near = (byAmount.get(amountKey(place.amount)) ?? []).filter(({ item }) => item.kind === "payout");
    const isOwn = ({ item }: Target): boolean => pattern.ledgers.includes(item.ledger);
    // A pattern says whose the line is, not whose it is not: beside another ledger's payout the amount decides nothing.
    if (
      near.some((of) => !isOwn(of) && isInNarrowWindow(of.item, place.line) && !bearsOther(of, place.texts))
    )
      return [];
    return near
      .filter((of) => isOwn(of) && isInWideWindow(of.item, place.line))
      .map((target) => ({ target, place, pattern }));
  });
  const byItem = countBy(pairs, ({ target }) => target.item.id);
  const byLine = countBy(pairs, ({ place }) => place.line.id);
  return pairs
    .filter(({ target: { item }, place: { line } }) => byItem.get(item.id) === 1 && byLine.get(line.id) === 1)
    .filter(({ target, place }) => !doubtful.has(target.item.id) && !bearsOther(target, place.texts))
    .filter(({ target: { item }, place: { line } }) => isInNarrowWindow(item, line))
    .filter(({ target: { item }, place: { line } }) => !isRejected(said, item, line))
    .map(({ target: { item }, place: { line }, pattern }) => ({
      kind: "sure",
      method: "pattern",
      items: [item.id],
      lines: [line.id],
      reasons: [pro("pattern", { pattern: pattern.pattern }), ...explainPair(item, line), pro("only-one")],
    }));
}

function sureOf({ target: { item }, place: { line }, fit }: Edge): Proposal {
  return {
    kind: "sure",
    method: fit.method,
    items: [item.id],
    lines: [line.id],
    reasons: [...explainFit(item, fit), ...explainPair(item, line)],
  };
}

function batchProposal(line: OpenLine, edges: readonly Edge[]): Proposal {
  const sorted = edges.toSorted((left, right) => compareItems(left.target.item, right.target.item));
  const days = sorted
    .map(({ target: { item } }) => explainPair(item, line).find(({ code }) => code.endsWith("-day")))
    .filter((reason) => reason !== undefined);
  return {
    kind: "sure",
    method: "batch",
    items: sorted.map(({ target }) => target.item.id),
    lines: [line.id],
    reasons: [
      ...sorted.flatMap(({ target: { item }, fit }) => explainFit(item, fit)),
      pro("same-amount", { amount: String(line.amount), currency: line.currency }),
      pro("same-account"),
      ...(days.every(({ speaks }) => speaks === "for")
        ? days.slice(0, 1)
        : [con("other-day", days[0]?.values)]),
    ],
  };
}

function pairKey(item: string, line: string): string {
  return JSON.stringify([item, line]);
}
