"use client";

import { useTranslations } from "next-intl";

import { LedgerDate } from "@/components/patterns/dates";
import { Money } from "@/components/patterns/money";
import { Status } from "@/components/patterns/status";
import { Cell, NameLink, Row, Table, Under } from "@/components/patterns/table";
import type { Payout } from "@/lib/contracts/shapes";

/** Payouts, one a row: what was sent, when it is expected, and where it is. */
export function PayoutsTable({
  tenant,
  payouts,
  showMerchant = true,
}: Readonly<{ tenant: string; payouts: readonly Payout[]; showMerchant?: boolean }>) {
  const t = useTranslations("payout");
  return (
    <Table
      {...(showMerchant && { name: "payouts" })}
      caption={t("listTitle")}
      columns={[
        { key: "date", label: t("date") },
        ...(showMerchant ? [{ key: "merchant", label: t("merchant"), isWide: true }] : []),
        { key: "number", label: t("number"), isWide: true },
        { key: "amount", label: t("amount"), isNumber: true },
        { key: "expected", label: t("expected"), isWide: true },
        { key: "status", label: t("status") },
        { key: "reference", label: t("bankReference"), isWide: true },
      ]}
    >
      {payouts.map((payout) => (
        <PayoutRow key={payout.id} tenant={tenant} payout={payout} showMerchant={showMerchant} />
      ))}
    </Table>
  );
}

function PayoutRow({
  tenant,
  payout,
  showMerchant,
}: Readonly<{ tenant: string; payout: Payout; showMerchant: boolean }>) {
  const t = useTranslations("payout");
  const number = payout.payoutNumber ?? payout.pspReference;
  return (
    <Row>
      <Cell isName>
        <NameLink href={`/${tenant}/payouts/${payout.id}`}>
          <LedgerDate date={payout.ledgerDate} />
          <span className="sr-only">, {t("rowName", { number })}</span>
        </NameLink>
        <span className="md:hidden">
          <Under>{showMerchant ? (payout.merchantName ?? t("unassigned")) : number}</Under>
        </span>
      </Cell>
      {showMerchant && (
        <Cell isWide>
          {payout.merchantId === null ? (
            <span className="text-muted">{t("unassigned")}</span>
          ) : (
            <NameLink href={`/${tenant}/merchants/${payout.merchantId}`} isRowLink={false}>
              {payout.merchantName}
            </NameLink>
          )}
        </Cell>
      )}
      <Cell isWide>
        <span className="tabular-nums">{number}</span>
      </Cell>
      <Cell isNumber>
        <Money amount={-payout.amount} currency={payout.currency} showCurrency />
      </Cell>
      <Cell isWide>
        <LedgerDate date={payout.expectedDate} style="weekday" />
      </Cell>
      <Cell>
        <Status state={payout.status} />
        <span className="md:hidden">
          <Under>
            <LedgerDate date={payout.expectedDate} style="weekday" />
          </Under>
        </span>
      </Cell>
      <Cell isWide>
        {payout.bankReference === null ? (
          <span className="text-muted">—</span>
        ) : (
          <span className="tabular-nums">{payout.bankReference}</span>
        )}
      </Cell>
    </Row>
  );
}
