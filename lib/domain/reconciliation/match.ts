import { amountKey, byAccount, chainOf, listOf, placesIn } from "@/lib/domain/reconciliation/amounts";
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

function* matchAccount(account: AccountGroup, said: Said): Generator<Proposal, void> {
  const { items, lines } = account;
  const itemChain = chainOf(items);
  const lineChain = chainOf(lines);
  const joined = joinBatches(lines, itemChain);
  const settled = new Set<string>();
  const settledLines = new Set<string>();
  const found: Proposal[] = [];
  for (const amount of itemChain.last.keys()) {
    if (joined.has(amount)) continue;
    const at = lineChain.last.get(amount);
    if (at === undefined) continue;
    found.push(...settle(listOf(items, itemChain, amount), listOf(lines, lineChain, amount), said));
    yield* note(found, settled, settledLines);
  }
  for (const amounts of new Set(joined.values())) {
    const group = (chain: Chain) => [...amounts].flatMap((amount) => placesIn(chain, amount));
    const groupItems = group(itemChain).flatMap((at) => items[at] ?? []);
    const groupLines = group(lineChain).flatMap((at) => lines[at] ?? []);
    found.push(...settle(groupItems, groupLines, said));
    yield* note(found, settled, settledLines);
  }
  yield* suggestFor(
    items.filter(({ id }) => !settled.has(id)),
    lines.filter(({ id }) => !settledLines.has(id)),
    said,
  );
}

/** Hands the proposals on, and remembers what they settle. */
function* note(found: Proposal[], items: Set<string>, lines: Set<string>): Generator<Proposal, void> {
  for (const proposal of found) {
    for (const id of proposal.items) items.add(id);
    for (const id of proposal.lines) lines.add(id);
    yield proposal;
  }
  found.length = 0;
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
