import { accountKey } from "@/lib/domain/bank/account-number";
import { countryOfAccount } from "@/lib/services/bank/account-of-statement";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { watchReconciliation } from "@/lib/services/reconciliation/watch-reconciliation";
import { reconcileAccount } from "@/lib/services/reconciliation/reconcile-account";
import type { ReconcileReport } from "@/lib/services/reconciliation/reconcile-account";
import type { BankAccountId } from "@/lib/core/ids";
import { ensureBankAccount } from "@/lib/store/bank-accounts";
import { listDueAccounts, listDueNumbersWithoutAccount } from "@/lib/store/reconcile";
import { withTenant } from "@/lib/store/tenant";

const NUMBERS_AT_ONCE = 500;
const ACCOUNTS_AT_ONCE = 100;
/** Rounds over one account, in case its amounts keep changing while it is matched. */
const ROUNDS_MAX = 1_000;
/** So many that it is not the accounts: the database is away, or the program wrong. */
const FAILED_MAX = 100;

export type ReconcileDone = Readonly<{ accounts: number; made: number; undone: number }>;

/**
 * Matches everything of the firm that has changed since it was last matched, an account a transaction. Stopped or
 * crashed, it loses nothing: what is due stays due until its matching is committed. An account that fails holds no
 * other back: it is left due, and its error is thrown when the others are done. Throws: forbidden.
 */
export async function reconcileDue(
  ctx: ServiceContext,
  options: Readonly<{ signal?: AbortSignal }> = {},
): Promise<ReconcileDone> {
  requirePermission(ctx, "match.make");
  await nameAccounts(ctx);
  const done = { accounts: 0, made: 0, undone: 0 };
  const failed = new Map<BankAccountId, unknown>();
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const accounts = await withTenant(ctx.database, ctx, (tx) =>
      listDueAccounts(tx, ACCOUNTS_AT_ONCE, [...failed.keys()]),
    );
    if (accounts.length === 0) break;
    for (const account of accounts) {
      if (options.signal?.aborted === true) return done;
      try {
        const report = await reconcileOne(ctx, account);
        done.accounts += 1;
        done.made += report.made;
        done.undone += report.undone;
      } catch (error) {
        ctx.log.error({ error, account }, "an account was not matched");
        failed.set(account, error);
      }
    }
    if (failed.size >= FAILED_MAX) break;
  }
  const [first] = failed.values();
  if (first !== undefined)
    throw first instanceof Error ? first : new Error("accounts were not matched", { cause: first });
  return done;
}

function reconcileOne(ctx: ServiceContext, account: BankAccountId): Promise<ReconcileReport> {
  return withTenant(ctx.database, ctx, async (tx) => {
    const report = await reconcileAccount(tx, ctx, account);
    await watchReconciliation(tx, ctx, account);
    return report;
  });
}

/** Makes accounts of numbers that payouts go to and that nobody has heard of. */
async function nameAccounts(ctx: ServiceContext): Promise<void> {
  for (;;) {
    const count = await withTenant(ctx.database, ctx, async (tx) => {
      const numbers = await listDueNumbersWithoutAccount(tx, NUMBERS_AT_ONCE);
      for (const { number, currency, country } of numbers) {
        await ensureBankAccount(tx, {
          number,
          key: accountKey(number),
          country: country ?? countryOfAccount(number, currency),
          currency,
          source: "ledger",
          nowMs: ctx.clock.nowMs(),
        });
      }
      return numbers.length;
    });
    if (count < NUMBERS_AT_ONCE) return;
  }
}
