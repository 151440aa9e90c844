import type { BankAccountId, BankLineId, MatchId } from "@/lib/core/ids";
import { addDays, parseLedgerDate } from "@/lib/core/ledger-date";
import type { LedgerDate } from "@/lib/core/ledger-date";
import { matchItems } from "@/lib/domain/reconciliation/match";
import type { LearntPattern, RejectedPair } from "@/lib/domain/reconciliation/model";
import type { ServiceContext } from "@/lib/services/context";
import { itemIdOf, partsOf, toOpenLine, toSettlementItem } from "@/lib/services/reconciliation/candidates";
import { OPEN_MAX, reckonOpenItems } from "@/lib/services/reconciliation/open-work";
import { restoreStart } from "@/lib/services/reconciliation/restore-start";
import { holdBankAccount, noteLedgersOfAccount } from "@/lib/store/bank-accounts";
import { listRejections } from "@/lib/store/match-rejections";
import { FOUND_IN_BANK, insertMatches, restoreAttested, undoMatches } from "@/lib/store/matches";
import { countParts } from "@/lib/store/matches-read";
import {
  findBooksFrom,
  listHandles,
  listPatterns,
  listPayoutsOfAmounts,
  takeDue,
} from "@/lib/store/reconcile";
import { listRareItems } from "@/lib/store/reconcile-items";
import {
  listBatchLines,
  listLinesOfAmounts,
  listOpenLines,
  markAsSettlement,
} from "@/lib/store/reconcile-lines";
import type { ItemRow } from "@/lib/store/reconcile";
import type { CandidateLine } from "@/lib/store/reconcile-lines";
import type { TenantTx } from "@/lib/store/tenant";

/** Amounts of one transaction; what is left is due still, and taken by the next. */
const AMOUNTS_MAX = 2_000;
/** Settlement entries besides payouts, of each type; of the amounts that are looked at, all of them. */
const RARE_MAX = 500;
/** Lines this long before the first day of the books may answer payouts of the opening position. */
const BEFORE_BOOKS_DAYS = 10;
const LONG_AGO = parseLedgerDate("1970-01-01");

export type ReconcileReport = Readonly<{
  made: number;
  undone: number;
  /** More is due for this account. */
  isMore: boolean;
}>;

/**
 * Matches what has changed on one account (DESIGN §5, "Matching"). Automatic matches are a function of the entries
 * and lines of one amount and of what people have decided: those of the amounts that have changed are worked out
 * again, and where the outcome is another than before, the old match is undone and the new one made. So the order in
 * which statements and payouts arrive makes no difference. What is left to a person is worked out for the account.
 */
export async function reconcileAccount(
  tx: TenantTx,
  ctx: Pick<ServiceContext, "clock" | "actor">,
  account: BankAccountId,
): Promise<ReconcileReport> {
  if ((await holdBankAccount(tx, account)) === undefined) return { made: 0, undone: 0, isMore: false };
  await noteLedgersOfAccount(tx, account);
  const due = await takeDue(tx, account, AMOUNTS_MAX);
  const booksFrom = await findBooksFrom(tx, account);
  // An account that no ledger is paid out to shows all its lines: a person may have to link it.
  const from = booksFrom === undefined ? LONG_AGO : addDays(booksFrom, -BEFORE_BOOKS_DAYS);
  const candidates = await readCandidates(tx, account, due, from);
  const report = await matchAutomatically(tx, ctx, account, candidates);
  await reckonOpenItems(tx, account, { from, patterns: candidates.patterns });
  return { ...report, isMore: due.length === AMOUNTS_MAX };
}

type Candidates = Readonly<{
  items: readonly ItemRow[];
  lines: readonly CandidateLine[];
  patterns: readonly LearntPattern[];
  rejected: readonly RejectedPair[];
  handles: Awaited<ReturnType<typeof listHandles>>;
}>;

/** Everything of the amounts that have changed, of open lines, and of what stands within batched bookings. */
async function readCandidates(
  tx: TenantTx,
  account: BankAccountId,
  due: readonly bigint[],
  from: LedgerDate,
): Promise<Candidates> {
  const open = await listOpenLines(tx, account, from, OPEN_MAX);
  const newest = await listRareItems(tx, account, { most: RARE_MAX });
  const amounts = new Set([...due, ...open.map((line) => line.amount), ...newest.map((item) => item.amount)]);
  const batches = await addBatches(tx, account, amounts);
  const rare = await listRareItems(tx, account, { amounts: [...amounts] });
  const payouts = await listPayoutsOfAmounts(tx, account, [...amounts]);
  const ofAmounts = await listLinesOfAmounts(tx, account, [...amounts]);
  const lines = [...new Map([...ofAmounts, ...batches].map((line) => [line.id, line])).values()];
  const rejections = await listRejections(
    tx,
    lines.map((line) => line.id),
  );
  const items = [...payouts, ...rare];
  const idOf = new Map(
    items.map((item) => [itemIdOf(item.entry, undefined), itemIdOf(item.entry, item.payout)]),
  );
  return {
    items,
    lines,
    patterns: await listPatterns(tx, account),
    rejected: rejections.map(({ line, entry }) => ({
      line,
      item: idOf.get(itemIdOf(entry, undefined)) ?? itemIdOf(entry, undefined),
    })),
    handles: await listHandles(tx, [...new Set(items.map((item) => item.entry.ledger))]),
  };
}

/**
 * The batched bookings that these amounts stand in, and those that the amounts beside them stand in, until there are
 * no more: a batch is worked out with all its entries or not at all. Adds their amounts.
 */
