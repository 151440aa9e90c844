"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { FormEvent } from "react";

import { useLeavingStep } from "@/components/features/leaving/leaving-step";
import { Note, Section } from "@/components/patterns/page";
import { NameLink } from "@/components/patterns/table";
import { UrlForm } from "@/components/patterns/url-form";
import { Button, ButtonLink } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { ProblemError, withQuery } from "@/lib/browser/api";

type Named = Readonly<{ id: string; name: string }>;
/** What the address says: which merchant is to go, or which names were looked for. */
export type MerchantChoice = Readonly<{
  chosen: Named | undefined;
  search: string | undefined;
  found: readonly Named[];
}>;

/** Finds a merchant, and hands it over. */
export function HandOverSection({ tenant, choice }: Readonly<{ tenant: string; choice: MerchantChoice }>) {
  const t = useTranslations("leaving");
  const base = `/${tenant}/settings/leaving`;
  return (
    <Section title={t("handOver")}>
      <p className="text-muted mb-3 max-w-[70ch] text-sm">{t("handOverMeans")}</p>
      {choice.chosen === undefined ? (
        <>
          <UrlForm base={base} label={t("findMerchant")} className="flex max-w-xl flex-wrap items-end gap-2">
            <div className="min-w-0 flex-1">
              <TextField
                label={t("findMerchant")}
                name="q"
                type="search"
                defaultValue={choice.search ?? ""}
              />
            </div>
            <Button type="submit">{t("find")}</Button>
          </UrlForm>
          {choice.search !== undefined && choice.found.length === 0 && (
            <p className="text-muted mt-3 text-sm">{t("foundNone")}</p>
          )}
          <ul className="mt-3 grid gap-1.5 text-sm">
            {choice.found.map((of) => (
              <li key={of.id}>
                <NameLink href={withQuery(base, { merchant: of.id })}>{of.name}</NameLink>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <HandOverForm key={choice.chosen.id} tenant={tenant} merchant={choice.chosen} backHref={base} />
      )}
    </Section>
  );
}

function HandOverForm({
  tenant,
  merchant,
  backHref,
}: Readonly<{ tenant: string; merchant: Named; backHref: string }>) {
  const t = useTranslations();
  const step = useLeavingStep(tenant);
  const [isMissing, setIsMissing] = useState(false);

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const value = new FormData(event.currentTarget).get("toWhom");
    const toWhom = typeof value === "string" ? value.trim() : "";
    setIsMissing(toWhom === "");
    if (toWhom !== "") step.mutate({ step: "hand-over", merchantId: merchant.id, toWhom });
  }

  if (step.isSuccess) {
    return (
      <div aria-live="polite">
        <Note tone="info" action={<ButtonLink href={backHref}>{t("leaving.another")}</ButtonLink>}>
          {t("leaving.wasHandedOver", { name: merchant.name })}
        </Note>
      </div>
    );
  }
  return (
    <form className="grid max-w-xl gap-3" onSubmit={submit} noValidate>
      <p className="font-medium">{merchant.name}</p>
      <TextField
        label={t("leaving.toWhom")}
        hint={t("leaving.toWhomHint")}
        error={isMissing ? t("leaving.toWhomMissing") : undefined}
        name="toWhom"
        maxLength={300}
        autoComplete="off"
      />
      {step.isError && (
        <p role="alert" className="text-negative text-sm">
          {step.error instanceof ProblemError ? step.error.detail : t("everywhere.failedNetwork")}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" disabled={step.isPending}>
          {t("leaving.handOverNow")}
        </Button>
        <ButtonLink href={backHref} look="quiet">
          {t("leaving.cancel")}
        </ButtonLink>
      </div>
    </form>
  );
}
