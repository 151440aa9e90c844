"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { addMoved, NOTHING_MOVED } from "@/components/features/merchants/day-rows";
import type { Moved } from "@/components/features/merchants/day-rows";
import { LedgerDate } from "@/components/patterns/dates";
import { Money } from "@/components/patterns/money";
import { Cell, NameLink, Row, Table, Under } from "@/components/patterns/table";
import type { Column } from "@/components/patterns/table";
import type { LedgerDate as LedgerDateText } from "@/lib/core/ledger-date";

/** A row of the table behind the chart: a date, or a date and a shop. */
export type TableDay = Readonly<{
  date: LedgerDateText;
  shop?: string;
  amounts: Moved;
  closing: bigint | null;
}>;

type DaysTableProps = Readonly<{
  /** Newest first. */
  days: readonly TableDay[];
  currency: string;
  opening: bigint;
  isSplit: boolean;
  inDoubt: boolean;
  /** Where a date's entries are, when one ledger has them all. */
  hrefOf: ((date: LedgerDateText) => string) | undefined;
}>;

/** The days as numbers: what the charts draw, exactly, with their sum. */
export function DaysTable({ days, currency, opening, isSplit, inDoubt, hrefOf }: DaysTableProps) {
  const t = useTranslations("merchant");
  const total = days.reduce((sum, day) => addMoved(sum, day.amounts), NOTHING_MOVED);
  const hasBreaks = days.some((day) => day.amounts.breaks !== 0n);
  const closing = days.find((day) => day.closing !== null)?.closing ?? opening;
  const columns: Column[] = [
    { key: "date", label: t("ledgerDate") },
    ...(isSplit ? [{ key: "shop", label: t("shop"), isWide: true }] : []),
    { key: "captures", label: t("captures"), isNumber: true },
    { key: "refunds", label: t("refunds"), isNumber: true, isWide: true },
    { key: "fees", label: t("fees"), isNumber: true, isWide: true },
    { key: "other", label: t("other"), isNumber: true, isWide: true },
    ...(hasBreaks ? [{ key: "breaks", label: t("breaks"), isNumber: true, isWide: true }] : []),
    { key: "payouts", label: t("payouts"), isNumber: true },
    { key: "closing", label: t("closing"), isNumber: true, isWide: true },
  ];
  const amountsOf = (amounts: Moved): ReactNode => (
    <>
      <Amount amount={amounts.captures} currency={currency} />
      <Amount amount={amounts.refunds} currency={currency} isWide />
      <Amount amount={amounts.fees} currency={currency} isWide />
      <Amount amount={amounts.other} currency={currency} isWide />
      {hasBreaks && <Amount amount={amounts.breaks} currency={currency} isWide />}
      <Amount amount={amounts.payouts} currency={currency} />
    </>
  );
  return (
    <Table
      caption={t("daysCaption", { currency })}
      columns={columns}
      foot={
        <>
          <tr className="border-line h-9 border-t">
            <Cell isName>
              {t("opening")}
              <OnPhone amount={opening} currency={currency} isNamed={false} />
            </Cell>
            {columns.slice(1, -1).map((column) => (
              <Cell key={column.key} isWide={column.isWide === true} />
            ))}
            <Cell isNumber isWide>
              <Money amount={opening} currency={currency} inDoubt={inDoubt} />
            </Cell>
          </tr>
          <tr className="border-line h-9 border-t font-semibold">
            <Cell isName>
              <span className="font-semibold">{t("sum")}</span>
              <OnPhone amount={closing} currency={currency} />
            </Cell>
            {isSplit && <Cell isWide />}
            {amountsOf(total)}
            <Cell isNumber isWide>
              <Money amount={closing} currency={currency} inDoubt={inDoubt} />
            </Cell>
          </tr>
        </>
      }
    >
      {days.map((day) => (
        <Row key={`${day.date} ${day.shop ?? ""}`}>
          <Cell isName>
            {hrefOf === undefined ? (
              <LedgerDate date={day.date} style="weekday" />
            ) : (
              <NameLink href={hrefOf(day.date)}>
                <LedgerDate date={day.date} style="weekday" />
              </NameLink>
            )}
            {day.shop !== undefined && (
              <span className="md:hidden">
                <Under>{day.shop}</Under>
              </span>
            )}
            {day.closing !== null && <OnPhone amount={day.closing} currency={currency} />}
          </Cell>
          {isSplit && <Cell isWide>{day.shop}</Cell>}
          {amountsOf(day.amounts)}
          <Cell isNumber isWide>
            <Money amount={day.closing} currency={currency} inDoubt={inDoubt} />
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

/** A sum of entries; where nothing was moved there is none. */
function Amount({
  amount,
  currency,
  isWide = false,
}: Readonly<{ amount: bigint; currency: string; isWide?: boolean }>) {
  return (
    <Cell isNumber isWide={isWide}>
      <Money amount={amount === 0n ? null : amount} currency={currency} />
    </Cell>
  );
}

/** The closing balance under the date, where its column has no room. */
function OnPhone({
  amount,
  currency,
  isNamed = true,
}: Readonly<{ amount: bigint; currency: string; isNamed?: boolean }>) {
  const t = useTranslations("merchant");
  return (
    <span className="md:hidden">
      <Under>
        {isNamed && <span className="sr-only">{t("closing")} </span>}
        <Money amount={amount} currency={currency} showCurrency />
      </Under>
    </span>
  );
}
