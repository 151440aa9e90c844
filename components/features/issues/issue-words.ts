"use client";

import { useLocale, useNow, useTranslations } from "next-intl";

import { formatAmount, formatCount, formatInstant, formatLedgerDate } from "@/lib/browser/format";
import type { Language } from "@/lib/browser/format";
import type { Issue } from "@/lib/contracts/shapes";
import { isLedgerDate } from "@/lib/core/ledger-date";

/** Every fact that a kind of issue may bring, in the order in which they are shown. */
export const FACT_NAMES = [
  "ledgerId",
  "topic",
  "ledgerDate",
  "bookingDate",
  "sequence",
  "count",
  "amount",
  "booked",
  "expected",
  "found",
  "funds",
  "fees",
  "missing",
  "surplus",
  "entries",
  "lost",
  "gained",
  "dates",
  "pspReference",
  "before",
  "after",
  "clientId",
  "headSeenAt",
  "reason",
] as const;
export type FactName = (typeof FACT_NAMES)[number];

const AMOUNTS: ReadonlySet<FactName> = new Set<FactName>([
  "amount",
  "booked",
  "expected",
  "found",
  "funds",
  "fees",
]);
const COUNTS: ReadonlySet<FactName> = new Set<FactName>(["count", "missing", "surplus", "lost", "gained"]);
const INTEGER = /^-?\d{1,30}$/;

type Reader = Readonly<{ language: Language; thisYear: string; topicName: (topic: string) => string }>;

function wordOf(issue: Issue, name: FactName, reader: Reader): string | undefined {
  const fact = issue.facts[name];
  if (fact === undefined || fact === "") return undefined;
  const { currency } = issue.facts;
  const dateOf = (text: string): string =>
    isLedgerDate(text) ? formatLedgerDate(text, reader.language, { thisYear: reader.thisYear }) : text;
  if (AMOUNTS.has(name)) {
    return INTEGER.test(fact) && currency !== undefined
      ? `${currency}\u00a0${formatAmount(BigInt(fact), currency, reader.language)}`
      : fact;
  }
  if (name === "sequence" && INTEGER.test(fact)) return formatCount(Number(fact), reader.language);
  if (name === "topic") return reader.topicName(fact);
  if (name === "ledgerDate" || name === "bookingDate") return dateOf(fact);
  if (name === "dates") return fact.split(", ").map(dateOf).join(", ");
  if (name === "headSeenAt" && Number.isFinite(Date.parse(fact)))
    return formatInstant(fact, reader.language, "Europe/Oslo");
  return fact;
}

export type IssueWords = Readonly<{
  means: string;
  safe: string;
  todo: string;
  facts: readonly Readonly<{ name: FactName; label: string; value: string }>[];
}>;

/** An issue in the reader's language, made from its kind and its facts. */
export function useIssueWords(issue: Issue): IssueWords {
  const t = useTranslations();
  const language = useLocale();
  const thisYear = String(useNow().getUTCFullYear());
  const topicName = (topic: string): string =>
    topic === "funds" || topic === "fees" ? t(`ledger.${topic}`) : topic;
  const words = FACT_NAMES.map(
    (name) => [name, wordOf(issue, name, { language, thisYear, topicName })] as const,
  );
  // A text names what its kind brings; what an older issue lacks is a dash, never an error.
  const values = Object.fromEntries(
    words.map(([name, word]) => [name, COUNTS.has(name) ? Number(word ?? 0) : (word ?? "—")]),
  );
  return {
    means: t(`issue.kinds.${issue.kind}.means`, values),
    safe: t(`issue.kinds.${issue.kind}.safe`, values),
    todo: t(`issue.kinds.${issue.kind}.todo`, values),
    facts: words.flatMap(([name, value]) =>
      value === undefined ? [] : [{ name, label: t(`issue.facts.${name}`), value }],
    ),
  };
}
