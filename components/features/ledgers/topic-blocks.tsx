"use client";

import { useLocale, useTranslations } from "next-intl";

import { Ago, LedgerDate } from "@/components/patterns/dates";
import { Money } from "@/components/patterns/money";
import { Card, Facts } from "@/components/patterns/page";
import { Status } from "@/components/patterns/status";
import { formatCount } from "@/lib/browser/format";
import type { Ledger, Topic } from "@/lib/contracts/shapes";

/** Both accounts of a ledger, side by side. */
export function TopicBlocks({ ledger }: Readonly<{ ledger: Ledger }>) {
  return (
    <div className="mb-6 grid gap-4 md:grid-cols-2">
      <TopicBlock name="funds" topic={ledger.funds} currency={ledger.currency} />
      <TopicBlock name="fees" topic={ledger.fees} currency={ledger.currency} />
    </div>
  );
}

function TopicBlock({
  name,
  topic,
  currency,
}: Readonly<{ name: "funds" | "fees"; topic: Topic; currency: string }>) {
  const t = useTranslations("ledger");
  const language = useLocale();
  return (
    <Card>
      <div className="mb-3 flex flex-wrap items-start justify-between gap-x-3 gap-y-1">
        <div className="min-w-0">
          <h2 className="text-[15px] leading-[22px] font-semibold">{t(name)}</h2>
          <p className="text-muted text-xs">{t(name === "funds" ? "fundsMeans" : "feesMeans")}</p>
        </div>
        <span className="text-sm">
          <Status state={topic.state} />
        </span>
      </div>
      {topic.state === "first-sync" && <Reading topic={topic} label={t("readingTitle")} />}
      <Facts
        items={[
          {
            label: t("headBalance"),
            value: (
              <span className={topic.headBalance !== null && topic.headBalance < 0n ? "text-negative" : ""}>
                <Money
                  amount={topic.headBalance}
                  currency={currency}
                  showCurrency
                  inDoubt={topic.state === "in-doubt"}
                />
              </span>
            ),
          },
          {
            label: t("entryCount"),
            value: <span className="num">{formatCount(topic.entryCount, language)}</span>,
          },
          { label: t("lastLedgerDate"), value: <LedgerDate date={topic.lastLedgerDate} /> },
          { label: t("verifiedThrough"), value: <LedgerDate date={topic.verifiedThrough} /> },
          {
            label: t("seen"),
            value:
              topic.headSeenAt === null ? (
                <span className="text-muted">{t("never")}</span>
              ) : (
                <Ago at={topic.headSeenAt} />
              ),
          },
        ]}
      />
    </Card>
  );
}

/** How far a first reading has come; how much there is in all nobody knows before its end. */
function Reading({ topic, label }: Readonly<{ topic: Topic; label: string }>) {
  const t = useTranslations("ledger");
  const language = useLocale();
  return (
    <div className="border-info bg-info-soft mb-3 rounded-r-md border-l-[3px] px-3 py-2 text-sm">
      <p className="font-medium">{label}</p>
      <p className="tabular-nums">
        {t("readingSoFar", { entries: formatCount(topic.entryCount, language) })}
        {topic.lastLedgerDate !== null && (
          <>
            {" · "}
            {t("reached")} <LedgerDate date={topic.lastLedgerDate} />
          </>
        )}
        {topic.rate !== null && <> · {t("rate", { rate: formatCount(Math.round(topic.rate), language) })}</>}
      </p>
      <progress aria-label={label} className="accent-info mt-2 block h-1 w-full" />
      <p className="text-muted mt-1.5 text-xs">{t("readingDetail")}</p>
    </div>
  );
}
