"use client";

import { useLocale, useNow, useTranslations } from "next-intl";

import { useIssueTitle } from "@/components/features/overview/issue-title";
import { Ago, LedgerDate } from "@/components/patterns/dates";
import { Money } from "@/components/patterns/money";
import { Status } from "@/components/patterns/status";
import { Cell, NameLink, Row, Table, Under } from "@/components/patterns/table";
import { formatMonth } from "@/lib/browser/format";
import type { Merchant } from "@/lib/contracts/shapes";

/** One row a merchant: what holds it back is the second column. */
export function MerchantsTable({
  tenant,
  merchants,
}: Readonly<{ tenant: string; merchants: readonly Merchant[] }>) {
  const t = useTranslations("overview");
  const month = formatMonth(useNow(), useLocale());
  return (
    <Table
      name="merchants"
      caption={t("merchantsTitle")}
      columns={[
        { key: "merchant", label: t("merchant") },
        { key: "holds", label: t("holdsBack"), isWide: true },
        { key: "balance", label: t("balance"), isNumber: true },
        { key: "sales", label: t("sales", { month }), isNumber: true, isWide: true },
        { key: "fees", label: t("fees"), isNumber: true, isWide: true },
        { key: "last", label: t("lastPayout"), isWide: true },
        { key: "next", label: t("nextPayout"), isNumber: true, isWide: true },
        { key: "reconciled", label: t("reconciledThrough"), isWide: true },
        { key: "proof", label: t("proofColumn"), isWide: true },
      ]}
    >
      {merchants.map((merchant) => (
        <MerchantRow key={merchant.id} tenant={tenant} merchant={merchant} />
      ))}
    </Table>
  );
}

function MerchantRow({ tenant, merchant }: Readonly<{ tenant: string; merchant: Merchant }>) {
  const t = useTranslations("overview");
  const isInDoubt = merchant.proof === "in-doubt";
  const isLive = merchant.sync === "live";
  return (
    <Row isTall>
      <Cell isName>
        <NameLink href={`/${tenant}/merchants/${merchant.id}`}>{merchant.name}</NameLink>
        <Under>
          <span className="hidden md:inline">
            {merchant.country} · {t("ledgers", { count: merchant.ledgerCount })}
          </span>
          <span className="mt-0.5 block md:hidden">
            {isLive ? <Status state={merchant.proof} /> : <Status state={merchant.sync} />}
          </span>
        </Under>
      </Cell>
      <Cell isWide>
        <HoldsBack tenant={tenant} merchant={merchant} />
      </Cell>
      <Cell isNumber>
        {merchant.balances.length === 0 && <span className="text-muted">—</span>}
        {merchant.balances.map((of) => (
          <span key={of.currency} className={`block ${of.balance < 0n ? "text-negative" : ""}`}>
            <Money amount={of.balance} currency={of.currency} showCurrency inDoubt={isInDoubt} />
          </span>
        ))}
      </Cell>
      <Cell isNumber isWide>
        {merchant.month.map((of) => (
          <span key={of.currency} className="block">
            <Money amount={of.captures} currency={of.currency} />
          </span>
        ))}
      </Cell>
      <Cell isNumber isWide>
        {merchant.month.map((of) => (
          <span key={of.currency} className="block">
            <Money amount={of.feesCharged} currency={of.currency} />
          </span>
        ))}
      </Cell>
      <Cell isWide>
        {merchant.lastPayout === null ? (
          <span className="text-muted">{t("noPayout")}</span>
        ) : (
          <>
            <Status state={merchant.lastPayout.status} />
            <Under>
              <Money amount={-merchant.lastPayout.amount} currency={merchant.lastPayout.currency} /> ·{" "}
              <LedgerDate date={merchant.lastPayout.scheduledDate} />
            </Under>
          </>
        )}
      </Cell>
      <Cell isNumber isWide>
        {merchant.nextPayout === null ? (
          <span className="text-muted">—</span>
        ) : (
          <>
            <Money amount={-merchant.nextPayout.amount} currency={merchant.nextPayout.currency} />
            <Under>
              <LedgerDate date={merchant.nextPayout.expectedDate} style="weekday" />
            </Under>
          </>
        )}
      </Cell>
      <Cell isWide>
        {merchant.reconciledThrough === null ? (
          <span className="text-muted">—</span>
        ) : (
          <LedgerDate date={merchant.reconciledThrough} />
        )}
      </Cell>
      <Cell isWide>
        {isLive ? <Status state={merchant.proof} /> : <Status state={merchant.sync} />}
        {isLive && (
          <Under>
            <Ago at={merchant.headSeenAt} />
          </Under>
        )}
      </Cell>
    </Row>
  );
}

function HoldsBack({ tenant, merchant }: Readonly<{ tenant: string; merchant: Merchant }>) {
  const t = useTranslations();
  const titleOf = useIssueTitle();
  const { worstIssue } = merchant;
  if (worstIssue === null) return <span className="text-muted">{t("everywhere.nothing")}</span>;
  return (
    <>
      <NameLink href={`/${tenant}/issues/${worstIssue.id}`} isRowLink={false}>
        {titleOf(worstIssue.kind)}
      </NameLink>
      {merchant.atRisk.map((of) => (
        <span key={of.currency} className="text-negative block text-xs">
          <Money amount={of.amount} currency={of.currency} showCurrency /> {t("overview.isAtRisk")}
        </span>
      ))}
      {merchant.openIssues > 1 && merchant.atRisk.length === 0 && (
        <Under>{t("overview.needMeUnder", { issues: merchant.openIssues })}</Under>
      )}
    </>
  );
}
