import { AppError } from "@/lib/core/errors";
import type { ErrorCode } from "@/lib/core/errors";
import type { Refusal } from "@/lib/contracts/account";
import { PASSWORD_MAX, PASSWORD_MIN } from "@/lib/domain/access/password-rules";

type Words = Readonly<{ code: ErrorCode; field: string; message: string }>;

const input = (field: string, message: string): Words => ({ code: "invalid_input", field, message });

const LENGTH = `the password must have ${String(PASSWORD_MIN)} to ${String(PASSWORD_MAX)} characters; a few words in a row are easy to keep`;

const WORDS = {
  "password-short": input("newPassword", LENGTH),
  "password-long": input("newPassword", LENGTH),
  "password-common": input(
    "newPassword",
    "the password is one of those that are tried first: choose another",
  ),
  "password-personal": input(
    "newPassword",
    "the password is made of the e-mail, the name or the firm's name: choose another",
  ),
  "password-same": input("newPassword", "the new password must be another one"),
  "password-wrong": input("password", "the password is wrong"),
  "password-none": input("password", "this account has no password yet: ask for a link to choose one"),
  "code-wrong": input("code", "the code is wrong, or was used before"),
  "email-invalid": input("email", "this is not an e-mail address"),
  "email-same": input("email", "this is the address you have"),
  "second-factor-on": { code: "conflict", field: "code", message: "the second factor is on already" },
  "second-factor-off": { code: "conflict", field: "code", message: "the second factor is off" },
  "link-gone": { code: "not_found", field: "token", message: "the link was used, or has expired" },
  "pending-gone": { code: "unauthenticated", field: "code", message: "begin again with the password" },
} as const satisfies Record<Refusal, Words>;

/** What a person's own request is refused for: in words, and as a word for the page to say in its language. */
export function refuse(reason: Refusal, atField?: string): AppError {
  const { code, field, message } = WORDS[reason];
  return new AppError(code, message, { fields: [{ field: atField ?? field, message, reason }] });
}
