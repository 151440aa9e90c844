"use client";

import Link from "next/link";
import type { Route } from "next";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { PlainStatus } from "@/components/features/my/payout-lines";
import { useDateText, useSalesText } from "@/components/features/my/words";
import { Money } from "@/components/patterns/money";
import { PageHeader, Section } from "@/components/patterns/page";
import type { DashboardPayoutPage, PayoutParts as Parts } from "@/lib/contracts/dashboard";

/** One payout: how much, when, how to know it in the bank, and what it is made of. */
export function PayoutParts({ base, page }: Readonly<{ base: string; page: DashboardPayoutPage }>) {
  const t = useTranslations("my");
  const text = useDateText();
  const { payout, account, parts, proof } = page;
  return (
    <>
      <PageHeader
        title={t("payoutOn", { date: text(payout.expectedDate ?? payout.ledgerDate) })}
        crumbs={[{ label: t("payouts"), href: `${base}/payouts` }]}
        sub={payout.number === null ? undefined : t("number", { number: payout.number })}
      />
      <div className="border-line bg-raised mb-6 grid gap-1.5 rounded-lg border p-4">
        <p className="text-2xl font-semibold tracking-tight">
          <Money
            amount={payout.amount}
            currency={payout.currency}
            showCurrency
            inDoubt={proof === "in-doubt"}
          />
        </p>
        <PlainStatus status={payout.status} />
        <p className="text-sm">{t(`statusTexts.${payout.status}`)}</p>
        {payout.receivedDate !== null && (
          <p className="text-muted text-sm">{t("received", { date: text(payout.receivedDate, "long") })}</p>
        )}
        {payout.receivedDate === null && payout.expectedDate !== null && (
          <p className="text-muted text-sm">{t("expected", { date: text(payout.expectedDate, "long") })}</p>
        )}
        {payout.bankText !== null && (
          <p className="text-muted text-sm [overflow-wrap:anywhere]">
            {t("bankText", { text: payout.bankText })}
          </p>
        )}
        {account !== null && <p className="text-muted text-sm">{t("toAccount", { account })}</p>}
      </div>
      <Section title={t("madeOf")}>
        {parts === null ? (
          <p className="text-muted text-sm">{t("notExplained")}</p>
        ) : (
          <Lines parts={parts} amount={payout.amount} currency={payout.currency} />
        )}
      </Section>
      <Beside base={base} page={page} />
    </>
  );
}

function Beside({ base, page }: Readonly<{ base: string; page: DashboardPayoutPage }>) {
  const t = useTranslations("my");
  const link = (id: string, label: string): ReactNode => (
    <Link
      href={`${base}/payouts/${id}` as Route}
      className="inline-flex min-h-11 items-center text-sm underline underline-offset-4"
    >
      {label}
    </Link>
  );
  return (
    <nav aria-label={t("payouts")} className="flex justify-between gap-3">
      {page.previousId === null ? <span /> : link(page.previousId, t("previous"))}
      {page.nextId !== null && link(page.nextId, t("next"))}
    </nav>
  );
}

/** Line by line to the amount; what is nothing is left out. */
function Lines({ parts, amount, currency }: Readonly<{ parts: Parts; amount: bigint; currency: string }>) {
  const t = useTranslations("my");
  const salesText = useSalesText();
  const lines = [
    { label: t("leftBefore"), value: parts.leftBefore },
    {
      label: t("salesPart", { count: parts.salesCount }),
      under: salesText(parts.salesFrom, parts.salesTo),
      value: parts.sales,
    },
    { label: t("refundsPart", { count: parts.refundsCount }), value: parts.refunds },
    { label: t("feesPart"), value: parts.fees },
    { label: t("otherPart"), value: parts.other },
    { label: t("leftPart"), value: -parts.left },
  ];
  return (
    <dl className="border-line divide-line divide-y border-y text-sm">
      {lines
        .filter(({ value }) => value !== 0n)
        .map(({ label, under, value }) => (
          <div key={label} className="flex items-center justify-between gap-3 py-2.5">
            <dt>
              {label}
              {under !== undefined && <span className="text-muted block text-xs">{under}</span>}
            </dt>
            <dd>
              <Money amount={value} currency={currency} />
            </dd>
          </div>
        ))}
      <div className="flex items-center justify-between gap-3 py-2.5 font-semibold">
        <dt>{t("sum")}</dt>
        <dd>
          <Money amount={amount} currency={currency} showCurrency />
        </dd>
      </div>
    </dl>
  );
}
