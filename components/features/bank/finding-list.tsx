"use client";

import Link from "next/link";
import type { Route } from "next";
import { useLocale, useNow, useTranslations } from "next-intl";

import { formatAmount, formatLedgerDate } from "@/lib/browser/format";
import type { Language } from "@/lib/browser/format";
import type { BankFile } from "@/lib/contracts/bank";
import { isLedgerDate } from "@/lib/core/ledger-date";

type Finding = BankFile["findings"][number];

const CODES = [
  "statement-repeated",
  "account-unknown",
  "statement-differs",
  "reversals-unknown",
  "gap",
  "balance-jump",
  "page-missing",
  "pages-out-of-order",
  "layout-assumed",
] as const;

/** What did not add up, a sentence each. `currency`: of amounts that do not say theirs. */
export function FindingList({
  tenant,
  findings,
  currency,
}: Readonly<{ tenant: string; findings: readonly Finding[]; currency?: string | null }>) {
  const say = useFinding();
  const t = useTranslations("bank");
  if (findings.length === 0) return null;
  return (
    <ul className="grid list-disc gap-1 pl-4 text-sm">
      {findings.map((finding) => (
        <li key={`${finding.code} ${JSON.stringify(finding.values)}`} className="text-warning">
          <span className="text-ink">{say(finding, currency ?? undefined)}</span>
          {finding.values["accountId"] !== undefined && (
            <>
              {" "}
              <Link
                href={`/${tenant}/documents/accounts/${finding.values["accountId"]}` as Route}
                className="text-accent font-medium underline underline-offset-4"
              >
                {t("linkIt")}
              </Link>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Says a finding as a sentence; one that has none yet by its code. */
export function useFinding(): (finding: Finding, currency?: string) => string {
  const t = useTranslations("bank.findings");
  const language = useLocale() as Language;
  const thisYear = String(useNow().getUTCFullYear());
  return ({ code, values }, currency) => {
    const known = CODES.find((of) => of === code);
    if (known === undefined) return t("unknown", { code });
    const of = values["currency"] ?? currency ?? "NOK";
    const shown = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        isLedgerDate(value)
          ? formatLedgerDate(value, language, { thisYear })
          : name === "difference" && /^-?\d+$/.test(value)
            ? formatAmount(BigInt(value), of, language)
            : value,
      ]),
    );
    // Every sentence fills in a part of these.
    const all = {
      statement: "",
      account: "",
      difference: "",
      currency: of,
      from: "",
      to: "",
      on: "",
      pages: "",
      dates: "",
      order: "dmy",
      amounts: "",
    };
    return t(known, { ...all, ...shown });
  };
}
