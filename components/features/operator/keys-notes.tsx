"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { FormEvent } from "react";

import { Instant } from "@/components/patterns/dates";
import { Card, Note, Section } from "@/components/patterns/page";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { ProblemError } from "@/lib/browser/api";
import { confirmVanished, invalidateOperator } from "@/lib/browser/queries/operator";
import type { KeysItem } from "@/lib/contracts/operators";

/** What is wrong with the installation's own keys; nothing, when nothing is. */
export function KeysNotes({ keys }: Readonly<{ keys: readonly KeysItem[] }>) {
  const t = useTranslations("operator");
  return keys.map((of) => (
    <div key={of.credentialId}>
      {of.state === "in-doubt" && (
        <Note tone="negative">
          <p className="font-medium">{t("inDoubt", { clientId: of.clientId })}</p>
          <p className="text-muted">
            {t("inDoubtMeans")} <Instant at={of.lastProvenAt} />
          </p>
        </Note>
      )}
      {of.heldSince !== null && <Hold keys={of} />}
    </div>
  ));
}

/** Many ledgers vanished at once: which, and the words that end their grants. */
function Hold({ keys }: Readonly<{ keys: KeysItem }>) {
  const t = useTranslations("operator");
  const more = keys.vanishedCount - keys.vanished.length;
  return (
    <Section title={t("holdTitle", { count: keys.vanishedCount })}>
      <Card>
        <p className="max-w-[70ch] text-sm">{t("holdMeans")}</p>
        <p className="text-muted mt-1 text-sm">
          {t("holdSince", { clientId: keys.clientId })} <Instant at={keys.heldSince} />
        </p>
        <ul className="my-3 grid max-h-60 gap-1 overflow-y-auto text-sm" aria-label={t("holdLedgers")}>
          {keys.vanished.map((ledger) => (
            <li key={ledger.ledgerId} className="[overflow-wrap:anywhere]">
              <span className="tabular-nums">{ledger.ledgerId}</span>{" "}
              {ledger.salesUnits.map((unit) => unit.name).join(", ")}
              <span className="text-muted"> · {ledger.firm?.name ?? t("waits")}</span>
            </li>
          ))}
        </ul>
        {more > 0 && <p className="text-muted mb-3 text-xs">{t("holdMore", { count: more })}</p>}
        <ConfirmForm credentialId={keys.credentialId} />
      </Card>
    </Section>
  );
}

function ConfirmForm({ credentialId }: Readonly<{ credentialId: string }>) {
  const t = useTranslations();
  const client = useQueryClient();
  const [isMissing, setIsMissing] = useState(false);
  const confirming = useMutation({
    mutationFn: (reason: string) => confirmVanished(credentialId, reason),
    onSuccess: () => invalidateOperator(client),
  });

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const value = new FormData(event.currentTarget).get("reason");
    const reason = typeof value === "string" ? value.trim() : "";
    setIsMissing(reason === "");
    if (reason === "") event.currentTarget.querySelector("input")?.focus();
    else confirming.mutate(reason);
  }

  return (
    <form className="grid max-w-2xl gap-3" onSubmit={submit} noValidate>
      <TextField
        label={t("operator.reason")}
        hint={t("operator.reasonHint")}
        error={isMissing ? t("operator.reasonMissing") : undefined}
        name="reason"
        required
        maxLength={1000}
        autoComplete="off"
      />
      {confirming.isError && (
        <p role="alert" className="text-negative text-sm font-medium">
          {confirming.error instanceof ProblemError ? confirming.error.detail : t("everywhere.failedNetwork")}
        </p>
      )}
      <div>
        <Button type="submit" look="primary" disabled={confirming.isPending}>
          {t("operator.confirmGone")}
        </Button>
      </div>
    </form>
  );
}
