"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";

import { LedgerCells, LedgerUnder, nameOf } from "@/components/features/onboarding/ledger-cells";
import { TakeInForm } from "@/components/features/onboarding/take-in-form";
import { LedgerDate } from "@/components/patterns/dates";
import { Cell, NameLink, Row, Table } from "@/components/patterns/table";
import type { Ledger } from "@/lib/contracts/shapes";

const BOX = "accent-accent size-5 align-middle md:size-4";

/** Ledgers that wait: chosen one by one or all, and taken in. */
export function NewLedgers({ tenant, ledgers }: Readonly<{ tenant: string; ledgers: readonly Ledger[] }>) {
  const t = useTranslations("onboarding");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  // A ledger that was taken in elsewhere is no longer in the list, and no longer chosen.
  const selected = ledgers.filter((ledger) => chosen.has(ledger.id));
  const isAll = selected.length === ledgers.length;

  function toggle(id: string): void {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  }

  return (
    <>
      <Table
        caption={t("new")}
        columns={[
          {
            key: "select",
            label: (
              <input
                type="checkbox"
                className={BOX}
                aria-label={t("selectAll")}
                checked={isAll}
                ref={(box) => {
                  if (box !== null) box.indeterminate = selected.length > 0 && !isAll;
                }}
                onChange={() => setChosen(isAll ? new Set() : new Set(ledgers.map((ledger) => ledger.id)))}
              />
            ),
          },
          { key: "name", label: t("proposedName") },
          { key: "ledger", label: t("ledger"), isWide: true },
          { key: "owner", label: t("owner"), isWide: true },
          { key: "currency", label: t("currency"), isWide: true },
          { key: "account", label: t("payoutAccount"), isWide: true },
          { key: "handles", label: t("handles"), isWide: true },
          { key: "from", label: t("booksFrom"), isNumber: true },
        ]}
      >
        {ledgers.map((ledger) => (
          <Row key={ledger.id} isTall>
            <Cell>
              <input
                type="checkbox"
                className={BOX}
                aria-label={t("select", { name: `${nameOf(ledger)}, ${ledger.ledgerId}` })}
                checked={chosen.has(ledger.id)}
                onChange={() => toggle(ledger.id)}
              />
            </Cell>
            <Cell isName>
              <NameLink href={`/${tenant}/ledgers/${ledger.id}`}>{nameOf(ledger)}</NameLink>
              <LedgerUnder ledger={ledger} />
            </Cell>
            <Cell isWide>{ledger.ledgerId}</Cell>
            <LedgerCells ledger={ledger} />
            <Cell isNumber>
              <LedgerDate date={ledger.booksFrom} />
            </Cell>
          </Row>
        ))}
      </Table>
      <TakeInForm
        key={selected.map((ledger) => ledger.id).join(" ")}
        tenant={tenant}
        ledgers={selected}
        onDone={() => setChosen(new Set())}
      />
    </>
  );
}
