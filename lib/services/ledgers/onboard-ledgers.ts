import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { LedgerUid, MerchantId } from "@/lib/core/ids";
import type { LedgerDate } from "@/lib/core/ledger-date";
import { TOPICS } from "@/lib/domain/ledger/states";
import { proposeMerchantName } from "@/lib/domain/merchant/proposal";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { recordAudit } from "@/lib/store/audit";
import {
  assignMerchant,
  findCurrentVersion,
  findLedger,
  findOrCreateMerchant,
  setLedgerStatus,
} from "@/lib/store/ledgers";
import { setFeedStates } from "@/lib/store/feeds";
import { withTenant } from "@/lib/store/tenant";

const LEDGERS_MAX = 1_000;

export type Onboarded = Readonly<{ ledger: LedgerUid; ledgerId: string; merchantId: MerchantId }>;

/**
 * Puts granted ledgers under merchants and starts their sync. Ledgers of one owner become one merchant; the
 * name is the one given, else proposed from the sales units. Ledgers that are active already are left alone.
 * Throws: forbidden, not_found, conflict (the grant is gone), invalid_input.
 */
export async function onboardLedgers(
  ctx: ServiceContext,
  input: Readonly<{
    ledgers: readonly string[];
    merchantName?: string | undefined;
    booksFrom?: LedgerDate | undefined;
  }>,
): Promise<readonly Onboarded[]> {
  requirePermission(ctx, "ledger.onboard");
  if (input.ledgers.length > LEDGERS_MAX) {
    throw new AppError("invalid_input", `at most ${String(LEDGERS_MAX)} ledgers are taken in at once`);
  }
  const onboarded: Onboarded[] = [];
  for (const id of input.ledgers) {
    const made = await onboardOne(ctx, { ...input, id: id as LedgerUid });
    if (made !== undefined) onboarded.push(made);
  }
  for (const { ledger } of onboarded) {
    for (const topic of TOPICS) {
      // The schedule finds what is due by itself; this only makes it quick.
      await ctx.enqueue("feed.follow", { tenantId: ctx.tenantId, ledger, topic }).catch(() => undefined);
    }
  }
  return onboarded;
}

async function onboardOne(
  ctx: ServiceContext,
  input: Readonly<{ id: LedgerUid; merchantName?: string | undefined; booksFrom?: LedgerDate | undefined }>,
): Promise<Onboarded | undefined> {
  const nowMs = ctx.clock.nowMs();
  return withTenant(ctx.database, ctx, async (tx) => {
    const ledger = await findLedger(tx, input.id);
    const version = ledger && (await findCurrentVersion(tx, ledger.id));
    if (ledger === undefined || version === undefined)
      throw new AppError("not_found", "there is no ledger with this id");
    if (ledger.status === "active") return undefined;
    if (ledger.status === "revoked") {
      throw new AppError(
        "conflict",
        `ledger ${ledger.ledgerId} is not granted any more; the merchant must grant it again`,
      );
    }
    if (ledger.status === "handed-over") {
      throw new AppError(
        "conflict",
        `ledger ${ledger.ledgerId} was handed over to another firm; take its merchant back instead`,
      );
    }
    const name = input.merchantName ?? proposeMerchantName(version.owner, version.salesUnits);
    const merchantId = await findOrCreateMerchant(tx, {
      id: newId<"merchant">(nowMs),
      name,
      country: ledger.country,
      business: version.owner.id === "" ? undefined : version.owner,
    });
    await assignMerchant(tx, ledger.id, merchantId);
    await setLedgerStatus(tx, ledger.id, {
      to: "active",
      nowMs,
      ...(input.booksFrom && { booksFrom: input.booksFrom }),
    });
    await setFeedStates(tx, ledger.id, { from: ["following"], to: "following", nowMs });
    await recordAudit(tx, ctx, {
      action: "ledger.onboarded",
      subjectType: "ledger",
      subjectId: ledger.id,
      before: { status: ledger.status },
      after: { status: "active", merchantId, booksFrom: input.booksFrom ?? ledger.booksFrom },
    });
    return { ledger: ledger.id, ledgerId: ledger.ledgerId, merchantId };
  });
}
