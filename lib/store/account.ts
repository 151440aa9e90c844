import type { UserId } from "@/lib/core/ids";
import type { MailLanguage } from "@/lib/domain/access/language";
import type { SystemTx } from "@/lib/store/system";

/** The account of a signed-in person: each function takes the id of a session that holds, and looks the person up. */

export type AccountRecord = Readonly<{
  email: string;
  name: string;
  language: MailLanguage;
  hasPassword: boolean;
  /** Since when the second factor is asked for; undefined: it is off. */
  secondFactorAt: string | undefined;
  recoveryCodesLeft: number;
  /** Issuers of OpenID Connect where the person is known. */
  issuers: readonly string[];
}>;

export async function findAccount(
  tx: SystemTx,
  sessionId: string,
  nowMs: number,
): Promise<AccountRecord | undefined> {
  const rows = await tx.query<{
    email: string;
    name: string;
    language: MailLanguage;
    has_password: boolean;
    second_factor_at: string | null;
    recovery_codes: number;
    issuers: string[];
  }>("select * from installation.read_account($1, to_timestamp($2 / 1000.0))", [sessionId, nowMs]);
  return (
    rows[0] && {
      email: rows[0].email,
      name: rows[0].name,
      language: rows[0].language,
      hasPassword: rows[0].has_password,
      secondFactorAt: rows[0].second_factor_at ?? undefined,
      recoveryCodesLeft: rows[0].recovery_codes,
      issuers: rows[0].issuers,
    }
  );
}

/** What proves that it is the person at the keys, and what their password must not be made of. */
export type AccountProofs = Readonly<{
  userId: UserId;
  email: string;
  name: string;
  language: MailLanguage;
  firmNames: readonly string[];
  passwordHash: string | undefined;
  /** Of the second factor, confirmed or not. */
  secretSealed: string | undefined;
  isConfirmed: boolean;
}>;

export async function findProofs(
  tx: SystemTx,
  sessionId: string,
  nowMs: number,
): Promise<AccountProofs | undefined> {
  const rows = await tx.query<{
    user_id: UserId;
    email: string;
    name: string;
    language: MailLanguage;
    firm_names: string[];
    password_hash: string | null;
    secret_sealed: string | null;
    is_confirmed: boolean | null;
  }>("select * from installation.account_proofs($1, to_timestamp($2 / 1000.0))", [sessionId, nowMs]);
  return (
    rows[0] && {
      userId: rows[0].user_id,
      email: rows[0].email,
      name: rows[0].name,
      language: rows[0].language,
      firmNames: rows[0].firm_names,
      passwordHash: rows[0].password_hash ?? undefined,
      secretSealed: rows[0].secret_sealed ?? undefined,
      isConfirmed: rows[0].is_confirmed === true,
    }
  );
}

/** Something that happened to an account. `kind`: the migration 20261122000100_sign_in writes them. */
export type AccountEventRecord = Readonly<{
  id: string;
  at: string;
  kind: string;
  device: string;
  address: string;
}>;

/** The account's latest events, those before `before`. */
export async function listAccountEvents(
  tx: SystemTx,
  ask: Readonly<{
    sessionId: string;
    nowMs: number;
    before: Readonly<{ at: string; id: string }> | undefined;
    limit: number;
  }>,
): Promise<AccountEventRecord[]> {
  const rows = await tx.query<{
    id: string;
    happened_at: string;
    kind: string;
    device: string;
    address: string;
  }>("select * from installation.account_events($1, to_timestamp($2 / 1000.0), $3, $4, $5)", [
    ask.sessionId,
    ask.nowMs,
    ask.before?.at ?? null,
    ask.before?.id ?? null,
    ask.limit,
  ]);
  return rows.map(({ happened_at: at, ...row }) => ({ ...row, at }));
}

/** False: the session does not hold. */
export async function setLanguage(
  tx: SystemTx,
  sessionId: string,
  language: MailLanguage,
  nowMs: number,
): Promise<boolean> {
  const rows = await tx.query<{ done: boolean }>(
    "select installation.set_language($1, $2, to_timestamp($3 / 1000.0)) as done",
    [sessionId, language, nowMs],
  );
  return rows[0]?.done === true;
}

/** Sets the password, closes every other session and goes on as `newSessionId`. False: the session does not hold. */
export async function changePassword(
  tx: SystemTx,
  change: Readonly<{ sessionId: string; passwordHash: string; newSessionId: string; nowMs: number }>,
): Promise<boolean> {
  const rows = await tx.query<{ done: boolean }>(
    "select installation.change_password($1, $2, $3, to_timestamp($4 / 1000.0)) as done",
    [change.sessionId, change.passwordHash, change.newSessionId, change.nowMs],
  );
  return rows[0]?.done === true;
}
