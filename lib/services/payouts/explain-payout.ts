import { AppError } from "@/lib/core/errors";
import { parseId } from "@/lib/core/ids";
import type { PayoutExplained } from "@/lib/contracts/shapes";
import type { ServiceContext } from "@/lib/services/context";
import { describePayout } from "@/lib/services/payouts/describe-payout";
import { readBooks } from "@/lib/services/read";
import { findCover } from "@/lib/store/payout-covers";
import { findPayoutRow } from "@/lib/store/payouts-read";
import type { CoverRow } from "@/lib/store/payout-covers";
import type { PayoutRow } from "@/lib/store/payouts-read";
import { proofOfSpans } from "@/lib/store/spans";

/**
 * A payout and what it carries: `leftBefore + captures + refunds + fees + payouts + other + breaks + amount = left`.
 * The cover is null while the payout's copy is being replaced by one that does not have it. Throws: forbidden, not_found.
 */
export async function explainPayout(
  ctx: ServiceContext,
  input: Readonly<{ id: string }>,
): Promise<PayoutExplained> {
  return readBooks(ctx, async (tx, moment) => {
    const payout = await findPayoutRow(tx, parseId(input.id));
    if (payout === undefined) throw new AppError("not_found", "there is no payout with this id");
    const cover = await findCover(tx, payout.ledger, payout.id);
    const [proof = "pending"] = await proofOfSpans(
      tx,
      [
        {
          ledger: payout.ledger,
          topic: "funds",
          from: cover?.fromDate ?? payout.ledgerDate,
          to: payout.ledgerDate,
          reckoned: "from-head",
        },
      ],
      moment,
    );
    return {
      payout: describePayout(payout, moment),
      cover: cover === undefined ? null : describeCover(payout, cover, proof),
      previousPayoutId: cover?.previous ?? null,
      nextPayoutId: cover?.next ?? null,
    };
  });
}

type Cover = NonNullable<PayoutExplained["cover"]>;

function describeCover(payout: PayoutRow, cover: CoverRow, proof: Cover["proof"]): Cover {
  return {
    fromDate: cover.fromDate ?? null,
    toDate: payout.ledgerDate,
    leftBefore: cover.leftBefore,
    captures: cover.captures,
    refunds: cover.refunds,
    fees: cover.fees,
    payouts: cover.payouts,
    other: cover.other,
    breaks: cover.breaks,
    left: cover.left,
    captureCount: cover.captureCount,
    refundCount: cover.refundCount,
    feeCount: cover.feeCount,
    payoutCount: cover.payoutCount,
    otherCount: cover.otherCount,
    proof,
  };
}
