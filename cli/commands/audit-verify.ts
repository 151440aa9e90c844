import { readFile } from "node:fs/promises";

import { z } from "zod";

import { command, TENANT } from "@/cli/command";
import { createProgress } from "@/cli/progress";
import { formatTable } from "@/cli/table";
import { UsageError } from "@/cli/usage-error";
import { AuditHeadReport, AuditReport } from "@/lib/contracts/reports";
import { verifyAudit } from "@/lib/services/audit/verify-audit";
import type { ExportedHead } from "@/lib/services/audit/verify-audit";

export const auditVerify = command({
  name: "audit verify",
  summary: "checks the audit trail against its chain: changed, missing, inserted and cut-off rows",
  options: {
    tenant: TENANT,
    head: {
      type: "string",
      placeholder: "FILE",
      help: "a head that `audit head --json` printed earlier: the trail must still lead through it",
    },
  },
  run: async (values, session) => {
    const exported = values.head === undefined ? undefined : await readHead(values.head, values.tenant);
    const ctx = await session.firm(values.tenant);
    const progress = createProgress(session.terminal);
    const verification = await verifyAudit(ctx, {
      exported,
      onProgress: (done, of) => progress.show({ done, of, text: "events checked" }),
    }).finally(progress.end);
    const { head } = verification;
    const report: AuditReport = {
      ok: verification.ok,
      checked: { events: verification.events, unsealed: Number(verification.unsealed) },
      head:
        head === undefined
          ? null
          : { sequence: Number(head.sequence), hash: head.hash, sealedAt: head.sealedAt ?? null },
      findings: verification.findings.map(({ kind, sequence, eventId, detail }) => ({
        kind,
        sequence: sequence === undefined ? null : Number(sequence),
        eventId: eventId ?? null,
        detail,
      })),
    };
    return { json: z.encode(AuditReport, report), text: describe(report), isFailed: !report.ok };
  },
});

async function readHead(file: string, tenant: string): Promise<ExportedHead> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new UsageError(`--head: ${file} cannot be read.`);
  });
  const parsed = AuditHeadReport.safeParse(parseJson(text));
  if (!parsed.success)
    throw new UsageError(`--head: ${file} is not what \`audit head --tenant ${tenant} --json\` prints.`);
  if (parsed.data.tenant !== tenant)
    throw new UsageError(`--head: ${file} is the head of ${parsed.data.tenant}, not of ${tenant}.`);
  return { sequence: BigInt(parsed.data.sequence), hash: parsed.data.hash };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function describe({ ok, checked, head, findings }: AuditReport): string {
  const waiting = checked.unsealed === 0 ? "" : `; ${String(checked.unsealed)} are not sealed yet`;
  const counts = `${String(checked.events)} sealed events${waiting}.`;
  if (ok) return `Sound: ${counts}${head === null ? "" : ` Head: ${String(head.sequence)} ${head.hash}`}`;
  const table = formatTable(
    [
      { title: "finding", of: ({ kind }: AuditReport["findings"][number]) => kind },
      { title: "place", of: ({ sequence }) => (sequence === null ? "" : String(sequence)), isNumber: true },
      { title: "event", of: ({ eventId }) => eventId ?? "" },
      { title: "what", of: ({ detail }) => detail },
    ],
    findings,
    "",
  );
  return `${table}\n\n${String(findings.length)} findings in ${counts} Nothing was changed by this check.`;
}
