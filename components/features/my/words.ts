import { useLocale, useNow, useTranslations } from "next-intl";

import { formatLedgerDate } from "@/lib/browser/format";
import type { DateStyle } from "@/lib/browser/format";
import type { LedgerDate } from "@/lib/core/ledger-date";

/** Writes dates into sentences. */
export function useDateText(): (date: LedgerDate, style?: DateStyle) => string {
  const language = useLocale();
  const thisYear = String(useNow().getUTCFullYear());
  return (date, style) => formatLedgerDate(date, language, { thisYear, ...(style && { style }) });
}

/** Of which dates the sales are. */
export function useSalesText(): (from: LedgerDate | null, to: LedgerDate) => string {
  const t = useTranslations("my");
  const text = useDateText();
  return (from, to) =>
    from === null || from === to
      ? t("salesOf", { date: text(to, "long") })
      : t("salesBetween", { from: text(from), to: text(to) });
}
