import { AppError } from "@/lib/core/errors";
import type { ServiceContext, Services } from "@/lib/services/context";
import { hashToken, isTokenText } from "@/lib/services/tokens/token-hash";
import { withSystem } from "@/lib/store/system";
import { findTokenByHash } from "@/lib/store/tokens";

/** The context of whoever holds the token: its firm, and of that what the token opens. Throws: unauthenticated. */
export async function tokenContext(services: Services, token: string): Promise<ServiceContext> {
  const found = isTokenText(token)
    ? await withSystem(services.database, (tx) =>
        findTokenByHash(tx, hashToken(token), services.clock.nowMs()),
      )
    : undefined;
  if (found === undefined) throw new AppError("unauthenticated", "the token is unknown, revoked or expired");
  return {
    ...services,
    log: services.log.child({ tenantId: found.tenantId, tokenId: found.id }),
    tenantId: found.tenantId,
    scope: found.scope,
    actor: { kind: "token", id: found.id, name: found.name },
    role: "token",
    tokenScopes: found.scopes,
  };
}
