import { z } from "zod";

import { command, TENANT } from "@/cli/command";
import { AuditHeadReport } from "@/lib/contracts/reports";
import { getAuditHead } from "@/lib/services/audit/get-audit-head";

export const auditHead = command({
  name: "audit head",
  summary: "the head of the audit trail's chain, to be kept elsewhere",
  options: { tenant: TENANT },
  notes:
    "With --json it is the file that `audit verify --head FILE` takes: kept outside this installation, it shows later\nthat nothing before it was changed or cut off, whoever could write to the database.",
  run: async (values, session) => {
    const head = await getAuditHead(await session.firm(values.tenant));
    const report: AuditHeadReport = {
      tenant: values.tenant,
      sequence: Number(head.sequence),
      hash: head.hash,
      sealedAt: head.sealedAt ?? null,
    };
    return {
      json: z.encode(AuditHeadReport, report),
      text: `${String(report.sequence)}  ${report.hash}  ${report.sealedAt ?? "nothing is sealed yet"}`,
    };
  },
});
