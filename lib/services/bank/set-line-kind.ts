import type { BankLine, LineKindInput } from "@/lib/contracts/bank";
import { AppError } from "@/lib/core/errors";
import { parseId } from "@/lib/core/ids";
import type { BankLineId } from "@/lib/core/ids";
import { describeLine } from "@/lib/services/bank/describe-line";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { settleAccount } from "@/lib/services/reconciliation/match-parts";
import { recordAudit } from "@/lib/store/audit";
import { lockBankAccount } from "@/lib/store/bank-accounts";
import { findLines, setLineKind } from "@/lib/store/bank-lines";
import type { BankLineRow } from "@/lib/store/bank-lines";
import { markDue } from "@/lib/store/reconcile";
import { withTenant } from "@/lib/store/tenant";
import type { TenantTx } from "@/lib/store/tenant";

/**
 * Says that a bank line is no settlement, or takes that back; what is left to do on its account follows at once.
 * Throws: forbidden; not_found; conflict, when the line is matched.
 */
export async function setBankLineKind(ctx: ServiceContext, input: LineKindInput): Promise<BankLine> {
  requirePermission(ctx, "bank.manage");
  const id = parseId<"bank-line">(input.id) as BankLineId;
  return withTenant(ctx.database, ctx, async (tx) => {
    await lockBankAccount(tx, (await lineById(tx, id)).account);
    const line = await lineById(tx, id);
    if (line.matched !== 0n)
      throw new AppError("conflict", "this bank line is matched; undo the match first");
    if (line.kind === input.kind) return describeLine(line);
    await setLineKind(tx, id, input.kind);
    await recordAudit(tx, ctx, {
      action: input.kind === "ignored" ? "bank.line-ignored" : "bank.line-taken-back",
      subjectType: "bank-line",
      subjectId: id,
      before: { kind: line.kind },
      after: { kind: input.kind },
    });
    await markDue(tx, line.account, [line.amount]);
    await settleAccount(tx, ctx, line.account, []);
    return describeLine(await lineById(tx, id));
  });
}

async function lineById(tx: TenantTx, id: BankLineId): Promise<BankLineRow> {
  const [line] = await findLines(tx, [id]);
  if (line === undefined || line.kind === "gone")
    throw new AppError("not_found", "there is no bank line with this id");
  return line;
}
