import { AuditEvent, AuditQuery } from "@/lib/contracts/settings";
import { listRoute } from "@/lib/server/route";
import { listAudit } from "@/lib/services/audit/list-audit";
import { auditFile } from "@/lib/services/exports/settings-files";

export const GET = listRoute("GET /api/v1/audit", {
  input: AuditQuery,
  item: AuditEvent,
  run: listAudit,
  csv: (ctx, query) => ({ name: "audit", chunks: auditFile(ctx, query) }),
});
