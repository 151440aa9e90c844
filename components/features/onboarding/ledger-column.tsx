"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { LedgerCard } from "@/components/features/onboarding/ledger-card";
import { QueryState } from "@/components/patterns/query-state";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/lib/browser/format";
import { boardQuery } from "@/lib/browser/queries/onboarding";
import type { BoardCard, Stage } from "@/lib/contracts/onboarding";

/** The head of a column, its cards, and the way to more of them. */
export function Column({
  name,
  title,
  count,
  actions,
  children,
}: Readonly<{
  name: string;
  title: string;
  count: number | undefined;
  actions?: ReactNode;
  children: ReactNode;
}>) {
  const t = useTranslations("onboarding");
  const language = useLocale();
  return (
    <section aria-labelledby={`column-${name}`} className="min-w-0">
      <header className="border-line mb-3 flex items-baseline justify-between gap-3 border-b-2 pb-2">
        <h2 id={`column-${name}`} className="text-base font-semibold">
          {title}
        </h2>
        {count !== undefined && (
          <span className="text-muted text-xs tabular-nums" data-count={name}>
            <span className="sr-only">{t("countOf", { count })}</span>
            <span aria-hidden="true">{formatCount(count, language)}</span>
          </span>
        )}
      </header>
      {actions}
      {children}
    </section>
  );
}

type LedgerColumnProps = Readonly<{
  tenant: string;
  stage: Stage;
  search: string;
  count: number | undefined;
  isBusy: boolean;
  mayOnboard: boolean;
  chosen?: ReadonlyMap<string, BoardCard>;
  onChoose?: (cards: readonly BoardCard[], isChosen: boolean) => void;
  onChooseAll?: () => void;
  isAllChosen?: boolean;
}>;

/** The ledgers of one stage, newest first. */
export function LedgerColumn(props: LedgerColumnProps) {
  const { tenant, stage, search, count, isBusy, mayOnboard, chosen, onChoose } = props;
  const t = useTranslations("onboarding");
  const list = useInfiniteQuery(boardQuery(tenant, stage, search, isBusy));
  const cards = list.data?.pages.flatMap((page) => page.items) ?? [];
  const isChoosing = mayOnboard && onChoose !== undefined && chosen !== undefined;
  return (
    <Column
      name={stage}
      title={t(`stage.${stage}`)}
      count={count}
      actions={
        isChoosing && cards.length > 0 ? <Choosing {...props} cards={cards} chosen={chosen} /> : undefined
      }
    >
      <QueryState
        query={list}
        isEmpty={() => cards.length === 0}
        empty={<p className="text-muted text-sm">{t(search === "" ? `empty.${stage}` : "foundNone")}</p>}
      >
        {() => (
          <>
            <ul className="grid gap-2.5" aria-labelledby={`column-${stage}`}>
              {cards.map((card) => (
                <LedgerCard
                  key={card.ledger}
                  tenant={tenant}
                  card={card}
                  mayOnboard={mayOnboard}
                  {...(isChoosing && {
                    isChosen: props.isAllChosen === true || chosen.has(card.ledger),
                    onChoose: (isChosen: boolean) => onChoose([card], isChosen),
                  })}
                />
              ))}
            </ul>
            {list.hasNextPage && <More isLoading={list.isFetchingNextPage} onMore={list.fetchNextPage} />}
          </>
        )}
      </QueryState>
    </Column>
  );
}

/** More cards of the column. */
export function More({ isLoading, onMore }: Readonly<{ isLoading: boolean; onMore: () => unknown }>) {
  const t = useTranslations("onboarding");
  return (
    <Button className="mt-3" onClick={() => void onMore()} disabled={isLoading}>
      {t(isLoading ? "loadingMore" : "more")}
    </Button>
  );
}

function Choosing({
  cards,
  chosen,
  onChoose,
  onChooseAll,
  isAllChosen = false,
  search,
}: LedgerColumnProps & Readonly<{ cards: readonly BoardCard[]; chosen: ReadonlyMap<string, BoardCard> }>) {
  const t = useTranslations("onboarding");
  const isEvery = cards.every((card) => chosen.has(card.ledger));
  return (
    <div className="mb-3 flex flex-wrap gap-2">
      <Button onClick={() => onChoose?.(cards, !isEvery)}>
        {t(isEvery ? "chooseNone" : "chooseShown", { count: cards.length })}
      </Button>
      <Button onClick={() => onChooseAll?.()} aria-pressed={isAllChosen}>
        {t(search === "" ? "chooseAll" : "chooseMatching")}
      </Button>
    </div>
  );
}
