import { hasCode } from "@/lib/core/errors";
import type { BankAccountId } from "@/lib/core/ids";
import type { AcceptedWork, AcceptInput } from "@/lib/contracts/reconciliation";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { writeMatch } from "@/lib/services/reconciliation/make-match";
import { settleAccount } from "@/lib/services/reconciliation/match-parts";
import { lockBankAccount } from "@/lib/store/bank-accounts";
import { findOpenItems } from "@/lib/store/open-items";
import type { OpenItem } from "@/lib/store/open-items";
import { withTenant } from "@/lib/store/tenant";

/**
 * Accepts suggestions: all of an account in one transaction. A row that somebody else has decided meanwhile, or that
 * matching has taken back, is named in `gone`, and the others are made all the same. Throws: forbidden.
 */
export async function acceptItems(ctx: ServiceContext, input: AcceptInput): Promise<AcceptedWork> {
  requirePermission(ctx, "match.make");
  const found = await withTenant(ctx.database, ctx, (tx) => findOpenItems(tx, input.ids));
  const matches: AcceptedWork["matches"] = [];
  for (const [account, items] of byAccount(found)) {
    matches.push(...(await acceptOf(ctx, account, items)));
  }
  const made = new Set(matches.map((match) => match.itemId));
  return { matches, gone: [...new Set(input.ids)].filter((id) => !made.has(id)) };
}

async function acceptOf(
  ctx: ServiceContext,
  account: BankAccountId,
  items: readonly OpenItem[],
): Promise<AcceptedWork["matches"]> {
  return withTenant(ctx.database, ctx, async (tx) => {
    await lockBankAccount(tx, account);
    // What stands now: rows that were decided before the account was ours are not there any more.
    const standing = await findOpenItems(
      tx,
      items.map((item) => item.id),
    );
    const matches: AcceptedWork["matches"] = [];
    const touched: Readonly<{ amount: bigint }>[] = [];
    for (const item of standing) {
      if (item.kind !== "suggestion" || item.account !== account) continue;
      try {
        const { id, parts } = await writeMatch(tx, ctx, {
          payoutIds: item.payouts,
          entries: item.entries,
          lines: item.lines.map((line) => ({ id: line })),
          method: item.method,
          reasons: item.reasons,
        });
        matches.push({ itemId: item.id, matchId: id });
        touched.push(...parts);
      } catch (error) {
        // Refused before anything of it was written: the parts are read and weighed first.
        if (!hasCode(error, "conflict", "invalid_input", "not_found")) throw error;
      }
    }
    await settleAccount(tx, ctx, account, touched);
    return matches;
  });
}

function byAccount(items: readonly OpenItem[]): ReadonlyMap<BankAccountId, readonly OpenItem[]> {
  const accounts = new Map<BankAccountId, OpenItem[]>();
  for (const item of items) accounts.set(item.account, [...(accounts.get(item.account) ?? []), item]);
  return accounts;
}
