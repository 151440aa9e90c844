import type { FileRemoved } from "@/lib/contracts/bank-import";
import { AppError } from "@/lib/core/errors";
import { parseId } from "@/lib/core/ids";
import type { BankFileId } from "@/lib/core/ids";
import { reckonCoverage } from "@/lib/services/bank/reckon-coverage";
import { tellLines } from "@/lib/services/bank/tell-lines";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { ringReconcile } from "@/lib/services/reconciliation/ring-reconcile";
import { recordAudit } from "@/lib/store/audit";
import { deleteFile, findFile } from "@/lib/store/bank-files";
import { holdAccounts, listCurrenciesOf } from "@/lib/store/bank-joins";
import { markDue } from "@/lib/store/reconcile";
import { withTenant } from "@/lib/store/tenant";
import type { TenantTx } from "@/lib/store/tenant";

/**
 * Takes an import back: its statements go, and the lines that no other file has. Matches on those are undone first,
 * by anybody who made them; coverage and matching follow. The same file may be taken in again.
 * Throws: forbidden, not_found.
 */
export async function removeFile(ctx: ServiceContext, input: Readonly<{ id: string }>): Promise<FileRemoved> {
  requirePermission(ctx, "bank.manage");
  const id = parseId<"bank-file">(input.id) as BankFileId;
  const removed = await withTenant(ctx.database, ctx, (tx) => remove(tx, ctx, id));
  await ringReconcile(ctx);
  return removed;
}

async function remove(tx: TenantTx, ctx: ServiceContext, id: BankFileId): Promise<FileRemoved> {
  await holdAccounts(tx, [...(await listCurrenciesOf(tx, id)).keys()]);
  const file = await findFile(tx, id);
  if (file === undefined) throw new AppError("not_found", "there is no file with this id");
  // Read again: its accounts may have been joined with others while we waited.
  const currencies = await listCurrenciesOf(tx, id);
  const told = await tellLines(tx, id, {
    nowMs: ctx.clock.nowMs(),
    currencyOf: (account) => currencies.get(account) ?? "",
    without: "file-removed",
  });
  await deleteFile(tx, id);
  for (const account of currencies.keys()) {
    await markDue(tx, account, [0n, ...(told.amounts.get(account) ?? [])]);
    await reckonCoverage(tx, account);
  }
  await recordAudit(tx, ctx, {
    action: "bank.file-removed",
    subjectType: "bank-file",
    subjectId: id,
    before: { name: file.name, lines: String(file.lines) },
    after: { matchesUndone: String(told.undone) },
  });
  return { lines: told.gone, matches: told.undone };
}
