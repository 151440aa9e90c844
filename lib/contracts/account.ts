import { z } from "zod";

import { MAIL_LANGUAGES } from "@/lib/domain/access/language";
import type { MailLanguage } from "@/lib/domain/access/language";

/** What the pages of a person's own account ask, of the routes under /api/account. Not part of the public API. */

/** The header that a page of ours sets and another site cannot. */
export const ACCOUNT_HEADER = "avstemt-account";

/** Why something is refused: the page says it in the reader's language. */
export const REFUSALS = [
  "password-short",
  "password-long",
  "password-common",
  "password-personal",
  "password-same",
  "password-wrong",
  "password-none",
  "code-wrong",
  "email-invalid",
  "email-same",
  "second-factor-on",
  "second-factor-off",
  "link-gone",
  "pending-gone",
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** Longer than anything people type; shorter than what would be work to hash. */
const text = z.string().max(1_000);
const password = text;
const token = z.string().max(200);

export const AccountInputs = {
  nothing: z.object({}),
  closeSession: z.object({ id: z.uuid() }),
  changePassword: z.object({ password, newPassword: text }),
  changeLanguage: z.object({ language: z.enum(MAIL_LANGUAGES) }),
  changeEmail: z.object({ password, email: text }),
  confirmEmail: z.object({ token }),
  forgotPassword: z.object({ email: text }),
  resetPassword: z.object({ token, newPassword: text }),
  provePassword: z.object({ password }),
  /** Before what only the person with the password and the app may do. */
  proveBoth: z.object({ password, code: text }),
  confirmCode: z.object({ code: text }),
} as const;

export const AccountAnswers = {
  done: z.object({}),
  newSecret: z.object({ key: z.string(), uri: z.string() }),
  recoveryCodes: z.object({ recoveryCodes: z.array(z.string()) }),
} as const;

/** What happens to an account; the migration 20261122000100_sign_in writes them. */
export const ACCOUNT_EVENTS = [
  "signed-in",
  "session-closed",
  "signed-out-everywhere",
  "password-changed",
  "password-reset-asked",
  "password-reset",
  "email-change-asked",
  "email-changed",
  "second-factor-on",
  "second-factor-off",
  "recovery-codes-replaced",
  "recovery-code-used",
  "code-refused",
  "identity-linked",
] as const;

/** What the account's page shows of its person. */
export type AccountView = Readonly<{
  email: string;
  name: string;
  language: MailLanguage;
  hasPassword: boolean;
  /** Since when the second factor is asked for; undefined: it is off. */
  secondFactorAt: string | undefined;
  recoveryCodesLeft: number;
  issuers: readonly string[];
}>;

/** One place where the person is signed in; `device` is what the browser says of itself. */
export type SignInView = Readonly<{
  id: string;
  isCurrent: boolean;
  device: string;
  address: string;
  startedAt: string;
  lastSeenAt: string;
}>;

export type AccountEventView = Readonly<{
  id: string;
  at: string;
  kind: string;
  device: string;
  address: string;
}>;
