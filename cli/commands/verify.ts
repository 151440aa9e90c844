import { z } from "zod";

import { command, TENANT } from "@/cli/command";
import { UsageError } from "@/cli/usage-error";
import { createProgress } from "@/cli/progress";
import { dateOf } from "@/cli/session";
import { formatTable } from "@/cli/table";
import { VerifyReport } from "@/lib/contracts/reports";
import { verifyLedgers } from "@/lib/services/verify/verify-ledgers";
import type { VerifyProgress } from "@/lib/services/verify/finding";

const WHAT: Readonly<Record<VerifyProgress["phase"], string>> = {
  copies: "ledgers checked",
  accounts: "bank accounts checked",
  reports: "dates compared with their reports",
};

export const verify = command({
  name: "verify",
  summary: "re-checks every invariant, and with --remote every closed date against its report",
  options: {
    tenant: TENANT,
    ledger: { type: "string", placeholder: "LEDGERID", help: "this ledger only, by Vipps MobilePay's id" },
    remote: {
      type: "boolean",
      help: "also compare each closed ledger date of the books with the report by date",
    },
    from: { type: "string", placeholder: "YYYY-MM-DD", help: "judge ledger dates from here on only" },
    to: { type: "string", placeholder: "YYYY-MM-DD", help: "judge ledger dates through here only" },
  },
  run: async (values, session) => {
    const from = dateOf("from", values.from);
    const to = dateOf("to", values.to);
    if (from !== undefined && to !== undefined && from > to)
      throw new UsageError(`--from ${from} is later than --to ${to}.`);
    const ctx = await session.firm(values.tenant);
    const progress = createProgress(session.terminal);
    const verification = await verifyLedgers(ctx, {
      ledgerId: values.ledger,
      remote: values.remote,
      from,
      to,
      signal: session.terminal.signal,
      onProgress: ({ phase, done, of, subject }) =>
        progress.show({ done, of, text: `${WHAT[phase]}, ${subject}` }),
    }).finally(progress.end);
    const report: VerifyReport = {
      ok: verification.ok,
      checked: { ...verification.checked },
      findings: verification.findings.map(({ kind, ledgerId, account, topic, ledgerDate, detail }) => ({
        kind,
        ledgerId,
        accountId: account ?? null,
        topic: topic ?? null,
        ledgerDate: ledgerDate ?? null,
        detail,
      })),
    };
    return {
      json: z.encode(VerifyReport, report),
      text: describe(report, values.remote),
      isFailed: !report.ok,
    };
  },
});

function describe({ ok, checked, findings }: VerifyReport, isRemote: boolean): string {
  const remote = isRemote ? `, ${String(checked.remoteDays)} of them compared with their reports` : "";
  const bank =
    checked.bankLines + checked.matches === 0
      ? ""
      : `; ${String(checked.bankLines)} bank lines, ${String(checked.matches)} matches`;
  const counts = `${String(checked.entries)} entries on ${String(checked.days)} days${remote}${bank}.`;
  if (ok) return `Sound: ${counts}`;
  const table = formatTable(
    [
      { title: "finding", of: ({ kind }: VerifyReport["findings"][number]) => kind },
      { title: "ledger", of: ({ ledgerId }) => ledgerId },
      { title: "topic", of: ({ topic }) => topic ?? "" },
      { title: "date", of: ({ ledgerDate }) => ledgerDate ?? "" },
      { title: "what", of: ({ detail }) => detail },
    ],
    findings,
    "",
  );
  return (
    `${table}\n\n${String(findings.length)} findings in ${counts}\n` +
    "Nothing was changed. A copy that is damaged is cured by `rebuild --ledger … --topic …`, which reads it anew beside the old one; " +
    "statements are taken back and taken in again, matches undone and made again, on the pages of the bank account."
  );
}
