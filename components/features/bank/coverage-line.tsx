"use client";

import { useLocale, useNow, useTranslations } from "next-intl";

import { LedgerDate } from "@/components/patterns/dates";
import { Icon } from "@/components/ui/icon";
import { formatLedgerDate } from "@/lib/browser/format";
import type { Language } from "@/lib/browser/format";
import type { BankCoverage } from "@/lib/contracts/bank";
import { addDays, daysBetween } from "@/lib/core/ledger-date";
import type { LedgerDate as LedgerDateText } from "@/lib/core/ledger-date";

type Stretch = Readonly<{ kind: "covered" | "gap"; from: LedgerDateText; to: LedgerDateText }>;

/** Stretches that statements cover, and those between them that none does, oldest first. */
export function stretchesOf(ranges: BankCoverage["ranges"]): readonly Stretch[] {
  return ranges.flatMap((range, at): Stretch[] => {
    const before = ranges[at - 1];
    const covered: Stretch = { kind: "covered", ...range };
    if (before === undefined) return [covered];
    return [{ kind: "gap", from: addDays(before.to, 1), to: addDays(range.from, -1) }, covered];
  });
}

/** The dates that statements cover, as a line and as a list. */
export function CoverageLine({ ranges }: Pick<BankCoverage, "ranges">) {
  const t = useTranslations("bank");
  const language = useLocale() as Language;
  const thisYear = String(useNow().getUTCFullYear());
  const [first] = ranges;
  const last = ranges.at(-1);
  if (first === undefined || last === undefined)
    return <p className="text-muted text-sm">{t("noCoverage")}</p>;
  const stretches = stretchesOf(ranges);
  const say = (date: LedgerDateText): string => formatLedgerDate(date, language, { thisYear });
  return (
    <div className="grid gap-2 text-sm">
      <p className="sr-only">
        {t("coverageSaid", { ranges: ranges.length, from: say(first.from), to: say(last.to) })}
      </p>
      <div aria-hidden="true" className="border-line flex h-3 overflow-hidden rounded-full border">
        {stretches.map((stretch) => (
          <span
            key={stretch.from}
            title={
              stretch.kind === "gap"
                ? t("gap", { from: say(stretch.from), to: say(stretch.to) })
                : t("stretch", { from: say(stretch.from), to: say(stretch.to) })
            }
            className={stretch.kind === "gap" ? "bg-warning-soft" : "bg-accent"}
            style={{ flex: `${String(daysBetween(stretch.from, stretch.to) + 1)} 1 3px` }}
          />
        ))}
      </div>
      <div className="text-muted flex justify-between text-xs">
        <LedgerDate date={first.from} />
        <LedgerDate date={last.to} />
      </div>
      {ranges.length === 1 ? (
        <p className="text-muted">{t("allCovered")}</p>
      ) : (
        <ul className="grid gap-1">
          {stretches
            .filter(({ kind }) => kind === "gap")
            .map(({ from, to }) => (
              <li key={from} className="flex items-center gap-1.5">
                <Icon name="triangle" className="text-warning size-3.5" />
                {t("gap", { from: say(from), to: say(to) })}
              </li>
            ))}
        </ul>
      )}
    </div>
  );
}
