import type { MailTemplate } from "@/lib/messages/mail/template";
import { emailChange } from "@/lib/messages/mail/templates/email-change";
import { emailChangeNotice } from "@/lib/messages/mail/templates/email-change-notice";
import { emailChangedNotice } from "@/lib/messages/mail/templates/email-changed-notice";
import { firmCreated } from "@/lib/messages/mail/templates/firm-created";
import { firmDeletionAsked } from "@/lib/messages/mail/templates/firm-deletion-asked";
import { grantArrived } from "@/lib/messages/mail/templates/grant-arrived";
import { grantReminder } from "@/lib/messages/mail/templates/grant-reminder";
import { grantRequest } from "@/lib/messages/mail/templates/grant-request";
import { invitation } from "@/lib/messages/mail/templates/invitation";
import { invitationMerchant } from "@/lib/messages/mail/templates/invitation-merchant";
import { issueDigest } from "@/lib/messages/mail/templates/issue-digest";
import { keysInDoubt } from "@/lib/messages/mail/templates/keys-in-doubt";
import { keysProvenAgain } from "@/lib/messages/mail/templates/keys-proven-again";
import { passwordChangedNotice } from "@/lib/messages/mail/templates/password-changed-notice";
import { passwordReset } from "@/lib/messages/mail/templates/password-reset";
import { recoveryCodesNotice } from "@/lib/messages/mail/templates/recovery-codes-notice";
import { secondFactorOffNotice } from "@/lib/messages/mail/templates/second-factor-off-notice";
import { secondFactorOnNotice } from "@/lib/messages/mail/templates/second-factor-on-notice";
import { tokenExpiring } from "@/lib/messages/mail/templates/token-expiring";

/** Every letter that we send, by name. */
export const MAILS = {
  "email-change": emailChange,
  "email-change-notice": emailChangeNotice,
  "email-changed-notice": emailChangedNotice,
  "firm-created": firmCreated,
  "firm-deletion-asked": firmDeletionAsked,
  "grant-arrived": grantArrived,
  "grant-reminder": grantReminder,
  "grant-request": grantRequest,
  invitation: invitation,
  "invitation-merchant": invitationMerchant,
  "issue-digest": issueDigest,
  "keys-in-doubt": keysInDoubt,
  "keys-proven-again": keysProvenAgain,
  "password-changed-notice": passwordChangedNotice,
  "password-reset": passwordReset,
  "recovery-codes-notice": recoveryCodesNotice,
  "second-factor-off-notice": secondFactorOffNotice,
  "second-factor-on-notice": secondFactorOnNotice,
  "token-expiring": tokenExpiring,
} as const satisfies Record<string, MailTemplate>;

export type MailName = keyof typeof MAILS;
