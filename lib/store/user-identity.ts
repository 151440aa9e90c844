import type { UserId } from "@/lib/core/ids";
import type { SystemTx } from "@/lib/store/system";

type Visitor = Readonly<{ device: string; address: string }>;

/** Whom an issuer's subject is; linked the first time by an e-mail that the issuer has verified. */
export async function findIdentity(
  tx: SystemTx,
  ask: Visitor &
    Readonly<{ issuer: string; subject: string; verifiedEmail: string | undefined; nowMs: number }>,
): Promise<Readonly<{ userId: UserId; hasSecondFactor: boolean }> | undefined> {
  const rows = await tx.query<{ user_id: UserId; has_second_factor: boolean }>(
    "select * from installation.find_identity($1, $2, $3, to_timestamp($4 / 1000.0), $5, $6)",
    [ask.issuer, ask.subject, ask.verifiedEmail ?? null, ask.nowMs, ask.device, ask.address],
  );
  return rows[0] && { userId: rows[0].user_id, hasSecondFactor: rows[0].has_second_factor };
}
