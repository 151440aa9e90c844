import { AppError } from "@/lib/core/errors";
import { newId, parseId } from "@/lib/core/ids";
import { addDays } from "@/lib/core/ledger-date";
import { oldestKept, utcDate } from "@/lib/domain/person/retention";
import type { PersonPurpose } from "@/lib/domain/person/retention";
import { newDataKey } from "@/lib/platform/row-box";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { personKeyContext } from "@/lib/services/persons/person-box";
import { PURGE_ROWS, nextMidnight } from "@/lib/services/persons/purge-persons";
import { recordAudit } from "@/lib/store/audit";
import { setFeedStates } from "@/lib/store/feeds";
import { findLedger } from "@/lib/store/ledgers";
import { wantDates } from "@/lib/store/person-dates";
import {
  changePersonSetting,
  findPersonSetting,
  insertPersonSetting,
  purgePersons,
} from "@/lib/store/persons";
import { withTenant } from "@/lib/store/tenant";
import type { TenantTx } from "@/lib/store/tenant";

/** What payers are kept for, in a word of ours and in the firm's own, and for how many days after the ledger date. */
export type KeepPersons = Readonly<{
  id: string;
  purpose: PersonPurpose;
  purposeNote: string;
  retentionDays: number;
}>;

/**
 * Begins to keep the payers of a ledger: new entries by the feed, past ones by date. Pages under way, which were
 * asked for without them, are dropped and read again. Throws: forbidden, not_found, conflict.
 */
export async function turnOnPersons(ctx: ServiceContext, input: KeepPersons): Promise<void> {
  requirePermission(ctx, "person.manage");
  const ledgerUid = parseId<"ledger">(input.id);
  const nowMs = ctx.clock.nowMs();
  await withTenant(ctx.database, ctx, async (tx) => {
    const ledger = await findLedger(tx, ledgerUid);
    if (ledger === undefined) throw new AppError("not_found", "there is no ledger with this id");
    if (ledger.status !== "active")
      throw new AppError("conflict", "this ledger is not followed; its payers cannot be asked for");
    await dropPagesUnderWay(tx, ledger.id, nowMs);
    const id = newId<"person-setting">(nowMs);
    const isMade = await insertPersonSetting(tx, {
      ledger: ledger.id,
      id,
      purpose: input.purpose,
      purposeNote: input.purposeNote,
      retentionDays: input.retentionDays,
      keySealed: ctx.secrets.seal(newDataKey(), personKeyContext(ctx.tenantId, { ledger: ledger.id, id })),
      by: ctx.actor.name,
      nowMs,
      purgeAtMs: nextMidnight(nowMs),
    });
    if (!isMade) throw new AppError("conflict", "payers of this ledger are kept already; change it instead");
    const from = oldestKept(nowMs, input.retentionDays);
    await wantDates(tx, { ledger: ledger.id, id }, { from, to: undefined, nowMs });
    await recordAudit(tx, ctx, {
      action: "person.turned-on",
      subjectType: "ledger",
      subjectId: ledger.id,
      after: termsOf(input),
    });
  });
  await ring(ctx, ledgerUid);
}

/**
 * Changes purpose and time to keep. A shorter time moves every date at once: what is past it cannot be shown any
 * more and is deleted; a longer one asks for what it adds. Throws: forbidden, not_found.
 */
export async function changePersons(ctx: ServiceContext, input: KeepPersons): Promise<void> {
  requirePermission(ctx, "person.manage");
  const ledger = parseId<"ledger">(input.id);
  const nowMs = ctx.clock.nowMs();
  await withTenant(ctx.database, ctx, async (tx) => {
    const before = await findPersonSetting(tx, ledger, { lock: true });
    if (before === undefined) throw new AppError("not_found", "payers of this ledger are not kept");
    await changePersonSetting(tx, { ...input, ledger, nowMs });
    if (input.retentionDays > before.retentionDays) {
      const to = addDays(oldestKept(nowMs, before.retentionDays), -1);
      await wantDates(tx, before, { from: oldestKept(nowMs, input.retentionDays), to, nowMs });
    } else {
      await purgePersons(tx, before, { today: utcDate(nowMs), most: PURGE_ROWS });
    }
    await recordAudit(tx, ctx, {
      action: "person.changed",
      subjectType: "ledger",
      subjectId: ledger,
      before: termsOf(before),
      after: termsOf(input),
    });
  });
  await ring(ctx, ledger);
}

function termsOf(of: Omit<KeepPersons, "id">): Readonly<Record<string, string>> {
  return { purpose: of.purpose, purposeNote: of.purposeNote, retentionDays: String(of.retentionDays) };
}

/** Whoever reads a feed drops what was asked for before this: its version has moved. */
export async function dropPagesUnderWay(
  tx: TenantTx,
  ledger: Parameters<typeof setFeedStates>[1],
  nowMs: number,
): Promise<void> {
  await setFeedStates(tx, ledger, { from: ["following"], to: "following", topic: "funds", nowMs });
}

/** The schedule finds what is due by itself; this only makes it quick. */
async function ring(ctx: ServiceContext, ledger: string): Promise<void> {
  const job = { tenantId: ctx.tenantId, ledger };
  await ctx.enqueue("person.fetch", job).catch(() => undefined);
  await ctx.enqueue("person.purge", job).catch(() => undefined);
}
