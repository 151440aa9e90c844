"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { Route } from "next";
import { useTranslations } from "next-intl";
import { useState } from "react";

import { DocumentsFrame } from "@/components/features/bank/documents-frame";
import { FilesTable } from "@/components/features/bank/files-table";
import { ImportStatementButton } from "@/components/features/bank/import-button";
import { useAccess } from "@/components/patterns/access";
import { Pager } from "@/components/patterns/links";
import { EmptyState, Note } from "@/components/patterns/page";
import { QueryState } from "@/components/patterns/query-state";
import { ButtonLink } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { withQuery } from "@/lib/browser/api";
import { bankAccountsQuery, bankFilesQuery } from "@/lib/browser/queries/bank";
import type { FilesAsk } from "@/lib/browser/queries/bank";

/** So many accounts are looked at for some that no ledger is paid out to. */
const ACCOUNTS_SEEN = 1_000;

/** Files of statements that were taken in, newest first. */
export function FilesScreen({ tenant, ask }: Readonly<{ tenant: string; ask: FilesAsk }>) {
  const t = useTranslations("bank");
  const { isLimited } = useAccess();
  const files = useQuery(bankFilesQuery(tenant, ask));
  const [done, setDone] = useState<string>();
  const base = `/${tenant}/documents`;
  const href = (cursor?: string): string => withQuery(base, { accountId: ask.accountId, cursor });
  return (
    <DocumentsFrame tenant={tenant} view="files">
      {ask.accountId !== undefined && (
        <p className="mb-3 text-sm">
          <Link
            href={base as Route}
            className="bg-accent-soft text-ink inline-flex min-h-7 items-center gap-1.5 rounded-full px-2.5 py-1 font-medium"
          >
            {t("filesOf")}
            <Icon name="cross" className="size-3.5" />
          </Link>
        </p>
      )}
      <UnlinkedNote tenant={tenant} />
      <output className="block">{done !== undefined && <Note tone="info">{done}</Note>}</output>
      <QueryState
        query={files}
        isEmpty={(page) => page.items.length === 0}
        empty={
          isLimited ? (
            <EmptyState
              title={t("noFiles")}
              detail={t("noFilesLimited")}
              action={<ButtonLink href={`${base}/accounts`}>{t("toAccounts")}</ButtonLink>}
            />
          ) : (
            <EmptyState
              title={t("noFiles")}
              detail={t("noFilesDetail")}
              action={<ImportStatementButton look="plain" />}
            />
          )
        }
      >
        {(page) => (
          <>
            <FilesTable tenant={tenant} files={page.items} onRemoved={setDone} />
            <Pager
              firstHref={href()}
              nextHref={page.nextCursor === null ? undefined : href(page.nextCursor)}
              isFirst={ask.cursor === undefined}
            />
          </>
        )}
      </QueryState>
    </DocumentsFrame>
  );
}

/** Accounts with statements that match nothing, because no ledger is paid out to them: above everything else. */
export function UnlinkedNote({ tenant }: Readonly<{ tenant: string }>) {
  const t = useTranslations("bank");
  // A convenience: without it the accounts' own list still says so.
  const accounts = useQuery(bankAccountsQuery(tenant, { limit: ACCOUNTS_SEEN })).data?.items ?? [];
  const unlinked = accounts.filter(({ ledgers }) => ledgers === 0);
  const [first] = unlinked;
  if (first === undefined) return null;
  const href =
    unlinked.length === 1 ? `/${tenant}/documents/accounts/${first.id}` : `/${tenant}/documents/accounts`;
  return (
    <Note tone="warning" action={<ButtonLink href={href}>{t("linkIt")}</ButtonLink>}>
      {t("unlinkedList", { count: unlinked.length })}
    </Note>
  );
}
