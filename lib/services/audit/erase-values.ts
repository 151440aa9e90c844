import { AppError } from "@/lib/core/errors";
import { parseId } from "@/lib/core/ids";
import { AUDIT_PARTS, AUDIT_SUBJECT, ERASED_ACTION } from "@/lib/domain/audit/part";
import type { AuditPart } from "@/lib/domain/audit/part";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { recordAudit } from "@/lib/store/audit";
import { eraseAuditParts } from "@/lib/store/audit-chain";
import { withTenant } from "@/lib/store/tenant";

/**
 * Erases personal values from events of the trail: who and from where, or the values before or after. That it was
 * done, to which event and why stays; the chain holds, since it was made over salted hashes of them.
 * Throws: forbidden, invalid_input, not_found (no such event, or it is not sealed yet: a few seconds later it is).
 */
export async function eraseAuditValues(
  ctx: ServiceContext,
  input: Readonly<{ eventIds: readonly string[]; parts: readonly AuditPart[]; reason: string }>,
): Promise<void> {
  requirePermission(ctx, "audit.erase");
  const parts = AUDIT_PARTS.filter((part) => input.parts.includes(part));
  if (parts.length === 0) throw new AppError("invalid_input", "say which parts of the events to erase");
  await withTenant(ctx.database, ctx, async (tx) => {
    for (const text of input.eventIds) {
      const id = parseId<"audit">(text);
      if (!(await eraseAuditParts(tx, id, parts)))
        throw new AppError("not_found", "there is no event with this id, or it is not sealed yet");
      await recordAudit(tx, ctx, {
        action: ERASED_ACTION,
        subjectType: AUDIT_SUBJECT,
        subjectId: id,
        after: { parts: parts.join(", "), reason: input.reason },
      });
    }
  });
}
