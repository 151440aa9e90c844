import NextAuth from "next-auth";
import type { NextAuthOptions } from "next-auth";
import { getServerSession } from "next-auth/next";
import CredentialsProvider from "next-auth/providers/credentials";

import { hasCode } from "@/lib/core/errors";
import { readEnv } from "@/lib/platform/env";
import { guardSignIn } from "@/lib/server/sign-in-guard";
import { signIn } from "@/lib/services/identity/sign-in";
import { sharedServices } from "@/lib/services/wiring";

const SESSION_SECONDS = 12 * 60 * 60;

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

/**
 * next-auth, kept behind this module. Its token carries nothing but the id of a row, and the row is read at
 * every request: a session that is closed is closed at once.
 */
function authOptions(): NextAuthOptions {
  const env = readEnv();
  return {
    secret: env.nextauthSecret,
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [
      CredentialsProvider({
        credentials: { email: {}, password: {} },
        authorize: async (credentials, request) => {
          const services = sharedServices();
          const { email = "", password = "" } = credentials ?? {};
          const headers = request.headers ?? {};
          const address = textOf(headers["x-forwarded-for"]).split(",")[0]?.trim() ?? "";
          try {
            return await guardSignIn({ email, address }, async () => {
              const session = await signIn(services, {
                email,
                password,
                device: textOf(headers["user-agent"]),
                address,
              });
              return { id: session.userId, sessionId: session.sessionId };
            });
          } catch (error) {
            // The code is all that the page is told; next-auth puts an error's message into the answer.
            if (hasCode(error, "unauthenticated")) return null;
            const code = hasCode(error, "rate_limited") ? "limited" : "unavailable";
            if (code === "unavailable") services.log.error({ error }, "sign-in failed");
            throw new Error(code, { cause: error });
          }
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user?.sessionId === undefined ? token : { sessionId: user.sessionId }),
      session: ({ token }) => ({
        expires: "",
        ...(token.sessionId === undefined ? {} : { sessionId: token.sessionId }),
      }),
    },
    logger: { error: () => undefined, warn: () => undefined },
  };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The route handler of `/api/auth`. The environment is read at the first request, not at build time. */
export async function handleAuth(request: Request, context: unknown): Promise<Response> {
  const handler = NextAuth(authOptions()) as (request: Request, context: unknown) => Promise<Response>;
  return handler(request, context);
}

/** The id of the session row that the request's cookie names; whether it is open, the row says. */
export async function currentSessionId(): Promise<string | undefined> {
  const session = await getServerSession(authOptions());
  return session?.sessionId;
}
