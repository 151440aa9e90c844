"use client";

import { useLocale, useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";

import { sumsOf } from "@/components/features/reconcile/sums";
import { ProblemError } from "@/lib/browser/api";
import { formatAmount, formatCount } from "@/lib/browser/format";
import { fetchOpenItems } from "@/lib/browser/queries/reconciliation";
import { Button } from "@/components/ui/button";
import type { OpenItem, OpenItemsQuery } from "@/lib/contracts/reconciliation";

const PAGE = 1_000;

type SureFormProps = Readonly<{
  tenant: string;
  /** What the list is narrowed to. */
  query: OpenItemsQuery;
  onAccept: (items: readonly OpenItem[]) => void;
  onClose: () => void;
}>;

type Found = Readonly<{ items: readonly OpenItem[]; isAll: boolean }>;

/** Says how many are sure, and what they come to, before all of them are accepted; also of those not yet read. */
export function SureForm({ tenant, query, onAccept, onClose }: SureFormProps) {
  const t = useTranslations("reconcile");
  const language = useLocale();
  const button = useRef<HTMLButtonElement>(null);
  const [found, setFound] = useState<Found>({ items: [], isAll: false });
  const [fault, setFault] = useState<string>();
  const { merchantId, accountId } = query;

  // Asked of the server page after page, as long as this is open.
  useEffect(() => {
    const gone = new AbortController();
    const read = async (): Promise<void> => {
      const items: OpenItem[] = [];
      let cursor: string | null = "";
      while (cursor !== null) {
        const page: Awaited<ReturnType<typeof fetchOpenItems>> = await fetchOpenItems(
          tenant,
          {
            kind: "suggestion",
            limit: PAGE,
            ...(merchantId !== undefined && { merchantId }),
            ...(accountId !== undefined && { accountId }),
            ...(cursor !== "" && { cursor }),
          },
          gone.signal,
        );
        items.push(...page.items.filter((item) => item.isSure));
        cursor = page.nextCursor;
        setFound({ items: [...items], isAll: cursor === null });
      }
    };
    read().catch((error: unknown) => {
      if (!gone.signal.aborted) setFault(error instanceof ProblemError ? error.detail : "");
    });
    return () => gone.abort();
  }, [tenant, merchantId, accountId]);

  // Focus is the browser's, and a button takes it only when it can be pressed.
  useEffect(() => {
    if (found.isAll) button.current?.focus();
  }, [found.isAll]);

  const sums = sumsOf(found.items);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape, as in a dialog
    <section
      aria-label={t("sureTitle")}
      className="border-line bg-raised mb-3 rounded-lg border p-4 text-sm"
      onKeyDown={(event) => event.key === "Escape" && onClose()}
    >
      <h2 className="text-[15px] leading-[22px] font-semibold">{t("sureTitle")}</h2>
      <p className="text-muted mt-0.5">{t("sureDetail")}</p>
      <output className="mt-2 block">
        {found.isAll || fault !== undefined ? null : t("sureLooking")}
        {found.isAll && sums.length === 0 && t("sureNone")}
        {sums.map(({ currency, count, amount }) => (
          <span key={currency} className="block font-medium tabular-nums">
            {t("sureSum", {
              currency,
              count,
              shown: formatCount(count, language),
              amount: formatAmount(amount, currency, language),
            })}
          </span>
        ))}
      </output>
      {fault !== undefined && (
        <p role="alert" className="text-negative mt-2">
          {t("sureFailed")} {fault}
        </p>
      )}
      <div className="mt-3 flex flex-wrap gap-2">
        <Button
          ref={button}
          look="primary"
          disabled={!found.isAll || found.items.length === 0}
          onClick={() => onAccept(found.items)}
        >
          {t("sureAct", { count: found.items.length })}
        </Button>
        <Button onClick={onClose}>{t("notNow")}</Button>
      </div>
    </section>
  );
}
