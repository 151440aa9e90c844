import type { SystemTx } from "@/lib/store/system";

/** Sessions of people: each function takes the id of a session that holds, and looks its person up. */

/** One sign-in of a person, on one device; it may be closed by `id`, which opens nothing. */
export type SignInRecord = Readonly<{
  id: string;
  isCurrent: boolean;
  /** The browser's own words (User-Agent). */
  device: string;
  address: string;
  startedAt: string;
  lastSeenAt: string;
}>;

/** The person's sign-ins that are open, the latest used first. */
export async function listSignIns(tx: SystemTx, sessionId: string, nowMs: number): Promise<SignInRecord[]> {
  const rows = await tx.query<{
    sign_in: string;
    is_current: boolean;
    device: string;
    address: string;
    started_at: string;
    last_seen_at: string;
  }>("select * from installation.list_sign_ins($1, to_timestamp($2 / 1000.0))", [sessionId, nowMs]);
  return rows.map((row) => ({
    id: row.sign_in,
    isCurrent: row.is_current,
    device: row.device,
    address: row.address,
    startedAt: row.started_at,
    lastSeenAt: row.last_seen_at,
  }));
}

/** The id to carry from now on: another one when this one is old enough. Undefined: the session does not hold. */
export async function renewSession(
  tx: SystemTx,
  renewal: Readonly<{
    id: string;
    newId: string;
    nowMs: number;
    renewAfterSeconds: number;
    overlapSeconds: number;
    device: string;
    address: string;
  }>,
): Promise<string | undefined> {
  const rows = await tx.query<{ id: string | null }>(
    "select installation.renew_session($1, $2, to_timestamp($3 / 1000.0), make_interval(secs => $4), make_interval(secs => $5), $6, $7) as id",
    [
      renewal.id,
      renewal.newId,
      renewal.nowMs,
      renewal.renewAfterSeconds,
      renewal.overlapSeconds,
      renewal.device,
      renewal.address,
    ],
  );
  return rows[0]?.id ?? undefined;
}

/** Closes one of the person's own sign-ins. False: there is none with this id. */
export async function closeSignIn(
  tx: SystemTx,
  sessionId: string,
  wanted: string,
  nowMs: number,
): Promise<boolean> {
  return isDone(tx, "select installation.close_sign_in($1, $2, to_timestamp($3 / 1000.0)) as done", [
    sessionId,
    wanted,
    nowMs,
  ]);
}

/** Closes all of the person's sign-ins, this one included. False: the session does not hold. */
export async function closeSignIns(tx: SystemTx, sessionId: string, nowMs: number): Promise<boolean> {
  return isDone(tx, "select installation.close_sign_ins($1, to_timestamp($2 / 1000.0)) as done", [
    sessionId,
    nowMs,
  ]);
}

async function isDone(tx: SystemTx, sql: string, values: readonly (string | number)[]): Promise<boolean> {
  const rows = await tx.query<{ done: boolean | null }>(sql, values);
  return rows[0]?.done === true;
}
