"use client";

import { skipToken, useQueries, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";

import { MerchantsSection } from "@/components/features/search/merchants-section";
import { NothingFound } from "@/components/features/search/nothing-found";
import { PaymentsSection } from "@/components/features/search/payments-section";
import { asksOf, merchantsAsk } from "@/components/features/search/search-asks";
import type { SearchAddress } from "@/components/features/search/search-asks";
import { SearchForm } from "@/components/features/search/search-form";
import { EmptyState, Note, PageHeader } from "@/components/patterns/page";
import { QueryState } from "@/components/patterns/query-state";
import { TableSkeleton } from "@/components/ui/skeleton";
import { merchantsQuery } from "@/lib/browser/queries/overview";
import { paymentsQuery } from "@/lib/browser/queries/payments";
import { MerchantsQuery } from "@/lib/contracts/queries";

const NO_MERCHANTS = MerchantsQuery.parse({ limit: 1 });

/** Finds a payment in the whole firm by whatever is known of it. */
export function SearchScreen({ tenant, address }: Readonly<{ tenant: string; address: SearchAddress }>) {
  const t = useTranslations("search");
  const base = `/${tenant}/search`;
  const { from, to } = address;
  const isBackwards = from !== undefined && to !== undefined && to < from;
  return (
    <>
      <PageHeader title={t("title")} />
      <SearchForm base={base} address={address} />
      {isBackwards && <Note tone="warning">{t("datesWrong")}</Note>}
      {!isBackwards && address.q === "" && <EmptyState title={t("askTitle")} detail={t("askDetail")} />}
      {!isBackwards && address.q !== "" && (
        <Results key={JSON.stringify(address)} tenant={tenant} base={base} address={address} />
      )}
    </>
  );
}

/** Every reading of the text that found something; when all are answered and none did, what that may mean. */
function Results({
  tenant,
  base,
  address,
}: Readonly<{ tenant: string; base: string; address: SearchAddress }>) {
  const t = useTranslations();
  const asks = asksOf(address);
  const payments = useQueries({ queries: asks.map(({ ask }) => paymentsQuery(tenant, ask)) });
  const byName = merchantsAsk(address);
  const ofMerchants = merchantsQuery(tenant, byName ?? NO_MERCHANTS);
  const merchants = useQuery(
    byName === undefined
      ? { ...ofMerchants, queryKey: ["merchants", tenant, "none"], queryFn: skipToken }
      : ofMerchants,
  );
  const all = byName === undefined ? payments : [...payments, merchants];
  const isPending = all.some((query) => query.isPending);
  const isAnswered = all.every((query) => query.isSuccess);
  const count = all.reduce((sum, query) => sum + (query.data?.items.length ?? 0), 0);
  return (
    <>
      <output className="sr-only">
        {isPending ? t("everywhere.loading") : t("search.found", { count })}
      </output>
      {byName !== undefined && !merchants.isPending && (
        <QueryState query={merchants} isEmpty={(page) => page.items.length === 0} empty={null}>
          {(page) => <MerchantsSection tenant={tenant} merchants={page.items} />}
        </QueryState>
      )}
      {asks.map((asked, index) => {
        const query = payments[index];
        return query === undefined || query.isPending ? null : (
          <PaymentsSection
            key={asked.name}
            tenant={tenant}
            base={base}
            address={address}
            asked={asked}
            query={query}
          />
        );
      })}
      {isPending && <TableSkeleton label={t("everywhere.loading")} rows={4} />}
      {isAnswered && count === 0 && <NothingFound tenant={tenant} base={base} address={address} />}
    </>
  );
}
