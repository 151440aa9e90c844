import { join } from "node:path";

import type { ServiceContext } from "@/lib/services/context";

/** The folder of the firm's files. */
export function exportFolder(ctx: Pick<ServiceContext, "dataDir" | "tenantId">): string {
  return join(ctx.dataDir, "exports", ctx.tenantId);
}

/** Where a file is kept until it is fetched. */
export function exportPlace(ctx: Pick<ServiceContext, "dataDir" | "tenantId">, id: string): string {
  return join(exportFolder(ctx), `${id}.zip`);
}
