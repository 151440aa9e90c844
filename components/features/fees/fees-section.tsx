"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";

import { LedgerDate } from "@/components/patterns/dates";
import { Money } from "@/components/patterns/money";
import { Section } from "@/components/patterns/page";
import { QueryState } from "@/components/patterns/query-state";
import { Cell, NameLink, Row, Table, Under } from "@/components/patterns/table";
import { Icon } from "@/components/ui/icon";
import { withQuery } from "@/lib/browser/api";
import { formatAmount, formatCount, formatLedgerDate } from "@/lib/browser/format";
import type { Language } from "@/lib/browser/format";
import { feeRatesQuery, unpairedFeesQuery } from "@/lib/browser/queries/bookkeeping";
import type { Interval } from "@/lib/browser/queries/merchants";
import type { FeeRate, UnpairedFee, UnpairedFees } from "@/lib/contracts/bookkeeping";
import { parseLedgerDate } from "@/lib/core/ledger-date";

/** Rows of rates on the page: a merchant with very many shops has the rest in the API. */
const ROWS_MAX = 60;
const UNPAIRED_MAX = 50;

type FeesProps = Readonly<{ tenant: string; merchantId: string; interval: Interval }>;

/** Effective rates by month, and fees beside their captures. */
export function FeesSection({ tenant, merchantId, interval }: FeesProps) {
  const t = useTranslations("fees");
  const rates = useQuery(feeRatesQuery(tenant, merchantId));
  return (
    <Section title={t("title")}>
      <p className="text-muted mb-3 max-w-[70ch] text-sm">{t("means")}</p>
      <QueryState
        query={rates}
        isEmpty={({ items }) => items.length === 0}
        empty={<p className="text-muted mb-4 text-sm">{t("none")}</p>}
      >
        {({ items }) => <RatesTable items={items} />}
      </QueryState>
      <Pairing tenant={tenant} merchantId={merchantId} interval={interval} />
    </Section>
  );
}

function RatesTable({ items }: Readonly<{ items: readonly FeeRate[] }>) {
  const t = useTranslations("fees");
  const newest = items.toSorted((left, right) => (left.month > right.month ? -1 : 1));
  const shown = newest.slice(0, ROWS_MAX);
  return (
    <div className="mb-4">
      <Table
        caption={t("caption")}
        columns={[
          { key: "month", label: t("month") },
          { key: "captures", label: t("captures"), isNumber: true, isWide: true },
          { key: "count", label: t("captureCount"), isNumber: true, isWide: true },
          { key: "fees", label: t("captureFees"), isNumber: true, isWide: true },
          { key: "rate", label: t("rate"), isNumber: true },
          { key: "flag", label: t("flag") },
        ]}
      >
        {shown.map((item) => (
          <RateRow key={`${item.month} ${item.currency} ${item.recipientHandle}`} item={item} />
        ))}
      </Table>
      {items.length > ROWS_MAX && (
        <p className="text-muted mt-2 text-sm">{t("more", { count: items.length - ROWS_MAX })}</p>
      )}
    </div>
  );
}

function RateRow({ item }: Readonly<{ item: FeeRate }>) {
  const t = useTranslations("fees");
  const language = useLocale();
  const first = parseLedgerDate(`${item.month}-01`);
  return (
    <Row isTall>
      <Cell isName>
        {formatLedgerDate(first, language, { thisYear: "", style: "month" })}
        <Under>
          {item.name} · {item.currency}
        </Under>
      </Cell>
      <Cell isNumber isWide>
        <Money amount={item.captures} currency={item.currency} />
      </Cell>
      <Cell isNumber isWide>
        {formatCount(item.captureCount, language)}
      </Cell>
      <Cell isNumber isWide>
        <Money amount={item.captureFees} currency={item.currency} />
      </Cell>
      <Cell isNumber>
        {item.rate === null ? (
          <span className="text-muted">—</span>
        ) : (
          t("percent", { rate: percentOf(item.rate, language) })
        )}
      </Cell>
      <Cell>
        <Flag item={item} />
      </Cell>
    </Row>
  );
}

/** How the month stands beside those before it, in words. */
function Flag({ item }: Readonly<{ item: FeeRate }>) {
  const t = useTranslations("fees");
  const language = useLocale();
  if (item.flag !== null && item.usual !== null) {
    return (
      <span className="flex items-start gap-1.5">
        <Icon name="triangle" className="text-warning mt-0.5 size-3.5 shrink-0" />
        {t(item.flag, { usual: percentOf(item.usual, language) })}
      </span>
    );
  }
  const word = !item.isOver ? "notOver" : item.usual === null ? "tooFew" : "asUsual";
  return <span className="text-muted">{t(word)}</span>;
}

/** Millionths as a percentage with two decimals: 17500 → `1,75`. */
function percentOf(rate: number, language: Language): string {
  return formatAmount(BigInt(Math.round(rate / 100)), "NOK", language);
}

function Pairing({ tenant, merchantId, interval }: FeesProps) {
  const t = useTranslations("fees");
  const fees = useQuery(unpairedFeesQuery(tenant, merchantId, interval));
  return (
    <>
      <h3 className="mb-1.5 text-sm font-medium">{t("pairing")}</h3>
      <QueryState
        query={fees}
        isEmpty={({ lookedAt }) => lookedAt === 0}
        empty={<p className="text-muted text-sm">{t("pairingNone")}</p>}
      >
        {(found) => <Paired tenant={tenant} found={found} />}
      </QueryState>
    </>
  );
}

function Paired({ tenant, found }: Readonly<{ tenant: string; found: UnpairedFees }>) {
  const t = useTranslations("fees");
  const language = useLocale();
  const lags = found.lags.map(({ days, count }) => t("lag", { days, count: formatCount(count, language) }));
  return (
    <>
      <p className="mb-3 max-w-[70ch] text-sm">
        {t("pairedSentence", { paired: found.paired, unpaired: found.items.length })}{" "}
        {lags.length > 0 && t("lagSentence", { lags: lags.join(", ") })}{" "}
        {found.nextCursor !== null && t("lookedAt", { count: found.lookedAt })}
      </p>
      {found.items.length > 0 && (
        <Table
          caption={t("unpairedCaption")}
          columns={[
            { key: "psp", label: t("pspReference") },
            { key: "date", label: t("date") },
            { key: "unit", label: t("unit"), isWide: true },
            { key: "amount", label: t("amount"), isNumber: true },
          ]}
        >
          {found.items.slice(0, UNPAIRED_MAX).map((fee) => (
            <UnpairedRow key={`${fee.ledgerUid} ${String(fee.sequence)}`} tenant={tenant} fee={fee} />
          ))}
        </Table>
      )}
      {found.items.length > UNPAIRED_MAX && (
        <p className="text-muted mt-2 text-sm">{t("more", { count: found.items.length - UNPAIRED_MAX })}</p>
      )}
    </>
  );
}

function UnpairedRow({ tenant, fee }: Readonly<{ tenant: string; fee: UnpairedFee }>) {
  const entries = { topic: "fees", from: fee.ledgerDate, to: fee.ledgerDate };
  return (
    <Row>
      <Cell isName>
        <NameLink href={withQuery(`/${tenant}/ledgers/${fee.ledgerUid}`, entries)}>
          {fee.pspReference}
        </NameLink>
      </Cell>
      <Cell>
        <LedgerDate date={fee.ledgerDate} />
      </Cell>
      <Cell isWide>{fee.recipientHandle ?? "—"}</Cell>
      <Cell isNumber>
        <Money amount={fee.amount} currency={fee.currency} showCurrency />
      </Cell>
    </Row>
  );
}
