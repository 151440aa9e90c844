"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import type { FormEvent } from "react";

import { NotDone } from "@/components/patterns/not-done";
import { Note, PageHeader } from "@/components/patterns/page";
import { QueryState } from "@/components/patterns/query-state";
import { Button } from "@/components/ui/button";
import { bankActs, bankSettingsQuery } from "@/lib/browser/queries/bank";
import type { BankSettings } from "@/lib/contracts/bank";

const CHOICES = ["all", "settlement"] as const;

/** What the firm keeps of bank lines that are no settlements. */
export function KeepScreen({ tenant }: Readonly<{ tenant: string }>) {
  const t = useTranslations("bank");
  const settings = useQuery(bankSettingsQuery(tenant));
  return (
    <>
      <PageHeader title={t("keep")} sub={t("keepMeans")} />
      <QueryState query={settings}>
        {(known) => <KeepForm key={known.keepTexts} tenant={tenant} settings={known} />}
      </QueryState>
    </>
  );
}

function KeepForm({ tenant, settings }: Readonly<{ tenant: string; settings: BankSettings }>) {
  const t = useTranslations("bank");
  const client = useQueryClient();
  const [isAsking, setIsAsking] = useState(false);
  const id = useId();
  const save = useMutation({
    mutationFn: (keepTexts: BankSettings["keepTexts"]) => bankActs.setSettings(tenant, { keepTexts }),
    onSuccess: (saved) => {
      setIsAsking(false);
      client.setQueryData(bankSettingsQuery(tenant).queryKey, saved);
    },
  });

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const chosen = CHOICES.find((of) => of === new FormData(event.currentTarget).get("keepTexts"));
    if (chosen === undefined) return;
    // What is deleted does not come back: asked once more.
    if (chosen === "settlement" && settings.keepTexts === "all") setIsAsking(true);
    else save.mutate(chosen);
  }

  return (
    <form className="grid max-w-2xl gap-4 text-sm" onSubmit={submit}>
      <fieldset className="grid gap-3">
        <legend className="sr-only">{t("keep")}</legend>
        {CHOICES.map((choice) => (
          <div key={choice} className="grid gap-0.5">
            <label className="flex items-center gap-2.5 font-medium">
              <input
                type="radio"
                name="keepTexts"
                value={choice}
                defaultChecked={settings.keepTexts === choice}
                aria-describedby={`${id}-${choice}`}
              />
              {t(choice === "all" ? "keepAll" : "keepSettlement")}
            </label>
            <p id={`${id}-${choice}`} className="text-muted pl-6">
              {t(choice === "all" ? "keepAllHint" : "keepSettlementHint")}
            </p>
          </div>
        ))}
      </fieldset>
      {isAsking && (
        <div role="alert">
          <Note
            tone="negative"
            action={
              <span className="flex flex-wrap gap-2">
                <Button look="primary" disabled={save.isPending} onClick={() => save.mutate("settlement")}>
                  {t("keepNow")}
                </Button>
                <Button onClick={() => setIsAsking(false)}>{t("keepCancel")}</Button>
              </span>
            }
          >
            {t("keepWarning")}
          </Note>
        </div>
      )}
      <NotDone error={save.error} what={t("notChanged")} />
      <div className="flex items-center gap-3">
        <Button type="submit" disabled={save.isPending || isAsking}>
          {t("keepSave")}
        </Button>
        <output className="text-muted">{save.isSuccess && t("keepSaved")}</output>
      </div>
    </form>
  );
}
