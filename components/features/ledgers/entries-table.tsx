"use client";

import { useLocale, useTranslations } from "next-intl";

import { unitName, useEntryType, zoneOfLedger } from "@/components/features/ledgers/entry-type";
import { Instant, LedgerDate } from "@/components/patterns/dates";
import { Money } from "@/components/patterns/money";
import { Cell, Row, Table, Under } from "@/components/patterns/table";
import { formatCount } from "@/lib/browser/format";
import type { Entry, Ledger } from "@/lib/contracts/shapes";

/** Entries as Vipps MobilePay gave them, one row each. */
export function EntriesTable({
  ledger,
  topic,
  entries,
}: Readonly<{ ledger: Ledger; topic: Entry["topic"]; entries: readonly Entry[] }>) {
  const t = useTranslations("ledger");
  const language = useLocale();
  const typeName = useEntryType();
  const zone = zoneOfLedger(ledger);
  return (
    <Table
      name="entries"
      caption={t("entriesOf", { topic: t(topic) })}
      columns={[
        { key: "sequence", label: t("sequence"), isNumber: true, isWide: true },
        { key: "ledgerDate", label: t("ledgerDate") },
        { key: "time", label: t("time"), isWide: true },
        { key: "type", label: t("type"), isWide: true },
        { key: "reference", label: t("reference"), isWide: true },
        { key: "handle", label: t("recipientHandle"), isWide: true },
        { key: "amount", label: t("amount"), isNumber: true },
        { key: "balance", label: t("balanceAfter"), isNumber: true },
      ]}
    >
      {entries.map((entry) => (
        <Row key={entry.sequence} isTall>
          <Cell isNumber isWide>
            <span className="text-muted">{formatCount(entry.sequence, language)}</span>
          </Cell>
          <Cell isName>
            <LedgerDate date={entry.ledgerDate} />
            <span className="text-muted block text-xs whitespace-normal md:hidden">
              {typeName(entry.entryType)}
              <span className="block [overflow-wrap:anywhere]">{entry.reference ?? entry.pspReference}</span>
            </span>
          </Cell>
          <Cell isWide>
            <Instant at={entry.time} timeZone={zone} />
          </Cell>
          <Cell isWide>{typeName(entry.entryType)}</Cell>
          <Cell isWide>
            <span className="[overflow-wrap:anywhere]">
              {entry.reference ?? <span className="text-muted">—</span>}
            </span>
            <Under>{entry.pspReference}</Under>
          </Cell>
          <Cell isWide>
            <Handle ledger={ledger} handle={entry.recipientHandle} />
          </Cell>
          <Cell isNumber>
            <Money amount={entry.amount} currency={entry.currency} />
          </Cell>
          <Cell isNumber>
            <Money amount={entry.balanceAfter} currency={entry.currency} />
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

function Handle({ ledger, handle }: Readonly<{ ledger: Ledger; handle: string | null }>) {
  if (handle === null) return <span className="text-muted">—</span>;
  const name = unitName(ledger, handle);
  if (name === undefined) return <span className="tabular-nums">{handle}</span>;
  return (
    <>
      {name}
      <Under>{handle}</Under>
    </>
  );
}
