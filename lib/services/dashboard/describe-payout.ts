import type { DashboardPayout } from "@/lib/contracts/dashboard";
import type { Payout } from "@/lib/contracts/shapes";

/** A payout in a merchant's words: what was paid out is positive. */
export function describeForMerchant(payout: Payout): DashboardPayout {
  return {
    id: payout.id,
    number: payout.payoutNumber,
    amount: -payout.amount,
    currency: payout.currency,
    status: payout.status,
    ledgerDate: payout.ledgerDate,
    expectedDate: payout.expectedDate,
    receivedDate: payout.receivedDate,
    bankText: payout.bankReference ?? norwegianText(payout),
  };
}

/** Norwegian banks show "Utb. NUMBER Vippsnr NUMBER"; the ledger does not say the second (DOMAIN §0.8). */
function norwegianText(payout: Payout): string | null {
  return payout.currency === "NOK" && payout.payoutNumber !== null ? `Utb. ${payout.payoutNumber}` : null;
}
