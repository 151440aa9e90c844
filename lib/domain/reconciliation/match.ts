import { amountKey, byAccount, chainOf, listOf } from "@/lib/domain/reconciliation/amounts";
import type { AccountGroup, AmountKey, Chain } from "@/lib/domain/reconciliation/amounts";
import type {
  LearntPattern,
  OpenLine,
  Proposal,
  RejectedPair,
  SettlementItem,
} from "@/lib/domain/reconciliation/model";
import { amountsOf, inOrder, prepareSaid, settle } from "@/lib/domain/reconciliation/passes";
import type { Said } from "@/lib/domain/reconciliation/passes";
import { suggestFor } from "@/lib/domain/reconciliation/suggest";

export type MatchInput = Readonly<{
  items: readonly SettlementItem[];
  lines: readonly OpenLine[];
  patterns: readonly LearntPattern[];
  rejected: readonly RejectedPair[];
}>;

/**
 * Matches and suggestions among all these entries and lines: the sure ones of every group, then what is left of
 * each account by passes 4 to 6 and by references whose amount differs. The same for any order of the input; sorted.
 */
export function matchItems(input: MatchInput): Proposal[] {
  return inOrder([...matchEach(input)]);
}

/** As `matchItems`, one by one as they are found and not sorted: memory does not grow with the matches. */
export function* matchEach(input: MatchInput): Generator<Proposal, void> {
  const said = prepareSaid(input.patterns, input.rejected);
  for (const account of byAccount(input)) yield* matchAccount(account, said);
}

function* matchAccount({ items, lines }: AccountGroup, said: Said): Generator<Proposal, void> {
  const itemChain = chainOf(items);
  const lineChain = chainOf(lines);
  const joined = joinBatches(lines, itemChain);
  const settledItems = new Set<string>();
  const settledLines = new Set<string>();
  for (const group of groupsOf({ items, itemChain, lines, lineChain }, joined)) {
    for (const proposal of settle(group.items, group.lines, said)) {
      for (const id of proposal.items) settledItems.add(id);
      for (const id of proposal.lines) settledLines.add(id);
      yield proposal;
    }
  }
  yield* suggestFor(
    items.filter(({ id }) => !settledItems.has(id)),
    lines.filter(({ id }) => !settledLines.has(id)),
    said,
  );
}

type Indexed = Readonly<{
  items: readonly SettlementItem[];
  itemChain: Chain;
  lines: readonly OpenLine[];
  lineChain: Chain;
}>;

/** What belongs together by its amount, or by the amounts that a batched booking ties together. */
function* groupsOf(
  of: Indexed,
  joined: ReadonlyMap<AmountKey, ReadonlySet<AmountKey>>,
): Generator<AccountGroup, void> {
  const { items, itemChain, lines, lineChain } = of;
  for (const amount of itemChain.last.keys()) {
    if (!lineChain.last.has(amount) || joined.has(amount)) continue;
    yield { items: listOf(items, itemChain, amount), lines: listOf(lines, lineChain, amount) };
  }
  for (const amounts of new Set(joined.values())) {
    yield {
      items: [...amounts].flatMap((amount) => listOf(items, itemChain, amount)),
      lines: [...amounts].flatMap((amount) => listOf(lines, lineChain, amount)),
    };
  }
}

/** Amounts that a batched booking ties together, each with all that are tied to it. Only where entries have them. */
function joinBatches(lines: readonly OpenLine[], items: Chain): Map<AmountKey, ReadonlySet<AmountKey>> {
  const joined = new Map<AmountKey, Set<AmountKey>>();
  for (const line of lines) {
    if (line.details.length < 2) continue;
    const amounts = [...new Set(amountsOf(line).map(amountKey))];
    if (!amounts.some((amount) => items.last.has(amount))) continue;
    // The smaller sets move into the greatest: each amount moves a logarithmic number of times.
    const sets = [...new Set(amounts.map((amount) => joined.get(amount) ?? new Set([amount])))];
    const [whole = new Set<AmountKey>(), ...rest] = sets.toSorted((left, right) => right.size - left.size);
    for (const amount of whole) joined.set(amount, whole);
    for (const part of rest) {
      for (const amount of part) {
        whole.add(amount);
        joined.set(amount, whole);
      }
    }
  }
  return joined;
}
