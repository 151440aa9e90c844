import { notFound, redirect } from "next/navigation";

import { hasCode } from "@/lib/core/errors";
import { SURFACE } from "@/lib/contracts/surface";
import type { GuardedPage } from "@/lib/contracts/surface";
import { can } from "@/lib/domain/access/permissions";
import { sessionContext } from "@/lib/server/session-context";
import type { ServiceContext } from "@/lib/services/context";

/**
 * The context of a page under `/{tenant}`: the sign-in page for a stranger, "not found" for a foreign firm, and for
 * whoever may not do what the page's line of SURFACE asks.
 */
export async function tenantPage(
  line: GuardedPage,
  params: Promise<Readonly<{ tenant: string }>>,
): Promise<Readonly<{ tenant: string; ctx: ServiceContext }>> {
  const { tenant } = await params;
  const ctx = await orNotFound(sessionContext(tenant));
  if (!can(ctx.role, SURFACE[line], ctx.scope.kind === "limited")) notFound();
  return { tenant, ctx };
}

/** The value; what does not exist, or belongs to others, is a page that does not exist. */
export async function orNotFound<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (hasCode(error, "unauthenticated")) redirect("/sign-in");
    if (hasCode(error, "not_found")) notFound();
    throw error;
  }
}
