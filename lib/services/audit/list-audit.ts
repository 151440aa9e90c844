import { z } from "zod";

import { toPage } from "@/lib/core/page";
import type { Page } from "@/lib/core/page";
import type { AuditEvent, AuditQuery } from "@/lib/contracts/settings";
import { IdWire } from "@/lib/contracts/wire";
import type { AuditPart } from "@/lib/domain/audit/part";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, encodeCursor } from "@/lib/services/cursor";
import { findActorNames, listAuditRows } from "@/lib/store/audit-read";
import type { AuditRow } from "@/lib/store/audit-read";
import { withTenant } from "@/lib/store/tenant";

const Place = z.object({ at: z.iso.datetime(), id: IdWire });

/** What was done in the firm, newest first. Throws: forbidden, invalid_input (cursor). */
export async function listAudit(ctx: ServiceContext, query: AuditQuery): Promise<Page<AuditEvent>> {
  requirePermission(ctx, "audit.read");
  const after = decodeCursor(query.cursor, Place);
  return withTenant(
    ctx.database,
    ctx,
    async (tx) => {
      const rows = await listAuditRows(tx, {
        actorNames: isGiven(query.who) ? await findActorNames(tx, query.who) : undefined,
        action: isGiven(query.action) ? query.action : undefined,
        subjectType: isGiven(query.subjectType) ? query.subjectType : undefined,
        subjectId: isGiven(query.subjectId) ? query.subjectId : undefined,
        from: query.from,
        to: query.to,
        after,
        limit: query.limit,
      });
      const page = toPage(rows, query.limit, ({ at, id }) => encodeCursor({ at, id }));
      return { items: page.items.map(describe), nextCursor: page.nextCursor };
    },
    { snapshot: true },
  );
}

function isGiven(text: string | undefined): text is string {
  return text !== undefined && text !== "";
}

function describe(row: AuditRow): AuditEvent {
  const erased: AuditPart[] = [];
  if (row.isWhoErased) erased.push("who");
  if (row.isBeforeErased) erased.push("before");
  if (row.isAfterErased) erased.push("after");
  return {
    id: row.id,
    at: row.at,
    actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
    address: row.address ?? null,
    device: row.device ?? null,
    requestId: row.requestId ?? null,
    action: row.action,
    subject: { type: row.subjectType, id: row.subjectId },
    before: row.before === undefined ? null : { ...row.before },
    after: row.after === undefined ? null : { ...row.after },
    erased,
    sequence: row.sequence === undefined ? null : Number(row.sequence),
    sealedAt: row.sealedAt ?? null,
  };
}
