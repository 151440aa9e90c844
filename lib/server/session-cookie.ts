import { cookies } from "next/headers";
import { encode } from "next-auth/jwt";

import { readEnv } from "@/lib/platform/env";
import { PENDING_MS, SIGN_IN_MS } from "@/lib/services/identity/sign-in";

/** Cookies hold ids and secrets of rows, nothing else. Scripts cannot read them, and other sites cannot post with them. */

/** For https origins only; over http (a developer's machine) browsers would not send them back. */
export function isSecure(): boolean {
  return readEnv().nextauthUrl.startsWith("https://");
}

const PENDING = "avstemt-pending";
export const SESSION_SECONDS = SIGN_IN_MS / 1_000;

function attributes(maxAge: number) {
  return { httpOnly: true, sameSite: "lax", secure: isSecure(), path: "/", maxAge } as const;
}

/** The name that next-auth gives the session's cookie. */
function sessionCookieName(): string {
  return `${isSecure() ? "__Secure-" : ""}next-auth.session-token`;
}

/** The browser goes on with this session, as after a new password: the same cookie that next-auth sets. */
export async function rememberSession(sessionId: string): Promise<void> {
  const value = await encode({
    token: { sessionId },
    secret: readEnv().nextauthSecret,
    maxAge: SESSION_SECONDS,
  });
  (await cookies()).set(sessionCookieName(), value, attributes(SESSION_SECONDS));
}

export async function forgetSession(): Promise<void> {
  (await cookies()).set(sessionCookieName(), "", attributes(0));
}

/** Whether the browser carries a session; whether it holds, the row says. */
export async function carriesSession(): Promise<boolean> {
  return (await cookies()).has(sessionCookieName());
}

/** The password was right: the browser carries the question for the second factor. */
export async function rememberPending(pending: string): Promise<void> {
  (await cookies()).set(pendingName(), pending, attributes(PENDING_MS / 1_000));
}

export async function currentPending(): Promise<string | undefined> {
  return (await cookies()).get(pendingName())?.value;
}

export async function forgetPending(): Promise<void> {
  (await cookies()).set(pendingName(), "", attributes(0));
}

function pendingName(): string {
  return `${isSecure() ? "__Host-" : ""}${PENDING}`;
}
