import type { BankAccount, RenameAccountInput } from "@/lib/contracts/bank";
import { accountById } from "@/lib/services/bank/list-accounts";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { recordAudit } from "@/lib/store/audit";
import { renameAccount } from "@/lib/store/bank-accounts";
import { withTenant } from "@/lib/store/tenant";

/** Gives an account the name that the firm calls it by; an empty one takes it away. Throws: forbidden, not_found. */
export async function renameBankAccount(
  ctx: ServiceContext,
  input: RenameAccountInput,
): Promise<BankAccount> {
  requirePermission(ctx, "bank.manage");
  return withTenant(ctx.database, ctx, async (tx) => {
    const { id, account } = await accountById(tx, input.id);
    const name = input.name === "" ? undefined : input.name;
    await renameAccount(tx, id, name);
    await recordAudit(tx, ctx, {
      action: "bank.account-renamed",
      subjectType: "bank-account",
      subjectId: id,
      before: { name: account.name ?? "" },
      after: { name: name ?? "" },
    });
    return { ...account, name: name ?? null };
  });
}
