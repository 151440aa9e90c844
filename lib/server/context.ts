import { AppError } from "@/lib/core/errors";
import { originOf } from "@/lib/server/origin";
import { sessionContext } from "@/lib/server/session-context";
import type { ServiceContext } from "@/lib/services/context";
import { tokenContext } from "@/lib/services/tokens/find-token";
import { sharedServices } from "@/lib/services/wiring";

/** The firm that the browser means: its session may belong to several. */
export const TENANT_HEADER = "avstemt-tenant";

const BEARER = /^Bearer\s+(\S+)$/i;

/**
 * Who asks, in which firm: by the token, or by the session and the header `Avstemt-Tenant`. The header also keeps
 * other sites from posting with somebody's session: they cannot set it. Throws: unauthenticated, not_found.
 */
export async function contextFor(request: Request, requestId: string): Promise<ServiceContext> {
  const ctx = await askerOf(request);
  return { ...ctx, actor: { ...ctx.actor, ...originOf(request.headers), requestId } };
}

async function askerOf(request: Request): Promise<ServiceContext> {
  const authorization = request.headers.get("authorization");
  if (authorization !== null) {
    const token = BEARER.exec(authorization)?.[1];
    if (token === undefined)
      throw new AppError("unauthenticated", "send the token as: Authorization: Bearer TOKEN");
    return tokenContext(sharedServices(), token);
  }
  const slug = request.headers.get(TENANT_HEADER) ?? tenantOfDownload(request);
  if (slug === null) throw new AppError("unauthenticated", "send a token as: Authorization: Bearer TOKEN");
  return sessionContext(slug);
}

/** A download is a plain link, which cannot set a header: a GET may name its firm in the address. It changes nothing. */
function tenantOfDownload(request: Request): string | null {
  return request.method === "GET" ? new URL(request.url).searchParams.get("tenant") : null;
}
