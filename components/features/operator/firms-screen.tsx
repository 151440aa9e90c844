"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";

import { CreateFirmForm } from "@/components/features/operator/create-firm-form";
import { OwnerWaits } from "@/components/features/operator/owner-waits";
import { Instant } from "@/components/patterns/dates";
import { Pager } from "@/components/patterns/links";
import { EmptyState, PageHeader, Section } from "@/components/patterns/page";
import { QueryState } from "@/components/patterns/query-state";
import { Cell, Row, Table, Under } from "@/components/patterns/table";
import { UrlForm } from "@/components/patterns/url-form";
import { Button, ButtonLink } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { withQuery } from "@/lib/browser/api";
import { formatCount } from "@/lib/browser/format";
import { firmsQuery } from "@/lib/browser/queries/operator";
import type { FirmsQuery } from "@/lib/contracts/operators";

const BASE = "/operator/firms";

/** The firms of the installation: how many ledgers each has, and nothing of its books. */
export function FirmsScreen({ query }: Readonly<{ query: FirmsQuery }>) {
  const t = useTranslations();
  const language = useLocale();
  const firms = useQuery(firmsQuery(query));
  const { search } = query;
  return (
    <>
      <PageHeader title={t("operator.firms")} sub={t("operator.firmsSub")} />
      <UrlForm
        key={search}
        base={BASE}
        label={t("operator.firmsSearch")}
        className="mb-3 flex max-w-xl flex-wrap items-end gap-2"
      >
        <div className="min-w-0 flex-1">
          <TextField
            label={t("operator.firmsSearch")}
            type="search"
            name="search"
            defaultValue={search}
            maxLength={200}
            autoComplete="off"
          />
        </div>
        <Button type="submit">{t("shell.search")}</Button>
      </UrlForm>
      <div className="mb-7">
        <QueryState
          query={firms}
          isEmpty={(page) => page.items.length === 0}
          empty={
            search === "" ? (
              <EmptyState title={t("operator.firmsEmpty")} />
            ) : (
              <EmptyState
                title={t("everywhere.nothingFound")}
                action={<ButtonLink href={BASE}>{t("everywhere.clearFilters")}</ButtonLink>}
              />
            )
          }
        >
          {(page) => (
            <>
              <Table
                caption={t("operator.firms")}
                columns={[
                  { key: "name", label: t("operator.firm") },
                  { key: "since", label: t("operator.madeOn"), isWide: true },
                  { key: "assigned", label: t("operator.countAssigned"), isNumber: true },
                  { key: "ledgers", label: t("operator.countLedgers"), isNumber: true, isWide: true },
                  { key: "takenIn", label: t("operator.countTakenIn"), isNumber: true },
                ]}
              >
                {page.items.map((firm) => (
                  <Row key={firm.slug} isTall>
                    <Cell isName>
                      <span className="font-[550] [overflow-wrap:anywhere]">{firm.name}</span>
                      <Under>{firm.slug}</Under>
                      {firm.ownerLinkEnds !== null && <OwnerWaits firm={firm} endsAt={firm.ownerLinkEnds} />}
                    </Cell>
                    <Cell isWide>
                      <Instant at={firm.createdAt} />
                    </Cell>
                    <Cell isNumber>{formatCount(firm.assigned, language)}</Cell>
                    <Cell isNumber isWide>
                      {formatCount(firm.ledgers, language)}
                    </Cell>
                    <Cell isNumber>{formatCount(firm.takenIn, language)}</Cell>
                  </Row>
                ))}
              </Table>
              <Pager
                firstHref={withQuery(BASE, { search })}
                nextHref={
                  page.nextCursor === null ? undefined : withQuery(BASE, { search, cursor: page.nextCursor })
                }
                isFirst={query.cursor === undefined}
              />
            </>
          )}
        </QueryState>
      </div>
      <Section title={t("operator.newFirm")}>
        <CreateFirmForm />
      </Section>
    </>
  );
}
