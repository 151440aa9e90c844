import type { BankAccountId, BankLineId, MatchId } from "@/lib/core/ids";
import type { LedgerDate } from "@/lib/core/ledger-date";
import { LINE_COLUMNS, toLine } from "@/lib/store/bank-lines";
import type { BankLineRow, LineSqlRow } from "@/lib/store/bank-lines";
import type { TenantTx } from "@/lib/store/tenant";

/** A line with the match it is in whole, when it is in one. */
export type CandidateLine = BankLineRow &
  Readonly<{ match: Readonly<{ id: MatchId; maker: "system" | "person" }> | undefined }>;

type CandidateSqlRow = LineSqlRow & { match: MatchId | null; maker: "system" | "person" | null };

const CANDIDATE = `select ${LINE_COLUMNS}, mm.id as match, mm.maker from bank_line l
  left join lateral (select m.id, m.maker from match_part p join match m on m.tenant_id = p.tenant_id and m.id = p.match
    where p.tenant_id = l.tenant_id and p.line = l.id and p.is_active order by m.maker, m.id limit 1) mm on true`;

function toCandidate(row: CandidateSqlRow): CandidateLine {
  return {
    ...toLine(row),
    match: row.match === null || row.maker === null ? undefined : { id: row.match, maker: row.maker },
  };
}

/** Lines of the account of these amounts. */
export async function listLinesOfAmounts(
  tx: TenantTx,
  account: BankAccountId,
  amounts: readonly bigint[],
): Promise<CandidateLine[]> {
  const rows = await tx.query<CandidateSqlRow>(
    `${CANDIDATE} where l.tenant_id = $1 and l.account = $2 and l.amount = any($3::bigint[]) and l.kind in ('settlement', 'other')
     order by l.booking_date, l.id`,
    [tx.tenantId, account, amounts.map(String)],
  );
  return rows.map(toCandidate);
}

/** Bookings that stand for several transactions, of which one has such an amount, or all together. */
export async function listBatchLines(
  tx: TenantTx,
  account: BankAccountId,
  amounts: readonly bigint[],
): Promise<CandidateLine[]> {
  const rows = await tx.query<CandidateSqlRow>(
    `${CANDIDATE} where l.tenant_id = $1 and l.account = $2 and l.details <> '[]'::jsonb and l.kind = 'settlement'
       and (l.amount = any($3::bigint[])
         or exists (select from jsonb_array_elements(l.details) d where (d ->> 'amount')::bigint = any($3::bigint[])))
     order by l.booking_date, l.id`,
    [tx.tenantId, account, amounts.map(String)],
  );
  return rows.map(toCandidate);
}

/** Lines that may be settlements and are not used up, newest first. */
export async function listOpenLines(
  tx: TenantTx,
  account: BankAccountId,
  from: LedgerDate,
  limit: number,
): Promise<CandidateLine[]> {
  const rows = await tx.query<CandidateSqlRow>(
    `${CANDIDATE} where l.tenant_id = $1 and l.account = $2 and l.kind = 'settlement' and l.matched <> l.amount and l.booking_date >= $3
     order by l.booking_date desc, l.id desc limit $4`,
    [tx.tenantId, account, from, limit],
  );
  return rows.map(toCandidate);
}

/**
 * Lines that nothing spoke for, of amounts that open payouts have, newest first: suggestions by amount are looked for
 * among them.
 */
export async function listOtherLines(
  tx: TenantTx,
  account: BankAccountId,
  amounts: readonly bigint[],
  limit: number,
): Promise<CandidateLine[]> {
  const rows = await tx.query<CandidateSqlRow>(
    `${CANDIDATE} where l.tenant_id = $1 and l.account = $2 and l.kind = 'other' and l.amount = any($3::bigint[]) and l.matched = 0
     order by l.booking_date desc, l.id desc limit $4`,
    [tx.tenantId, account, amounts.map(String), limit],
  );
  return rows.map(toCandidate);
}

/** Lines that nothing speaks for any more. */
export async function markAsOther(tx: TenantTx, lines: readonly BankLineId[]): Promise<void> {
  if (lines.length === 0) return;
  await tx.execute(
    "update bank_line set kind = 'other' where tenant_id = $1 and id = any($2::uuid[]) and kind = 'settlement' and not is_confirmed and matched = 0",
    [tx.tenantId, lines],
  );
}

/** Lines that something speaks for now. */
export async function markAsSettlement(tx: TenantTx, lines: readonly BankLineId[]): Promise<void> {
  if (lines.length === 0) return;
  await tx.execute(
    "update bank_line set kind = 'settlement' where tenant_id = $1 and id = any($2::uuid[]) and kind = 'other'",
    [tx.tenantId, lines],
  );
}
