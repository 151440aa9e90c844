"use client";

import { useTranslations } from "next-intl";

import { Ago, Instant } from "@/components/patterns/dates";
import { Cell, Row, Table, Under } from "@/components/patterns/table";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import type { InboxItem } from "@/lib/contracts/operators";

const UNITS_SHOWN = 3;

/** Ledgers, and what an operator may do with each. */
export function InboxTable({
  ledgers,
  onAssign,
  onTakeBack,
}: Readonly<{
  ledgers: readonly InboxItem[];
  onAssign: (ledger: InboxItem) => void;
  onTakeBack: (ledger: InboxItem) => void;
}>) {
  const t = useTranslations("operator");
  return (
    <Table
      caption={t("inbox")}
      columns={[
        { key: "units", label: t("salesUnits") },
        { key: "owner", label: t("owner"), isWide: true },
        { key: "currency", label: t("currency"), isWide: true },
        { key: "first", label: t("firstSeen"), isWide: true },
        { key: "last", label: t("lastSeen"), isWide: true },
        { key: "firm", label: t("firm") },
        { key: "act", label: <span className="sr-only">{t("act")}</span> },
      ]}
    >
      {ledgers.map((ledger) => (
        <Row key={`${ledger.credentialId}/${ledger.ledgerId}`} isTall>
          <Cell isName>
            <span className="font-[550] [overflow-wrap:anywhere]">
              <SalesUnits ledger={ledger} />
            </span>
            <Under>{t("ledger", { id: ledger.ledgerId })}</Under>
            <span className="text-muted block text-xs md:hidden">
              {[ledger.owner.id, ledger.currency].filter(Boolean).join(" · ")}
            </span>
          </Cell>
          <Cell isWide>
            <span className="tabular-nums">{ledger.owner.id === "" ? "—" : ledger.owner.id}</span>
            {ledger.owner.id !== "" && <Under>{ledger.owner.scheme}</Under>}
          </Cell>
          <Cell isWide>{ledger.currency}</Cell>
          <Cell isWide>
            <Instant at={ledger.firstSeen} />
          </Cell>
          <Cell isWide>
            {ledger.missingSince === null ? <Ago at={ledger.lastSeen} /> : <Missing ledger={ledger} />}
          </Cell>
          <Cell>
            {ledger.firm === null ? <Waiting ledger={ledger} /> : ledger.firm.name}
            {ledger.firm !== null && <Under>{t(ledger.isTakenIn ? "isTakenIn" : "notTakenIn")}</Under>}
            {ledger.missingSince !== null && (
              <span className="block md:hidden">
                <Missing ledger={ledger} />
              </span>
            )}
          </Cell>
          <Cell>
            {ledger.firm === null && ledger.missingSince === null && (
              <Button
                aria-label={t("assignTitle", { ledger: ledger.ledgerId })}
                onClick={() => onAssign(ledger)}
              >
                {t("assign")}
              </Button>
            )}
            {ledger.firm !== null && !ledger.isTakenIn && (
              <Button
                look="quiet"
                aria-label={t("takeBackTitle", { ledger: ledger.ledgerId })}
                onClick={() => onTakeBack(ledger)}
              >
                {t("takeBack")}
              </Button>
            )}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

function SalesUnits({ ledger }: Readonly<{ ledger: InboxItem }>) {
  const t = useTranslations("operator");
  const names = ledger.salesUnits.map((unit) => unit.name).filter((name) => name !== "");
  if (names.length === 0) return t("unnamed");
  const more = names.length - UNITS_SHOWN;
  return names.slice(0, UNITS_SHOWN).join(", ") + (more > 0 ? ` +${String(more)}` : "");
}

function Waiting({ ledger }: Readonly<{ ledger: InboxItem }>) {
  const t = useTranslations("operator");
  return (
    <>
      <span className="text-info inline-flex items-center gap-1.5 font-medium whitespace-nowrap">
        <Icon name="inbox" className="size-3.5" />
        {t("waits")}
      </span>
      {ledger.proposed !== null && <Under>{t("maybe", { firm: ledger.proposed.name })}</Under>}
    </>
  );
}

function Missing({ ledger }: Readonly<{ ledger: InboxItem }>) {
  const t = useTranslations("operator");
  return (
    <span className="text-warning inline-flex items-center gap-1.5 text-xs font-medium">
      <Icon name="triangle" className="size-3.5" />
      <span>
        {t("missingSince")} <Instant at={ledger.missingSince} />
      </span>
    </span>
  );
}
