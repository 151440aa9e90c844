import { z } from "zod";

import { command, TENANT } from "@/cli/command";
import { formatTable } from "@/cli/table";
import { ReconcileReport } from "@/lib/contracts/reports";
import { PAYOUT_STATUSES } from "@/lib/domain/payout/status";
import type { PayoutStatus } from "@/lib/domain/payout/status";
import { reconcileDue } from "@/lib/services/reconciliation/reconcile-due";
import { sumReconciliation } from "@/lib/services/reconciliation/sum-reconciliation";

/** The names of statuses in JSON. */
const NAME_OF: Readonly<Record<PayoutStatus, keyof ReconcileReport["payouts"]>> = {
  "before-start": "beforeStart",
  scheduled: "scheduled",
  "in-transit": "inTransit",
  "awaiting-bank-data": "awaitingBankData",
  received: "received",
  overdue: "overdue",
  aborted: "aborted",
};

export const reconcile = command({
  name: "reconcile",
  summary: "matches what has changed, and counts payouts and bank lines by what became of them",
  options: { tenant: TENANT },
  notes: "The worker matches by itself as statements and payouts come; this does it now, in this process.",
  run: async (values, session) => {
    const ctx = await session.firm(values.tenant);
    const { made, undone } = await reconcileDue(ctx, { signal: session.terminal.signal });
    session.terminal.signal.throwIfAborted();
    const sums = await sumReconciliation(ctx, {});
    const payouts: ReconcileReport["payouts"] = {
      beforeStart: 0,
      scheduled: 0,
      inTransit: 0,
      awaitingBankData: 0,
      received: 0,
      overdue: 0,
      aborted: 0,
    };
    for (const { status, count } of sums.payouts) payouts[NAME_OF[status]] += count;
    const { bankLines, suggestions } = sums;
    const report: ReconcileReport = { payouts, bankLines: { ...bankLines }, suggestions, made, undone };
    return { json: z.encode(ReconcileReport, report), text: describe(report) };
  },
});

function describe({ payouts, bankLines, suggestions, made, undone }: ReconcileReport): string {
  const table = formatTable(
    [
      { title: "payouts", of: (status: PayoutStatus) => status },
      { title: "count", of: (status: PayoutStatus) => String(payouts[NAME_OF[status]]), isNumber: true },
    ],
    PAYOUT_STATUSES,
    "",
  );
  const { matched, unmatched, ignored } = bankLines;
  return [
    table,
    "",
    `Bank lines: ${String(matched)} matched, ${String(unmatched)} unmatched, ${String(ignored)} set aside.`,
    `Suggestions that wait for a person: ${String(suggestions)}.`,
    `This run matched ${String(made)} and took back ${String(undone)}.`,
  ].join("\n");
}