async function addBatches(
  tx: TenantTx,
  account: BankAccountId,
  amounts: Set<bigint>,
): Promise<readonly CandidateLine[]> {
  const found = new Map<BankLineId, CandidateLine>();
  for (let fresh = [...amounts]; fresh.length > 0;) {
    const batches = await listBatchLines(tx, account, fresh);
    fresh = [];
    for (const batch of batches) {
      found.set(batch.id, batch);
      for (const amount of [batch.amount, ...batch.details.map((detail) => BigInt(detail.amount))]) {
        if (!amounts.has(amount)) fresh.push(amount);
        amounts.add(amount);
      }
    }
  }
  return [...found.values()];
}

/** What a person has decided is not looked at; a receipt that was only attested gives way to the line that shows it. */
function isDecided(row: ItemRow): boolean {
  return row.match?.maker === "person" && row.match.method !== "attested";
}

async function matchAutomatically(
  tx: TenantTx,
  ctx: Pick<ServiceContext, "clock" | "actor">,
  account: BankAccountId,
  candidates: Candidates,
): Promise<Readonly<{ made: number; undone: number }>> {
  const isInPart = await partlyRead(tx, candidates);
  const items = new Map(
    candidates.items
      .filter((item) => !isDecided(item) && !isInPart(item.match))
      .map((item) => [itemIdOf(item.entry, item.payout), item]),
  );
  const lines = new Map(
    candidates.lines
      .filter((line) => isWhole(line) && !isInPart(line.match))
      .map((line) => [line.id as string, line]),
  );
  const proposals = matchItems({
    items: [...items.values()].map((item) => toSettlementItem(item, account, candidates.handles)),
    lines: [...lines.values()].map((line) => toOpenLine(line, line.amount)),
    patterns: candidates.patterns,
    rejected: candidates.rejected,
  }).filter((proposal) => proposal.kind === "sure");
  const standing = standingMatches(items.values(), lines.values());
  const wanted = new Map(proposals.map((proposal) => [sayingOf(proposal.items, proposal.lines), proposal]));
  const stale = [...standing].filter(([, match]) => !wanted.has(match)).map(([id]) => id);
  const stands = new Set(standing.values());
  const fresh = proposals.filter((proposal) => !stands.has(sayingOf(proposal.items, proposal.lines)));
  const nowMs = ctx.clock.nowMs();
  // A receipt that was attested gives way to the line.
  const attested = fresh.flatMap((proposal) =>
    proposal.items.flatMap((id) => {
      const match = items.get(id)?.match;
      return match?.method === "attested" ? [match.id] : [];
    }),
  );
  await undoMatches(tx, stale, { by: "matching", reason: "not-the-only-one", nowMs });
  await undoMatches(tx, attested, { by: "matching", reason: FOUND_IN_BANK, nowMs });
  await restoreStart(
    tx,
    [...items.values()].map((item) => item.entry.ledger),
    stale.length > 0,
  );
  await insertMatches(
    tx,
    fresh.map((proposal) => ({
      account,
      method: proposal.method,
      maker: "system" as const,
      by: "matching",
      nowMs,
      reasons: proposal.reasons,
      parts: partsOf(pick(items, proposal.items), pick(lines, proposal.lines)),
    })),
  );
  // And stands again when the line is gone, or is another's.
  const isTaken = new Set(fresh.flatMap((proposal) => proposal.items));
  const isStanding = (id: MatchId | undefined): boolean => id !== undefined && !stale.includes(id);
  await restoreAttested(
    tx,
    [...items].flatMap(([id, item]) =>
      item.payout === undefined || isTaken.has(id) || isStanding(item.match?.id) ? [] : [item.entry],
    ),
  );
  await markAsSettlement(
    tx,
    fresh.flatMap((proposal) => proposal.lines as readonly BankLineId[]),
  );
  return { made: fresh.length, undone: stale.length };
}

/** A match of which not everything was read is left as it is. */
async function partlyRead(
  tx: TenantTx,
  { items, lines }: Pick<Candidates, "items" | "lines">,
): Promise<(match: Readonly<{ id: MatchId }> | undefined) => boolean> {
  const read = new Map<MatchId, number>();
  for (const { match } of [...items, ...lines])
    if (match?.maker === "system") read.set(match.id, (read.get(match.id) ?? 0) + 1);
  const parts = await countParts(tx, [...read.keys()]);
  return (match) => match !== undefined && (read.get(match.id) ?? 0) < (parts.get(match.id) ?? 0);
}

/** A line that nothing of is used, or that is used whole by an automatic match. */
function isWhole(line: CandidateLine): boolean {
  return line.match === undefined ? line.matched === 0n : line.match.maker === "system";
}

/** Automatic matches that stand among these, and what each says. */
function standingMatches(
  items: Iterable<ItemRow>,
  lines: Iterable<CandidateLine>,
): ReadonlyMap<MatchId, string> {
  const parts = new Map<MatchId, { items: string[]; lines: string[] }>();
  const of = (id: MatchId): { items: string[]; lines: string[] } => {
    const known = parts.get(id) ?? { items: [], lines: [] };
    parts.set(id, known);
    return known;
  };
  for (const item of items) {
    if (item.match?.maker === "system") of(item.match.id).items.push(itemIdOf(item.entry, item.payout));
  }
  for (const line of lines) if (line.match?.maker === "system") of(line.match.id).lines.push(line.id);
  return new Map([...parts].map(([id, said]) => [id, sayingOf(said.items, said.lines)]));
}

function sayingOf(items: readonly string[], lines: readonly string[]): string {
  return `${items.toSorted().join(",")}=${lines.toSorted().join(",")}`;
}

function pick<T>(from: ReadonlyMap<string, T>, ids: readonly string[]): T[] {
  return ids.flatMap((id) => from.get(id) ?? []);
}
