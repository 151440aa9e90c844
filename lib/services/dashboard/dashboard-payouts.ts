import type { DashboardPayout, DashboardPayoutPage, PayoutParts } from "@/lib/contracts/dashboard";
import { PayoutsQuery } from "@/lib/contracts/queries";
import type { PayoutExplained } from "@/lib/contracts/shapes";
import type { Page } from "@/lib/core/page";
import type { ServiceContext } from "@/lib/services/context";
import { booksOf } from "@/lib/services/dashboard/books-of";
import { describeForMerchant } from "@/lib/services/dashboard/describe-payout";
import { explainPayout } from "@/lib/services/payouts/explain-payout";
import { listPayouts } from "@/lib/services/payouts/list-payouts";

const SHOWN = 30;

/** A merchant's payouts, the newest first. Throws: forbidden, not_found, invalid_input (cursor). */
export async function listDashboardPayouts(
  ctx: ServiceContext,
  input: Readonly<{ id: string; cursor?: string | undefined }>,
): Promise<Page<DashboardPayout>> {
  const { books, merchantId } = booksOf(ctx, input.id);
  const query = PayoutsQuery.parse({ merchantId, limit: SHOWN, cursor: input.cursor });
  const page = await listPayouts(books, query);
  return { items: page.items.map(describeForMerchant), nextCursor: page.nextCursor };
}

/** One payout of the merchant and what it is made of. Throws: forbidden, not_found. */
export async function getDashboardPayout(
  ctx: ServiceContext,
  input: Readonly<{ id: string; payoutId: string }>,
): Promise<DashboardPayoutPage> {
  const { books } = booksOf(ctx, input.id);
  const { payout, cover, previousPayoutId, nextPayoutId } = await explainPayout(books, {
    id: input.payoutId,
  });
  return {
    payout: describeForMerchant(payout),
    account: payout.payoutAccount?.id ?? null,
    parts: cover === null ? null : partsOf(cover),
    proof: cover?.proof ?? "pending",
    previousId: previousPayoutId,
    nextId: nextPayoutId,
  };
}

/** In plain words: what is neither a sale, a refund nor a fee is "other", corrections of a balance included. */
function partsOf(cover: NonNullable<PayoutExplained["cover"]>): PayoutParts {
  return {
    salesFrom: cover.fromDate,
    salesTo: cover.toDate,
    leftBefore: cover.leftBefore,
    sales: cover.captures,
    salesCount: cover.captureCount,
    refunds: cover.refunds,
    refundsCount: cover.refundCount,
    fees: cover.fees,
    other: cover.payouts + cover.other + cover.breaks,
    left: cover.left,
  };
}
