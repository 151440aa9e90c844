"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { Route } from "next";
import { useTranslations } from "next-intl";

import { LinkForm, RenameForm } from "@/components/features/bank/account-forms";
import type { LinesAddress } from "@/components/features/bank/bank-address";
import { CoverageLine } from "@/components/features/bank/coverage-line";
import { FindingList } from "@/components/features/bank/finding-list";
import { ImportStatementButton } from "@/components/features/bank/import-button";
import { LinesSection } from "@/components/features/bank/lines-section";
import { StatementsSection } from "@/components/features/bank/statements-section";
import { Card, Facts, Note, PageHeader, Section } from "@/components/patterns/page";
import { QueryState } from "@/components/patterns/query-state";
import { bankAccountQuery } from "@/lib/browser/queries/bank";
import type { BankAccount, BankCoverage } from "@/lib/contracts/bank";

type AccountScreenProps = Readonly<{
  tenant: string;
  id: string;
  address: LinesAddress;
  refused: readonly string[];
}>;

/** One bank account: whose it is, which dates its statements cover, and its lines. */
export function AccountScreen({ tenant, id, address, refused }: AccountScreenProps) {
  const query = useQuery(bankAccountQuery(tenant, id));
  return (
    <QueryState query={query}>
      {(coverage) => (
        <>
          <Head tenant={tenant} account={coverage.account} />
          <Covered tenant={tenant} coverage={coverage} />
          <LinesSection tenant={tenant} account={id} address={address} refused={refused} />
          <StatementsSection tenant={tenant} coverage={coverage} />
        </>
      )}
    </QueryState>
  );
}

function Head({ tenant, account }: Readonly<{ tenant: string; account: BankAccount }>) {
  const t = useTranslations("bank");
  const written = account.numbers.map((number) => number.written);
  return (
    <>
      <PageHeader
        title={account.name ?? written[0] ?? t("account")}
        sub={[account.name === null ? undefined : written[0], account.currency].filter(Boolean).join(" · ")}
        crumbs={[
          { label: t("title"), href: `/${tenant}/documents` },
          { label: t("accounts"), href: `/${tenant}/documents/accounts` },
        ]}
        actions={<ImportStatementButton look="plain" />}
      />
      {account.ledgers === 0 && <Note tone="warning">{t("unlinkedMeans")}</Note>}
      <div className="mb-7 grid gap-4 lg:grid-cols-2">
        <Card>
          <Facts
            items={[
              {
                label: t("numbers"),
                value: (
                  <span className="grid tabular-nums">
                    {written.map((of) => (
                      <span key={of}>{of}</span>
                    ))}
                  </span>
                ),
              },
              { label: t("merchants"), value: <Merchants tenant={tenant} account={account} /> },
              { label: t("ledgersServed"), value: account.ledgers },
            ]}
          />
        </Card>
        <Card>
          <div className="grid gap-4">
            <LinkForm tenant={tenant} account={account} />
            <RenameForm key={account.name} tenant={tenant} account={account} />
          </div>
        </Card>
      </div>
    </>
  );
}

function Merchants({ tenant, account }: Readonly<{ tenant: string; account: BankAccount }>) {
  if (account.merchants.length === 0) return <span className="text-muted">—</span>;
  return (
    <span className="grid">
      {account.merchants.map((merchant) => (
        <Link
          key={merchant.id}
          href={`/${tenant}/merchants/${merchant.id}` as Route}
          className="underline underline-offset-4"
        >
          {merchant.name}
        </Link>
      ))}
    </span>
  );
}

function Covered({ tenant, coverage }: Readonly<{ tenant: string; coverage: BankCoverage }>) {
  const t = useTranslations("bank");
  const { account, ranges, findings } = coverage;
  // Gaps stand in the line already.
  const rest = findings.filter(({ code }) => code !== "gap");
  return (
    <Section title={t("coverage")}>
      <CoverageLine ranges={ranges} />
      {rest.length > 0 && (
        <div className="mt-4">
          <h3 className="mb-1.5 text-sm font-medium">{t("wrong")}</h3>
          <FindingList tenant={tenant} findings={rest} currency={account.currency} />
        </div>
      )}
    </Section>
  );
}
