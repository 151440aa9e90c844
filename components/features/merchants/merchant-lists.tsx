"use client";

import { useQuery } from "@tanstack/react-query";
import type { UseQueryResult } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";

import { useIssueTitle } from "@/components/features/overview/issue-title";
import { PayoutsTable } from "@/components/features/payouts/payouts-table";
import { Ago, LedgerDate } from "@/components/patterns/dates";
import { EmptyState, Section } from "@/components/patterns/page";
import { QueryState } from "@/components/patterns/query-state";
import { Status } from "@/components/patterns/status";
import { Cell, NameLink, Row, Table, Under } from "@/components/patterns/table";
import { ButtonLink } from "@/components/ui/button";
import { formatCount } from "@/lib/browser/format";
import { merchantIssuesQuery, PAYOUTS_SHOWN } from "@/lib/browser/queries/merchants";
import { payoutsQuery } from "@/lib/browser/queries/payouts";
import { PayoutsQuery } from "@/lib/contracts/queries";
import type { Ledger } from "@/lib/contracts/shapes";
import type { LedgerDate as LedgerDateText } from "@/lib/core/ledger-date";

type Of = Readonly<{ tenant: string; merchantId: string }>;
type List<T> = Readonly<{ items: T[]; nextCursor: string | null }>;

/** The merchant's ledgers with the state of both topics. */
export function LedgersSection({
  tenant,
  query,
}: Readonly<{ tenant: string; query: UseQueryResult<List<Ledger>> }>) {
  const t = useTranslations("merchant");
  return (
    <Section title={t("ledgers")}>
      <QueryState
        query={query}
        isEmpty={(page) => page.items.length === 0}
        empty={
          <EmptyState
            title={t("noLedgersTitle")}
            detail={t("noLedgersDetail")}
            action={<ButtonLink href={`/${tenant}/onboarding`}>{t("toOnboarding")}</ButtonLink>}
          />
        }
      >
        {(page) => (
          <Table
            caption={t("ledgers")}
            columns={[
              { key: "ledger", label: t("ledger") },
              { key: "currency", label: t("currency") },
              { key: "funds", label: t("fundsTopic") },
              { key: "fees", label: t("feesTopic"), isWide: true },
              { key: "entries", label: t("entries"), isNumber: true, isWide: true },
              { key: "verified", label: t("verifiedThrough"), isWide: true },
            ]}
          >
            {page.items.map((ledger) => (
              <LedgerRow key={ledger.id} tenant={tenant} ledger={ledger} />
            ))}
          </Table>
        )}
      </QueryState>
    </Section>
  );
}

function LedgerRow({ tenant, ledger }: Readonly<{ tenant: string; ledger: Ledger }>) {
  const language = useLocale();
  const t = useTranslations("merchant");
  return (
    <Row isTall>
      <Cell isName>
        <NameLink href={`/${tenant}/ledgers/${ledger.id}`}>{ledger.ledgerId}</NameLink>
        {ledger.salesUnits.length > 0 && (
          <Under>{ledger.salesUnits.map((unit) => unit.name).join(", ")}</Under>
        )}
      </Cell>
      <Cell>{ledger.currency}</Cell>
      <Cell>
        <Status state={ledger.funds.state} />
        <span className="md:hidden">
          <Under>
            {t("feesTopic")}: <Status state={ledger.fees.state} />
          </Under>
        </span>
      </Cell>
      <Cell isWide>
        <Status state={ledger.fees.state} />
      </Cell>
      <Cell isNumber isWide>
        {formatCount(ledger.funds.entryCount + ledger.fees.entryCount, language)}
      </Cell>
      <Cell isWide>
        <LedgerDate date={verifiedThrough(ledger)} />
      </Cell>
    </Row>
  );
}

/** Both topics are proven until the earlier of their dates. */
function verifiedThrough({ funds, fees }: Ledger): LedgerDateText | null {
  if (funds.verifiedThrough === null || fees.verifiedThrough === null) return null;
  return funds.verifiedThrough < fees.verifiedThrough ? funds.verifiedThrough : fees.verifiedThrough;
}

/** The latest payouts, and the way to all of them. */
export function PayoutsSection({ tenant, merchantId }: Of) {
  const t = useTranslations("merchant");
  const payouts = useQuery(payoutsQuery(tenant, PayoutsQuery.parse({ merchantId, limit: PAYOUTS_SHOWN })));
  return (
    <Section
      title={t("latestPayouts")}
      actions={
        <ButtonLink href={`/${tenant}/payouts?merchantId=${merchantId}`}>{t("allPayouts")}</ButtonLink>
      }
    >
      <QueryState
        query={payouts}
        isEmpty={(page) => page.items.length === 0}
        empty={<EmptyState title={t("noPayoutsTitle")} detail={t("noPayoutsDetail")} />}
      >
        {(page) => <PayoutsTable tenant={tenant} payouts={page.items} showMerchant={false} />}
      </QueryState>
    </Section>
  );
}

/** What needs a person at this merchant; "nothing" is said in grey. */
export function IssuesSection({ tenant, merchantId }: Of) {
  const t = useTranslations("merchant");
  const titleOf = useIssueTitle();
  const issues = useQuery(merchantIssuesQuery(tenant, merchantId));
  return (
    <Section title={t("issues")}>
      <QueryState
        query={issues}
        isEmpty={(page) => page.items.length === 0}
        empty={<p className="text-muted text-sm">{t("noIssues")}</p>}
      >
        {(page) => (
          <Table
            caption={t("issues")}
            columns={[
              { key: "issue", label: t("issue") },
              { key: "opened", label: t("opened"), isNumber: true },
            ]}
          >
            {page.items.map((issue) => (
              <Row key={issue.id}>
                <Cell isName>
                  <NameLink href={`/${tenant}/issues/${issue.id}`}>{titleOf(issue.kind)}</NameLink>
                </Cell>
                <Cell isNumber>
                  <Ago at={issue.openedAt} />
                </Cell>
              </Row>
            ))}
          </Table>
        )}
      </QueryState>
    </Section>
  );
}
