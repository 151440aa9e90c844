"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { Route } from "next";
import { useTranslations } from "next-intl";

import { EntriesFilter } from "@/components/features/ledgers/entries-filter";
import { EntriesTable } from "@/components/features/ledgers/entries-table";
import { ledgerHref } from "@/components/features/ledgers/ledger-address";
import { isReplaced, Replaced } from "@/components/features/ledgers/replaced";
import { CsvLink, Pager } from "@/components/patterns/links";
import { EmptyState, Section } from "@/components/patterns/page";
import { QueryState } from "@/components/patterns/query-state";
import { ButtonLink } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { withQuery } from "@/lib/browser/api";
import { entriesQuery } from "@/lib/browser/queries/ledgers";
import type { EntriesQuery } from "@/lib/contracts/queries";
import type { Ledger } from "@/lib/contracts/shapes";

type EntriesViewProps = Readonly<{ tenant: string; ledger: Ledger; query: EntriesQuery; base: string }>;

/** A ledger's entries, a page at a time, narrowed by the address. */
export function EntriesView({ tenant, ledger, query, base }: EntriesViewProps) {
  const t = useTranslations("ledger");
  const entries = useQuery(entriesQuery(tenant, ledger.id, query));
  const href = (change: Partial<EntriesQuery>): string =>
    ledgerHref(base, { ...query, cursor: undefined, ...change });
  const { cursor: _cursor, limit: _limit, ...filter } = query;
  const isFiltered = Object.entries(filter).some(
    ([name, value]) => name !== "topic" && name !== "order" && value !== undefined && value !== "",
  );
  return (
    <Section
      title={t("entriesOf", { topic: t(query.topic) })}
      actions={
        <CsvLink
          href={withQuery(`/api/v1/ledgers/${ledger.id}/entries`, { ...filter, tenant, format: "csv" })}
        />
      }
    >
      <EntriesFilter ledger={ledger} query={query} base={base} isFiltered={isFiltered} />
      {query.payoutId !== undefined && <PayoutChip tenant={tenant} query={query} base={base} />}
      {isReplaced(entries.error) ? (
        <Replaced firstHref={href({})} />
      ) : (
        <QueryState
          query={entries}
          isEmpty={(page) => page.items.length === 0}
          empty={<NoEntries isFiltered={isFiltered} clearHref={ledgerHref(base, { topic: query.topic })} />}
        >
          {(page) => (
            <>
              <EntriesTable tenant={tenant} ledger={ledger} topic={query.topic} entries={page.items} />
              <Pager
                firstHref={href({})}
                nextHref={page.nextCursor === null ? undefined : href({ cursor: page.nextCursor })}
                isFirst={query.cursor === undefined}
              />
              <p className="text-muted mt-2.5 text-xs">{t("currencyIs", { currency: ledger.currency })}</p>
            </>
          )}
        </QueryState>
      )}
    </Section>
  );
}

/** Says that only what a payout carried is shown; pressing it shows all again. */
function PayoutChip({
  tenant,
  query,
  base,
}: Readonly<{ tenant: string; query: EntriesQuery; base: string }>) {
  const t = useTranslations("ledger");
  const without = ledgerHref(base, { ...query, cursor: undefined, payoutId: undefined, kind: undefined });
  return (
    <div className="mb-3 flex flex-wrap items-center gap-3 text-sm">
      <Link
        href={without as Route}
        className="bg-accent-soft text-ink inline-flex min-h-7 items-center gap-1.5 rounded-full px-2.5 py-1 font-medium"
      >
        {query.kind === undefined ? t("carriedBy") : t("carriedByKind", { kind: t(`kinds.${query.kind}`) })}
        <Icon name="cross" className="size-3.5" />
        <span className="sr-only">{t("removeFilter")}</span>
      </Link>
      <Link
        href={`/${tenant}/payouts/${query.payoutId ?? ""}` as Route}
        className="text-accent underline-offset-4 hover:underline"
      >
        {t("toPayout")}
      </Link>
    </div>
  );
}

function NoEntries({ isFiltered, clearHref }: Readonly<{ isFiltered: boolean; clearHref: string }>) {
  const t = useTranslations();
  return isFiltered ? (
    <EmptyState
      title={t("everywhere.nothingFound")}
      action={<ButtonLink href={clearHref}>{t("everywhere.clearFilters")}</ButtonLink>}
    />
  ) : (
    <EmptyState title={t("ledger.emptyTitle")} detail={t("ledger.emptyDetail")} />
  );
}
