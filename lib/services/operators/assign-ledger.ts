import { AppError } from "@/lib/core/errors";
import type { ErrorCode } from "@/lib/core/errors";
import type { CredentialId } from "@/lib/core/ids";
import { reflectListing } from "@/lib/services/ledgers/reflect-listing";
import { actOf, contextOfFirm } from "@/lib/services/operators/context";
import type { Firm, OperatorContext } from "@/lib/services/operators/context";
import { recordAudit } from "@/lib/store/audit";
import { assignToFirm, takeBackFromFirm } from "@/lib/store/operator-acts";
import type { AssignOutcome } from "@/lib/store/operator-acts";
import { withTenant } from "@/lib/store/tenant";

export type AssignmentInput = Readonly<{ credentialId: string; ledgerId: string; firm: string }>;

/** Why a ledger cannot be given to a firm. */
const REFUSALS = {
  unknown: ["not_found", "the installation's keys have not found this ledger"],
  missing: [
    "conflict",
    "the last list of granted ledgers does not have this one any more; it can be assigned when it is back",
  ],
  other: ["conflict", "the ledger was assigned to another firm meanwhile"],
} as const satisfies Record<Exclude<AssignOutcome, "assigned" | "same">, readonly [ErrorCode, string]>;

/**
 * Gives a ledger that the installation's keys opened to a firm, audited there and in the operators' log, and brings
 * it onto the firm's onboarding board. Throws: not_found (no operator, no such ledger or firm), conflict.
 */
export async function assignLedgerToFirm(ctx: OperatorContext, input: AssignmentInput): Promise<Firm> {
  const { firm, at } = await contextOfFirm(ctx, input.firm);
  const credentialId = input.credentialId as CredentialId;
  const listing = await withTenant(ctx.database, at, async (tx) => {
    const done = await assignToFirm(tx, actOf(ctx), { credentialId, ledgerId: input.ledgerId });
    if (done.outcome !== "assigned" && done.outcome !== "same") {
      const [code, why] = REFUSALS[done.outcome];
      throw new AppError(code, why);
    }
    if (done.outcome === "assigned") {
      await recordAudit(tx, at, {
        action: "ledger.assigned",
        subjectType: "ledger",
        subjectId: input.ledgerId,
        after: { firm: firm.slug },
      });
    }
    return done.listing;
  });
  // What the next discovery would do too, if this process ended here.
  if (listing !== undefined) await reflectListing(at, { credentialId, listing });
  return firm;
}

/**
 * Takes a ledger back from a firm that has not taken it in: it waits in the inbox again. Throws: not_found (no
 * operator, or the ledger is not this firm's), conflict (it is taken in).
 */
export async function unassignLedger(ctx: OperatorContext, input: AssignmentInput): Promise<Firm> {
  const { firm, at } = await contextOfFirm(ctx, input.firm);
  await withTenant(ctx.database, at, async (tx) => {
    const outcome = await takeBackFromFirm(tx, actOf(ctx), {
      credentialId: input.credentialId as CredentialId,
      ledgerId: input.ledgerId,
    });
    if (outcome === "unknown") throw new AppError("not_found", "the ledger is not assigned to this firm");
    if (outcome === "taken-in")
      throw new AppError("conflict", "the firm has taken the ledger in; it cannot be taken back any more");
    await recordAudit(tx, at, {
      action: "ledger.unassigned",
      subjectType: "ledger",
      subjectId: input.ledgerId,
      before: { firm: firm.slug },
    });
  });
  return firm;
}
