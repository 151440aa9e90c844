import { notFound, redirect } from "next/navigation";

import { hasCode } from "@/lib/core/errors";
import { sessionContext } from "@/lib/server/session-context";
import type { ServiceContext } from "@/lib/services/context";

/** The context of a page under `/{tenant}`: the sign-in page for a stranger, "not found" for a foreign firm. */
export async function tenantPage(
  params: Promise<Readonly<{ tenant: string }>>,
): Promise<Readonly<{ tenant: string; ctx: ServiceContext }>> {
  const { tenant } = await params;
  return { tenant, ctx: await orNotFound(sessionContext(tenant)) };
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
