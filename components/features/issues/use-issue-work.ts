"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useLocale, useNow, useTranslations } from "next-intl";
import { useState } from "react";

import { formatLedgerDate } from "@/lib/browser/format";
import { changeIssues, invalidateIssueLists } from "@/lib/browser/queries/issues";
import type { BulkIssuesInput } from "@/lib/contracts/issues";

/** What a person is asked for these issues: until when, or who. */
export type AskedWork = Readonly<{ kind: "snooze" | "assign"; ids: readonly string[] }>;
export type WorkChange = Pick<BulkIssuesInput, "until" | "assignedId">;

/** Putting issues off and giving them to somebody: what is asked just now, doing it, and what came of it. */
export function useIssueWork(tenant: string, onDone?: () => void) {
  const t = useTranslations();
  const language = useLocale();
  const thisYear = String(useNow().getUTCFullYear());
  const client = useQueryClient();
  const [asked, setAsked] = useState<AskedWork>();
  const [notice, setNotice] = useState("");
  const doing = useMutation({
    mutationFn: ({ ids, ...change }: WorkChange & Readonly<{ ids: readonly string[] }>) =>
      changeIssues(tenant, { ...change, ids: [...ids] }),
    onSuccess: async (answer, { until, assignedId }) => {
      const count = answer.items.length;
      const parts: string[] = [];
      if (count > 0 && until !== undefined)
        parts.push(
          until === null
            ? t("issue.done.unsnoozed", { count })
            : t("issue.done.snoozed", { count, date: formatLedgerDate(until, language, { thisYear }) }),
        );
      if (count > 0 && assignedId === null) parts.push(t("issue.done.unassigned", { count }));
      else if (count > 0 && assignedId !== undefined)
        parts.push(t("issue.done.assigned", { count, name: answer.items[0]?.assignedName ?? "" }));
      if (answer.gone.length > 0) parts.push(t("issue.done.gone", { count: answer.gone.length }));
      setNotice(parts.join(" "));
      onDone?.();
      await invalidateIssueLists(client, tenant);
    },
  });
  return {
    asked,
    ask: (work: AskedWork | undefined): void => {
      doing.reset();
      setAsked(work);
    },
    act: (ids: readonly string[], change: WorkChange, done?: () => void): void =>
      doing.mutate({ ...change, ids }, { onSuccess: done }),
    isBusy: doing.isPending,
    /** Why nothing was changed. */
    error: doing.error,
    notice,
  };
}

export type IssueWork = ReturnType<typeof useIssueWork>;
