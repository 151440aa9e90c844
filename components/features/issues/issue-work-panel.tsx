"use client";

import { useLocale, useTranslations } from "next-intl";

import { useIssueKeys } from "@/components/features/issues/use-issue-keys";
import { useIssueWork } from "@/components/features/issues/use-issue-work";
import { WorkDialog } from "@/components/features/issues/work-dialog";
import { NotDone } from "@/components/patterns/not-done";
import { usePermission } from "@/components/patterns/access";
import { Card, Section } from "@/components/patterns/page";
import { Button, Kbd } from "@/components/ui/button";
import { formatInstant } from "@/lib/browser/format";
import type { Issue } from "@/lib/contracts/shapes";
import { FIRM_ZONE } from "@/lib/domain/issue/snooze";

/** Who looks after an issue, and until when it is put off; and changing either. */
export function IssueWorkPanel({ tenant, issue }: Readonly<{ tenant: string; issue: Issue }>) {
  const t = useTranslations("issue");
  const language = useLocale();
  const work = useIssueWork(tenant);
  const mayWork = usePermission("issue.acknowledge") && issue.resolvedAt === null;
  const ids = [issue.id];
  useIssueKeys(mayWork, (key) => {
    if (key !== "x") work.ask({ kind: key === "s" ? "snooze" : "assign", ids });
    return key !== "x";
  });
  return (
    <Section title={t("work")}>
      <Card>
        <div className="grid gap-3 text-sm">
          <p>
            <span className="text-muted block text-xs">{t("assigned")}</span>
            {issue.assignedName ?? t("nobody")}
          </p>
          {issue.snoozedUntil !== null && (
            <p>
              {t("snoozedUntil", {
                date: formatInstant(issue.snoozedUntil, language, FIRM_ZONE),
                name: issue.snoozedBy ?? "",
              })}
            </p>
          )}
          {mayWork && (
            <div className="flex flex-wrap gap-2">
              <Button disabled={work.isBusy} onClick={() => work.act(ids, { assignedId: "me" })}>
                {t("assignMe")}
              </Button>
              <Button onClick={() => work.ask({ kind: "assign", ids })}>
                {t("assign")} <Kbd>a</Kbd>
              </Button>
              <Button onClick={() => work.ask({ kind: "snooze", ids })}>
                {t("snooze")} <Kbd>s</Kbd>
              </Button>
              {issue.snoozedUntil !== null && (
                <Button disabled={work.isBusy} onClick={() => work.act(ids, { until: null })}>
                  {t("unsnooze")}
                </Button>
              )}
            </div>
          )}
          {work.asked === undefined && <NotDone error={work.error} what={t("notChanged")} />}
          <output className="text-positive empty:hidden">{work.notice}</output>
        </div>
      </Card>
      <WorkDialog tenant={tenant} work={work} />
    </Section>
  );
}
