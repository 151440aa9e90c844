import type { DayVerification, ProofState } from "@/lib/domain/ledger/states";
import type { PayoutStatus } from "@/lib/domain/payout/status";
import type { WaterfallKey } from "@/lib/domain/bookkeeping/settlement-report";

/** Every text of a settlement report; `{…}` is filled in. */
export type SettlementWords = Readonly<{
  payoutTitle: string;
  monthTitle: string;
  facts: Readonly<
    Record<
      | "merchant"
      | "organisation"
      | "ledger"
      | "payoutNumber"
      | "pspReference"
      | "bankReference"
      | "payoutAccount"
      | "ledgerDate"
      | "ledgerDates"
      | "expectedDate"
      | "receivedDate"
      | "attestedDate"
      | "status"
      | "amount"
      | "currency"
      | "proof"
      | "period",
      string
    >
  >;
  statuses: Readonly<Record<PayoutStatus, string>>;
  /** Received by the word of a person, which no bank line shows: weaker, and said so. */
  attested: string;
  proofs: Readonly<Record<ProofState, string>>;
  verifications: Readonly<Record<DayVerification, string>>;
  lines: Readonly<Record<WaterfallKey, string>>;
  tables: Readonly<
    Record<
      "waterfall" | "units" | "dates" | "entries" | "days" | "ledgerUnits" | "payouts" | "summary",
      string
    >
  >;
  columns: Readonly<
    Record<
      | "line"
      | "entries"
      | "amount"
      | "unit"
      | "handle"
      | "date"
      | "captures"
      | "refunds"
      | "fees"
      | "charged"
      | "payouts"
      | "other"
      | "breaks"
      | "opening"
      | "closing"
      | "sum"
      | "proof"
      | "type"
      | "reference"
      | "pspReference"
      | "ledger"
      | "currency"
      | "number"
      | "bankReference"
      | "expected"
      | "status",
      string
    >
  >;
  /** Beside the payouts of a period: what of them, or of earlier ones, is on the balance again. */
  returned: string;
  noUnit: string;
  total: string;
  none: string;
  sumExact: string;
  sumOff: string;
  feesTwo: string;
  allListed: string;
  someListed: string;
  signs: string;
  page: string;
  madeAt: string;
}>;

/** Fills a text in. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
