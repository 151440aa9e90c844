"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { FormEvent } from "react";

import { Instant } from "@/components/patterns/dates";
import { NotDone } from "@/components/patterns/not-done";
import { NameLink } from "@/components/patterns/table";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { acknowledgeIssue, invalidateIssues } from "@/lib/browser/queries/issues";
import { accountChangesQuery, invalidateBoard } from "@/lib/browser/queries/onboarding";
import type { AccountChange } from "@/lib/contracts/onboarding";

/**
 * Payout accounts that changed, above all else until a person confirms each with a reason: money that goes to an
 * account which nobody knows is how merchants are robbed.
 */
export function AccountChanges({ tenant, merchantId }: Readonly<{ tenant: string; merchantId?: string }>) {
  const t = useTranslations("onboarding");
  const changes = useQuery(accountChangesQuery(tenant, merchantId)).data;
  if (changes === undefined || changes.items.length === 0) return null;
  const more = changes.total - changes.items.length;
  return (
    <div className="mb-5 grid gap-2">
      {changes.items.map((change) => (
        <ChangedAccount key={change.issue} tenant={tenant} change={change} />
      ))}
      {more > 0 && <p className="text-muted text-sm">{t("moreAccounts", { count: more })}</p>}
    </div>
  );
}

function ChangedAccount({ tenant, change }: Readonly<{ tenant: string; change: AccountChange }>) {
  const t = useTranslations("onboarding");
  const client = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const [isMissing, setIsMissing] = useState(false);
  const confirming = useMutation({
    mutationFn: (reason: string) => acknowledgeIssue(tenant, change.issue, reason),
    onSuccess: async () => {
      await invalidateIssues(client, tenant);
      await invalidateBoard(client, tenant);
    },
  });
  const name = change.merchantName ?? t("ledgerNamed", { ledger: change.ledgerId });

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const given = new FormData(event.currentTarget).get("reason");
    const reason = typeof given === "string" ? given.trim() : "";
    setIsMissing(reason === "");
    if (reason !== "") confirming.mutate(reason);
  }

  return (
    <div
      role="alert"
      className="border-negative bg-negative-soft grid gap-2.5 rounded-r-md border-l-[3px] px-3.5 py-2.5 text-sm"
    >
      <div className="flex flex-wrap items-center gap-3">
        <p className="min-w-0 flex-1 [overflow-wrap:anywhere]">
          <strong className="font-semibold">{t("accountChanged", { name })}</strong>{" "}
          {t("accountBeforeAfter", { before: change.before, after: change.after })} {t("accountSince")}{" "}
          <Instant at={change.since} />. {t("accountAdvice")}{" "}
          <NameLink href={`/${tenant}/issues/${change.issue}`} isRowLink={false}>
            {t("accountIssue")}
          </NameLink>
        </p>
        {!isOpen && (
          <Button onClick={() => setIsOpen(true)} aria-label={t("accountConfirmOne", { name })}>
            {t("accountConfirm")}
          </Button>
        )}
      </div>
      {isOpen && (
        <form className="flex flex-wrap items-end gap-2" onSubmit={submit} noValidate>
          <div className="min-w-0 flex-1 basis-64">
            <TextField
              label={t("accountReason")}
              error={isMissing ? t("reasonMissing") : undefined}
              name="reason"
              maxLength={1000}
              autoFocus // oxlint-disable-line jsx-a11y/no-autofocus -- the person has just asked for it
              autoComplete="off"
            />
          </div>
          <Button type="submit" look="primary" disabled={confirming.isPending}>
            {t("accountConfirm")}
          </Button>
          <Button look="quiet" onClick={() => setIsOpen(false)}>
            {t("cancel")}
          </Button>
          <NotDone error={confirming.error} what={t("notChanged")} />
        </form>
      )}
    </div>
  );
}
