import type { BankFile, BankImport } from "@/lib/contracts/bank";
import { AppError } from "@/lib/core/errors";
import { parseId } from "@/lib/core/ids";
import type { BankFileId } from "@/lib/core/ids";
import { describeFile } from "@/lib/services/bank/describe-bank";
import type { ImportReport } from "@/lib/services/bank/import-statement";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { findFile } from "@/lib/store/bank-files";
import { withTenant } from "@/lib/store/tenant";

/** A file that was taken in. Throws: forbidden, not_found. */
export async function getFile(ctx: ServiceContext, input: Readonly<{ id: string }>): Promise<BankFile> {
  requirePermission(ctx, "bank.import");
  const id = parseId<"bank-file">(input.id) as BankFileId;
  const row = await withTenant(ctx.database, ctx, (tx) => findFile(tx, id));
  if (row === undefined) throw new AppError("not_found", "there is no file with this id");
  return describeFile(row);
}

/** What became of a file, as the API says it. Throws: forbidden. */
export async function describeImport(ctx: ServiceContext, report: ImportReport): Promise<BankImport> {
  const { duplicate, accounts } = report;
  return { duplicate, file: await getFile(ctx, { id: report.file }), accounts: [...accounts] };
}
