"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { Route } from "next";
import { useLocale, useTranslations } from "next-intl";

import { LedgerDate, Ago } from "@/components/patterns/dates";
import { Icon } from "@/components/ui/icon";
import { formatCount } from "@/lib/browser/format";
import { overviewQuery, syncProgressQuery } from "@/lib/browser/queries/overview";

const SHOWN_MAX = 2;

/** What is being read for the first time, found again on every page; and when the slowest feed was seen. */
export function FeedsFoot({ tenant }: Readonly<{ tenant: string }>) {
  const t = useTranslations("shell");
  const language = useLocale();
  const progress = useQuery(syncProgressQuery(tenant)).data;
  const overview = useQuery(overviewQuery(tenant)).data;
  return (
    <div className="grid gap-2" aria-live="polite">
      {progress !== undefined && progress.runningCount > 0 && (
        <div className="grid gap-1.5">
          <span className="text-info flex items-center gap-1.5 font-medium">
            <Icon name="dots" className="size-3.5" />
            {t("reading", { count: progress.runningCount })}
          </span>
          {progress.running.slice(0, SHOWN_MAX).map((run) => (
            <Link
              key={`${run.ledgerUid}${run.topic}`}
              href={`/${tenant}/ledgers/${run.ledgerUid}` as Route}
              className="hover:text-ink block truncate"
            >
              {run.merchantName ?? run.ledgerId}
              <span className="block tabular-nums">
                {formatCount(run.entryCount, language)} · <LedgerDate date={run.ledgerDate} />
                {run.rate !== null && (
                  <> · {t("rate", { rate: formatCount(Math.round(run.rate), language) })}</>
                )}
              </span>
            </Link>
          ))}
        </div>
      )}
      {typeof overview?.oldestHeadSeenAt === "string" && (
        <span className="flex items-center gap-1.5">
          <Icon name="seal" className="text-positive size-3.5" />
          <span>
            {t("feedsSeen")} <Ago at={overview.oldestHeadSeenAt} />
          </span>
        </span>
      )}
    </div>
  );
}
