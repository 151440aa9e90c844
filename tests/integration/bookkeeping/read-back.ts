import type { ServiceContext } from "@/lib/services/context";
import type { ReportFile } from "@/lib/services/reports/report-file";
import { withTenant } from "@/lib/store/tenant";

export async function bytesOf(file: ReportFile): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.chunks)
    chunks.push(typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk);
  return new Uint8Array(Buffer.concat(chunks));
}

/** Sums of `day_sum` of a ledger's active copies between two dates, straight from the table. */
export async function daySums(
  ctx: ServiceContext,
  ledger: string,
  dates: Readonly<{ from: string; to: string }>,
): Promise<
  { topic: string; ledger_date: string; entry_type: string; recipient_handle: string; amount: bigint }[]
> {
  return withTenant(ctx.database, ctx, (tx) =>
    tx.query(
      `select s.topic, s.ledger_date, s.entry_type, s.recipient_handle, s.amount from day_sum s
       join ledger_topic t on t.tenant_id = s.tenant_id and t.ledger = s.ledger and t.topic = s.topic and t.active_copy = s.copy
       where s.tenant_id = $1 and s.ledger = $2 and s.ledger_date between $3::date and $4::date`,
      [ctx.tenantId, ledger, dates.from, dates.to],
    ),
  );
}
