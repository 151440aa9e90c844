"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { Route } from "next";
import { useTranslations } from "next-intl";

import { Severity } from "@/components/features/issues/severity";
import { useIssueTitle } from "@/components/features/overview/issue-title";
import { Ago } from "@/components/patterns/dates";
import { Choices, CsvLink, Pager } from "@/components/patterns/links";
import { EmptyState, PageHeader } from "@/components/patterns/page";
import { QueryState } from "@/components/patterns/query-state";
import { Cell, NameLink, Row, Table, Under } from "@/components/patterns/table";
import { Icon } from "@/components/ui/icon";
import { withQuery } from "@/lib/browser/api";
import { issuesQuery } from "@/lib/browser/queries/issues";
import { overviewQuery } from "@/lib/browser/queries/overview";
import type { IssuesQuery } from "@/lib/contracts/queries";
import type { Issue } from "@/lib/contracts/shapes";

/** What needs a person, the gravest first; and what has been resolved. */
export function IssuesScreen({ tenant, query }: Readonly<{ tenant: string; query: IssuesQuery }>) {
  const t = useTranslations("issue");
  const issues = useQuery(issuesQuery(tenant, query));
  const openCount = useQuery(overviewQuery(tenant)).data?.openIssues;
  const base = `/${tenant}/issues`;
  const href = (change: Partial<IssuesQuery>): string => {
    const { state, merchantId, cursor } = { ...query, cursor: undefined, ...change };
    return withQuery(base, { state: state === "open" ? undefined : state, merchantId, cursor });
  };
  const ofMerchant = issues.data?.items.find((issue) => issue.merchantId === query.merchantId)?.merchantName;
  return (
    <>
      <PageHeader
        title={t("title")}
        sub={t("sub")}
        actions={
          <CsvLink
            href={withQuery("/api/v1/issues", {
              state: query.state,
              merchantId: query.merchantId,
              tenant,
              format: "csv",
            })}
          />
        }
      />
      <Choices
        label={t("filter")}
        items={(["open", "resolved"] as const).map((state) => ({
          label: t(state),
          href: href({ state }),
          isChosen: query.state === state,
          ...(state === "open" &&
            query.merchantId === undefined &&
            openCount !== undefined && { count: openCount }),
        }))}
      />
      {query.merchantId !== undefined && (
        <p className="mb-3 text-sm">
          <Link
            href={href({ merchantId: undefined }) as Route}
            className="bg-accent-soft text-ink inline-flex min-h-7 items-center gap-1.5 rounded-full px-2.5 py-1 font-medium"
          >
            {ofMerchant ?? t("ofMerchant")}
            <Icon name="cross" className="size-3.5" />
            <span className="sr-only">{t("removeFilter")}</span>
          </Link>
        </p>
      )}
      <QueryState
        query={issues}
        isEmpty={(page) => page.items.length === 0}
        empty={
          query.state === "open" ? (
            <EmptyState title={t("emptyOpen")} detail={t("emptyOpenDetail")} />
          ) : (
            <EmptyState title={t("emptyResolved")} />
          )
        }
      >
        {(page) => (
          <>
            <IssuesTable tenant={tenant} issues={page.items} isResolved={query.state === "resolved"} />
            <Pager
              firstHref={href({})}
              nextHref={page.nextCursor === null ? undefined : href({ cursor: page.nextCursor })}
              isFirst={query.cursor === undefined}
            />
          </>
        )}
      </QueryState>
    </>
  );
}

function IssuesTable({
  tenant,
  issues,
  isResolved,
}: Readonly<{ tenant: string; issues: readonly Issue[]; isResolved: boolean }>) {
  const t = useTranslations();
  const titleOf = useIssueTitle();
  return (
    <Table
      caption={t("issue.title")}
      columns={[
        { key: "issue", label: t("issue.issue") },
        { key: "severity", label: t("issue.severity"), isWide: true },
        { key: "merchant", label: t("issue.merchant"), isWide: true },
        { key: "opened", label: t("issue.opened"), isNumber: true },
        ...(isResolved ? [{ key: "closed", label: t("issue.closed"), isNumber: true }] : []),
      ]}
    >
      {issues.map((issue) => (
        <Row key={issue.id} isTall>
          <Cell isName>
            <NameLink href={`/${tenant}/issues/${issue.id}`}>{titleOf(issue.kind)}</NameLink>
            <Under>
              <span className="hidden md:inline">
                {issue.facts["ledgerId"] !== undefined &&
                  t("issue.toLedger", { ledgerId: issue.facts["ledgerId"] })}
              </span>
              <span className="block md:hidden">
                <Severity severity={issue.severity} />
                {issue.merchantName !== null && <span className="block">{issue.merchantName}</span>}
              </span>
            </Under>
          </Cell>
          <Cell isWide>
            <Severity severity={issue.severity} />
          </Cell>
          <Cell isWide>
            {issue.merchantId === null ? (
              <span className="text-muted">—</span>
            ) : (
              <NameLink href={`/${tenant}/merchants/${issue.merchantId}`} isRowLink={false}>
                {issue.merchantName ?? issue.merchantId}
              </NameLink>
            )}
          </Cell>
          <Cell isNumber>
            <Ago at={issue.openedAt} />
          </Cell>
          {isResolved && (
            <Cell isNumber>
              <Ago at={issue.resolvedAt} />
            </Cell>
          )}
        </Row>
      ))}
    </Table>
  );
}
