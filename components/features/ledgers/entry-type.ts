"use client";

import { useTranslations } from "next-intl";

import { TIME_ZONES } from "@/lib/domain/payout/bank-days";
import { countryOfLedger } from "@/lib/domain/merchant/country";
import type { Ledger } from "@/lib/contracts/shapes";

/** What an entry type is called in the reader's language; one that nobody has heard of keeps its own name. */
export function useEntryType(): (entryType: string) => string {
  const t = useTranslations("ledger.entryTypes");
  return (entryType) => {
    const key = entryType as Parameters<typeof t>[0];
    // A dot in a foreign name would be read as a path.
    return !entryType.includes(".") && t.has(key) ? t(key) : entryType;
  };
}

/** The name of a sales unit by its handle. */
export function unitName(ledger: Ledger, handle: string): string | undefined {
  return ledger.salesUnits.find((unit) => unit.recipientHandle === handle)?.name;
}

/** The zone in which the merchant reads a clock. */
export function zoneOfLedger(ledger: Ledger): string {
  return TIME_ZONES[countryOfLedger(ledger)];
}
