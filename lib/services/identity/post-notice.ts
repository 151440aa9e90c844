import type { MailName } from "@/lib/messages/mail/catalogue";
import type { MailLanguage } from "@/lib/domain/access/language";
import type { SqlTransaction } from "@/lib/platform/database/database";
import type { Services } from "@/lib/services/context";
import { postMail } from "@/lib/services/mail/post-mail";

type Notice = Extract<MailName, `${string}-notice`>;

/** Tells a person that their account changed, in the transaction of the change; it leads to the recent activity. */
export function postNotice(
  tx: SqlTransaction,
  services: Pick<Services, "secrets" | "clock" | "publicUrl">,
  notice: Readonly<{
    email: string;
    language: MailLanguage;
    name: Notice;
    values?: Readonly<Record<string, string>>;
  }>,
): Promise<void> {
  const when = `${new Date(services.clock.nowMs()).toISOString().slice(0, 16).replace("T", " ")} UTC`;
  return postMail(tx, services, {
    to: notice.email,
    language: notice.language,
    name: notice.name,
    values: { when, link: `${services.publicUrl}/account`, ...notice.values },
  });
}
