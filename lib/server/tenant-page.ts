import { notFound, redirect } from "next/navigation";

import { hasCode } from "@/lib/core/errors";
import { can } from "@/lib/domain/access/permissions";
import type { Permission } from "@/lib/domain/access/permissions";
import { sessionContext } from "@/lib/server/session-context";
import type { ServiceContext } from "@/lib/services/context";

/**
 * The context of a page under `/{tenant}`: the sign-in page for a stranger, "not found" for a foreign firm, and for a
 * merchant's person too, who reads no books.
 */
export async function tenantPage(
  params: Promise<Readonly<{ tenant: string }>>,
): Promise<Readonly<{ tenant: string; ctx: ServiceContext }>> {
  const { tenant } = await params;
  const ctx = await orNotFound(sessionContext(tenant));
  requirePage(ctx, "books.read");
  return { tenant, ctx };
}

/** A page for those who may do this; for all others it is a page that does not exist. */
export function requirePage(ctx: ServiceContext, permission: Permission): void {
  if (!can(ctx.role, permission, ctx.scope.kind === "limited")) notFound();
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
