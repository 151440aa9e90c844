import type { MailTemplate } from "@/lib/messages/mail/template";
import { grantArrived } from "@/lib/messages/mail/templates/grant-arrived";
import { grantReminder } from "@/lib/messages/mail/templates/grant-reminder";
import { grantRequest } from "@/lib/messages/mail/templates/grant-request";
import { passwordReset } from "@/lib/messages/mail/templates/password-reset";

/** Every letter that we send, by name. */
export const MAILS = {
  "password-reset": passwordReset,
  "grant-request": grantRequest,
  "grant-reminder": grantReminder,
  "grant-arrived": grantArrived,
} as const satisfies Record<string, MailTemplate>;

export type MailName = keyof typeof MAILS;
