import { HOUR_MS } from "@/lib/core/clock";
import { AppError } from "@/lib/core/errors";
import { parseId } from "@/lib/core/ids";
import type { Payer } from "@/lib/contracts/persons";
import type { Topic } from "@/lib/domain/ledger/states";
import { deletedOn, oldestKept } from "@/lib/domain/person/retention";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { openPersonBox } from "@/lib/services/persons/person-box";
import { recordAudit } from "@/lib/store/audit";
import { findLedger } from "@/lib/store/ledgers";
import { countLook, findPersonSetting, findSealedPerson, listHeldSequences } from "@/lib/store/persons";
import { withTenant } from "@/lib/store/tenant";

/** Looks of one person within an hour. */
export const LOOKS_MAX = 60;

/** An entry of the active copy; `pspReference` is what its reader saw there: after a new copy it may be another. */
export type PayerInput = Readonly<{ id: string; topic: Topic; sequence: number; pspReference: string }>;

/**
 * Shows the payer of one entry. The look is in the audit trail, with who and which entry and never what was seen,
 * before anything is shown. Throws: forbidden, not_found, copy_replaced, rate_limited.
 */
export async function revealPayer(ctx: ServiceContext, input: PayerInput): Promise<Payer> {
  requirePermission(ctx, "person.reveal");
  const ledger = parseId<"ledger">(input.id);
  const nowMs = ctx.clock.nowMs();
  return withTenant(ctx.database, ctx, async (tx) => {
    const setting = await findPersonSetting(tx, ledger);
    const found = setting && (await findSealedPerson(tx, { ...input, ledger }, setting.id));
    if (setting === undefined || found === undefined) throw nothingKept();
    if (found.pspReference !== input.pspReference)
      throw new AppError("copy_replaced", "the ledger was read anew; open the list again");
    const { sealed, pspReference, ...key } = found;
    if (sealed === undefined || key.ledgerDate < oldestKept(nowMs, setting.retentionDays))
      throw nothingKept();
    const taken = await countLook(tx, { actor: ctx.actor.id, nowMs, windowMs: HOUR_MS });
    if (taken.looks > LOOKS_MAX) {
      throw new AppError(
        "rate_limited",
        `at most ${String(LOOKS_MAX)} payers are shown to one person an hour`,
        {
          retryAfterMs: Math.max(1, taken.sinceMs + HOUR_MS - nowMs),
        },
      );
    }
    const person = openPersonBox(ctx, setting).open(sealed, key);
    const record = await findLedger(tx, ledger);
    await recordAudit(tx, ctx, {
      action: "person.shown",
      subjectType: "entry",
      subjectId: `${ledger}:${key.topic}:${key.ledgerDate}:${key.content}:${String(key.ordinal)}`,
      after: { ledgerId: record?.ledgerId ?? "", ledgerDate: key.ledgerDate, pspReference },
    });
    return { ...person, deletedOn: deletedOn(key.ledgerDate, setting.retentionDays) };
  });
}

/** Of these entries of the active copy, those whose payer can be shown. Throws: forbidden, not_found. */
export async function listHeldPayers(
  ctx: ServiceContext,
  input: Readonly<{ id: string; topic: Topic; sequences: readonly number[] }>,
): Promise<readonly number[]> {
  requirePermission(ctx, "person.reveal");
  const ledger = parseId<"ledger">(input.id);
  return withTenant(ctx.database, ctx, async (tx) => {
    if ((await findLedger(tx, ledger)) === undefined)
      throw new AppError("not_found", "there is no ledger with this id");
    const setting = await findPersonSetting(tx, ledger);
    if (setting === undefined) return [];
    return listHeldSequences(tx, { ...input, ledger }, oldestKept(ctx.clock.nowMs(), setting.retentionDays));
  });
}

function nothingKept(): AppError {
  return new AppError("not_found", "no payer is kept of this entry");
}
