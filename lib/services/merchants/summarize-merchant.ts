import { AppError } from "@/lib/core/errors";
import { parseId } from "@/lib/core/ids";
import type { MerchantId } from "@/lib/core/ids";
import { startOfMonth } from "@/lib/core/ledger-date";
import type { IntervalQuery } from "@/lib/contracts/queries";
import type { Summary } from "@/lib/contracts/shapes";
import type { ProofState } from "@/lib/domain/ledger/states";
import type { ServiceContext } from "@/lib/services/context";
import { toInterval, todayFor } from "@/lib/services/merchants/interval";
import { readBooks } from "@/lib/services/read";
import { NO_SUMS, addSums, totalOf } from "@/lib/store/kind-columns";
import type { KindSums } from "@/lib/store/kind-columns";
import { listHoldings, sumCharged } from "@/lib/store/merchant-figures";
import { findMerchantName } from "@/lib/store/merchants";
import { proofOfSpans, sumSpans, toSpan } from "@/lib/store/spans";
import type { Span, SpanSums } from "@/lib/store/spans";

type Total = {
  opening: bigint;
  closing: bigint;
  breaks: bigint;
  sums: KindSums;
  entryCount: number;
  proof: ProofState;
};
type CurrencySummary = Summary["currencies"][number];

/**
 * What a merchant's funds did in an interval, per currency: `closing = opening + captures + refunds + fees +
 * payouts + other + breaks`. Without dates: the current month so far, where the merchant is.
 * Throws: forbidden, not_found, invalid_input.
 */
export async function summarizeMerchant(
  ctx: ServiceContext,
  input: IntervalQuery & Readonly<{ id: string }>,
): Promise<Summary> {
  return readBooks(ctx, async (tx, moment) => {
    const id = parseId<"merchant">(input.id);
    const merchant = await findMerchantName(tx, id);
    if (merchant === undefined) throw new AppError("not_found", "there is no merchant with this id");
    const interval = toInterval(input, { today: todayFor(moment, merchant.country), startOf: startOfMonth });
    const holdings = await listHoldings(tx, id);
    const spans: Span[] = [];
    const currencies: string[] = [];
    for (const holding of holdings) {
      const span = toSpan(holding, "funds", interval);
      if (span === undefined) continue;
      spans.push(span);
      currencies.push(holding.currency);
    }
    const sums = await sumSpans(tx, spans);
    const proofs = await proofOfSpans(tx, spans, moment);
    const totals = new Map<string, Total>();
    for (const [index, sum] of sums.entries()) {
      addTo(totals, currencies[index] ?? "", { sum, proof: proofs[index] ?? "pending" });
    }
    const charged = await sumCharged(tx, id as MerchantId, interval);
    return {
      ...interval,
      currencies: [...totals.entries()]
        .toSorted(([left], [right]) => (left < right ? -1 : 1))
        .map(([currency, total]) => toCurrencySummary(currency, total, charged.get(currency) ?? 0n)),
    };
  });
}

const PROOF_ORDER: readonly ProofState[] = ["verified", "pending", "in-doubt"];

function addTo(
  totals: Map<string, Total>,
  currency: string,
  part: Readonly<{ sum: SpanSums; proof: ProofState }>,
): void {
  const before = totals.get(currency) ?? {
    opening: 0n,
    closing: 0n,
    breaks: 0n,
    sums: NO_SUMS,
    entryCount: 0,
    proof: "verified",
  };
  const { sum, proof } = part;
  totals.set(currency, {
    opening: before.opening + sum.opening,
    closing: before.closing + sum.closing,
    breaks: before.breaks + sum.breaks,
    sums: addSums(before.sums, sum.sums),
    entryCount: before.entryCount + sum.entryCount,
    proof: PROOF_ORDER.indexOf(proof) > PROOF_ORDER.indexOf(before.proof) ? proof : before.proof,
  });
}

function toCurrencySummary(currency: string, total: Total, feesCharged: bigint): CurrencySummary {
  const { sums, opening, breaks } = total;
  return {
    currency,
    opening,
    captures: sums.capture,
    refunds: sums.refund,
    fees: sums.fee,
    payouts: sums.payout,
    other: sums.other,
    breaks,
    closing: opening + totalOf(sums) + breaks,
    feesCharged,
    entryCount: total.entryCount,
    proof: total.proof,
  };
}
