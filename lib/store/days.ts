import type { LedgerDate } from "@/lib/core/ledger-date";
import type { DayProof } from "@/lib/domain/ledger/states";
import { createParameters } from "@/lib/store/parameters";
import { kindColumns } from "@/lib/store/kind-columns";
import type { KindSums } from "@/lib/store/kind-columns";
import type { FeedKey } from "@/lib/store/feeds";
import type { TenantTx } from "@/lib/store/tenant";

/** One ledger date of a copy. */
export type DayRow = Readonly<{
  ledgerDate: LedgerDate;
  sums: KindSums;
  breaks: bigint;
  entryCount: number;
  proof: DayProof;
  /** It has a break that nobody has acknowledged. */
  hasOpenBreak: boolean;
}>;

/** Dates of a copy that have entries, or that the report says have some; one more than the limit if there is one. */
export async function listDayRows(
  tx: TenantTx,
  key: FeedKey,
  filter: Readonly<{
    from?: LedgerDate | undefined;
    to?: LedgerDate | undefined;
    after?: LedgerDate | undefined;
    order: "oldest" | "newest";
    limit: number;
  }>,
): Promise<DayRow[]> {
  const parameters = createParameters(tx.tenantId, key.ledger, key.topic, key.copy);
  const isUp = filter.order === "oldest";
  const conditions = ["(d.entry_count > 0 or d.proof = 'differs')"];
  if (filter.from !== undefined) conditions.push(`d.ledger_date >= ${parameters.add(filter.from)}::date`);
  if (filter.to !== undefined) conditions.push(`d.ledger_date <= ${parameters.add(filter.to)}::date`);
  if (filter.after !== undefined)
    conditions.push(`d.ledger_date ${isUp ? ">" : "<"} ${parameters.add(filter.after)}::date`);
  const direction = isUp ? "asc" : "desc";
  const rows = await tx.query<
    KindSums & {
      ledger_date: LedgerDate;
      breaks: bigint;
      entry_count: bigint;
      proof: DayProof;
      has_open_break: boolean;
    }
  >(
    `with page as materialized (
       select d.ledger_date, d.break_amount, d.entry_count, d.proof from day d
       where d.tenant_id = $1 and d.ledger = $2 and d.topic = $3 and d.copy = $4 and ${conditions.join(" and ")}
       order by d.ledger_date ${direction} limit ${parameters.add(filter.limit + 1)}
     )
     select p.ledger_date, p.break_amount as breaks, p.entry_count, p.proof, k.*,
       exists (select from chain_break b where b.tenant_id = $1 and b.ledger = $2 and b.topic = $3 and b.copy = $4
         and b.ledger_date = p.ledger_date and b.acknowledged_at is null) as has_open_break
     from page p cross join lateral (
       select ${kindColumns("$3")} from day_sum s
       where s.tenant_id = $1 and s.ledger = $2 and s.topic = $3 and s.copy = $4 and s.ledger_date = p.ledger_date) k
     order by p.ledger_date ${direction}`,
    parameters.values,
  );
  return rows.map((row) => ({
    ledgerDate: row.ledger_date,
    sums: { capture: row.capture, refund: row.refund, fee: row.fee, payout: row.payout, other: row.other },
    breaks: row.breaks,
    entryCount: Number(row.entry_count),
    proof: row.proof,
    hasOpenBreak: row.has_open_break,
  }));
}
