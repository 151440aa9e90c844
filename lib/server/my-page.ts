import { notFound } from "next/navigation";

import { SURFACE } from "@/lib/contracts/surface";
import type { GuardedPage } from "@/lib/contracts/surface";
import { can } from "@/lib/domain/access/permissions";
import { sessionContext } from "@/lib/server/session-context";
import { orNotFound } from "@/lib/server/tenant-page";
import type { ServiceContext } from "@/lib/services/context";

export type MyPage = Readonly<{
  tenant: string;
  id: string;
  /** The address that the merchant's pages begin with. */
  base: string;
  ctx: ServiceContext;
  /** Somebody of the firm looks at what the merchant sees. */
  isFirm: boolean;
}>;

/** The context of a merchant's own page: the sign-in page for a stranger, "not found" for whoever is not its. */
export async function myPage(
  line: Extract<GuardedPage, `/my/${string}`>,
  params: Promise<Readonly<{ tenant: string; merchantId: string }>>,
): Promise<MyPage> {
  const { tenant, merchantId: id } = await params;
  const ctx = await orNotFound(sessionContext(tenant));
  if (!can(ctx.role, SURFACE[line], ctx.scope.kind === "limited")) notFound();
  return { tenant, id, base: `/my/${tenant}/${id}`, ctx, isFirm: can(ctx.role, "books.read") };
}
