import { present } from "@/lib/core/invariant";
import type { OnboardingSettings } from "@/lib/contracts/onboarding";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { recordAudit } from "@/lib/store/audit";
import { findSettings, putSettings } from "@/lib/store/onboarding-facts";
import { withTenant } from "@/lib/store/tenant";
import type { TenantTx } from "@/lib/store/tenant";

/** How the firm asks for grants. Throws: forbidden. */
export async function getOnboardingSettings(ctx: ServiceContext): Promise<OnboardingSettings> {
  requirePermission(ctx, "grant.expect");
  return withTenant(ctx.database, ctx, readSettings);
}

/** Changes it. Throws: forbidden. */
export async function setOnboardingSettings(
  ctx: ServiceContext,
  input: Readonly<{ partnerName?: string | undefined; sendAtAdding: boolean }>,
): Promise<OnboardingSettings> {
  requirePermission(ctx, "grant.expect");
  return withTenant(ctx.database, ctx, async (tx) => {
    const before = await readSettings(tx);
    await putSettings(tx, { partnerName: input.partnerName, sendAtAdding: input.sendAtAdding });
    const after = await readSettings(tx);
    await recordAudit(tx, ctx, {
      action: "onboarding.settings-changed",
      subjectType: "firm",
      subjectId: ctx.tenantId,
      before: textsOf(before),
      after: textsOf(after),
    });
    return after;
  });
}

async function readSettings(tx: TenantTx): Promise<OnboardingSettings> {
  const row = present(await findSettings(tx), "the firm");
  return {
    firmName: row.firmName,
    partnerName: row.partnerName ?? null,
    sendAtAdding: row.sendAtAdding,
  };
}

function textsOf(settings: OnboardingSettings): Readonly<Record<string, string>> {
  return {
    partnerName: settings.partnerName ?? settings.firmName,
    sendAtAdding: String(settings.sendAtAdding),
  };
}
