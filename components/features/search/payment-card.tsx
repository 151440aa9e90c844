"use client";

import { useTranslations } from "next-intl";

import { useEntryType } from "@/components/features/ledgers/entry-type";
import { ledgerHref } from "@/components/features/ledgers/ledger-address";
import { Payer } from "@/components/features/persons/payer";
import { useHeldPayers } from "@/components/features/persons/use-held-payers";
import { Instant, LedgerDate } from "@/components/patterns/dates";
import { Money } from "@/components/patterns/money";
import { Cell, NameLink, Row, Table } from "@/components/patterns/table";
import type { Entry, Payment } from "@/lib/contracts/shapes";

/** A payment: whose it is, what it came to on both accounts, and the payout that carried it. */
export function PaymentCard({ tenant, payment }: Readonly<{ tenant: string; payment: Payment }>) {
  const t = useTranslations();
  const typeName = useEntryType();
  const held = useHeldPayers(tenant, payment.ledgerUid, payment.entries);
  const isHeld = (entry: Entry): boolean => entry.topic === "funds" && held.has(entry.sequence);
  const known = payment.reference ?? payment.pspReference;
  const ledgerBase = `/${tenant}/ledgers/${payment.ledgerUid}`;
  return (
    <li className="min-w-0">
      <div className="mb-2 flex flex-wrap items-baseline gap-x-4 gap-y-0.5 text-sm">
        <h3 className="text-base font-semibold [overflow-wrap:anywhere]">{known}</h3>
        {payment.merchantId === null ? (
          <span className="text-muted">{t("search.noMerchant")}</span>
        ) : (
          <NameLink href={`/${tenant}/merchants/${payment.merchantId}`}>
            {payment.merchantName ?? payment.merchantId}
          </NameLink>
        )}
        <NameLink
          href={ledgerHref(ledgerBase, {
            reference: payment.reference ?? undefined,
            pspReference: payment.reference === null ? payment.pspReference : undefined,
          })}
        >
          {t("search.ledger", { ledgerId: payment.ledgerId })}
        </NameLink>
        {payment.payoutId === null ? (
          <span className="text-muted">{t("search.notPaidOut")}</span>
        ) : (
          <NameLink href={`/${tenant}/payouts/${payment.payoutId}`}>{t("search.toPayout")}</NameLink>
        )}
      </div>
      <Table
        caption={t("search.entriesOf", { reference: known })}
        columns={[
          { key: "date", label: t("ledger.ledgerDate") },
          { key: "time", label: t("ledger.time"), isWide: true },
          { key: "topic", label: t("ledger.topic"), isWide: true },
          { key: "type", label: t("ledger.type") },
          { key: "psp", label: t("ledger.pspReference"), isWide: true },
          { key: "handle", label: t("ledger.recipientHandle"), isWide: true },
          { key: "amount", label: t("ledger.amount"), isNumber: true },
          ...(held.size > 0 ? [{ key: "payer", label: t("persons.payer") }] : []),
        ]}
      >
        {payment.entries.map((entry) => (
          <Row key={`${entry.topic}${String(entry.sequence)}`}>
            <Cell isName>
              <LedgerDate date={entry.ledgerDate} />
            </Cell>
            <Cell isWide>
              <Instant at={entry.time} />
            </Cell>
            <Cell isWide>{t(`ledger.${entry.topic}`)}</Cell>
            <Cell>
              {typeName(entry.entryType)}
              <span className="text-muted block text-xs md:hidden">{t(`ledger.${entry.topic}`)}</span>
            </Cell>
            <Cell isWide>
              <span className="[overflow-wrap:anywhere]">{entry.pspReference}</span>
            </Cell>
            <Cell isWide>{entry.recipientHandle ?? <span className="text-muted">—</span>}</Cell>
            <Cell isNumber>
              <Money amount={entry.amount} currency={entry.currency} showCurrency />
            </Cell>
            {held.size > 0 && (
              <Cell>
                {isHeld(entry) && <Payer tenant={tenant} ledger={payment.ledgerUid} entry={entry} />}
              </Cell>
            )}
          </Row>
        ))}
      </Table>
    </li>
  );
}
