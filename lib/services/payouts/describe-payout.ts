import type { Payout } from "@/lib/contracts/shapes";
import type { Moment } from "@/lib/domain/ledger/moment";
import { expectedBankDate } from "@/lib/domain/payout/bank-days";
import { payoutStatus } from "@/lib/domain/payout/life";
import type { PayoutRow } from "@/lib/store/payouts-read";

/** A payout as the API and files show it: what the clock decides is derived here. */
export function describePayout(row: PayoutRow, moment: Moment): Payout {
  return {
    id: row.id,
    ledgerId: row.ledgerId,
    ledgerUid: row.ledger,
    merchantId: row.merchantId ?? null,
    merchantName: row.merchantName ?? null,
    payoutNumber: row.payoutNumber ?? null,
    pspReference: row.pspReference,
    amount: row.amount,
    currency: row.currency,
    ledgerDate: row.ledgerDate,
    expectedDate: expectedBankDate(row.country, row.ledgerDate),
    bankReference: row.reference === "" ? null : row.reference,
    payoutAccount: row.payoutAccount ?? null,
    status: payoutStatus(row, moment.today[row.country], row.isCovered),
    receivedDate: row.bankLines.at(-1)?.bookingDate ?? row.attestedOn ?? null,
    receivedBy: row.bankLines.length > 0 ? "bank-line" : row.attestedOn === undefined ? null : "attested",
    bankLines: row.bankLines.map((line) => ({ ...line })),
  };
}
