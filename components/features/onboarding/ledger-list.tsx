"use client";

import { useTranslations } from "next-intl";

import { LedgerCells, LedgerUnder, nameOf } from "@/components/features/onboarding/ledger-cells";
import { Status } from "@/components/patterns/status";
import { Cell, NameLink, Row, Table } from "@/components/patterns/table";
import type { Ledger } from "@/lib/contracts/shapes";

/** Ledgers that need no choice: what they are and how they stand. */
export function LedgerList({
  tenant,
  caption,
  ledgers,
}: Readonly<{ tenant: string; caption: string; ledgers: readonly Ledger[] }>) {
  const t = useTranslations("onboarding");
  return (
    <Table
      caption={caption}
      columns={[
        { key: "name", label: t("merchant") },
        { key: "ledger", label: t("ledger"), isWide: true },
        { key: "owner", label: t("owner"), isWide: true },
        { key: "currency", label: t("currency"), isWide: true },
        { key: "account", label: t("payoutAccount"), isWide: true },
        { key: "handles", label: t("handles"), isWide: true },
        { key: "state", label: t("state") },
      ]}
    >
      {ledgers.map((ledger) => (
        <Row key={ledger.id} isTall>
          <Cell isName>
            <NameLink href={`/${tenant}/ledgers/${ledger.id}`}>{nameOf(ledger)}</NameLink>
            <LedgerUnder ledger={ledger} />
          </Cell>
          <Cell isWide>{ledger.ledgerId}</Cell>
          <LedgerCells ledger={ledger} />
          <Cell>
            <Status state={ledger.status === "active" ? ledger.funds.state : ledger.status} />
          </Cell>
        </Row>
      ))}
    </Table>
  );
}
