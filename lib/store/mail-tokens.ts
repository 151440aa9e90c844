import type { UserId } from "@/lib/core/ids";
import type { MailLanguage } from "@/lib/domain/access/language";
import type { SystemTx } from "@/lib/store/system";

/** Links that were sent by mail, by the hash of their secret. Each works once. */

type Visitor = Readonly<{ device: string; address: string }>;
export type LinkPurpose = "password-reset" | "email-change";

/** Whom a link belongs to, and what it is for. */
export type MailLink = Readonly<{
  userId: UserId;
  email: string;
  name: string;
  language: MailLanguage;
  firmNames: readonly string[];
  newEmail: string | undefined;
}>;

/** The link, unless it is unknown, used or expired. */
export async function findMailLink(
  tx: SystemTx,
  hash: Uint8Array,
  purpose: LinkPurpose,
  nowMs: number,
): Promise<MailLink | undefined> {
  const rows = await tx.query<{
    user_id: UserId;
    email: string;
    name: string;
    language: MailLanguage;
    firm_names: string[];
    new_email: string | null;
  }>("select * from installation.read_mail_token($1, $2, to_timestamp($3 / 1000.0))", [hash, purpose, nowMs]);
  return (
    rows[0] && {
      userId: rows[0].user_id,
      email: rows[0].email,
      name: rows[0].name,
      language: rows[0].language,
      firmNames: rows[0].firm_names,
      newEmail: rows[0].new_email ?? undefined,
    }
  );
}

type NewLink = Readonly<{ hash: Uint8Array; nowMs: number; expiresAtMs: number }>;
export type Recipient = Readonly<{ email: string; language: MailLanguage }>;

/** Makes a link for the person with this e-mail. Undefined: nobody has it. */
export async function beginPasswordReset(
  tx: SystemTx,
  email: string,
  link: NewLink & Visitor,
): Promise<Recipient | undefined> {
  const rows = await tx.query<Recipient>(
    "select * from installation.begin_password_reset($1, $2, to_timestamp($3 / 1000.0), to_timestamp($4 / 1000.0), $5, $6)",
    [email, link.hash, link.nowMs, link.expiresAtMs, link.device, link.address],
  );
  return rows[0];
}

/** Uses the link up, sets the password and closes every session. Undefined: the link is used or expired. */
export async function finishPasswordReset(
  tx: SystemTx,
  finish: Visitor & Readonly<{ hash: Uint8Array; passwordHash: string; nowMs: number }>,
): Promise<Recipient | undefined> {
  const rows = await tx.query<Recipient>(
    "select * from installation.finish_password_reset($1, $2, to_timestamp($3 / 1000.0), $4, $5)",
    [finish.hash, finish.passwordHash, finish.nowMs, finish.device, finish.address],
  );
  return rows[0];
}

/** Makes a link for the new address. False: somebody has that address. Undefined: the session does not hold. */
export async function beginEmailChange(
  tx: SystemTx,
  sessionId: string,
  newEmail: string,
  link: NewLink,
): Promise<boolean | undefined> {
  const rows = await tx.query<{ made: boolean | null }>(
    "select installation.begin_email_change($1, $2, $3, to_timestamp($4 / 1000.0), to_timestamp($5 / 1000.0)) as made",
    [sessionId, newEmail, link.hash, link.nowMs, link.expiresAtMs],
  );
  return rows[0]?.made ?? undefined;
}

/** Uses the link up and changes the address. Undefined: the link is used or expired, or somebody has the address. */
export async function finishEmailChange(
  tx: SystemTx,
  finish: Visitor & Readonly<{ hash: Uint8Array; nowMs: number }>,
): Promise<Readonly<{ oldEmail: string; newEmail: string; language: MailLanguage }> | undefined> {
  const rows = await tx.query<{ old_email: string; new_email: string; language: MailLanguage }>(
    "select * from installation.finish_email_change($1, to_timestamp($2 / 1000.0), $3, $4)",
    [finish.hash, finish.nowMs, finish.device, finish.address],
  );
  return rows[0] && { oldEmail: rows[0].old_email, newEmail: rows[0].new_email, language: rows[0].language };
}
