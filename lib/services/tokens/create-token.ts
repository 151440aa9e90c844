import { DAY_MS } from "@/lib/core/clock";
import { AppError } from "@/lib/core/errors";
import type { FieldError } from "@/lib/core/errors";
import { newId, parseId } from "@/lib/core/ids";
import type { MerchantId, UserId } from "@/lib/core/ids";
import { TOKEN_SCOPES } from "@/lib/domain/access/permissions";
import type { TokenScope } from "@/lib/domain/access/permissions";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { hashToken, newToken } from "@/lib/services/tokens/token-hash";
import { recordAudit } from "@/lib/store/audit";
import { findMerchantName } from "@/lib/store/merchants";
import { withTenant } from "@/lib/store/tenant";
import { insertToken } from "@/lib/store/tokens";

/** What a token that is limited to some merchants cannot be made for. */
const WHOLE_FIRM: ReadonlySet<TokenScope> = new Set<TokenScope>(["audit", "reconcile"]);
const NAME_MAX = 100;
/** A year, unless something else is said. */
const EXPIRES_DAYS_DEFAULT = 365;
const EXPIRES_DAYS_MAX = 3_650;

export type TokenInput = Readonly<{
  name: string;
  /** What it may do; everything that tokens can unless given. */
  scopes?: readonly TokenScope[] | undefined;
  /** Only these merchants; undefined: the whole firm. */
  merchantIds?: readonly string[] | undefined;
  /** Days until it expires, a year unless given; null: never. */
  expiresInDays?: number | null | undefined;
}>;

/**
 * Makes an API token for the firm, or for some of its merchants. The token is returned here and never again: only
 * its SHA-256 is stored. Throws: forbidden, invalid_input, not_found (a merchant).
 */
export async function createToken(
  ctx: ServiceContext,
  input: TokenInput,
): Promise<Readonly<{ id: string; token: string }>> {
  requirePermission(ctx, "token.create");
  const name = input.name.trim();
  const merchantIds = input.merchantIds?.map((id) => parseId<"merchant">(id));
  const scopes = scopesOf(input, merchantIds);
  const expiresInDays = input.expiresInDays === undefined ? EXPIRES_DAYS_DEFAULT : input.expiresInDays;
  const wrong = faultsOf({ name, scopes, merchantIds, expiresInDays });
  if (wrong.length > 0)
    throw new AppError("invalid_input", "the token cannot be made like this", { fields: wrong });
  const nowMs = ctx.clock.nowMs();
  const id = newId<"token">(nowMs);
  const token = newToken();
  await withTenant(ctx.database, ctx, async (tx) => {
    for (const merchantId of merchantIds ?? []) {
      if ((await findMerchantName(tx, merchantId)) === undefined)
        throw new AppError("not_found", "there is no merchant with this id");
    }
    await insertToken(tx, {
      id,
      name,
      hash: hashToken(token),
      merchantIds,
      scopes,
      expiresAtMs: expiresInDays === null ? undefined : nowMs + expiresInDays * DAY_MS,
      makerId: ctx.actor.kind === "user" ? (ctx.actor.id as UserId) : undefined,
      makerName: ctx.actor.name,
      nowMs,
    });
    await recordAudit(tx, ctx, {
      action: "token.created",
      subjectType: "token",
      subjectId: id,
      after: {
        name,
        scopes: scopes.join(", "),
        expiresInDays: expiresInDays === null ? "never" : String(expiresInDays),
        ...(merchantIds !== undefined && { merchants: merchantIds.join(", ") }),
      },
    });
  });
  return { id, token };
}

/** What is said, in our order; else everything. The trail is the whole firm's: a limited token is not given it. */
function scopesOf(
  { scopes }: TokenInput,
  merchantIds: readonly MerchantId[] | undefined,
): readonly TokenScope[] {
  if (scopes !== undefined) return TOKEN_SCOPES.filter((scope) => scopes.includes(scope));
  return TOKEN_SCOPES.filter((scope) => !WHOLE_FIRM.has(scope) || merchantIds === undefined);
}

function faultsOf(
  token: Readonly<{
    name: string;
    scopes: readonly TokenScope[];
    merchantIds: readonly MerchantId[] | undefined;
    expiresInDays: number | null;
  }>,
): FieldError[] {
  const { name, scopes, merchantIds, expiresInDays } = token;
  const wrong: FieldError[] = [];
  if (name === "" || name.length > NAME_MAX)
    wrong.push({ field: "name", message: `must have 1 to ${String(NAME_MAX)} characters` });
  if (scopes.length === 0)
    wrong.push({ field: "scopes", message: `must name at least one of ${TOKEN_SCOPES.join(", ")}` });
  if (scopes.includes("export") && !scopes.includes("read"))
    wrong.push({ field: "scopes", message: "export needs read: a file is a list that is read" });
  if (scopes.includes("audit") && merchantIds !== undefined)
    wrong.push({
      field: "scopes",
      message: "audit is for the whole firm: not for a token limited to merchants",
    });
  if (merchantIds?.length === 0)
    wrong.push({ field: "merchantIds", message: "must name at least one merchant" });
  if (
    expiresInDays !== null &&
    !(Number.isInteger(expiresInDays) && expiresInDays >= 1 && expiresInDays <= EXPIRES_DAYS_MAX)
  )
    wrong.push({
      field: "expiresInDays",
      message: `must be 1 to ${String(EXPIRES_DAYS_MAX)} days, or null for never`,
    });
  return wrong;
}
