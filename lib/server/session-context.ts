import { headers } from "next/headers";
import { cache } from "react";

import { AppError } from "@/lib/core/errors";
import { currentSessionId } from "@/lib/server/auth";
import { originOf } from "@/lib/server/origin";
import type { ServiceContext } from "@/lib/services/context";
import { readSession } from "@/lib/services/identity/read-session";
import type { Session } from "@/lib/services/identity/read-session";
import { sharedServices } from "@/lib/services/wiring";

/** Who is signed in, or undefined. Read once a request. */
export const currentSession = cache(async (): Promise<Session | undefined> => {
  const sessionId = await currentSessionId();
  return sessionId === undefined ? undefined : readSession(sharedServices(), sessionId);
});

/** The context of whoever is signed in, in the firm with this slug. Throws: unauthenticated, not_found. */
export async function sessionContext(slug: string): Promise<ServiceContext> {
  const session = await currentSession();
  if (session === undefined) throw new AppError("unauthenticated", "sign in first");
  const membership = session.memberships.find((of) => of.slug === slug);
  if (membership === undefined)
    throw new AppError("not_found", "there is no such firm, or you are not a member of it");
  return {
    ...sharedServices(),
    tenantId: membership.tenantId,
    scope: membership.scope,
    actor: { kind: "user", id: session.userId, name: session.name, ...originOf(await headers()) },
    role: membership.role,
  };
}
