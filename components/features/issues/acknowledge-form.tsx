"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { FormEvent } from "react";

import { Card } from "@/components/patterns/page";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { ProblemError } from "@/lib/browser/api";
import { acknowledgeIssue, invalidateIssues, issueQuery } from "@/lib/browser/queries/issues";
import type { Issue } from "@/lib/contracts/shapes";

const REASON_MAX = 1_000;

/** Ends an issue with a reason. It moves what numbers mean, so it is shown as done only once the server says so. */
export function AcknowledgeForm({
  tenant,
  issue,
  isAgreement,
}: Readonly<{ tenant: string; issue: Issue; isAgreement: boolean }>) {
  const t = useTranslations();
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const [isLeft, setIsLeft] = useState(false);
  const acknowledge = useMutation({
    mutationFn: () => acknowledgeIssue(tenant, issue.id, reason.trim()),
    onSuccess: async (answer) => {
      client.setQueryData(issueQuery(tenant, issue.id).queryKey, answer);
      await invalidateIssues(client, tenant);
    },
  });
  const isMissing = reason.trim() === "";
  const isLong = reason.trim().length > REASON_MAX;
  const refused = acknowledge.error instanceof ProblemError ? acknowledge.error.fields["reason"] : undefined;
  const wrong = isMissing ? "reasonMissing" : isLong ? "reasonLong" : undefined;

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    setIsLeft(true);
    if (wrong === undefined) acknowledge.mutate();
    else event.currentTarget.querySelector("input")?.focus();
  }

  return (
    <Card>
      <form className="grid max-w-2xl gap-3" onSubmit={submit} noValidate>
        <h2 className="text-[15px] leading-[22px] font-semibold">
          {t(isAgreement ? "issue.agreeTitle" : "issue.acknowledgeTitle")}
        </h2>
        <TextField
          label={t("issue.reason")}
          hint={t("issue.reasonHint")}
          error={isLeft && wrong !== undefined ? t(`issue.${wrong}`) : refused}
          name="reason"
          value={reason}
          required
          autoComplete="off"
          onChange={(event) => setReason(event.target.value)}
          onBlur={() => reason !== "" && setIsLeft(true)}
        />
        {acknowledge.isError && (
          <div role="alert" className="text-sm">
            <p className="text-negative font-medium">
              {acknowledge.error instanceof ProblemError
                ? acknowledge.error.detail
                : t("everywhere.failedNetwork")}
            </p>
            <p className="text-muted">{t("issue.notSaved")}</p>
          </div>
        )}
        <div>
          <Button type="submit" look="primary" disabled={acknowledge.isPending}>
            {t(acknowledge.isPending ? "issue.sending" : isAgreement ? "issue.agree" : "issue.acknowledge")}
          </Button>
        </div>
      </form>
    </Card>
  );
}
