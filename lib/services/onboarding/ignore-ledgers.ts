import type { LedgerUid } from "@/lib/core/ids";
import type { People } from "@/lib/contracts/onboarding";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { recordAudit } from "@/lib/store/audit";
import { setIgnored } from "@/lib/store/onboarding-board";
import { listResponsible } from "@/lib/store/onboarding-facts";
import { withTenant } from "@/lib/store/tenant";

/** Puts new ledgers aside, with a reason; those that are no longer new are left alone. Throws: forbidden. */
export async function ignoreLedgers(
  ctx: ServiceContext,
  input: Readonly<{ ledgers: readonly string[]; reason: string }>,
): Promise<Readonly<{ changed: number }>> {
  return setAside(ctx, input.ledgers, { to: "ignored", reason: input.reason });
}

/** Puts ignored ledgers back among the new ones. Throws: forbidden. */
export async function takeBackLedgers(
  ctx: ServiceContext,
  input: Readonly<{ ledgers: readonly string[] }>,
): Promise<Readonly<{ changed: number }>> {
  return setAside(ctx, input.ledgers, { to: "new" });
}

async function setAside(
  ctx: ServiceContext,
  ledgers: readonly string[],
  change: Readonly<{ to: "new" | "ignored"; reason?: string }>,
): Promise<Readonly<{ changed: number }>> {
  requirePermission(ctx, "ledger.onboard");
  return withTenant(ctx.database, ctx, async (tx) => {
    const changed = await setIgnored(tx, ledgers as readonly LedgerUid[], {
      ...change,
      nowMs: ctx.clock.nowMs(),
    });
    for (const ledger of changed) {
      await recordAudit(tx, ctx, {
        action: change.to === "ignored" ? "ledger.ignored" : "ledger.taken-back",
        subjectType: "ledger",
        subjectId: ledger,
        before: { status: change.to === "ignored" ? "new" : "ignored" },
        after: { status: change.to, ...(change.reason !== undefined && { reason: change.reason }) },
      });
    }
    return { changed: changed.length };
  });
}

/** Members who may look after a merchant. Throws: forbidden. */
export async function listPeople(ctx: ServiceContext): Promise<People> {
  requirePermission(ctx, "ledger.onboard");
  return { items: await withTenant(ctx.database, ctx, (tx) => listResponsible(tx)) };
}
