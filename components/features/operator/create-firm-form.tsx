"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import type { FormEvent } from "react";

import { Card, Note } from "@/components/patterns/page";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { ProblemError } from "@/lib/browser/api";
import { createFirm, invalidateOperator } from "@/lib/browser/queries/operator";
import { proposeSlug, slugProblem } from "@/lib/domain/access/slug";

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/;
const EMPTY = { name: "", slug: "", ownerEmail: "" };

/** A new firm and its first owner. The address is proposed from the name until somebody writes another. */
export function CreateFirmForm() {
  const t = useTranslations();
  const language = useLocale();
  const client = useQueryClient();
  const [values, setValues] = useState(EMPTY);
  const [isOwnSlug, setIsOwnSlug] = useState(false);
  const [isTried, setIsTried] = useState(false);
  const creating = useMutation({
    mutationFn: createFirm,
    onSuccess: async () => {
      setValues(EMPTY);
      setIsOwnSlug(false);
      setIsTried(false);
      await invalidateOperator(client);
    },
  });
  const slug = isOwnSlug ? values.slug : proposeSlug(values.name);
  const problem = slugProblem(slug);
  const wrong = {
    name: values.name.trim() === "" ? t("operator.nameMissing") : undefined,
    slug: problem === undefined ? undefined : t(`operator.slug_${problem}`),
    ownerEmail: EMAIL.test(values.ownerEmail.trim()) ? undefined : t("operator.emailWrong"),
  };

  function errorOf(field: keyof typeof wrong): string | undefined {
    if (isTried && wrong[field] !== undefined) return wrong[field];
    if (!(creating.error instanceof ProblemError)) return undefined;
    return creating.error.fields[field];
  }

  function change(field: keyof typeof EMPTY, value: string): void {
    creating.reset();
    setValues({ ...values, [field]: value });
  }

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    setIsTried(true);
    const first = Object.entries(wrong).find(([, of]) => of !== undefined)?.[0];
    if (first === undefined)
      creating.mutate({ name: values.name.trim(), slug, ownerEmail: values.ownerEmail.trim(), language });
    else event.currentTarget.querySelector<HTMLInputElement>(`input[name="${first}"]`)?.focus();
  }

  const isByField = creating.error instanceof ProblemError && Object.keys(creating.error.fields).length > 0;
  return (
    <>
      <output className="block">
        {creating.data !== undefined && (
          <Note tone="info">{t("operator.firmMade", { firm: creating.data.name })}</Note>
        )}
      </output>
      <Card>
        <form className="grid max-w-2xl gap-3" onSubmit={submit} noValidate>
          <TextField
            label={t("operator.firmName")}
            error={errorOf("name")}
            name="name"
            value={values.name}
            maxLength={200}
            required
            autoComplete="off"
            onChange={(event) => change("name", event.target.value)}
          />
          <TextField
            label={t("operator.slug")}
            hint={t("operator.slugHint")}
            error={errorOf("slug")}
            name="slug"
            value={slug}
            maxLength={63}
            required
            autoComplete="off"
            autoCapitalize="none"
            onChange={(event) => {
              setIsOwnSlug(true);
              change("slug", event.target.value);
            }}
          />
          <TextField
            label={t("operator.ownerEmail")}
            hint={t("operator.ownerEmailHint")}
            error={errorOf("ownerEmail")}
            name="ownerEmail"
            type="email"
            value={values.ownerEmail}
            required
            autoComplete="off"
            onChange={(event) => change("ownerEmail", event.target.value)}
          />
          {creating.isError && (
            <div role="alert" className="text-sm">
              <p className="text-negative font-medium">{t("operator.firmNotMade")}</p>
              {!isByField && (
                <p className="text-muted">
                  {creating.error instanceof ProblemError
                    ? creating.error.detail
                    : t("everywhere.failedNetwork")}
                </p>
              )}
            </div>
          )}
          <div>
            <Button type="submit" look="primary" disabled={creating.isPending}>
              {t("operator.makeFirm")}
            </Button>
          </div>
        </form>
      </Card>
    </>
  );
}
