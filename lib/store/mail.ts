import type { SqlTransaction } from "@/lib/platform/database/database";
import type { SystemTx } from "@/lib/store/system";

/** Mail on its way, sealed. It is written in the transaction of what causes it, of a firm or of none. */
export async function insertMail(
  tx: SqlTransaction,
  mail: Readonly<{ id: string; sealed: string; nowMs: number }>,
): Promise<void> {
  await tx.query("select installation.post_mail($1, $2, to_timestamp($3 / 1000.0))", [
    mail.id,
    mail.sealed,
    mail.nowMs,
  ]);
}

export type WaitingMail = Readonly<{ id: string; sealed: string; tries: number; createdAt: string }>;

/** Takes mail that is due; it comes again after `leaseSeconds` unless it is sent or put off. */
export async function takeMail(
  tx: SystemTx,
  take: Readonly<{ nowMs: number; leaseSeconds: number; limit: number }>,
): Promise<WaitingMail[]> {
  const rows = await tx.query<{ mail_id: string; mail_sealed: string; tries: number; created_at: string }>(
    "select * from installation.take_mail(to_timestamp($1 / 1000.0), make_interval(secs => $2), $3)",
    [take.nowMs, take.leaseSeconds, take.limit],
  );
  return rows.map((row) => ({
    id: row.mail_id,
    sealed: row.mail_sealed,
    tries: row.tries,
    createdAt: row.created_at,
  }));
}

export async function deleteMail(tx: SystemTx, id: string): Promise<void> {
  await tx.query("select installation.mail_sent($1)", [id]);
}

export async function putOffMail(tx: SystemTx, id: string, nextAtMs: number, why: string): Promise<void> {
  await tx.query("select installation.mail_failed($1, to_timestamp($2 / 1000.0), $3)", [id, nextAtMs, why]);
}

export async function isMailDue(tx: SystemTx, nowMs: number): Promise<boolean> {
  const rows = await tx.query<{ due: boolean }>(
    "select installation.mail_due(to_timestamp($1 / 1000.0)) as due",
    [nowMs],
  );
  return rows[0]?.due ?? false;
}
