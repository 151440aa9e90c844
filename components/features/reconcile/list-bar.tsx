"use client";

import { useLocale, useTranslations } from "next-intl";

import { sumsOf } from "@/components/features/reconcile/sums";
import type { Work } from "@/components/features/reconcile/use-work";
import { Button, Kbd } from "@/components/ui/button";
import { formatAmount } from "@/lib/browser/format";
import type { OpenItem } from "@/lib/contracts/reconciliation";

type ListBarProps = Readonly<{
  work: Work;
  chosen: readonly OpenItem[];
  mayDecide: boolean;
  onAccept: () => void;
  onClear: () => void;
}>;

/** What is selected and what it comes to; and what the list would show that it does not show yet. */
export function ListBar({ work, chosen, mayDecide, onAccept, onClear }: ListBarProps) {
  const t = useTranslations("reconcile");
  const language = useLocale();
  const waiting = work.rows.waiting.length;
  const over = work.rows.order.filter((id) => !work.rows.live.has(id)).length;
  const canAccept = chosen.filter((item) => item.kind === "suggestion").length;
  return (
    <div className="text-sm" aria-live="polite">
      {chosen.length > 0 && (
        <div className="bg-accent-soft mb-3 flex flex-wrap items-center gap-3 rounded-md px-3.5 py-2">
          <span className="font-medium tabular-nums">
            {t("selected", { count: chosen.length })}
            {sumsOf(chosen).map(({ currency, amount }) => (
              <span key={currency}>
                {" · "}
                {currency} {formatAmount(amount, currency, language)}
              </span>
            ))}
          </span>
          <span className="ml-auto flex gap-2">
            {mayDecide && canAccept > 0 && (
              <Button look="primary" onClick={onAccept}>
                {t("acceptSelected", { count: canAccept })} <Kbd>A</Kbd>
              </Button>
            )}
            <Button onClick={onClear}>{t("clearSelection")}</Button>
          </span>
        </div>
      )}
      {(waiting > 0 || over > 0) && (
        <div className="text-muted mb-3 flex flex-wrap items-center gap-3">
          <span>
            {waiting > 0 && t("waitingRows", { count: waiting })} {over > 0 && t("overRows", { count: over })}
          </span>
          <Button onClick={() => void work.showNow()}>{t("showNow")}</Button>
        </div>
      )}
    </div>
  );
}
