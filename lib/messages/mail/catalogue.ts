import type { MailTemplate } from "@/lib/messages/mail/template";
import { invitation } from "@/lib/messages/mail/templates/invitation";
import { invitationMerchant } from "@/lib/messages/mail/templates/invitation-merchant";
import { passwordReset } from "@/lib/messages/mail/templates/password-reset";

/** Every letter that we send, by name. */
export const MAILS = {
  invitation,
  "invitation-merchant": invitationMerchant,
  "password-reset": passwordReset,
} as const satisfies Record<string, MailTemplate>;

export type MailName = keyof typeof MAILS;
