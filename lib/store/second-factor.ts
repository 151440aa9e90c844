import type { UserId } from "@/lib/core/ids";
import type { SystemTx } from "@/lib/store/system";

/** The second factor: its secret is sealed, recovery codes are hashes, and no code works twice. */

type Visitor = Readonly<{ device: string; address: string }>;

/** Opens the state between password and second factor; it opens nothing else. */
export async function openPending(
  tx: SystemTx,
  pending: Readonly<{ hash: Uint8Array; userId: UserId; nowMs: number; expiresAtMs: number }>,
): Promise<void> {
  await tx.query(
    "select installation.open_pending($1, $2, to_timestamp($3 / 1000.0), to_timestamp($4 / 1000.0))",
    [pending.hash, pending.userId, pending.nowMs, pending.expiresAtMs],
  );
}

export async function findPending(
  tx: SystemTx,
  hash: Uint8Array,
  nowMs: number,
): Promise<Readonly<{ userId: UserId; secretSealed: string }> | undefined> {
  const rows = await tx.query<{ user_id: UserId; secret_sealed: string }>(
    "select * from installation.read_pending($1, to_timestamp($2 / 1000.0))",
    [hash, nowMs],
  );
  return rows[0] && { userId: rows[0].user_id, secretSealed: rows[0].secret_sealed };
}

/** What was shown: the code of a time step, or a recovery code by its hash. */
export type ShownFactor =
  | Readonly<{ kind: "step"; step: number }>
  | Readonly<{ kind: "recovery"; hash: Uint8Array }>;

/** Takes what was shown, once, and opens the session. False: it was taken before, or nothing is pending. */
export async function passSecondFactor(
  tx: SystemTx,
  pass: Visitor &
    Readonly<{ hash: Uint8Array; shown: ShownFactor; sessionId: string; nowMs: number; endsAtMs: number }>,
): Promise<boolean> {
  return isDone(
    tx,
    "select installation.pass_second_factor($1, $2, $3, $4, to_timestamp($5 / 1000.0), to_timestamp($6 / 1000.0), $7, $8) as done",
    [
      pass.hash,
      ...shownValues(pass.shown),
      pass.sessionId,
      pass.nowMs,
      pass.endsAtMs,
      pass.device,
      pass.address,
    ],
  );
}

/** Remembers in the account that a wrong code was shown. */
export async function noteRefusedCode(
  tx: SystemTx,
  hash: Uint8Array,
  nowMs: number,
  visitor: Visitor,
): Promise<void> {
  await tx.query("select installation.note_refused_code($1, to_timestamp($2 / 1000.0), $3, $4)", [
    hash,
    nowMs,
    visitor.device,
    visitor.address,
  ]);
}

/** Stores a secret that counts once it is confirmed. False: there is a second factor already, or no session. */
export async function beginSecondFactor(
  tx: SystemTx,
  sessionId: string,
  secretSealed: string,
  nowMs: number,
): Promise<boolean> {
  return isDone(tx, "select installation.begin_second_factor($1, $2, to_timestamp($3 / 1000.0)) as done", [
    sessionId,
    secretSealed,
    nowMs,
  ]);
}

/** From now on it is asked for. Closes every other session, and goes on as `newSessionId`. */
export async function confirmSecondFactor(
  tx: SystemTx,
  confirm: Readonly<{
    sessionId: string;
    secretSealed: string;
    step: number;
    codeHashes: readonly Uint8Array[];
    newSessionId: string;
    nowMs: number;
  }>,
): Promise<boolean> {
  return isDone(
    tx,
    "select installation.confirm_second_factor($1, $2, $3, $4, $5, to_timestamp($6 / 1000.0)) as done",
    [
      confirm.sessionId,
      confirm.secretSealed,
      confirm.step,
      confirm.codeHashes,
      confirm.newSessionId,
      confirm.nowMs,
    ],
  );
}

/** `refused`: what was shown is unknown, or was taken before. */
export type FactorOutcome = "done" | "off" | "refused";

/** Takes what was shown, and ends the second factor. */
export async function endSecondFactor(
  tx: SystemTx,
  sessionId: string,
  shown: ShownFactor,
  nowMs: number,
): Promise<FactorOutcome> {
  const rows = await tx.query<{ outcome: FactorOutcome }>(
    "select installation.end_second_factor($1, $2, $3, to_timestamp($4 / 1000.0)) as outcome",
    [sessionId, ...shownValues(shown), nowMs],
  );
  return rows[0]?.outcome ?? "off";
}

/** Takes what was shown, and puts new recovery codes in the place of the old ones. */
export async function replaceRecoveryCodes(
  tx: SystemTx,
  sessionId: string,
  change: Readonly<{ shown: ShownFactor; codeHashes: readonly Uint8Array[]; nowMs: number }>,
): Promise<FactorOutcome> {
  const rows = await tx.query<{ outcome: FactorOutcome }>(
    "select installation.replace_recovery_codes($1, $2, $3, $4, to_timestamp($5 / 1000.0)) as outcome",
    [sessionId, change.codeHashes, ...shownValues(change.shown), change.nowMs],
  );
  return rows[0]?.outcome ?? "off";
}

/** The step, else the hash of a recovery code, as the functions take them. */
function shownValues(shown: ShownFactor): [number | null, Uint8Array | null] {
  return shown.kind === "step" ? [shown.step, null] : [null, shown.hash];
}

/** Every sealed secret and its person: for the rotation of encryption keys. */
export async function listFactorSecrets(
  tx: SystemTx,
): Promise<Readonly<{ userId: UserId; secretSealed: string }>[]> {
  const rows = await tx.query<{ user_id: UserId; secret_sealed: string }>(
    "select * from installation.second_factor_secrets()",
  );
  return rows.map((row) => ({ userId: row.user_id, secretSealed: row.secret_sealed }));
}

/** Replaces a sealed secret by the same one sealed anew, unless it was replaced meanwhile. */
export async function resealFactor(
  tx: SystemTx,
  userId: UserId,
  before: string,
  after: string,
): Promise<boolean> {
  return isDone(tx, "select installation.reseal_second_factor($1, $2, $3) as done", [userId, before, after]);
}

async function isDone(
  tx: SystemTx,
  sql: string,
  values: readonly (string | number | null | Uint8Array | readonly Uint8Array[])[],
): Promise<boolean> {
  const rows = await tx.query<{ done: boolean | null }>(sql, values);
  return rows[0]?.done === true;
}
