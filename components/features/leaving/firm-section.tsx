"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { FormEvent } from "react";

import { useLeavingStep } from "@/components/features/leaving/leaving-step";
import { Instant } from "@/components/patterns/dates";
import { Note, Section } from "@/components/patterns/page";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { ProblemError } from "@/lib/browser/api";
import type { Leaving } from "@/lib/contracts/leaving";

/** For an owner: everything as a file, and the end of the firm here. */
export function FirmSection({ tenant, leaving }: Readonly<{ tenant: string; leaving: Leaving }>) {
  const t = useTranslations();
  const step = useLeavingStep(tenant);
  const [isWrong, setIsWrong] = useState(false);

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const value = new FormData(event.currentTarget).get("name");
    const name = typeof value === "string" ? value.trim() : "";
    setIsWrong(name !== leaving.firmName);
    if (name === leaving.firmName) step.mutate({ step: "delete-firm", name });
  }

  return (
    <>
      <Section title={t("leaving.everything")}>
        <p className="text-muted mb-3 max-w-[70ch] text-sm">{t("leaving.everythingMeans")}</p>
        <Button disabled={step.isPending} onClick={() => step.mutate({ step: "export" })}>
          {t("leaving.exportAll")}
        </Button>
      </Section>
      <Section title={t("leaving.deleteTitle")}>
        {step.isError && (
          <p role="alert" className="text-negative mb-2 text-sm">
            {step.error instanceof ProblemError ? step.error.detail : t("everywhere.failedNetwork")}
          </p>
        )}
        {leaving.deletion === null ? (
          <form className="grid max-w-xl gap-3" onSubmit={submit} noValidate>
            <p className="text-muted text-sm">{t("leaving.deleteMeans")}</p>
            <TextField
              label={t("leaving.typeName", { name: leaving.firmName })}
              error={isWrong ? t("leaving.typeNameWrong") : undefined}
              name="name"
              maxLength={300}
              autoComplete="off"
            />
            <div>
              <Button type="submit" disabled={step.isPending}>
                {t("leaving.deleteFirm")}
              </Button>
            </div>
          </form>
        ) : (
          <Note
            tone="negative"
            action={
              !leaving.deletion.hasBegun && (
                <Button disabled={step.isPending} onClick={() => step.mutate({ step: "keep-firm" })}>
                  {t("leaving.undo")}
                </Button>
              )
            }
          >
            {t("leaving.deleteAsked", { by: leaving.deletion.askedBy })}{" "}
            <Instant at={leaving.deletion.dueAt} />
          </Note>
        )}
      </Section>
    </>
  );
}
