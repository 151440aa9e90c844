import type { Services } from "@/lib/services/context";
import { systemContext } from "@/lib/services/context";
import { discoverLedgers } from "@/lib/services/ledgers/discover-ledgers";
import { recordAudit } from "@/lib/store/audit";
import { assignDiscovered } from "@/lib/store/installation";
import { noteOperatorEvent } from "@/lib/store/operators-admin";
import { AppError } from "@/lib/core/errors";
import { findTenantBySlug, withSystem } from "@/lib/store/system";
import { withTenant } from "@/lib/store/tenant";

/**
 * Gives a ledger that was found with the installation's keys to a firm, audited, and brings it onto the firm's
 * onboarding list. `admin` has a database connection of the migration role, `services` one of the run-time role.
 * Throws: not_found, conflict, and what a discovery throws.
 */
export async function assignLedger(
  { admin, services }: Readonly<{ admin: Services; services: Services }>,
  input: Readonly<{ ledgerId: string; tenantSlug: string; operator: string }>,
): Promise<void> {
  const assigned = await withSystem(admin.database, async (tx) => {
    const tenant = await findTenantBySlug(tx, input.tenantSlug);
    if (tenant === undefined)
      throw new AppError("not_found", `there is no firm with the slug "${input.tenantSlug}"`);
    const credentialId = await assignDiscovered(tx, input.ledgerId, tenant.id);
    await noteOperatorEvent(tx, {
      nowMs: admin.clock.nowMs(),
      by: input.operator,
      action: "ledger.assigned",
      subject: input.ledgerId,
      firm: input.tenantSlug,
      after: { firm: input.tenantSlug },
    });
    return { tenant, credentialId };
  });
  const ctx = {
    ...systemContext(services, assigned.tenant.id, "operator"),
    actor: { kind: "operator", id: input.operator, name: input.operator } as const,
  };
  await withTenant(services.database, ctx, (tx) =>
    recordAudit(tx, ctx, {
      action: "ledger.assigned",
      subjectType: "ledger",
      subjectId: input.ledgerId,
      after: { firm: input.tenantSlug },
    }),
  );
  await discoverLedgers(services, assigned.credentialId);
}
