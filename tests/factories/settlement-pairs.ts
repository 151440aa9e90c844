import { addDays, parseLedgerDate } from "@/lib/core/ledger-date";
import type { LineText } from "@/lib/domain/bank/statement";
import { expectedBankDate } from "@/lib/domain/payout/bank-days";
import type { OpenLine, SettlementItem } from "@/lib/domain/reconciliation/model";

/** A settlement entry with only the facts that matter: a Norwegian payout of 2 March 2026, expected on the 4th. */
export function item(facts: Partial<SettlementItem> = {}): SettlementItem {
  const country = facts.country ?? "NO";
  const ledgerDate = facts.ledgerDate ?? parseLedgerDate("2026-03-02");
  return {
    id: "payout",
    kind: "payout",
    account: "a",
    ledger: "ledger",
    country,
    currency: "NOK",
    amount: 125_000n,
    payoutNumber: "2000167",
    reference: "",
    handles: ["548005"],
    ledgerDate,
    expected: expectedBankDate(country, ledgerDate),
    merchant: "merchant",
    ...facts,
  };
}

/** A bank line that answers it by amount and day; `late` days after 4 March 2026. */
export function line(facts: Partial<OpenLine> & Readonly<{ text?: string; late?: number }> = {}): OpenLine {
  const { text, late, ...rest } = facts;
  const texts: readonly LineText[] = text === undefined ? [] : [{ field: "remittance", text }];
  return {
    id: "line",
    account: "a",
    currency: "NOK",
    amount: 125_000n,
    bookingDate: addDays(parseLedgerDate("2026-03-04"), late ?? 0),
    bankReference: "",
    texts,
    details: [],
    ...rest,
  };
}
