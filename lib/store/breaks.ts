import type { LedgerDate } from "@/lib/core/ledger-date";
import type { LedgerUid } from "@/lib/core/ids";
import type { Topic } from "@/lib/domain/ledger/states";
import type { TenantTx } from "@/lib/store/tenant";

/** A broken place of the chain, by the natural key of its entry: the same in every copy. */
export type BreakKey = Readonly<{
  ledger: LedgerUid;
  topic: Topic;
  ledgerDate: LedgerDate;
  content: string;
  ordinal: number;
}>;

/** Notes that a person knows of the break, and why it may stand. Returns in how many copies. */
export async function acknowledgeBreak(
  tx: TenantTx,
  key: BreakKey,
  by: Readonly<{ name: string; reason: string; nowMs: number }>,
): Promise<number> {
  return tx.execute(
    `update chain_break set acknowledged_by = $7, acknowledged_at = to_timestamp($8 / 1000.0), reason = $9
     where tenant_id = $1 and ledger = $2 and topic = $3 and ledger_date = $4 and content = decode($5, 'hex') and ordinal = $6
       and copy in (select copy from feed where tenant_id = $1 and ledger = $2 and topic = $3) and acknowledged_at is null`,
    [
      tx.tenantId,
      key.ledger,
      key.topic,
      key.ledgerDate,
      key.content,
      key.ordinal,
      by.name,
      by.nowMs,
      by.reason,
    ],
  );
}
