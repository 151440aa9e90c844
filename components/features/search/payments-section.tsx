"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";

import { PaymentCard } from "@/components/features/search/payment-card";
import { amountOf } from "@/components/features/search/search-asks";
import type { NamedAsk, SearchAddress } from "@/components/features/search/search-asks";
import { CsvLink, Pager } from "@/components/patterns/links";
import { Section } from "@/components/patterns/page";
import { QueryState } from "@/components/patterns/query-state";
import { ButtonLink } from "@/components/ui/button";
import { withQuery } from "@/lib/browser/api";
import { formatAmount } from "@/lib/browser/format";
import type { Payment } from "@/lib/contracts/shapes";

type Found = Readonly<{ items: readonly Payment[]; nextCursor: string | null }>;

/** What one reading of the text found; nothing is shown where nothing is. */
export function PaymentsSection({
  tenant,
  base,
  address,
  asked,
  query,
}: Readonly<{
  tenant: string;
  base: string;
  address: SearchAddress;
  asked: NamedAsk;
  query: UseQueryResult<Found>;
}>) {
  const t = useTranslations("search");
  const language = useLocale();
  const { name, ask } = asked;
  const { q, from, to } = address;
  const here = { q, from, to, only: name };
  const title =
    name === "amount" ? t("amount", { amount: formatAmount(amountOf(q) ?? 0n, "NOK", language) }) : t(name);
  const { limit: _limit, cursor: _cursor, ...filter } = ask;
  return (
    <QueryState query={query} isEmpty={(page) => page.items.length === 0} empty={null}>
      {(page) => (
        <Section
          title={title}
          actions={<CsvLink href={withQuery("/api/v1/payments", { ...filter, tenant, format: "csv" })} />}
        >
          {name === "amount" && (
            <p className="text-muted mb-3 text-sm">
              {t(from === undefined && to === undefined ? "amountMeans" : "amountMeansDates")}
            </p>
          )}
          <ul className="grid grid-cols-[minmax(0,1fr)] gap-5">
            {page.items.map((payment) => (
              <PaymentCard
                key={`${payment.ledgerUid}${payment.reference ?? ""}${payment.pspReference}`}
                tenant={tenant}
                payment={payment}
              />
            ))}
          </ul>
          <Pager
            firstHref={withQuery(base, here)}
            nextHref={
              page.nextCursor === null ? undefined : withQuery(base, { ...here, cursor: page.nextCursor })
            }
            isFirst={address.cursor === undefined}
          />
          {address.only !== undefined && (
            <div className="mt-3">
              <ButtonLink href={withQuery(base, { q, from, to })} look="quiet">
                {t("back")}
              </ButtonLink>
            </div>
          )}
        </Section>
      )}
    </QueryState>
  );
}
