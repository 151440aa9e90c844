import { headers } from "next/headers";
import { cache } from "react";

import { AppError } from "@/lib/core/errors";
import { currentSessionId } from "@/lib/server/auth";
import { currentSession } from "@/lib/server/session-context";
import { hasOperatorDesk } from "@/lib/services/operators/context";
import type { OperatorContext } from "@/lib/services/operators/context";
import { sharedServices } from "@/lib/services/wiring";

/** Whether the operators' pages are there for whoever is signed in. Asked once a request, and only for operators. */
export const isOperatorDesk = cache(async (): Promise<boolean> => {
  const session = await currentSession();
  const sessionId = await currentSessionId();
  if (session?.isOperator !== true || sessionId === undefined) return false;
  return hasOperatorDesk(sharedServices(), sessionId);
});

/**
 * The context of an operator's call. Everybody else who is signed in gets what they get at a path that does not
 * exist, and so does an operator of an installation without keys of its own. Throws: unauthenticated, not_found.
 */
export async function operatorContext(): Promise<OperatorContext> {
  const session = await currentSession();
  const sessionId = await currentSessionId();
  if (session === undefined || sessionId === undefined)
    throw new AppError("unauthenticated", "sign in first");
  if (!(await isOperatorDesk())) throw new AppError("not_found", "there is nothing at this path");
  const forwarded = (await headers()).get("x-forwarded-for") ?? "";
  return {
    ...sharedServices(),
    sessionId,
    person: { id: session.userId, name: session.name },
    address: forwarded.split(",")[0]?.trim() ?? "",
  };
}
