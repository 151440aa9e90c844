"use client";

import { useLocale } from "next-intl";

import { formatAmount } from "@/lib/browser/format";
import type { Language } from "@/lib/browser/format";

type MoneyProps = Readonly<{
  amount: bigint | null | undefined;
  currency: string;
  /** Stands before the amount in muted small type; left out where the column says it. */
  showCurrency?: boolean;
  inDoubt?: boolean;
}>;

/** The one way an amount is shown. A dash is "none"; zero is written out. */
export function Money({ amount, currency, showCurrency = false, inDoubt = false }: MoneyProps) {
  const language = useLocale() as Language;
  if (amount === null || amount === undefined) return <span className="text-muted">—</span>;
  return (
    <span className={`num ${inDoubt ? "doubt" : ""}`}>
      {showCurrency && <span className="text-muted mr-1 text-xs">{currency}</span>}
      {formatAmount(amount, currency, language)}
    </span>
  );
}
