"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { Route } from "next";
import { useTranslations } from "next-intl";

import { useIssueTitle } from "@/components/features/overview/issue-title";
import { Choices } from "@/components/patterns/links";
import { UrlForm } from "@/components/patterns/url-form";
import { Button } from "@/components/ui/button";
import { SelectField } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { withQuery } from "@/lib/browser/api";
import { issueCountsQuery } from "@/lib/browser/queries/issues";
import type { IssuesQuery } from "@/lib/contracts/queries";
import { ISSUE_KINDS, SEVERITIES } from "@/lib/domain/issue/kinds";

/** The list's address for these filters; what is the usual case is left out. */
export function issuesHref(tenant: string, query: Partial<IssuesQuery>): string {
  const { state, snoozed, ...rest } = query;
  return withQuery(`/${tenant}/issues`, {
    state: state === "resolved" ? state : undefined,
    snoozed: state !== "resolved" && snoozed === "yes" ? snoozed : undefined,
    assigned: rest.assigned,
    severity: rest.severity,
    kind: rest.kind,
    merchantId: rest.merchantId,
    cursor: rest.cursor,
  });
}

/** What the list is narrowed to: links and a form, for the address is the state. */
export function IssueFilters({
  tenant,
  query,
  merchantName,
}: Readonly<{ tenant: string; query: IssuesQuery; merchantName: string | undefined }>) {
  const t = useTranslations("issue");
  const titleOf = useIssueTitle();
  const { merchantId, state, snoozed } = query;
  const counts = useQuery(issueCountsQuery(tenant, { merchantId })).data;
  const href = (change: Partial<IssuesQuery>): string =>
    issuesHref(tenant, { ...query, cursor: undefined, ...change });
  const isWaiting = state === "open" && snoozed !== "yes";
  const count = (of: number | undefined): { count?: number } => (of === undefined ? {} : { count: of });
  return (
    <>
      <Choices
        label={t("filter")}
        items={[
          {
            label: t("open"),
            href: href({ state: "open", snoozed: "no" }),
            isChosen: isWaiting,
            ...count(counts?.open),
          },
          {
            label: t("snoozed"),
            href: href({ state: "open", snoozed: "yes" }),
            isChosen: state === "open" && !isWaiting,
            ...count(counts?.snoozed),
          },
          { label: t("resolved"), href: href({ state: "resolved" }), isChosen: state === "resolved" },
        ]}
      />
      <Choices
        label={t("who")}
        items={[
          {
            label: t("anybody"),
            href: href({ assigned: undefined }),
            isChosen: query.assigned === undefined,
          },
          {
            label: t("mine"),
            href: href({ assigned: "me" }),
            isChosen: query.assigned === "me",
            ...(isWaiting && count(counts?.mine)),
          },
          {
            label: t("nobodys"),
            href: href({ assigned: "nobody" }),
            isChosen: query.assigned === "nobody",
            ...(isWaiting && count(counts?.unassigned)),
          },
        ]}
      />
      <UrlForm
        // The fields start anew when the address was changed elsewhere.
        key={`${query.severity ?? ""} ${query.kind ?? ""}`}
        base={`/${tenant}/issues`}
        keep={{
          state: state === "resolved" ? state : undefined,
          snoozed: state === "open" && snoozed === "yes" ? snoozed : undefined,
          assigned: query.assigned,
          merchantId,
        }}
        label={t("narrow")}
        className="mb-4 grid gap-3 md:flex md:flex-wrap md:items-end"
      >
        <div className="md:w-48">
          <SelectField label={t("severity")} name="severity" defaultValue={query.severity ?? ""}>
            <option value="">{t("allSeverities")}</option>
            {SEVERITIES.toReversed().map((severity) => (
              <option key={severity} value={severity}>
                {t(severity)}
                {isWaiting && counts !== undefined && ` (${String(counts.severities[severity])})`}
              </option>
            ))}
          </SelectField>
        </div>
        <div className="md:w-72">
          <SelectField label={t("kind")} name="kind" defaultValue={query.kind ?? ""}>
            <option value="">{t("allKinds")}</option>
            {ISSUE_KINDS.map((kind) => {
              const found = counts?.kinds.find((of) => of.kind === kind)?.count ?? 0;
              return (
                <option key={kind} value={kind}>
                  {titleOf(kind)}
                  {isWaiting && found > 0 && ` (${String(found)})`}
                </option>
              );
            })}
          </SelectField>
        </div>
        <Apply />
      </UrlForm>
      {merchantId !== undefined && (
        <p className="mb-3 text-sm">
          <Link
            href={href({ merchantId: undefined }) as Route}
            className="bg-accent-soft text-ink inline-flex min-h-7 items-center gap-1.5 rounded-full px-2.5 py-1 font-medium"
          >
            {merchantName ?? t("ofMerchant")}
            <Icon name="cross" className="size-3.5" />
            <span className="sr-only">{t("removeFilter")}</span>
          </Link>
        </p>
      )}
    </>
  );
}

function Apply() {
  const t = useTranslations("everywhere");
  return (
    <div>
      <Button type="submit">{t("apply")}</Button>
    </div>
  );
}
