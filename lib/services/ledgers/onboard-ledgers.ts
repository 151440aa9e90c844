import { AppError } from "@/lib/core/errors";
import type { LedgerUid, MerchantId } from "@/lib/core/ids";
import type { OnboardInput } from "@/lib/contracts/inputs";
import { TOPICS } from "@/lib/domain/ledger/states";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { requireResponsible, takeInLedger } from "@/lib/services/onboarding/take-in-ledger";
import { withTenant } from "@/lib/store/tenant";

const LEDGERS_MAX = 1_000;

export type Onboarded = Readonly<{ ledger: LedgerUid; ledgerId: string; merchantId: MerchantId }>;

type Wish = Readonly<{ [K in keyof OnboardInput]?: OnboardInput[K] | undefined }>;

/**
 * Puts granted ledgers under merchants and starts their sync. Ledgers of one owner become one merchant; the
 * name is the one given, else proposed from the sales units. Ledgers that are active already are left alone.
 * For many at once: lib/services/onboarding/start-batch.ts.
 * Throws: forbidden, not_found, conflict (the grant is gone), invalid_input.
 */
export async function onboardLedgers(
  ctx: ServiceContext,
  input: Wish & Readonly<{ ledgers: readonly string[] }>,
): Promise<readonly Onboarded[]> {
  requirePermission(ctx, "ledger.onboard");
  if (input.ledgers.length > LEDGERS_MAX) {
    throw new AppError("invalid_input", `at most ${String(LEDGERS_MAX)} ledgers are taken in at once`);
  }
  if (input.bankAccount !== undefined && input.ledgers.length > 1) {
    throw new AppError("invalid_input", "a bank account belongs to one ledger", {
      fields: [{ field: "bankAccount", message: "may be given for a single ledger only" }],
    });
  }
  const { responsibleId } = input;
  const responsible =
    responsibleId === undefined
      ? undefined
      : await withTenant(ctx.database, ctx, (tx) => requireResponsible(tx, responsibleId));
  const onboarded: Onboarded[] = [];
  for (const id of input.ledgers) {
    const made = await withTenant(ctx.database, ctx, (tx) =>
      takeInLedger(tx, ctx, { ...input, responsible, id: id as LedgerUid }),
    );
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
