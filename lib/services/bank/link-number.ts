import type { BankAccount, LinkNumberInput } from "@/lib/contracts/bank";
import { AppError } from "@/lib/core/errors";
import { parseId } from "@/lib/core/ids";
import type { BankAccountId, BankFileId } from "@/lib/core/ids";
import { accountKey } from "@/lib/domain/bank/account-number";
import type { AccountNumber } from "@/lib/domain/bank/statement";
import { accountById } from "@/lib/services/bank/list-accounts";
import { reckonCoverage } from "@/lib/services/bank/reckon-coverage";
import { tellLines } from "@/lib/services/bank/tell-lines";
import { typedAccount } from "@/lib/services/bank/typed-account";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { ringReconcile } from "@/lib/services/reconciliation/ring-reconcile";
import { recordAudit } from "@/lib/store/audit";
import { findAccountOf, findBankAccount, noteLedgersOfAccount } from "@/lib/store/bank-accounts";
import type { BankAccountRow } from "@/lib/store/bank-accounts";
import {
  addNumber,
  findPayoutNumbers,
  holdAccounts,
  joinAccounts,
  listCurrenciesOf,
  listFilesOfAccount,
  markAccountDue,
} from "@/lib/store/bank-joins";
import { withTenant } from "@/lib/store/tenant";
import type { TenantTx } from "@/lib/store/tenant";

/**
 * Says that a number, as a person types it, is this account. If another account goes by it, the two are one from now
 * on: its numbers, statements, lines and matches are this account's, lines that both have count once, and all of it
 * is matched anew. Throws: forbidden; not_found; invalid_input, with the fault at `number`.
 */
export async function linkNumber(ctx: ServiceContext, input: LinkNumberInput): Promise<BankAccount> {
  requirePermission(ctx, "bank.manage");
  const id = parseId<"bank-account">(input.id) as BankAccountId;
  const { account, hasChanged } = await withTenant(ctx.database, ctx, async (tx) => {
    const known = await accountById(tx, id);
    const number = typedAccount(input.number, "number", known.account.country);
    const changed = await link(tx, ctx, id, number);
    return { account: (await accountById(tx, id)).account, hasChanged: changed };
  });
  if (hasChanged) await ringReconcile(ctx);
  return account;
}

async function link(
  tx: TenantTx,
  ctx: ServiceContext,
  id: BankAccountId,
  number: AccountNumber,
): Promise<boolean> {
  const key = accountKey(number);
  const by = { name: ctx.actor.name, nowMs: ctx.clock.nowMs() };
  const before = await findAccountOf(tx, number, key);
  await holdAccounts(tx, before === undefined ? [id] : [id, before], [key]);
  // Whoever was faster has been waited for: only what is read from here on holds.
  const other = await findAccountOf(tx, number, key);
  if (other !== before) throw new AppError("conflict", "somebody linked this number just now; look again");
  if (other === id) return false;
  const account = await findBankAccount(tx, id);
  if (account === undefined || account.numbers.length === 0)
    throw new AppError("not_found", "there is no bank account with this id");
  if (other === undefined) {
    await addNumber(tx, id, { number, key, source: "person" }, by);
    for (const paid of await findPayoutNumbers(tx, [number.id, key.slice(key.indexOf(":") + 1)])) {
      if (accountKey(paid) === key) await addNumber(tx, id, { number: paid, key, source: "ledger" }, by);
    }
  } else {
    await join(tx, ctx, other, account);
  }
  await noteLedgersOfAccount(tx, id);
  await markAccountDue(tx, id);
  await recordAudit(tx, ctx, {
    action: "bank.number-linked",
    subjectType: "bank-account",
    subjectId: id,
    after: { number: number.id, ...(other !== undefined && { joined: other }) },
  });
  return true;
}

async function join(
  tx: TenantTx,
  ctx: ServiceContext,
  other: BankAccountId,
  account: BankAccountRow,
): Promise<void> {
  const nowMs = ctx.clock.nowMs();
  const theirs = await findBankAccount(tx, other);
  if (
    account.currency !== undefined &&
    theirs?.currency !== undefined &&
    theirs.currency !== account.currency
  ) {
    throw new AppError("invalid_input", "the two accounts are in different currencies", {
      fields: [
        {
          field: "number",
          message: `is an account in ${theirs.currency}, and this one is in ${account.currency}`,
          reason: "currency",
        },
      ],
    });
  }
  const files = await listFilesOfAccount(tx, other);
  await joinAccounts(tx, other, account.id, { name: ctx.actor.name, nowMs });
  for (const file of files) {
    const currencies = await listCurrenciesOf(tx, file);
    await tellLines(tx, file as BankFileId, { nowMs, currencyOf: (of) => currencies.get(of) ?? "" });
  }
  await reckonCoverage(tx, account.id);
}
