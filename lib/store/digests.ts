import type { MerchantId, TenantId, UserId } from "@/lib/core/ids";
import type { MailLanguage } from "@/lib/domain/access/language";
import { NO_DIGEST } from "@/lib/domain/issue/digest";
import type { DigestChoice } from "@/lib/domain/issue/digest";
import { scopeOf } from "@/lib/store/identity";
import { textArray } from "@/lib/store/parameters";
import type { SystemTx } from "@/lib/store/system";
import type { Scope, TenantTx } from "@/lib/store/tenant";

/** Digests of the issue list: whose time has come, what they want, and when they went. */

type ChoiceRow = {
  frequency: DigestChoice["frequency"];
  weekday: number;
  hour: number;
  covers: DigestChoice["covers"];
  least_severity: DigestChoice["leastSeverity"];
  left_out: DigestChoice["leftOut"];
  sends_empty: boolean;
  last_sent_at: string | null;
  next_send_at: string | null;
};

export async function listDueDigests(
  tx: SystemTx,
  nowMs: number,
  limit: number,
): Promise<Readonly<{ tenantId: TenantId; userId: UserId }>[]> {
  const rows = await tx.query<{ tenant_id: TenantId; user_id: UserId }>(
    "select tenant_id, user_id from installation.digest_due(to_timestamp($1 / 1000.0), $2)",
    [nowMs, limit],
  );
  return rows.map((row) => ({ tenantId: row.tenant_id, userId: row.user_id }));
}

/** A digest whose time has come, and whom it goes to. */
export type DueDigest = Readonly<{
  choice: DigestChoice;
  lastSentAt: string | undefined;
  nextSendAt: string;
  /** How often in a row it could not be written. */
  failures: number;
  email: string;
  language: MailLanguage;
  scope: Scope;
  firmName: string;
  slug: string;
}>;

/** `lock`: nobody else sends it meanwhile. Undefined: its time has not come, or the person left. */
export async function findDueDigest(
  tx: TenantTx,
  user: UserId,
  nowMs: number,
  lock?: "lock",
): Promise<DueDigest | undefined> {
  const rows = await tx.query<
    ChoiceRow & {
      next_send_at: string;
      failures: number;
      email: string;
      language: MailLanguage;
      merchant_ids: MerchantId[] | null;
      firm_name: string;
      slug: string;
    }
  >(
    `select d.frequency, d.weekday, d.hour, d.covers, d.least_severity, d.left_out, d.sends_empty, d.last_sent_at, d.next_send_at, d.failures,
       r.email, r.language, r.merchant_ids, r.firm_name, r.slug
     from digest_setting d cross join lateral installation.digest_recipient(d.user_id) r
     where d.tenant_id = $1 and d.user_id = $2 and d.next_send_at <= to_timestamp($3 / 1000.0)${lock === undefined ? "" : " for update of d"}`,
    [tx.tenantId, user, nowMs],
  );
  const row = rows[0];
  return (
    row && {
      choice: toChoice(row),
      lastSentAt: row.last_sent_at ?? undefined,
      nextSendAt: row.next_send_at,
      failures: row.failures,
      email: row.email,
      language: row.language,
      scope: scopeOf(row.merchant_ids),
      firmName: row.firm_name,
      slug: row.slug,
    }
  );
}

/** Where a member of the firm reads their letters, and what of the firm they see. Undefined: they left. */
export async function findDigestRecipient(
  tx: TenantTx,
  user: UserId,
): Promise<Readonly<{ email: string; scope: Scope }> | undefined> {
  const rows = await tx.query<{ email: string; merchant_ids: MerchantId[] | null }>(
    "select email, merchant_ids from installation.digest_recipient($1)",
    [user],
  );
  return rows[0] && { email: rows[0].email, scope: scopeOf(rows[0].merchant_ids) };
}

/** Notes when the next one goes, and that one went just now. */
export async function noteDigest(
  tx: TenantTx,
  user: UserId,
  note: Readonly<{ nextMs: number; sentMs: number | undefined }>,
): Promise<void> {
  await tx.execute(
    `update digest_setting set next_send_at = to_timestamp($3 / 1000.0), last_sent_at = coalesce(to_timestamp($4::double precision / 1000.0), last_sent_at), failures = 0
     where tenant_id = $1 and user_id = $2`,
    [tx.tenantId, user, note.nextMs, note.sentMs ?? null],
  );
}

/** Puts off one that could not be written, unless it went, or was chosen anew, meanwhile. */
export async function putOffDigest(
  tx: TenantTx,
  user: UserId,
  put: Readonly<{ due: string; nextMs: number }>,
): Promise<void> {
  await tx.execute(
    `update digest_setting set next_send_at = to_timestamp($4 / 1000.0), failures = failures + 1
     where tenant_id = $1 and user_id = $2 and next_send_at = $3::timestamptz`,
    [tx.tenantId, user, put.due, put.nextMs],
  );
}

export type OwnDigest = Readonly<{
  slug: string;
  firmName: string;
  choice: DigestChoice;
  lastSentAt: string | undefined;
  nextSendAt: string | undefined;
}>;

/** The digests of the person of a session, one for each firm that they work in. */
export async function listOwnDigests(tx: SystemTx, sessionId: string, nowMs: number): Promise<OwnDigest[]> {
  const rows = await tx.query<
    { slug: string; firm_name: string } & (
      | ChoiceRow
      | { frequency: null; last_sent_at: null; next_send_at: null }
    )
  >("select * from installation.own_digests($1, to_timestamp($2 / 1000.0))", [sessionId, nowMs]);
  return rows.map((row) => ({
    slug: row.slug,
    firmName: row.firm_name,
    choice: row.frequency === null ? NO_DIGEST : toChoice(row),
    lastSentAt: row.last_sent_at ?? undefined,
    nextSendAt: row.next_send_at ?? undefined,
  }));
}

/** False: the session does not hold, or its person does not work in this firm. */
export async function putOwnDigest(
  tx: SystemTx,
  digest: Readonly<{
    sessionId: string;
    nowMs: number;
    firm: string;
    choice: DigestChoice;
    nextMs: number | undefined;
  }>,
): Promise<boolean> {
  const { choice } = digest;
  const rows = await tx.query<{ done: boolean }>(
    `select installation.put_digest($1, to_timestamp($2 / 1000.0), $3, $4, $5, $6, $7, $8, $9::text[], $10, to_timestamp($11::double precision / 1000.0)) as done`,
    [
      digest.sessionId,
      digest.nowMs,
      digest.firm,
      choice.frequency,
      choice.weekday,
      choice.hour,
      choice.covers,
      choice.leastSeverity,
      textArray(choice.leftOut),
      choice.sendsEmpty,
      digest.nextMs ?? null,
    ],
  );
  return rows[0]?.done === true;
}

function toChoice(row: ChoiceRow): DigestChoice {
  return {
    frequency: row.frequency,
    weekday: row.weekday,
    hour: row.hour,
    covers: row.covers,
    leastSeverity: row.least_severity,
    leftOut: row.left_out,
    sendsEmpty: row.sends_empty,
  };
}
