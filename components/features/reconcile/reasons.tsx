"use client";

import { useTranslations } from "next-intl";

import { useItemWords } from "@/components/features/reconcile/item-words";
import { Icon } from "@/components/ui/icon";
import { formatAmount, formatLedgerDate } from "@/lib/browser/format";
import type { OpenItem } from "@/lib/contracts/reconciliation";
import { isLedgerDate } from "@/lib/core/ledger-date";
import type { Reason } from "@/lib/domain/reconciliation/model";

type GivenReason = OpenItem["reasons"][number];

/** Codes that the catalogue has a sentence for; the type sees to it that none is left out. */
const SENTENCES: Readonly<Record<Reason["code"], true>> = {
  "reference-stands": true,
  "reference-cut-off": true,
  "payout-number": true,
  handle: true,
  "no-handle": true,
  "other-handle": true,
  "no-payout-number": true,
  "same-amount": true,
  "other-amount": true,
  "same-account": true,
  "expected-day": true,
  "other-day": true,
  "outside-window": true,
  "only-one": true,
  "several-fit": true,
  pattern: true,
  "run-adds-up": true,
  "other-field": true,
  counterparty: true,
  "rejected-before": true,
  person: true,
};

const AMOUNTS = new Set(["amount", "expected", "found", "difference"]);
const FIELDS = ["remittance", "reference", "counterparty", "additional"] as const;

/** Reasons as sentences, with their amounts and dates as people write them. */
export function useReasonText(): (reason: GivenReason) => string {
  const { t, language, thisYear } = useItemWords();

  function written(name: string, value: string, currency: string | undefined): string {
    if (isLedgerDate(value)) return formatLedgerDate(value, language, { thisYear, style: "weekday" });
    if (currency !== undefined && AMOUNTS.has(name) && /^-?\d+$/.test(value))
      return formatAmount(BigInt(value), currency, language);
    const field = name === "field" ? FIELDS.find((of) => of === value) : undefined;
    return field === undefined ? value : t(`fields.${field}`);
  }

  return ({ code, values }) => {
    if (!isKnown(code)) return t("reasons.unknown", { code });
    const said = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, written(name, value, values["currency"])]),
    );
    return t(`reasons.${code}`, { ...NOTHING_SAID, ...said });
  };
}

/** What a sentence may fill in: reasons say of it what they know. */
const NOTHING_SAID = {
  reference: "",
  number: "",
  handle: "",
  known: "none",
  amount: "",
  expected: "",
  found: "",
  difference: "",
  booked: "",
  days: "",
  count: "0",
  pattern: "",
  from: "",
  to: "",
  field: "",
};

function isKnown(code: string): code is Reason["code"] {
  return Object.hasOwn(SENTENCES, code);
}

/** What speaks for it and what against, one sentence each. */
export function Reasons({ reasons }: Readonly<{ reasons: readonly GivenReason[] }>) {
  const t = useTranslations("reconcile");
  const textOf = useReasonText();
  return (
    <ul className="grid gap-1.5 text-sm">
      {reasons.map((reason) => (
        <li key={`${reason.speaks} ${reason.code}`} className="flex items-start gap-2">
          <span
            className={`mt-0.5 flex items-center ${reason.speaks === "for" ? "text-positive" : "text-warning"}`}
          >
            <Icon name={reason.speaks === "for" ? "check" : "cross"} className="size-3.5" />
            <span className="sr-only">{t(reason.speaks === "for" ? "speaksFor" : "speaksAgainst")}</span>
          </span>
          <span className="min-w-0 [overflow-wrap:anywhere]">{textOf(reason)}</span>
        </li>
      ))}
    </ul>
  );
}
