"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";

import { DaysFilter } from "@/components/features/ledgers/entries-filter";
import { ledgerHref } from "@/components/features/ledgers/ledger-address";
import { isReplaced, Replaced } from "@/components/features/ledgers/replaced";
import { LedgerDate } from "@/components/patterns/dates";
import { CsvLink, Pager } from "@/components/patterns/links";
import { Money } from "@/components/patterns/money";
import { EmptyState, Section } from "@/components/patterns/page";
import { QueryState } from "@/components/patterns/query-state";
import { Status } from "@/components/patterns/status";
import { Cell, NameLink, Row, Table } from "@/components/patterns/table";
import { ButtonLink } from "@/components/ui/button";
import { withQuery } from "@/lib/browser/api";
import { formatCount } from "@/lib/browser/format";
import { daysQuery } from "@/lib/browser/queries/ledgers";
import type { DaysQuery } from "@/lib/contracts/queries";
import type { Day, Ledger } from "@/lib/contracts/shapes";

type DaysViewProps = Readonly<{ tenant: string; ledger: Ledger; query: DaysQuery; base: string }>;

/** A ledger's dates, each from its opening to its closing balance. */
export function DaysView({ tenant, ledger, query, base }: DaysViewProps) {
  const t = useTranslations();
  const days = useQuery(daysQuery(tenant, ledger.id, query));
  const href = (change: Partial<DaysQuery>): string =>
    ledgerHref(base, { view: "days", ...query, cursor: undefined, ...change });
  const { cursor: _cursor, limit: _limit, ...filter } = query;
  const isFiltered = query.from !== undefined || query.to !== undefined;
  const clearHref = href({ from: undefined, to: undefined });
  return (
    <Section
      title={t("ledger.daysOf", { topic: t(`ledger.${query.topic}`) })}
      actions={
        <CsvLink
          href={withQuery(`/api/v1/ledgers/${ledger.id}/days`, { ...filter, tenant, format: "csv" })}
        />
      }
    >
      <DaysFilter query={query} base={base} clearHref={isFiltered ? clearHref : undefined} />
      {isReplaced(days.error) ? (
        <Replaced firstHref={href({})} />
      ) : (
        <QueryState
          query={days}
          isEmpty={(page) => page.items.length === 0}
          empty={
            isFiltered ? (
              <EmptyState
                title={t("everywhere.nothingFound")}
                action={<ButtonLink href={clearHref}>{t("everywhere.clearFilters")}</ButtonLink>}
              />
            ) : (
              <EmptyState title={t("ledger.emptyDays")} detail={t("ledger.emptyDetail")} />
            )
          }
        >
          {(page) => (
            <>
              <DaysTable days={page.items} topic={query.topic} base={base} />
              <Pager
                firstHref={href({})}
                nextHref={page.nextCursor === null ? undefined : href({ cursor: page.nextCursor })}
                isFirst={query.cursor === undefined}
              />
              <p className="text-muted mt-2.5 text-xs">
                {t("ledger.currencyIs", { currency: ledger.currency })}
                {hasBreaks(page.items) && ` ${t("ledger.breaksMean")}`}
              </p>
            </>
          )}
        </QueryState>
      )}
    </Section>
  );
}

function hasBreaks(days: readonly Day[]): boolean {
  return days.some((day) => day.breaks !== 0n);
}

function DaysTable({
  days,
  topic,
  base,
}: Readonly<{ days: readonly Day[]; topic: Day["topic"]; base: string }>) {
  const t = useTranslations("ledger");
  const language = useLocale();
  const showsBreaks = hasBreaks(days);
  return (
    <Table
      caption={t("daysOf", { topic: t(topic) })}
      columns={[
        { key: "ledgerDate", label: t("ledgerDate") },
        { key: "opening", label: t("opening"), isNumber: true, isWide: true },
        { key: "captures", label: t("captures"), isNumber: true },
        { key: "refunds", label: t("refunds"), isNumber: true, isWide: true },
        { key: "fees", label: t("feesColumn"), isNumber: true, isWide: true },
        { key: "payouts", label: t("payouts"), isNumber: true, isWide: true },
        { key: "other", label: t("other"), isNumber: true, isWide: true },
        ...(showsBreaks ? [{ key: "breaks", label: t("breaks"), isNumber: true }] : []),
        { key: "closing", label: t("closing"), isNumber: true },
        { key: "entries", label: t("entryCount"), isNumber: true, isWide: true },
        { key: "verification", label: t("verification"), isWide: true },
      ]}
    >
      {days.map((day) => (
        <Row key={day.ledgerDate}>
          <Cell isName>
            <NameLink href={ledgerHref(base, { topic, from: day.ledgerDate, to: day.ledgerDate })}>
              <LedgerDate date={day.ledgerDate} />
            </NameLink>
            <span className="mt-0.5 block text-xs md:hidden">
              <Status state={day.verification} />
            </span>
          </Cell>
          <Cell isNumber isWide>
            <Money amount={day.opening} currency={day.currency} />
          </Cell>
          <Cell isNumber>
            <Money amount={day.captures} currency={day.currency} />
          </Cell>
          <Cell isNumber isWide>
            <Money amount={day.refunds} currency={day.currency} />
          </Cell>
          <Cell isNumber isWide>
            <Money amount={day.fees} currency={day.currency} />
          </Cell>
          <Cell isNumber isWide>
            <Money amount={day.payouts} currency={day.currency} />
          </Cell>
          <Cell isNumber isWide>
            <Money amount={day.other} currency={day.currency} />
          </Cell>
          {showsBreaks && (
            <Cell isNumber>
              <span className={day.breaks === 0n ? "" : "text-warning"}>
                <Money amount={day.breaks} currency={day.currency} />
              </span>
            </Cell>
          )}
          <Cell isNumber>
            <Money amount={day.closing} currency={day.currency} inDoubt={day.verification === "in-doubt"} />
          </Cell>
          <Cell isNumber isWide>
            {formatCount(day.entryCount, language)}
          </Cell>
          <Cell isWide>
            <Status state={day.verification} />
          </Cell>
        </Row>
      ))}
    </Table>
  );
}
