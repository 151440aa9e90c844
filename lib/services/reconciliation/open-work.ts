import type { BankAccountId, BankLineId, PayoutId } from "@/lib/core/ids";
import { addDays, parseLedgerDate } from "@/lib/core/ledger-date";
import type { LedgerDate } from "@/lib/core/ledger-date";
import { groupBy } from "@/lib/domain/reconciliation/edges";
import { maySettle } from "@/lib/domain/bank/line-text";
import { suggest } from "@/lib/domain/reconciliation/suggest";
import type { LearntPattern, Proposal } from "@/lib/domain/reconciliation/model";
import { hashHex } from "@/lib/platform/hash";
import { itemIdOf, toOpenLine, toSettlementItem } from "@/lib/services/reconciliation/candidates";
import { listCoverage, setWorkedFrom } from "@/lib/store/bank-accounts";
import type { CoverageRow } from "@/lib/store/bank-accounts";
import { listRejections } from "@/lib/store/match-rejections";
import { replaceOpenItems } from "@/lib/store/open-items";
import type { OpenItem } from "@/lib/store/open-items";
import { listHandles, listOpenPayoutsOf } from "@/lib/store/reconcile";
import { listRareItems } from "@/lib/store/reconcile-items";
import { listOpenLines, listOtherLines, markAsOther, markAsSettlement } from "@/lib/store/reconcile-lines";
import type { ItemRow } from "@/lib/store/reconcile";
import type { CandidateLine } from "@/lib/store/reconcile-lines";
import type { TenantTx } from "@/lib/store/tenant";

/** Open payouts, and open lines, that are looked at together: bounds the memory of one run. */
export const OPEN_MAX = 20_000;
const LONG_AGO = parseLedgerDate("1970-01-01");
/** A line this much younger than the oldest payout that is held has all payouts it may answer beside it. */
const BESIDE_DAYS = 60;

/**
 * Works out what is left to decide on an account: suggestions, differences, payouts that the bank should have shown
 * by now, and lines that nothing explains. A function of what is stored: the clock has no part in it.
 *
 * When more is open than is held at a time, the newest is; what has not everything beside it that it may belong to
 * is left out rather than called unexplained, and the account says from which date on all is there.
 */
export async function reckonOpenItems(
  tx: TenantTx,
  account: BankAccountId,
  known: Readonly<{ from: LedgerDate; patterns: readonly LearntPattern[] }>,
  most = OPEN_MAX,
): Promise<void> {
  const { payouts, items, open, other, heldFrom } = await readOpen(tx, account, known.from, most);
  const workedFrom = heldFrom === undefined ? undefined : addDays(heldFrom, BESIDE_DAYS);
  const isWorked = (date: LedgerDate): boolean => workedFrom === undefined || date >= workedFrom;
  await setWorkedFrom(tx, account, workedFrom);
  // What only a suggestion had spoken for is looked at as any line that nothing speaks for: by its amount.
  const amounts = new Set(items.map((item) => item.amount));
  const lines = [...open.filter((line) => isSpokenFor(line) || amounts.has(line.amount)), ...other];
  const rejections = await listRejections(
    tx,
    lines.map((line) => line.id),
  );
  const handles = await listHandles(tx, [...new Set(items.map((item) => item.entry.ledger))]);
  const idOf = new Map(
    items.map((item) => [itemIdOf(item.entry, undefined), itemIdOf(item.entry, item.payout)]),
  );
  const proposals = suggest(
    items.map((item) => toSettlementItem(item, account, handles)),
    lines.map((line) => toOpenLine(line, line.amount - line.matched)),
    known.patterns,
    rejections.flatMap(({ line, entry }) => {
      const item = idOf.get(itemIdOf(entry, undefined));
      return item === undefined ? [] : [{ line, item }];
    }),
  ).filter((proposal) => proposal.kind !== "sure");
  const itemsById = new Map(items.map((item) => [itemIdOf(item.entry, item.payout), item]));
  const linesById = new Map<string, CandidateLine>(lines.map((line) => [line.id, line]));
  const work = proposals
    .filter((proposal) => proposal.lines.some((id) => isWorked(linesById.get(id)?.bookingDate ?? LONG_AGO)))
    .map((proposal) => ofProposal(account, proposal, itemsById, linesById));
  const taken = new Set(proposals.flatMap((proposal) => [...proposal.items, ...proposal.lines]));
  const coverage = await listCoverage(tx, account);
  for (const item of payouts) {
    if (item.payout === undefined || taken.has(item.payout) || !isWorked(item.entry.ledgerDate)) continue;
    if (isSeenBy(coverage, item.entry.ledgerDate)) work.push(ofPayout(account, item, item.payout));
  }
  for (const line of open)
    if (isSpokenFor(line) && !taken.has(line.id) && isWorked(line.bookingDate))
      work.push(ofLine(account, line));
  await markAsSettlement(
    tx,
    other.flatMap((line) => (taken.has(line.id) ? [line.id] : [])),
  );
  await markAsOther(
    tx,
    open.flatMap((line) => (isSpokenFor(line) || taken.has(line.id) ? [] : [line.id])),
  );
  await replaceOpenItems(tx, account, work);
}

