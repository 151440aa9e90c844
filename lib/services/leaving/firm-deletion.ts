import { DAY_MS } from "@/lib/core/clock";
import { AppError } from "@/lib/core/errors";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { postMail } from "@/lib/services/mail/post-mail";
import { ringMail } from "@/lib/services/mail/ring-mail";
import { recordAudit } from "@/lib/store/audit";
import { listFirmPeople, readFirmName } from "@/lib/store/firm-records";
import { askForDeletion, undoDeletion } from "@/lib/store/leaving";
import { withTenant } from "@/lib/store/tenant";

/** Between the wish to delete a firm and its deletion: long enough to be noticed by everybody whom it concerns. */
export const WAITING_DAYS = 30;

/**
 * Asks that the firm be deleted: in thirty days, unless it is undone. Everybody who leads it gets a letter, and every
 * page says so. Throws: forbidden, invalid_input (the name that was typed is not the firm's), conflict.
 */
export async function askForFirmDeletion(
  ctx: ServiceContext,
  input: Readonly<{ name: string }>,
): Promise<void> {
  requirePermission(ctx, "firm.delete");
  const nowMs = ctx.clock.nowMs();
  const dueAtMs = nowMs + WAITING_DAYS * DAY_MS;
  const date = new Date(dueAtMs).toISOString().slice(0, 10);
  await withTenant(ctx.database, ctx, async (tx) => {
    const firm = await readFirmName(tx);
    if (input.name.trim() !== firm) {
      throw new AppError("invalid_input", "the name is not the firm's", {
        fields: [{ field: "name", message: `must be ${firm}, letter for letter` }],
      });
    }
    if (!(await askForDeletion(tx, { by: ctx.actor.name, nowMs, dueAtMs })))
      throw new AppError("conflict", "the deletion of this firm was asked for already");
    const leaders = (await listFirmPeople(tx)).filter(({ role }) => role === "owner" || role === "admin");
    const link = `${ctx.publicUrl}/`;
    for (const { email, language } of leaders) {
      await postMail(tx, ctx, {
        to: email,
        language,
        name: "firm-deletion-asked",
        values: { firm, by: ctx.actor.name, date, link },
      });
    }
    await recordAudit(tx, ctx, {
      action: "firm.deletion-asked",
      subjectType: "firm",
      subjectId: ctx.tenantId,
      after: { date },
    });
  });
  await ringMail(ctx);
}

/** Keeps the firm after all. Throws: forbidden, conflict (nothing was asked for, or the deletion has begun). */
export async function undoFirmDeletion(ctx: ServiceContext): Promise<void> {
  requirePermission(ctx, "firm.delete");
  await withTenant(ctx.database, ctx, async (tx) => {
    if (!(await undoDeletion(tx, { by: ctx.actor.name, nowMs: ctx.clock.nowMs() })))
      throw new AppError("conflict", "there is no deletion of this firm that could be undone");
    await recordAudit(tx, ctx, {
      action: "firm.deletion-undone",
      subjectType: "firm",
      subjectId: ctx.tenantId,
    });
  });
}
