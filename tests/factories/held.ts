import type { LedgerUid } from "@/lib/core/ids";
import type { Topic } from "@/lib/domain/ledger/states";
import type { ServiceContext } from "@/lib/services/context";
import { withTenant } from "@/lib/store/tenant";
import type { TruthTopic } from "@/tests/factories/simulator";

/** What the active copy of a topic holds, in the words of the simulator's truth. */
export type Held = Pick<TruthTopic, "count" | "sum" | "firstBalance" | "headBalance" | "days"> &
  Readonly<{ gapless: boolean }>;

export async function readHeld(ctx: ServiceContext, ledger: LedgerUid, topic: Topic): Promise<Held> {
  return withTenant(ctx.database, ctx, async (tx) => {
    const key = [tx.tenantId, ledger, topic];
    const join = `from ledger_topic t join %s x on x.tenant_id = t.tenant_id and x.ledger = t.ledger and x.topic = t.topic and x.copy = t.active_copy
      where t.tenant_id = $1 and t.ledger = $2 and t.topic = $3`;
    const feed = await tx.query<{
      first_balance: bigint | null;
      head_balance: bigint | null;
      next_sequence: bigint;
    }>(`select first_balance, head_balance, next_sequence ${join.replace("%s", "feed")}`, key);
    const entries = await tx.query<{
      count: bigint;
      sum: bigint | null;
      lowest: bigint | null;
      highest: bigint | null;
    }>(
      `select count(*) as count, sum(amount) as sum, min(sequence) as lowest, max(sequence) as highest ${join.replace("%s", "entry")}`,
      key,
    );
    const sums = await tx.query<{ ledger_date: string; entry_type: string; amount: bigint; count: bigint }>(
      `select x.ledger_date, x.entry_type, sum(x.amount) as amount, sum(x.count) as count ${join.replace("%s", "day_sum")}
       group by x.ledger_date, x.entry_type order by x.ledger_date, x.entry_type`,
      key,
    );
    const days = new Map<
      string,
      {
        ledgerDate: string;
        count: number;
        sum: number;
        byType: Record<string, { count: number; amount: number }>;
      }
    >();
    for (const row of sums) {
      const day = days.get(row.ledger_date) ?? { ledgerDate: row.ledger_date, count: 0, sum: 0, byType: {} };
      day.count += Number(row.count);
      day.sum += Number(row.amount);
      day.byType[row.entry_type] = { count: Number(row.count), amount: Number(row.amount) };
      days.set(row.ledger_date, day);
    }
    const total = entries[0];
    const count = Number(total?.count ?? 0);
    return {
      count,
      sum: Number(total?.sum ?? 0n),
      firstBalance: minorOrNull(feed[0]?.first_balance),
      headBalance: minorOrNull(feed[0]?.head_balance),
      days: [...days.values()],
      gapless:
        count === 0 ||
        (total?.lowest === 1n &&
          Number(total.highest) === count &&
          Number(feed[0]?.next_sequence) === count + 1),
    };
  });
}

/** The same part of the simulator's truth, days in order. */
export function truthOf(topic: TruthTopic): Held {
  const { count, sum, firstBalance, headBalance } = topic;
  const days = [...topic.days]
    .sort((a, b) => a.ledgerDate.localeCompare(b.ledgerDate))
    .map((day) => ({
      ...day,
      byType: Object.fromEntries(Object.entries(day.byType).sort(([a], [b]) => (a < b ? -1 : 1))),
    }));
  return { count, sum, firstBalance, headBalance, days, gapless: true };
}

function minorOrNull(amount: bigint | null | undefined): number | null {
  return typeof amount === "bigint" ? Number(amount) : null;
}
