import type { BankAccountId } from "@/lib/core/ids";
import type { CsvLayoutWire } from "@/lib/contracts/bank-import";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { recordAudits } from "@/lib/store/audit";
import { writeLayout } from "@/lib/store/bank-layouts";
import { withTenant } from "@/lib/store/tenant";

/** Remembers how the CSV files of accounts are read, as a person has agreed to it. Throws: forbidden. */
export async function rememberLayout(
  ctx: ServiceContext,
  input: Readonly<{ accounts: readonly BankAccountId[]; layout: CsvLayoutWire }>,
): Promise<void> {
  requirePermission(ctx, "bank.import");
  const columns = input.layout.columns.map(({ role, index }) => `${String(index + 1)} ${role}`).join(", ");
  await withTenant(ctx.database, ctx, async (tx) => {
    for (const account of input.accounts) await writeLayout(tx, account, input.layout);
    await recordAudits(
      tx,
      ctx,
      input.accounts.map((account) => ({
        action: "bank.layout-remembered",
        subjectType: "bank-account",
        subjectId: account,
        after: { columns },
      })),
    );
  });
}
