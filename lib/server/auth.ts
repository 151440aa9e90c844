import NextAuth from "next-auth";
import type { NextAuthOptions } from "next-auth";
import { getServerSession } from "next-auth/next";
import CredentialsProvider from "next-auth/providers/credentials";

import { hasCode } from "@/lib/core/errors";
import { readEnv } from "@/lib/platform/env";
import { bringLanguage } from "@/lib/server/account-language";
import { guardAttempt } from "@/lib/server/attempt-guard";
import { openIdConnect } from "@/lib/server/openid-connect";
import {
  currentPending,
  forgetPending,
  isSecure,
  rememberPending,
  SESSION_SECONDS,
} from "@/lib/server/session-cookie";
import { visitorOf } from "@/lib/server/visitor";
import { pendingPerson, showSecondFactor } from "@/lib/services/identity/pass-second-factor";
import { signInElsewhere } from "@/lib/services/identity/sign-in-elsewhere";
import { signIn } from "@/lib/services/identity/sign-in";
import { signOut } from "@/lib/services/identity/sign-out";
import type { Visitor } from "@/lib/services/identity/visitor";
import { sharedServices } from "@/lib/services/wiring";

declare module "next-auth" {
  interface Session {
    sessionId?: string;
  }
  interface User {
    sessionId?: string;
  }
}
declare module "next-auth/jwt" {
  interface JWT {
    sessionId?: string;
  }
}

/** Where the second factor is asked for. */
const SECOND_FACTOR_PAGE = "/sign-in/second-factor";

/**
 * next-auth, kept behind this module. Its token carries nothing but the id of a row, and the row is read at
 * every request: a session that is closed is closed at once. `visitor`: whose request it is.
 */
function authOptions(visitor: Visitor): NextAuthOptions {
  const env = readEnv();
  return {
    secret: env.nextauthSecret,
    useSecureCookies: isSecure(),
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [
      CredentialsProvider({
        credentials: { email: {}, password: {} },
        authorize: async (credentials) => {
          const { email = "", password = "" } = credentials ?? {};
          return inWords(() => withPassword(email, password, visitor));
        },
      }),
      CredentialsProvider({
        id: "second-factor",
        credentials: { code: {} },
        authorize: async (credentials) => inWords(() => withSecondFactor(credentials?.code ?? "", visitor)),
      }),
      ...(env.oidc === undefined ? [] : [openIdConnect(env.oidc)]),
    ],
    callbacks: {
      signIn: async ({ user, account, profile }) => {
        if (account?.type !== "oauth") return true;
        const where = await withProvider({ ...profile }, visitor);
        // The same object comes to the callback below: there is no store of next-auth's that would make another.
        if (where.sessionId === undefined) return where.path;
        user.sessionId = where.sessionId;
        return true;
      },
      jwt: ({ token, user }) => (user?.sessionId === undefined ? token : { sessionId: user.sessionId }),
      session: ({ token }) => ({
        expires: "",
        ...(token.sessionId === undefined ? {} : { sessionId: token.sessionId }),
      }),
    },
    events: {
      signOut: async ({ token }) => {
        if (token?.sessionId !== undefined) await signOut(sharedServices(), token.sessionId);
      },
    },
    logger: {
      error: (code) => sharedServices().log.warn({ reason: code }, "sign-in refused by next-auth"),
      warn: () => undefined,
    },
  };
}

type Opened = Readonly<{ id: string; sessionId: string }>;

async function withPassword(email: string, password: string, visitor: Visitor): Promise<Opened> {
  const outcome = await guardAttempt("sign-in", { account: email, address: visitor.address }, () =>
    signIn(sharedServices(), { email, password, ...visitor }),
  );
  if (outcome.kind === "open") {
    await bringLanguage(outcome.sessionId);
    return { id: outcome.userId, sessionId: outcome.sessionId };
  }
  await rememberPending(outcome.pending);
  throw new Answer("second-factor");
}

async function withSecondFactor(code: string, visitor: Visitor): Promise<Opened> {
  const services = sharedServices();
  const pending = (await currentPending()) ?? "";
  const person = await pendingPerson(services, pending);
  if (person === undefined) throw new Answer("gone");
  const opened = await guardAttempt("second-factor", { account: person, address: visitor.address }, () =>
    showSecondFactor(services, { pending, code, ...visitor }),
  );
  await forgetPending();
  await bringLanguage(opened.sessionId);
  return { id: opened.userId, sessionId: opened.sessionId };
}

/** Where somebody goes whom the provider has named: on, to the second factor, or back with the reason. */
async function withProvider(
  claims: Readonly<Record<string, unknown>> | undefined,
  visitor: Visitor,
): Promise<Readonly<{ sessionId: string; path?: never } | { sessionId?: never; path: string }>> {
  const services = sharedServices();
  try {
    const outcome = await signInElsewhere(services, {
      issuer: textOf(claims?.["iss"]),
      subject: textOf(claims?.["sub"]),
      email: textOf(claims?.["email"]),
      isEmailVerified: claims?.["email_verified"] === true,
      ...visitor,
    });
    if (outcome.kind === "open") {
      await bringLanguage(outcome.sessionId);
      return { sessionId: outcome.sessionId };
    }
    await rememberPending(outcome.pending);
    return { path: SECOND_FACTOR_PAGE };
  } catch (error) {
    if (hasCode(error, "unauthenticated")) return { path: "/sign-in?error=unknown" };
    services.log.error({ error }, "sign-in failed");
    return { path: "/sign-in?error=unavailable" };
  }
}

/** What the page is told instead of a session: next-auth puts an error's message into the answer. */
class Answer extends Error {
  override readonly name = "Answer";
}

async function inWords(work: () => Promise<Opened>): Promise<Opened | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Answer) throw error;
    if (hasCode(error, "unauthenticated", "invalid_input")) return null;
    const code = hasCode(error, "rate_limited") ? "limited" : "unavailable";
    if (code === "unavailable") sharedServices().log.error({ error }, "sign-in failed");
    throw new Answer(code, { cause: error });
  }
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The route handler of `/api/auth`. The environment is read at the first request, not at build time. */
export async function handleAuth(request: Request, context: unknown): Promise<Response> {
  const options = authOptions(visitorOf(request.headers));
  const handler = NextAuth(options) as (request: Request, context: unknown) => Promise<Response>;
  return handler(request, context);
}

/** The id of the session row that the request's cookie names; whether it is open, the row says. */
export async function currentSessionId(): Promise<string | undefined> {
  const session = await getServerSession(authOptions({ device: "", address: "" }));
  return session?.sessionId;
}
