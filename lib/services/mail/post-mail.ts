import { newId } from "@/lib/core/ids";
import type { TenantId, UserId } from "@/lib/core/ids";
import type { MailName } from "@/lib/messages/mail/catalogue";
import type { MailValues } from "@/lib/messages/mail/compose";
import type { MailLanguage } from "@/lib/domain/access/language";
import type { SqlTransaction } from "@/lib/platform/database/database";
import type { Services } from "@/lib/services/context";
import { insertMail } from "@/lib/store/mail";
import type { Scope } from "@/lib/store/tenant";

/** A letter to one person. `values` fills its places; `link` is where its button leads. */
export type Letter = Readonly<{
  to: string;
  language: MailLanguage;
  name: MailName;
  values: MailValues;
  /** It tells of a firm's books: it goes only while this member of the firm sees what it tells. */
  member?: LetterMember;
}>;

/** A member of a firm, and of which merchants they saw the books when the letter was written. */
export type LetterMember = Readonly<{ tenantId: TenantId; userId: UserId; scope: Scope }>;

/**
 * Posts a letter in the transaction of what causes it: it goes exactly when that is committed. Afterwards ring
 * `mail.send` to have it go at once; the scan rings within seconds anyway.
 */
export async function postMail(
  tx: SqlTransaction,
  services: Pick<Services, "secrets" | "clock">,
  letter: Letter,
): Promise<void> {
  const nowMs = services.clock.nowMs();
  const id = newId<"mail">(nowMs);
  await insertMail(tx, { id, sealed: services.secrets.seal(JSON.stringify(letter), mailSecret(id)), nowMs });
}

/** A letter may carry a link that opens an account: it is sealed, and opens in its own row only. */
export function mailSecret(id: string): Readonly<{ owner: string; purpose: string }> {
  return { owner: id, purpose: "mail" };
}
