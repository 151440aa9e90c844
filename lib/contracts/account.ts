import { z } from "zod";

import { MAIL_LANGUAGES } from "@/lib/domain/access/language";

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
  confirmCode: z.object({ code: text }),
} as const;

export const AccountAnswers = {
  done: z.object({}),
  newSecret: z.object({ key: z.string(), uri: z.string() }),
  recoveryCodes: z.object({ recoveryCodes: z.array(z.string()) }),
} as const;
