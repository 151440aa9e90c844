"use client";

import { useLocale, useNow, useTranslations } from "next-intl";
import { useMemo } from "react";

import { formatAmount, formatLedgerDate } from "@/lib/browser/format";
import type { Language } from "@/lib/browser/format";
import type { OpenItem } from "@/lib/contracts/reconciliation";

/** What rows are told with. Made once for a list: a screen of rows that each made their own would be seen to stutter. */
export type ItemWords = Readonly<{
  t: ReturnType<typeof useTranslations<"reconcile">>;
  language: Language;
  thisYear: string;
}>;

/** The words for items of work, the same object for as long as language and year are. */
export function useItemWords(): ItemWords {
  const t = useTranslations("reconcile");
  const language = useLocale() as Language;
  const thisYear = String(useNow().getUTCFullYear());
  return useMemo(() => ({ t, language, thisYear }), [t, language, thisYear]);
}

/** The number that a payout is known by. */
export function numberOf(payout: OpenItem["payouts"][number]): string {
  return payout.payoutNumber ?? payout.pspReference;
}

/** `2000413`, or the first and the last of several; undefined when the row has no payouts. */
export function numbersOf(item: OpenItem): Readonly<{ first: string; last: string }> | undefined {
  const first = item.payouts[0];
  const last = item.payouts.at(-1);
  return first === undefined || last === undefined
    ? undefined
    : { first: numberOf(first), last: numberOf(last) };
}

/** What a row is called where it is spoken of. */
export function nameOf(item: OpenItem, { t }: ItemWords): string {
  const numbers = numbersOf(item);
  if (numbers === undefined) {
    const entry = item.entries[0];
    if (entry !== undefined) return t("entryName", { type: entry.entryType });
    return lineText(item.lines[0]) ?? t("bankLine");
  }
  if (item.payouts.length === 1) return t("payoutName", { number: numbers.first });
  return t("payoutsName", { first: numbers.first, last: numbers.last });
}

/** In a few words why a row is what it is. */
export function whyOf(item: OpenItem, { t, language, thisYear }: ItemWords): string {
  if (item.kind === "line") return t("why.line");
  if (item.kind === "missing") {
    const expected = item.payouts[0]?.expectedDate;
    if (expected === undefined) return t("why.missingPlain");
    return t("why.missing", { date: formatLedgerDate(expected, language, { thisYear }) });
  }
  if (item.kind === "difference") {
    const off = item.difference < 0n ? -item.difference : item.difference;
    return t("why.difference", {
      amount: formatAmount(off, item.currency, language),
      way: item.difference < 0n ? "less" : "more",
    });
  }
  const why = t(`why.${item.method ?? "manual"}`, { count: item.payouts.length + item.entries.length });
  return item.reasons.some(({ code }) => code === "several-fit") ? t("why.several", { why }) : why;
}

/** What a line says of itself in one row: its own text, else who sent it; undefined when texts are not kept. */
export function lineText(line: OpenItem["lines"][number] | undefined): string | undefined {
  const texts = line?.texts ?? [];
  const best = ["remittance", "additional", "counterparty", "reference"] as const;
  for (const field of best) {
    const found = texts.find((text) => text.field === field && text.text.trim() !== "");
    if (found !== undefined) return found.text;
  }
  return undefined;
}

/** The merchants of a row, each once. */
export function merchantsOf(item: OpenItem): readonly string[] {
  return [...new Set(item.payouts.flatMap(({ merchantName }) => merchantName ?? []))];
}
