import type { MailTemplate } from "@/lib/messages/mail/template";
import { firmCreated } from "@/lib/messages/mail/templates/firm-created";
import { passwordReset } from "@/lib/messages/mail/templates/password-reset";

/** Every letter that we send, by name. */
export const MAILS = {
  "firm-created": firmCreated,
  "password-reset": passwordReset,
} as const satisfies Record<string, MailTemplate>;

export type MailName = keyof typeof MAILS;
