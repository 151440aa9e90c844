import { AppError } from "@/lib/core/errors";
import type { BankAccountId, MatchId } from "@/lib/core/ids";
import type { MatchInput as MatchWire, MatchMade } from "@/lib/contracts/reconciliation";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { partsOf } from "@/lib/services/reconciliation/candidates";
import {
  describeParts,
  MADE_BY_PERSON,
  pairsOf,
  readParts,
  requireZero,
  settleAccount,
} from "@/lib/services/reconciliation/match-parts";
import type { MatchInput } from "@/lib/services/reconciliation/match-parts";
import { recordAudit } from "@/lib/store/audit";
import { deleteRejections } from "@/lib/store/match-rejections";
import { insertMatches } from "@/lib/store/matches";
import type { MatchPart } from "@/lib/store/matches";
import { markAsSettlement } from "@/lib/store/reconcile-lines";
import { withTenant } from "@/lib/store/tenant";
import type { TenantTx } from "@/lib/store/tenant";

/**
 * Matches payouts and other settlement entries with bank lines. All lines must be of one account, everything of one
 * currency, free, and add up; another amount needs a difference with a reason. Money may have come to another account
 * than the payout was meant for: a person may say so, and what is left on that one follows. Throws: forbidden; not_found; conflict, when somebody
 * else was faster (with who and when); invalid_input, naming what does not add up.
 */
export async function makeMatch(ctx: ServiceContext, input: MatchInput): Promise<MatchId> {
  requirePermission(ctx, "match.make");
  return withTenant(ctx.database, ctx, async (tx) => {
    const { id, account, parts } = await writeMatch(tx, ctx, input);
    await settleAccount(tx, ctx, account, parts);
    return id;
  });
}

/** A match as the API asks for it. Throws as `makeMatch`. */
export async function matchByHand(ctx: ServiceContext, input: MatchWire): Promise<MatchMade> {
  return { id: await makeMatch(ctx, input) };
}

/** The same within a transaction that goes on; its account is to be settled at the end. */
export async function writeMatch(
  tx: TenantTx,
  ctx: ServiceContext,
  input: MatchInput,
): Promise<Readonly<{ id: MatchId; account: BankAccountId | undefined; parts: readonly MatchPart[] }>> {
  const { items, lines, account } = await readParts(tx, input);
  const { difference } = input;
  const parts: MatchPart[] = partsOf(
    items,
    lines.map(({ row, amount }) => ({ id: row.id, amount, currency: row.currency })),
  );
  if (difference !== undefined) {
    const currency = items[0]?.currency ?? lines[0]?.row.currency ?? "";
    parts.push({ kind: "difference", amount: difference.amount, currency, reason: difference.reason });
  }
  requireZero(parts);
  const [id] = await insertMatches(tx, [
    {
      account,
      method: input.method ?? "manual",
      maker: "person",
      by: ctx.actor.name,
      nowMs: ctx.clock.nowMs(),
      reasons: [...(input.reasons ?? []), MADE_BY_PERSON],
      note: input.note,
      parts,
    },
  ]);
  if (id === undefined) throw new AppError("conflict", "the match was not made");
  // What a person leaves of a line is work, though nothing spoke for the line before.
  await markAsSettlement(
    tx,
    lines.map(({ row }) => row.id),
  );
  // A person who matches a pair takes back that it is none.
  const pairs = pairsOf(
    items.map((item) => item.entry),
    lines.map(({ row }) => row.id),
  );
  await deleteRejections(tx, pairs);
  await recordAudit(tx, ctx, {
    action: "match.made",
    subjectType: "match",
    subjectId: id,
    after: describeParts(parts),
  });
  return { id, account, parts };
}
