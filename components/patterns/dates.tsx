"use client";

import { useFormatter, useLocale, useNow } from "next-intl";

import type { LedgerDate as LedgerDateText } from "@/lib/core/ledger-date";
import { formatInstant, formatLedgerDate } from "@/lib/browser/format";
import type { DateStyle, Language } from "@/lib/browser/format";

/** A ledger date or a bank date. */
export function LedgerDate({
  date,
  style,
}: Readonly<{ date: LedgerDateText | null | undefined; style?: DateStyle }>) {
  const language = useLocale() as Language;
  const now = useNow();
  if (date === null || date === undefined) return <span className="text-muted">—</span>;
  return <DateMark date={date} style={style} language={language} thisYear={String(now.getUTCFullYear())} />;
}

/** A ledger date where language and year are at hand: in rows of which there are many. */
export function DateMark({
  date,
  style,
  language,
  thisYear,
}: Readonly<{ date: LedgerDateText; style?: DateStyle | undefined; language: Language; thisYear: string }>) {
  return (
    <time dateTime={date} className="whitespace-nowrap tabular-nums">
      {formatLedgerDate(date, language, { thisYear, ...(style && { style }) })}
    </time>
  );
}

/** A moment, in the merchant's zone; the tooltip says UTC. */
export function Instant({
  at,
  timeZone = "Europe/Oslo",
}: Readonly<{ at: string | null | undefined; timeZone?: string }>) {
  const language = useLocale() as Language;
  if (at === null || at === undefined) return <span className="text-muted">—</span>;
  return (
    <time dateTime={at} title={at.replace("T", " ").replace(/\.\d+Z$/, " UTC")} className="whitespace-nowrap">
      {formatInstant(at, language, timeZone)}
    </time>
  );
}

/** How long ago: "2 minutes ago". */
export function Ago({ at }: Readonly<{ at: string | null | undefined }>) {
  const format = useFormatter();
  const now = useNow({ updateInterval: 30_000 });
  if (at === null || at === undefined) return <span className="text-muted">—</span>;
  return (
    <time dateTime={at} title={at.replace("T", " ").replace(/\.\d+Z$/, " UTC")} className="whitespace-nowrap">
      {format.relativeTime(new Date(Math.min(Date.parse(at), now.getTime())), now)}
    </time>
  );
}
