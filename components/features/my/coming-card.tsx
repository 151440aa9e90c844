"use client";

import { useTranslations } from "next-intl";

import { useDateText, useSalesText } from "@/components/features/my/words";
import { Money } from "@/components/patterns/money";
import type { ComingPayout, DashboardMoney } from "@/lib/contracts/dashboard";

const SHOWN = 5;

/** The one number of the page: what is on its way to the bank, when, and what is held until later. */
export function ComingCard({ money, inDoubt }: Readonly<{ money: DashboardMoney; inDoubt: boolean }>) {
  const t = useTranslations("my");
  const { currency, coming, comingTotal, balance } = money;
  const shown = coming.slice(0, SHOWN);
  return (
    <section aria-label={t("coming")} className="border-line bg-raised rounded-lg border p-4">
      <h2 className="text-muted text-sm">{t("coming")}</h2>
      <p className="text-2xl font-semibold tracking-tight">
        <Money amount={comingTotal} currency={currency} showCurrency inDoubt={inDoubt} />
      </p>
      {coming.length === 0 && <p className="text-muted text-sm">{t("nothingComing")}</p>}
      <ol className="border-line divide-line mt-3 divide-y border-t">
        {shown.map((payout) => (
          <Coming key={payout.id} payout={payout} />
        ))}
        {coming.length > SHOWN && (
          <li className="text-muted py-2.5 text-sm">{t("moreComing", { count: coming.length - SHOWN })}</li>
        )}
        <li className="flex items-center justify-between gap-3 py-2.5">
          <span>
            <span className="block font-[550]">{t("held")}</span>
            <span className="text-muted block text-xs">
              {t(balance === null ? "unknownBalance" : "heldDetail")}
            </span>
          </span>
          <Money amount={balance} currency={currency} inDoubt={inDoubt} />
        </li>
      </ol>
    </section>
  );
}

function Coming({ payout }: Readonly<{ payout: ComingPayout }>) {
  const t = useTranslations("my");
  const text = useDateText();
  const salesText = useSalesText();
  return (
    <li className="flex items-center justify-between gap-3 py-2.5">
      <span className="min-w-0">
        <span className="block font-[550] first-letter:uppercase">
          {payout.expectedDate === null ? t("noDate") : text(payout.expectedDate, "long")}
        </span>
        <span className="text-muted block text-xs">{salesText(payout.salesFrom, payout.salesTo)}</span>
        {payout.bankText !== null && (
          <span className="text-muted block text-xs [overflow-wrap:anywhere]">
            {t("bankText", { text: payout.bankText })}
          </span>
        )}
      </span>
      <Money amount={payout.amount} currency={payout.currency} />
    </li>
  );
}
