import { AppError } from "@/lib/core/errors";
import { parseId } from "@/lib/core/ids";
import type { LedgerUid } from "@/lib/core/ids";
import { utcDate } from "@/lib/domain/person/retention";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { PURGE_ROWS } from "@/lib/services/persons/purge-persons";
import { dropPagesUnderWay } from "@/lib/services/persons/turn-on-persons";
import { recordAudit } from "@/lib/store/audit";
import { findLedger } from "@/lib/store/ledgers";
import { endPersonSetting, findPersonSetting, purgePersons } from "@/lib/store/persons";
import { withTenant } from "@/lib/store/tenant";
import type { TenantTx } from "@/lib/store/tenant";

/**
 * Stops keeping the payers of a ledger and destroys what is kept: the data key in this transaction, and with it every
 * row; the rows themselves here or, if there are very many, by `person.purge`. Throws: forbidden, not_found, conflict.
 */
export async function turnOffPersons(ctx: ServiceContext, input: Readonly<{ id: string }>): Promise<void> {
  requirePermission(ctx, "person.manage");
  const ledger = parseId<"ledger">(input.id);
  await withTenant(ctx.database, ctx, async (tx) => {
    if ((await findLedger(tx, ledger)) === undefined)
      throw new AppError("not_found", "there is no ledger with this id");
    await dropPagesUnderWay(tx, ledger, ctx.clock.nowMs());
    if (!(await endPersons(tx, ctx, { ledger, reason: "turned off" })))
      throw new AppError("conflict", "payers of this ledger are not kept");
  });
  await ctx.enqueue("person.purge", { tenantId: ctx.tenantId, ledger }).catch(() => undefined);
}

/**
 * Ends the period that is on, in the transaction of what causes it (turned off, grant lost, handed over). The feed's
 * rows must be locked before. False: none was on.
 */
export async function endPersons(
  tx: TenantTx,
  ctx: ServiceContext,
  { ledger, reason }: Readonly<{ ledger: LedgerUid; reason: string }>,
): Promise<boolean> {
  const setting = await findPersonSetting(tx, ledger, { lock: true });
  if (setting === undefined) return false;
  const nowMs = ctx.clock.nowMs();
  await endPersonSetting(tx, ledger, nowMs);
  await purgePersons(tx, setting, { today: utcDate(nowMs), most: PURGE_ROWS });
  await recordAudit(tx, ctx, {
    action: "person.turned-off",
    subjectType: "ledger",
    subjectId: ledger,
    before: { purpose: setting.purpose, retentionDays: String(setting.retentionDays) },
    after: { reason },
  });
  return true;
}
