"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";

import { ImportStatementButton } from "@/components/features/bank/import-button";
import { MatchedList } from "@/components/features/reconcile/matched-list";
import { NarrowForm } from "@/components/features/reconcile/narrow-form";
import { filterValues, openItemsAsk, VIEWS } from "@/components/features/reconcile/reconcile-address";
import type { ReconcileAddress } from "@/components/features/reconcile/reconcile-address";
import { SavedFiltersMenu } from "@/components/features/reconcile/saved-filters-menu";
import { WorkArea } from "@/components/features/reconcile/work-area";
import { usePermission } from "@/components/patterns/access";
import { Choices } from "@/components/patterns/links";
import { Note, PageHeader } from "@/components/patterns/page";
import { Button, Kbd } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { withQuery } from "@/lib/browser/api";
import { formatAmount } from "@/lib/browser/format";
import { workCountsQuery } from "@/lib/browser/queries/reconciliation";
import type { SavedFilters } from "@/lib/browser/saved-filters";
import type { WorkCounts } from "@/lib/contracts/reconciliation";

type ScreenProps = Readonly<{
  tenant: string;
  address: ReconcileAddress;
  /** Names of values of the address that could not be read. */
  refused: readonly string[];
  saved: SavedFilters;
}>;

/** Left what came from Vipps MobilePay, right what came into the bank: what is left to decide, one row a decision. */
export function ReconcileScreen({ tenant, address, refused, saved }: ScreenProps) {
  const t = useTranslations("reconcile");
  const [isSureOpen, setIsSureOpen] = useState(false);
  const mayDecide = usePermission("match.make");
  const { view, merchantId, accountId } = address;
  const base = `/${tenant}/reconcile`;
  const narrow = {
    ...(merchantId !== undefined && { merchantId }),
    ...(accountId !== undefined && { accountId }),
  };
  const counts = useQuery(workCountsQuery(tenant, narrow)).data;
  return (
    <>
      <PageHeader
        title={t("title")}
        sub={<Sub isMatching={counts?.isMatching === true} />}
        actions={
          <>
            <ImportStatementButton look="plain" />
            {mayDecide && view !== "matched" && (
              <Button onClick={() => setIsSureOpen(true)}>
                {t("acceptSure")} <Kbd>⇧A</Kbd>
              </Button>
            )}
          </>
        }
      />
      <div className="flex flex-wrap items-end justify-between gap-x-4">
        <NarrowForm tenant={tenant} base={base} address={address} />
        <SavedFiltersMenu tenant={tenant} base={base} address={address} saved={saved} />
      </div>
      {refused.length > 0 && <Note tone="warning">{t("badFilters")}</Note>}
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <Choices
          label={t("views")}
          items={VIEWS.map((of) => ({
            label: t(`view.${of}`),
            href: withQuery(base, filterValues({ ...address, view: of })),
            isChosen: of === view,
            ...(counts !== undefined && countOf(counts, of)),
          }))}
        />
        {counts !== undefined && <OpenSums counts={counts} />}
      </div>
      {view === "matched" ? (
        <MatchedList key={JSON.stringify(narrow)} tenant={tenant} address={address} />
      ) : (
        <WorkArea
          key={JSON.stringify({ view, ...narrow })}
          tenant={tenant}
          base={base}
          address={address}
          query={openItemsAsk(address)}
          counts={counts}
          isSureOpen={isSureOpen}
          onSure={setIsSureOpen}
        />
      )}
    </>
  );
}

function Sub({ isMatching }: Readonly<{ isMatching: boolean }>) {
  const t = useTranslations("reconcile");
  return (
    <span className="flex flex-wrap items-center gap-x-3">
      {t("sub")}
      <output className="text-info inline-flex items-center gap-1.5">
        {isMatching && (
          <>
            <Icon name="dots" className="size-3.5" />
            {t("isMatching")}
          </>
        )}
      </output>
    </span>
  );
}

/** How many rows a view has. What was matched is not counted: it is a list of what is over. */
function countOf(
  { items, countedTo }: WorkCounts,
  view: (typeof VIEWS)[number],
): Readonly<{ count?: number; isAtLeast?: boolean }> {
  if (view === "matched") return {};
  const own = items.filter(({ kind }) => view === "open" || kind === view);
  const all = items.reduce((sum, { count }) => sum + count, 0);
  return { count: own.reduce((sum, { count }) => sum + count, 0), isAtLeast: all >= countedTo };
}

/** What the payouts come to that are not found in the bank yet, per currency. */
function OpenSums({ counts }: Readonly<{ counts: WorkCounts }>) {
  const t = useTranslations("reconcile");
  const language = useLocale();
  const sums = new Map<string, { count: number; amount: bigint }>();
  for (const { kind, currency, count, amount } of counts.items) {
    if (kind === "line") continue;
    const before = sums.get(currency) ?? { count: 0, amount: 0n };
    sums.set(currency, { count: before.count + count, amount: before.amount + amount });
  }
  if (sums.size === 0) return null;
  return (
    <p className="text-muted mb-3 hidden text-sm tabular-nums md:block">
      {t("openSum")}{" "}
      {[...sums]
        .map(([currency, { count, amount }]) =>
          t("openSums", { currency, amount: formatAmount(amount, currency, language), count }),
        )
        .join(" · ")}
    </p>
  );
}
