import { z } from "zod";

import { ACCOUNT_HEADER, AccountAnswers, REFUSALS } from "@/lib/contracts/account";
import type { Refusal } from "@/lib/contracts/account";
import { DigestAnswer } from "@/lib/contracts/digest";
import type { DigestInput } from "@/lib/contracts/digest";

/** Calls to the routes of one's own account. */

/** What a route refused: why, when it has a word for it, and at which field. */
export class AccountError extends Error {
  override readonly name = "AccountError";
  readonly status: number;
  readonly reason: Refusal | undefined;
  readonly field: string | undefined;

  constructor(status: number, at: Readonly<{ reason?: string | undefined; field?: string | undefined }>) {
    super(`refused: ${String(status)}`);
    this.status = status;
    this.reason = REFUSALS.find((of) => of === at.reason);
    this.field = at.field;
  }
}

const Problem = z.object({
  errors: z.array(z.object({ field: z.string(), reason: z.string().optional() })).min(1),
});

/** Throws: AccountError. */
async function post<S extends z.ZodType>(path: string, body: unknown, output: S): Promise<z.output<S>> {
  const response = await fetch(`/api/account${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json", [ACCOUNT_HEADER]: "1" },
    body: JSON.stringify(body),
    keepalive: true,
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok) return output.parse(answer);
  const problem = Problem.safeParse(answer);
  throw new AccountError(response.status, problem.data?.errors[0] ?? {});
}

const { done, newSecret, recoveryCodes } = AccountAnswers;

/** Says that somebody is at work here. False: they are not signed in any more. */
export async function keepSession(): Promise<boolean> {
  try {
    await post("/session", {}, done);
    return true;
  } catch (error) {
    // An outage is no reason to send anybody away.
    return !(error instanceof AccountError && error.status === 401);
  }
}

export const account = {
  signOutOne: (id: string) => post("/sessions/close", { id }, done),
  signOutEverywhere: () => post("/sessions/close-all", {}, done),
  changePassword: (password: string, newPassword: string) =>
    post("/password", { password, newPassword }, done),
  chooseDigest: (digest: DigestInput) => post("/digest", digest, DigestAnswer),
  changeLanguage: (language: string) => post("/language", { language }, done),
  newSecondFactor: (password: string) => post("/second-factor/new", { password }, newSecret),
  turnOnSecondFactor: (code: string) => post("/second-factor/on", { code }, recoveryCodes),
  turnOffSecondFactor: (password: string, code: string) =>
    post("/second-factor/off", { password, code }, done),
  renewRecoveryCodes: (password: string, code: string) =>
    post("/second-factor/recovery-codes", { password, code }, recoveryCodes),
  changeEmail: (password: string, email: string) => post("/email", { password, email }, done),
  confirmEmail: (token: string) => post("/email/confirm", { token }, done),
  forgotPassword: (email: string) => post("/forgot", { email }, done),
  resetPassword: (token: string, newPassword: string) => post("/reset", { token, newPassword }, done),
} as const;
