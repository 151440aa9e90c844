import type { MailTemplate } from "@/lib/messages/mail/template";
import { keysInDoubt } from "@/lib/messages/mail/templates/keys-in-doubt";
import { keysProvenAgain } from "@/lib/messages/mail/templates/keys-proven-again";
import { passwordReset } from "@/lib/messages/mail/templates/password-reset";
import { tokenExpiring } from "@/lib/messages/mail/templates/token-expiring";

/** Every letter that we send, by name. */
export const MAILS = {
  "keys-in-doubt": keysInDoubt,
  "keys-proven-again": keysProvenAgain,
  "password-reset": passwordReset,
  "token-expiring": tokenExpiring,
} as const satisfies Record<string, MailTemplate>;

export type MailName = keyof typeof MAILS;
