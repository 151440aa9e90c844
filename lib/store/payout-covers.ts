import type { LedgerDate } from "@/lib/core/ledger-date";
import type { LedgerUid, PayoutId } from "@/lib/core/ids";
import type { CarriedBy } from "@/lib/store/entry-filter";
import type { TenantTx } from "@/lib/store/tenant";

/** What a payout carries, in the active copy. */
export type CoverRow = Readonly<{
  sequence: number;
  fromDate: LedgerDate | undefined;
  captures: bigint;
  refunds: bigint;
  fees: bigint;
  payouts: bigint;
  other: bigint;
  breaks: bigint;
  captureCount: number;
  refundCount: number;
  feeCount: number;
  payoutCount: number;
  otherCount: number;
  leftBefore: bigint;
  left: bigint;
  previous: PayoutId | undefined;
  next: PayoutId | undefined;
}>;

type CoverSqlRow = {
  sequence: bigint;
  from_date: LedgerDate | null;
  captures: bigint;
  refunds: bigint;
  fees: bigint;
  payouts: bigint;
  other: bigint;
  breaks: bigint;
  capture_count: bigint;
  refund_count: bigint;
  fee_count: bigint;
  payout_count: bigint;
  other_count: bigint;
  left_before: bigint;
  left_after: bigint;
  previous: PayoutId | null;
  next: PayoutId | null;
};

const ACTIVE_COVER = `payout_cover c join ledger_topic t on t.tenant_id = c.tenant_id and t.ledger = c.ledger and t.topic = 'funds' and t.active_copy = c.copy`;

/** The cover of a payout of the ledger in the active copy, with the payouts before and after it in the feed. */
export async function findCover(
  tx: TenantTx,
  ledger: LedgerUid,
  payout: PayoutId,
): Promise<CoverRow | undefined> {
  const beside = (comparison: string, direction: string): string =>
    `(select o.payout from payout_cover o where o.tenant_id = c.tenant_id and o.ledger = c.ledger and o.copy = c.copy
       and o.sequence ${comparison} c.sequence order by o.sequence ${direction} limit 1)`;
  const rows = await tx.query<CoverSqlRow>(
    `select c.*, ${beside("<", "desc")} as previous, ${beside(">", "asc")} as next
     from ${ACTIVE_COVER} where c.tenant_id = $1 and c.ledger = $2 and c.payout = $3`,
    [tx.tenantId, ledger, payout],
  );
  const row = rows[0];
  if (row === undefined) return undefined;
  return {
    sequence: Number(row.sequence),
    fromDate: row.from_date ?? undefined,
    captures: row.captures,
    refunds: row.refunds,
    fees: row.fees,
    payouts: row.payouts,
    other: row.other,
    breaks: row.breaks,
    captureCount: Number(row.capture_count),
    refundCount: Number(row.refund_count),
    feeCount: Number(row.fee_count),
    payoutCount: Number(row.payout_count),
    otherCount: Number(row.other_count),
    leftBefore: row.left_before,
    left: row.left_after,
    previous: row.previous ?? undefined,
    next: row.next ?? undefined,
  };
}

/** Where a payout of the ledger stands in the active copy: what is carried by it is found from that. */
export async function findCarriedBy(
  tx: TenantTx,
  ledger: LedgerUid,
  payout: PayoutId,
): Promise<CarriedBy | undefined> {
  const rows = await tx.query<{
    sequence: bigint;
    ledger_date: LedgerDate;
    previous_sequence: bigint | null;
    previous_date: LedgerDate | null;
  }>(
    `select c.sequence, p.ledger_date, o.sequence as previous_sequence, o.ledger_date as previous_date
     from ${ACTIVE_COVER} join payout p on p.tenant_id = c.tenant_id and p.id = c.payout
     left join lateral (
       select x.sequence, q.ledger_date from payout_cover x join payout q on q.tenant_id = x.tenant_id and q.id = x.payout
       where x.tenant_id = c.tenant_id and x.ledger = c.ledger and x.copy = c.copy and x.sequence < c.sequence order by x.sequence desc limit 1) o on true
     where c.tenant_id = $1 and c.ledger = $2 and c.payout = $3`,
    [tx.tenantId, ledger, payout],
  );
  const row = rows[0];
  if (row === undefined) return undefined;
  return {
    sequence: Number(row.sequence),
    ledgerDate: row.ledger_date,
    previousSequence: Number(row.previous_sequence ?? 0),
    previousDate: row.previous_date ?? undefined,
  };
}
