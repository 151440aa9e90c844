"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";

import { IssueFilters, issuesHref } from "@/components/features/issues/issue-filters";
import { IssuesTable } from "@/components/features/issues/issues-table";
import { useIssueKeys } from "@/components/features/issues/use-issue-keys";
import type { IssueKey } from "@/components/features/issues/use-issue-keys";
import { useIssueWork } from "@/components/features/issues/use-issue-work";
import type { IssueWork } from "@/components/features/issues/use-issue-work";
import { WorkDialog } from "@/components/features/issues/work-dialog";
import { NotDone } from "@/components/patterns/not-done";
import { usePermission } from "@/components/patterns/access";
import { CsvLink, Pager } from "@/components/patterns/links";
import { EmptyState, PageHeader } from "@/components/patterns/page";
import { QueryState } from "@/components/patterns/query-state";
import { Button, ButtonLink, Kbd } from "@/components/ui/button";
import { withQuery } from "@/lib/browser/api";
import { issuesQuery } from "@/lib/browser/queries/issues";
import type { IssuesQuery } from "@/lib/contracts/queries";

/** What needs a person, the gravest first; what was put off, and what has been resolved. */
export function IssuesScreen({ tenant, query }: Readonly<{ tenant: string; query: IssuesQuery }>) {
  const t = useTranslations("issue");
  const issues = useQuery(issuesQuery(tenant, query));
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const work = useIssueWork(tenant, () => setMarked(new Set()));
  const view = query.state === "resolved" ? "resolved" : query.snoozed === "yes" ? "snoozed" : "waiting";
  const mayWork = usePermission("issue.acknowledge") && view !== "resolved";
  const items = issues.data?.items ?? [];
  // What has left the list is not chosen any more.
  const chosen = items.filter(({ id }) => marked.has(id)).map(({ id }) => id);
  const toggle = (ids: readonly string[]): void =>
    setMarked(
      (before) =>
        new Set([...before].filter((id) => !ids.includes(id)).concat(ids.filter((id) => !before.has(id)))),
    );
  useIssueKeys(mayWork, (key: IssueKey, path) => {
    const focused = items.find(({ id }) => path === `/${tenant}/issues/${id}`)?.id;
    if (key === "x") {
      if (focused !== undefined) toggle([focused]);
      return focused !== undefined;
    }
    const ids = chosen.length > 0 ? chosen : focused === undefined ? [] : [focused];
    if (ids.length > 0) work.ask({ kind: key === "s" ? "snooze" : "assign", ids });
    return ids.length > 0;
  });
  return (
    <>
      <PageHeader
        title={t("title")}
        sub={t("sub")}
        actions={
          <>
            <ButtonLink href="/account#digest" look="quiet">
              {t("digestLink")}
            </ButtonLink>
            <CsvLink
              href={withQuery("/api/v1/issues", {
                ...query,
                cursor: undefined,
                limit: undefined,
                tenant,
                format: "csv",
              })}
            />
          </>
        }
      />
      <IssueFilters
        tenant={tenant}
        query={query}
        merchantName={items.find((issue) => issue.merchantId === query.merchantId)?.merchantName ?? undefined}
      />
      <output className="text-positive mb-2 block min-h-5 text-sm">{work.notice}</output>
      {mayWork && <ChosenBar chosen={chosen} work={work} clear={() => setMarked(new Set())} view={view} />}
      <QueryState
        query={issues}
        isEmpty={(page) => page.items.length === 0}
        empty={<Nothing view={view} query={query} />}
      >
        {(page) => (
          <>
            <IssuesTable
              tenant={tenant}
              issues={page.items}
              view={view}
              chosen={mayWork ? { ids: marked, toggle } : undefined}
            />
            {mayWork && <Legend />}
            <Pager
              firstHref={issuesHref(tenant, { ...query, cursor: undefined })}
              nextHref={
                page.nextCursor === null
                  ? undefined
                  : issuesHref(tenant, { ...query, cursor: page.nextCursor })
              }
              isFirst={query.cursor === undefined}
            />
          </>
        )}
      </QueryState>
      <WorkDialog tenant={tenant} work={work} />
    </>
  );
}

type View = "waiting" | "snoozed" | "resolved";

function Nothing({ view, query }: Readonly<{ view: View; query: IssuesQuery }>) {
  const t = useTranslations("issue");
  const isNarrowed = query.assigned !== undefined || query.severity !== undefined || query.kind !== undefined;
  if (isNarrowed) return <EmptyState title={t("emptyFiltered")} />;
  if (view === "resolved") return <EmptyState title={t("emptyResolved")} />;
  return view === "snoozed" ? (
    <EmptyState title={t("emptySnoozed")} detail={t("emptySnoozedDetail")} />
  ) : (
    <EmptyState title={t("emptyOpen")} detail={t("emptyOpenDetail")} />
  );
}

/** What can be done to the issues that are chosen. */
function ChosenBar({
  chosen,
  work,
  clear,
  view,
}: Readonly<{ chosen: readonly string[]; work: IssueWork; clear: () => void; view: View }>) {
  const t = useTranslations("issue");
  if (chosen.length === 0) return null;
  return (
    <section
      aria-label={t("chosen", { count: chosen.length })}
      className="border-line bg-raised shadow-float sticky top-0 z-10 mb-3 flex flex-wrap items-center gap-2 rounded-lg border px-3 py-2 text-sm"
    >
      <span className="mr-1 font-medium">{t("chosen", { count: chosen.length })}</span>
      <Button onClick={() => work.ask({ kind: "snooze", ids: chosen })}>{t("snooze")}</Button>
      {view === "snoozed" && (
        <Button disabled={work.isBusy} onClick={() => work.act(chosen, { until: null })}>
          {t("unsnooze")}
        </Button>
      )}
      <Button onClick={() => work.ask({ kind: "assign", ids: chosen })}>{t("assign")}</Button>
      <Button disabled={work.isBusy} onClick={() => work.act(chosen, { assignedId: "me" })}>
        {t("assignMe")}
      </Button>
      <Button look="quiet" onClick={clear}>
        {t("chooseNone")}
      </Button>
      {work.asked === undefined && <NotDone error={work.error} what={t("notChanged")} />}
    </section>
  );
}

/** The keys of this list, where there is a keyboard. */
function Legend() {
  const t = useTranslations("issue.keys");
  const keys = [
    [["j", "k"], t("walk")],
    [["x"], t("choose")],
    [["s"], t("snooze")],
    [["a"], t("assign")],
    [["↵"], t("open")],
  ] as const;
  return (
    <dl aria-label={t("title")} className="text-muted mt-2 hidden flex-wrap gap-x-4 gap-y-1 text-xs md:flex">
      {keys.map(([names, what]) => (
        <div key={what} className="flex items-center gap-1.5">
          <dt className="flex gap-1">
            {names.map((name) => (
              <Kbd key={name}>{name}</Kbd>
            ))}
          </dt>
          <dd>{what}</dd>
        </div>
      ))}
    </dl>
  );
}
