import type { MailTemplate } from "@/lib/messages/mail/template";
import { firmDeletionAsked } from "@/lib/messages/mail/templates/firm-deletion-asked";
import { passwordReset } from "@/lib/messages/mail/templates/password-reset";

/** Every letter that we send, by name. */
export const MAILS = {
  "firm-deletion-asked": firmDeletionAsked,
  "password-reset": passwordReset,
} as const satisfies Record<string, MailTemplate>;

export type MailName = keyof typeof MAILS;
