"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";

import { AuditFilter } from "@/components/features/audit/audit-filter";
import { AuditTable } from "@/components/features/audit/audit-table";
import { CsvLink, Pager } from "@/components/patterns/links";
import { EmptyState, Note, PageHeader } from "@/components/patterns/page";
import { QueryState } from "@/components/patterns/query-state";
import { ButtonLink } from "@/components/ui/button";
import { withQuery } from "@/lib/browser/api";
import { auditQuery } from "@/lib/browser/queries/audit";
import type { AuditQuery } from "@/lib/contracts/settings";

/** What was changed in the firm, by whom: searchable, and exported exactly as it is searched. */
export function AuditScreen({
  tenant,
  query,
  isRefused,
}: Readonly<{ tenant: string; query: AuditQuery; isRefused: boolean }>) {
  const t = useTranslations();
  const events = useQuery(auditQuery(tenant, query));
  const base = `/${tenant}/settings/audit`;
  const { limit: _limit, cursor: _cursor, ...values } = query;
  const isFiltered = Object.values(values).some((value) => value !== undefined && value !== "");
  return (
    <>
      <PageHeader
        title={t("audit.title")}
        sub={t("audit.sub")}
        actions={<CsvLink href={withQuery("/api/v1/audit", { ...values, tenant, format: "csv" })} />}
      />
      {isRefused && <Note tone="warning">{t("audit.badFilters")}</Note>}
      <AuditFilter base={base} query={query} isFiltered={isFiltered} />
      <QueryState
        query={events}
        isEmpty={(page) => page.items.length === 0}
        empty={
          isFiltered ? (
            <EmptyState
              title={t("everywhere.nothingFound")}
              action={<ButtonLink href={base}>{t("everywhere.clearFilters")}</ButtonLink>}
            />
          ) : (
            <EmptyState title={t("audit.emptyTitle")} detail={t("audit.emptyDetail")} />
          )
        }
      >
        {(page) => (
          <>
            <AuditTable base={base} events={page.items} />
            <Pager
              firstHref={withQuery(base, values)}
              nextHref={
                page.nextCursor === null ? undefined : withQuery(base, { ...values, cursor: page.nextCursor })
              }
              isFirst={query.cursor === undefined}
            />
          </>
        )}
      </QueryState>
    </>
  );
}
