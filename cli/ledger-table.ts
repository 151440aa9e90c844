import { z } from "zod";

import { formatTable } from "@/cli/table";
import type { Column } from "@/cli/table";
import { Ledger } from "@/lib/contracts/shapes";
import { toDecimalText } from "@/lib/core/money";

type ListedLedger = Ledger & Readonly<{ tenant?: string | null }>;

const COLUMNS: readonly Column<ListedLedger>[] = [
  { title: "ledger", of: ({ ledgerId }) => ledgerId },
  { title: "status", of: ({ status }) => status },
  { title: "merchant", of: ({ merchantName, salesUnits }) => merchantName ?? salesUnits[0]?.name ?? "" },
  { title: "entries", of: ({ funds, fees }) => String(funds.entryCount + fees.entryCount), isNumber: true },
  { title: "balance", of: balanceOf, isNumber: true },
  { title: "funds", of: ({ status, funds }) => (status === "new" ? "" : funds.state) },
  { title: "fees", of: ({ status, fees }) => (status === "new" ? "" : fees.state) },
  { title: "verified through", of: ({ funds }) => funds.verifiedThrough ?? "" },
];
const FIRM: Column<ListedLedger> = { title: "firm", of: ({ tenant }) => tenant ?? "-" };

/** Ledgers for people. */
export function ledgerTable(ledgers: readonly ListedLedger[]): string {
  const columns = ledgers.some(({ tenant }) => tenant !== undefined) ? [...COLUMNS, FIRM] : COLUMNS;
  return formatTable(columns, ledgers, "There are no such ledgers.");
}

/** Ledgers for scripts: CONTRACT §5. */
export function encodeLedgers(ledgers: readonly ListedLedger[]): Readonly<{ items: readonly unknown[] }> {
  return {
    items: ledgers.map((ledger) => ({
      ...z.encode(Ledger, ledger),
      ...(ledger.tenant !== undefined && { tenant: ledger.tenant }),
    })),
  };
}

function balanceOf({ currency, funds }: ListedLedger): string {
  return funds.headBalance === null ? "" : `${toDecimalText(funds.headBalance, currency)} ${currency}`;
}