/** What is said of a line by its words, by a person, or by a match; a suggestion alone is over when it is over. */
function isSpokenFor({ isConfirmed, matched, texts = [], details }: CandidateLine): boolean {
  if (isConfirmed || matched !== 0n) return true;
  return maySettle([...texts, ...details.flatMap((detail) => detail.texts)]);
}

type Open = Readonly<{
  payouts: readonly ItemRow[];
  /** Payouts, and settlement entries that are none. */
  items: readonly ItemRow[];
  open: readonly CandidateLine[];
  other: readonly CandidateLine[];
  /** Of what is older, not everything is here; undefined: everything is. */
  heldFrom: LedgerDate | undefined;
}>;

/** What is open on an account, the newest of it, whole date by whole date. */
async function readOpen(tx: TenantTx, account: BankAccountId, from: LedgerDate, most: number): Promise<Open> {
  const payouts = await listOpenPayoutsOf(tx, account, from, most + 1);
  const rare = await listRareItems(tx, account, { most: most + 1 });
  const open = await listOpenLines(tx, account, from, most + 1);
  const items = [...payouts, ...rare.filter((item) => item.match === undefined)];
  const amounts = [...new Set(items.map((item) => item.amount))];
  const other = await listOtherLines(tx, account, amounts, most + 1);
  const byType = groupBy(rare, (item) => item.entryType);
  const heldFrom = latest([
    ...[payouts, ...byType.values()].map((of) =>
      cutAt(
        of.map((item) => item.entry.ledgerDate),
        most,
      ),
    ),
    ...[open, other].map((of) =>
      cutAt(
        of.map((line) => line.bookingDate),
        most,
      ),
    ),
  ]);
  const isHeld = (date: LedgerDate): boolean => heldFrom === undefined || date >= heldFrom;
  return {
    payouts: payouts.filter((item) => isHeld(item.entry.ledgerDate)),
    items: items.filter((item) => isHeld(item.entry.ledgerDate)),
    open: open.filter((line) => isHeld(line.bookingDate)),
    other: other.filter((line) => isHeld(line.bookingDate)),
    heldFrom,
  };
}

/** The first date of which a list, newest first, has everything; undefined: nothing was cut off. */
function cutAt(dates: readonly LedgerDate[], most: number): LedgerDate | undefined {
  const last = dates[most];
  return last === undefined ? undefined : addDays(last, 1);
}

function latest(dates: readonly (LedgerDate | undefined)[]): LedgerDate | undefined {
  return dates
    .flatMap((date) => date ?? [])
    .toSorted()
    .at(-1);
}

/** Whether a payout of the ledger date would be in the statements that are held. */
function isSeenBy(coverage: readonly CoverageRow[], ledgerDate: LedgerDate): boolean {
  return coverage.some(
    ({ ledgerFrom, ledgerThrough }) =>
      ledgerFrom !== undefined &&
      ledgerThrough !== undefined &&
      ledgerDate >= ledgerFrom &&
      ledgerDate <= ledgerThrough,
  );
}

function ofProposal(
  account: BankAccountId,
  proposal: Proposal,
  itemsById: ReadonlyMap<string, ItemRow>,
  linesById: ReadonlyMap<string, CandidateLine>,
): OpenItem {
  const items = proposal.items.flatMap((id) => itemsById.get(id) ?? []);
  const lines = proposal.lines.flatMap((id) => linesById.get(id) ?? []);
  const dates = [...items.map((item) => item.entry.ledgerDate), ...lines.map((line) => line.bookingDate)];
  const first = items[0];
  return {
    id: idOfWork(proposal.items, proposal.lines),
    account,
    kind: proposal.kind === "difference" ? "difference" : "suggestion",
    at: dates.reduce((oldest, date) => (date < oldest ? date : oldest)),
    currency: first?.currency ?? lines[0]?.currency ?? "",
    expected: items.reduce((sum, item) => sum + item.amount, 0n),
    booked: lines.reduce((sum, line) => sum + line.amount - line.matched, 0n),
    method: proposal.method,
    ledger: first?.entry.ledger,
    payouts: items.flatMap((item) => item.payout ?? []),
    lines: lines.map((line) => line.id),
    entries: items.flatMap((item) => (item.payout === undefined ? [item.entry] : [])),
    reasons: proposal.reasons,
  };
}

function ofPayout(account: BankAccountId, item: ItemRow, payout: PayoutId): OpenItem {
  return {
    id: idOfWork([payout], []),
    account,
    kind: "missing",
    at: item.entry.ledgerDate,
    currency: item.currency,
    expected: item.amount,
    booked: 0n,
    method: undefined,
    ledger: item.entry.ledger,
    payouts: [payout],
    lines: [],
    entries: [],
    reasons: [],
  };
}

function ofLine(account: BankAccountId, line: CandidateLine): OpenItem {
  return {
    id: idOfWork([], [line.id]),
    account,
    kind: "line",
    at: line.bookingDate,
    currency: line.currency,
    expected: 0n,
    booked: line.amount - line.matched,
    method: undefined,
    ledger: undefined,
    payouts: [],
    lines: [line.id],
    entries: [],
    reasons: [],
  };
}

/** The id of a row of work: the same for the same things, whenever it is worked out. */
function idOfWork(items: readonly string[], lines: readonly BankLineId[] | readonly string[]): string {
  const hex = hashHex(`${items.toSorted().join(",")}=${[...lines].toSorted().join(",")}`);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
