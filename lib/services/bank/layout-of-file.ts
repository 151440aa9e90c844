import { CsvLayoutWire, toLayout } from "@/lib/contracts/bank-import";
import type { BankAccountId } from "@/lib/core/ids";
import { accountKey } from "@/lib/domain/bank/account-number";
import type { CsvLayout } from "@/lib/domain/bank/csv-layout";
import type { AccountNumber } from "@/lib/domain/bank/statement";
import type { CsvProposal } from "@/lib/formats/bank/csv-layout";
import { findAccountOf } from "@/lib/store/bank-accounts";
import { listLayouts } from "@/lib/store/bank-layouts";
import type { TenantTx } from "@/lib/store/tenant";

const LAYOUTS_MAX = 5_000;
const ACCOUNTS_SHOWN = 20;

export type RememberedLayout = Readonly<{
  layout: CsvLayout | undefined;
  /** Accounts whose files look like this one. */
  accounts: readonly AccountNumber[];
}>;

/**
 * What the firm remembers of files like this one: the layout of its own account if that fits, else of another whose
 * files have the same head. A layout says nothing of whose account a file is.
 */
export async function layoutOfFile(
  tx: TenantTx,
  proposal: Pick<CsvProposal, "layout" | "header" | "rows">,
  account: AccountNumber | undefined,
): Promise<RememberedLayout> {
  const own: BankAccountId | undefined =
    account === undefined ? undefined : await findAccountOf(tx, account, accountKey(account));
  const rows = await listLayouts(tx, own, LAYOUTS_MAX);
  const fitting = rows.flatMap((row) => {
    const read = CsvLayoutWire.safeParse(row.layout);
    if (!read.success) return [];
    const layout = toLayout(read.data);
    return fits(layout, proposal, row.account === own) ? [{ layout, number: row.number }] : [];
  });
  return {
    layout: fitting[0]?.layout,
    accounts: fitting.flatMap(({ number }) => number ?? []).slice(0, ACCOUNTS_SHOWN),
  };
}

/** Whether a file is laid out so: each column has its old name in its old place. Files without names are their account's own. */
function fits(
  layout: CsvLayout,
  { layout: shown, header, rows }: Pick<CsvProposal, "layout" | "header" | "rows">,
  isOwn: boolean,
): boolean {
  if (layout.delimiter !== shown.delimiter) return false;
  if (!layout.hasHeader) {
    const width = Math.max(header.length, ...rows.map((row) => row.length));
    return isOwn && !shown.hasHeader && layout.columns.every(({ index }) => index < width);
  }
  // Names that nobody knows may have been taken for the first row of a file without names.
  return [header, ...rows].some((row) =>
    layout.columns.every(({ name, index }) => plain(row[index] ?? "") === plain(name)),
  );
}

function plain(name: string): string {
  return name.normalize("NFC").toLowerCase().trim();
}
