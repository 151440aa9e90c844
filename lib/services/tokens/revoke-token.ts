import { AppError } from "@/lib/core/errors";
import { parseId } from "@/lib/core/ids";
import { present } from "@/lib/core/invariant";
import type { ApiToken } from "@/lib/contracts/settings";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { describeTokens } from "@/lib/services/tokens/describe-tokens";
import { recordAudit } from "@/lib/store/audit";
import { withTenant } from "@/lib/store/tenant";
import { listTokenRows, revokeTokenRow } from "@/lib/store/tokens";

/** Ends an API token at once: its next request is refused. Revoking it again changes nothing. Throws: forbidden, not_found. */
export async function revokeToken(ctx: ServiceContext, input: Readonly<{ id: string }>): Promise<ApiToken> {
  requirePermission(ctx, "token.create");
  const id = parseId<"token">(input.id);
  const nowMs = ctx.clock.nowMs();
  return withTenant(ctx.database, ctx, async (tx) => {
    const [before] = await listTokenRows(tx, { wanted: id, limit: 1 });
    if (before === undefined) throw new AppError("not_found", "there is no token with this id");
    if (await revokeTokenRow(tx, id, nowMs)) {
      await recordAudit(tx, ctx, {
        action: "token.revoked",
        subjectType: "token",
        subjectId: id,
        before: { name: before.name },
      });
    }
    const [token] = await describeTokens(tx, await listTokenRows(tx, { wanted: id, limit: 1 }), nowMs);
    return present(token, "the token revoked");
  });
}
