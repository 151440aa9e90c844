"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { FormEvent } from "react";

import { nameOf } from "@/components/features/onboarding/ledger-cells";
import { NotAllowed, usePermission } from "@/components/patterns/access";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { ProblemError } from "@/lib/browser/api";
import { invalidateLedgers } from "@/lib/browser/queries/ledgers";
import { takeIn } from "@/lib/browser/queries/onboarding";
import type { TakeIn } from "@/lib/browser/queries/onboarding";
import type { Ledger } from "@/lib/contracts/shapes";
import { isLedgerDate } from "@/lib/core/ledger-date";

const MUTATION = "take-in";

/** The key under which taking in is found by whoever says what came of it. */
export function takeInKey(tenant: string): readonly string[] {
  return [MUTATION, tenant];
}

/** Takes the chosen ledgers in; a single one with a name and a date of one's own. */
export function TakeInForm({
  tenant,
  ledgers,
  onDone,
}: Readonly<{ tenant: string; ledgers: readonly Ledger[]; onDone: () => void }>) {
  const t = useTranslations();
  const client = useQueryClient();
  const isAllowed = usePermission("ledger.onboard");
  const [isDateWrong, setIsDateWrong] = useState(false);
  const [single] = ledgers.length === 1 ? ledgers : [];
  const taking = useMutation({
    mutationKey: takeInKey(tenant),
    mutationFn: (input: TakeIn) => takeIn(tenant, input),
    onSuccess: async () => {
      await invalidateLedgers(client, tenant);
      onDone();
    },
  });

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const merchantName = textOf(form.get("merchantName"));
    const booksFrom = textOf(form.get("booksFrom"));
    const isWrong = booksFrom !== "" && !isLedgerDate(booksFrom);
    setIsDateWrong(isWrong);
    if (isWrong || ledgers.length === 0) return;
    taking.mutate({
      ledgers: ledgers.map((ledger) => ledger.id),
      ...(merchantName !== "" && { merchantName }),
      ...(booksFrom !== "" && isLedgerDate(booksFrom) && { booksFrom }),
    });
  }

  if (!isAllowed) {
    return (
      <p className="mt-3">
        <NotAllowed permission="ledger.onboard" />
      </p>
    );
  }
  return (
    <form className="mt-3 grid gap-3" onSubmit={submit} noValidate>
      {single !== undefined && (
        <div className="grid gap-3 md:max-w-2xl md:grid-cols-2">
          <TextField
            label={t("onboarding.merchantName")}
            hint={t("onboarding.merchantNameHint")}
            name="merchantName"
            defaultValue={nameOf(single)}
            maxLength={300}
            autoComplete="off"
          />
          <TextField
            label={t("onboarding.booksFrom")}
            hint={t("onboarding.booksFromHint")}
            error={isDateWrong ? t("onboarding.booksFromInvalid") : undefined}
            name="booksFrom"
            type="date"
            defaultValue={single.booksFrom}
          />
        </div>
      )}
      {ledgers.length > 1 && <p className="text-muted text-sm">{t("onboarding.onlyNamed")}</p>}
      {taking.isError && (
        <p role="alert" className="text-sm">
          <span className="text-negative font-medium">{t("onboarding.notTakenIn")}</span>{" "}
          {taking.error instanceof ProblemError ? taking.error.detail : t("everywhere.failedNetwork")}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" look="primary" disabled={ledgers.length === 0 || taking.isPending}>
          {taking.isPending ? t("onboarding.takingIn") : t("onboarding.takeIn", { count: ledgers.length })}
        </Button>
        <span className="text-muted text-sm" aria-live="polite">
          {t("onboarding.selected", { count: ledgers.length })}
        </span>
      </div>
    </form>
  );
}

function textOf(value: FormDataEntryValue | null): string {
  return typeof value === "string" ? value.trim() : "";
}
