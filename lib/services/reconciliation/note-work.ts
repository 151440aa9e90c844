import { AppError } from "@/lib/core/errors";
import { parseId } from "@/lib/core/ids";
import type { People } from "@/lib/contracts/onboarding";
import type { WorkNoteInput } from "@/lib/contracts/reconciliation";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { recordAudit } from "@/lib/store/audit";
import { findLines } from "@/lib/store/bank-lines";
import { listResponsible } from "@/lib/store/onboarding-facts";
import { listWorkNotes, writeWorkNote } from "@/lib/store/open-items";
import { findItemsOfPayouts } from "@/lib/store/reconcile-items";
import { withTenant } from "@/lib/store/tenant";

/**
 * Writes a note beside a payout or a line, and says who looks after it. Without both, the note goes. Throws:
 * forbidden; not_found (the subject, or the person).
 */
export async function noteWork(ctx: ServiceContext, input: WorkNoteInput): Promise<void> {
  requirePermission(ctx, "match.make");
  await withTenant(ctx.database, ctx, async (tx) => {
    const found =
      input.subjectType === "line"
        ? await findLines(tx, [parseId<"bank-line">(input.subjectId)])
        : await findItemsOfPayouts(tx, [parseId<"payout">(input.subjectId)]);
    if (found.length === 0) throw new AppError("not_found", `there is no ${input.subjectType} with this id`);
    const people = input.assignedId === null ? [] : await listResponsible(tx);
    const person = people.find(({ id }) => id === input.assignedId);
    if (input.assignedId !== null && person === undefined)
      throw new AppError("not_found", "there is no member of the firm with this id");
    const [before] = await listWorkNotes(tx, [input.subjectId]);
    const note = input.note === null || input.note === "" ? undefined : input.note;
    await writeWorkNote(
      tx,
      {
        subjectType: input.subjectType,
        subject: input.subjectId,
        note,
        assignedId: person?.id,
        assignedName: person?.name,
      },
      { name: ctx.actor.name, nowMs: ctx.clock.nowMs() },
    );
    await recordAudit(tx, ctx, {
      action: "work.noted",
      subjectType: input.subjectType === "line" ? "bank-line" : "payout",
      subjectId: input.subjectId,
      before: { note: before?.note ?? "", assigned: before?.assignedName ?? "" },
      after: { note: note ?? "", assigned: person?.name ?? "" },
    });
  });
}

/** Members who may look after work. Throws: forbidden. */
export async function listWorkPeople(ctx: ServiceContext): Promise<People> {
  requirePermission(ctx, "match.make");
  return { items: await withTenant(ctx.database, ctx, (tx) => listResponsible(tx)) };
}
