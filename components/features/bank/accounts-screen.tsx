"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";

import { DocumentsFrame } from "@/components/features/bank/documents-frame";
import { UnlinkedNote } from "@/components/features/bank/files-screen";
import { LedgerDate } from "@/components/patterns/dates";
import { Pager } from "@/components/patterns/links";
import { EmptyState } from "@/components/patterns/page";
import { QueryState } from "@/components/patterns/query-state";
import { Cell, NameLink, Row, Table, Under } from "@/components/patterns/table";
import { Icon } from "@/components/ui/icon";
import { withQuery } from "@/lib/browser/api";
import { formatCount } from "@/lib/browser/format";
import type { Language } from "@/lib/browser/format";
import { bankAccountsQuery } from "@/lib/browser/queries/bank";
import type { AccountsAsk } from "@/lib/browser/queries/bank";
import type { BankAccount } from "@/lib/contracts/bank";

const COUNTED_TO = 1_000;

/** Every bank account, of payouts and of statements: whose it is, what is covered, and what is left to do. */
export function AccountsScreen({ tenant, ask }: Readonly<{ tenant: string; ask: AccountsAsk }>) {
  const t = useTranslations("bank");
  const accounts = useQuery(bankAccountsQuery(tenant, ask));
  const base = `/${tenant}/documents/accounts`;
  return (
    <DocumentsFrame tenant={tenant} view="accounts">
      <UnlinkedNote tenant={tenant} />
      <QueryState
        query={accounts}
        isEmpty={(page) => page.items.length === 0}
        empty={<EmptyState title={t("noAccounts")} detail={t("noAccountsDetail")} />}
      >
        {(page) => (
          <>
            <Table
              name="bank-accounts"
              caption={t("accounts")}
              columns={[
                { key: "account", label: t("account") },
                { key: "merchants", label: t("merchants"), isWide: true },
                { key: "covered", label: t("covered") },
                { key: "open", label: t("open"), isNumber: true, isWide: true },
              ]}
            >
              {page.items.map((account) => (
                <AccountRow key={account.id} tenant={tenant} account={account} />
              ))}
            </Table>
            <Pager
              firstHref={base}
              nextHref={page.nextCursor === null ? undefined : withQuery(base, { cursor: page.nextCursor })}
              isFirst={ask.cursor === undefined}
            />
          </>
        )}
      </QueryState>
    </DocumentsFrame>
  );
}

function AccountRow({ tenant, account }: Readonly<{ tenant: string; account: BankAccount }>) {
  const t = useTranslations("bank");
  const language = useLocale() as Language;
  const [number] = account.numbers;
  const written = number?.written ?? "";
  const [merchant, ...others] = account.merchants;
  const whose =
    account.ledgers === 0 ? (
      <Unlinked />
    ) : merchant === undefined ? (
      <span className="text-muted">—</span>
    ) : (
      <>
        {merchant.name}
        {others.length > 0 && ` ${t("moreMerchants", { count: others.length })}`}
      </>
    );
  return (
    <Row isTall>
      <Cell isName>
        <NameLink href={`/${tenant}/documents/accounts/${account.id}`}>
          <span className="tabular-nums">{account.name ?? written}</span>
        </NameLink>
        <Under>
          <span className="tabular-nums">
            {[account.name === null ? undefined : written, account.currency].filter(Boolean).join(" · ")}
          </span>
          <span className="block md:hidden">{whose}</span>
        </Under>
      </Cell>
      <Cell isWide>{whose}</Cell>
      <Cell>
        {account.coveredFrom === null ? (
          <span className="text-muted">{t("notCovered")}</span>
        ) : (
          <>
            <LedgerDate date={account.coveredFrom} /> – <LedgerDate date={account.coveredThrough} />
            {account.gaps > 0 && (
              <Under>
                <span className="text-warning">{t("gaps", { count: account.gaps })}</span>
              </Under>
            )}
          </>
        )}
      </Cell>
      <Cell isNumber isWide>
        {formatCount(account.openItems, language)}
        {account.openItems >= COUNTED_TO && "+"}
      </Cell>
    </Row>
  );
}

/** An account whose lines match nothing until it is linked. */
export function Unlinked() {
  const t = useTranslations("bank");
  return (
    <span className="text-warning inline-flex items-center gap-1.5 font-medium">
      <Icon name="triangle" className="size-3.5" />
      {t("unlinked")}
    </span>
  );
}
