"use client";

import Link from "next/link";
import type { Route } from "next";
import { useTranslations } from "next-intl";

import { useDateText } from "@/components/features/my/words";
import { Money } from "@/components/patterns/money";
import { Icon } from "@/components/ui/icon";
import type { IconName } from "@/components/ui/icon";
import type { DashboardPayout } from "@/lib/contracts/dashboard";
import type { PayoutStatus } from "@/lib/domain/payout/status";

/** Icon and colour of a payout's state; the word stands beside it, in a merchant's language. */
const LOOKS: Readonly<Record<PayoutStatus, readonly [IconName, string]>> = {
  "before-start": ["dot", "text-muted"],
  scheduled: ["clock", "text-muted"],
  "in-transit": ["arrow", "text-info"],
  "awaiting-bank-data": ["bank", "text-muted"],
  received: ["check", "text-positive"],
  overdue: ["triangle", "text-negative"],
  aborted: ["cross", "text-warning"],
};

export function PlainStatus({ status }: Readonly<{ status: PayoutStatus }>) {
  const t = useTranslations("my");
  const [icon, tone] = LOOKS[status];
  return (
    <span className={`inline-flex items-center gap-1.5 text-xs font-medium ${tone}`}>
      <Icon name={icon} className="size-3.5" />
      {t(`statuses.${status}`)}
    </span>
  );
}

/** Payouts one under the other, each to be opened. */
export function PayoutLines({
  base,
  payouts,
}: Readonly<{ base: string; payouts: readonly DashboardPayout[] }>) {
  const t = useTranslations("my");
  const text = useDateText();
  if (payouts.length === 0) return <p className="text-muted text-sm">{t("noPayouts")}</p>;
  return (
    <ul className="border-line divide-line divide-y border-y">
      {payouts.map((payout) => (
        <li key={payout.id}>
          <Link
            href={`${base}/payouts/${payout.id}` as Route}
            className="hover:bg-sunken/50 flex min-h-14 items-center justify-between gap-3 py-2"
          >
            <span className="grid gap-0.5">
              <span className="font-[550]">
                {text(payout.receivedDate ?? payout.expectedDate ?? payout.ledgerDate, "weekday")}
              </span>
              <PlainStatus status={payout.status} />
            </span>
            <Money amount={payout.amount} currency={payout.currency} showCurrency />
          </Link>
        </li>
      ))}
    </ul>
  );
}
