"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { FormEvent } from "react";

import { ImportForm } from "@/components/features/onboarding/import-form";
import { valuesOf } from "@/components/features/onboarding/take-in-panel";
import { NotDone } from "@/components/patterns/not-done";
import { Card, Note, PageHeader, Section } from "@/components/patterns/page";
import { QueryState } from "@/components/patterns/query-state";
import { Button } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/field";
import { invalidateBoard, onboardingActs, onboardingSettingsQuery } from "@/lib/browser/queries/onboarding";
import type { OnboardingSettings } from "@/lib/contracts/onboarding";
import { MAIL_LANGUAGES } from "@/lib/domain/access/language";
import { businessIdLength, readBusinessId } from "@/lib/domain/merchant/business-id";
import { COUNTRIES } from "@/lib/domain/payout/bank-days";
import type { Country } from "@/lib/domain/payout/bank-days";

/** Lists the merchants whose grant is waited for: one by one, or from a file; and how they are asked. */
export function ExpectScreen({ tenant }: Readonly<{ tenant: string }>) {
  const t = useTranslations("onboarding");
  const settings = useQuery(onboardingSettingsQuery(tenant));
  return (
    <>
      <PageHeader
        title={t("expect")}
        sub={t("expectSub")}
        crumbs={[{ label: t("title"), href: `/${tenant}/onboarding` }]}
      />
      <Section title={t("expectOne")}>
        <ExpectForm tenant={tenant} />
      </Section>
      <Section title={t("expectFile")}>
        <ImportForm tenant={tenant} />
      </Section>
      <Section title={t("letters")}>
        <QueryState query={settings}>
          {(known) => <SettingsForm key={JSON.stringify(known)} tenant={tenant} settings={known} />}
        </QueryState>
      </Section>
    </>
  );
}

type Wrong = Partial<Record<"organisationNumber" | "name" | "email", string>>;

function ExpectForm({ tenant }: Readonly<{ tenant: string }>) {
  const t = useTranslations("onboarding");
  const client = useQueryClient();
  const [country, setCountry] = useState<Country>("NO");
  const [wrong, setWrong] = useState<Wrong>({});
  const adding = useMutation({
    mutationFn: (values: Readonly<Record<string, string>>) => onboardingActs.expect(tenant, values),
    onSuccess: () => invalidateBoard(client, tenant),
  });

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = event.currentTarget;
    const values = valuesOf(form);
    const { fault } = readBusinessId(country, values["organisationNumber"] ?? "");
    const found: Wrong = {
      ...(fault !== undefined && {
        organisationNumber: t(`fault.${fault}`, { digits: businessIdLength(country) }),
      }),
      ...(values["name"] === undefined && { name: t("nameMissing") }),
      ...(values["email"] !== undefined &&
        !/^\S+@\S+\.\S+$/.test(values["email"]) && { email: t("emailInvalid") }),
    };
    setWrong(found);
    if (Object.keys(found).length > 0) {
      form.querySelector<HTMLInputElement>(`[name="${Object.keys(found)[0] ?? ""}"]`)?.focus();
      return;
    }
    adding.mutate(values, { onSuccess: () => form.reset() });
  }

  return (
    <Card>
      <form className="grid gap-3" onSubmit={submit} noValidate aria-label={t("expectOne")}>
        <div className="grid gap-3 md:grid-cols-2 lg:grid-cols-3">
          <SelectField
            label={t("country")}
            name="country"
            value={country}
            onChange={(event) => setCountry(COUNTRIES.find((of) => of === event.target.value) ?? "NO")}
          >
            {COUNTRIES.map((of) => (
              <option key={of} value={of}>
                {t(`countries.${of}`)}
              </option>
            ))}
          </SelectField>
          <TextField
            label={t("organisationNumber")}
            hint={t("organisationNumberHint", { digits: businessIdLength(country) })}
            error={wrong.organisationNumber}
            name="organisationNumber"
            maxLength={40}
            autoComplete="off"
          />
          <TextField
            label={t("merchantName")}
            error={wrong.name}
            name="name"
            maxLength={300}
            autoComplete="off"
          />
          <TextField
            label={t("merchantEmail")}
            hint={t("merchantEmailHint")}
            error={wrong.email}
            name="email"
            type="email"
            maxLength={320}
            autoComplete="off"
          />
          <SelectField label={t("language")} name="language" defaultValue="">
            <option value="">{t("languageOfCountry")}</option>
            {MAIL_LANGUAGES.map((language) => (
              <option key={language} value={language}>
                {t(`languages.${language}`)}
              </option>
            ))}
          </SelectField>
        </div>
        <NotDone error={adding.error} what={t("notExpected")} />
        <output className="text-sm">
          {adding.data !== undefined && t(`outcome.${adding.data.outcome}`)}
        </output>
        <div>
          <Button type="submit" look="primary" disabled={adding.isPending}>
            {t("expectAdd")}
          </Button>
        </div>
      </form>
    </Card>
  );
}

function SettingsForm({ tenant, settings }: Readonly<{ tenant: string; settings: OnboardingSettings }>) {
  const t = useTranslations("onboarding");
  const client = useQueryClient();
  const saving = useMutation({
    mutationFn: (values: Readonly<Record<string, unknown>>) => onboardingActs.setSettings(tenant, values),
    onSuccess: (saved) => client.setQueryData(onboardingSettingsQuery(tenant).queryKey, saved),
  });

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const { partnerName, sendAtAdding } = valuesOf(event.currentTarget);
    saving.mutate({
      ...(partnerName !== undefined && { partnerName }),
      sendAtAdding: sendAtAdding === "on",
    });
  }

  return (
    <Card>
      <form className="grid max-w-2xl gap-3" onSubmit={submit} noValidate aria-label={t("letters")}>
        <p className="text-muted text-sm">{t("lettersMeans")}</p>
        <TextField
          label={t("partnerName")}
          hint={t("partnerNameHint", { firm: settings.firmName })}
          name="partnerName"
          defaultValue={settings.partnerName ?? ""}
          maxLength={200}
          autoComplete="off"
        />
        <label className="flex items-start gap-2 text-sm">
          <input
            type="checkbox"
            name="sendAtAdding"
            defaultChecked={settings.sendAtAdding}
            className="accent-accent mt-0.5 size-5 shrink-0 md:size-4"
          />
          {t("sendAtAdding")}
        </label>
        <NotDone error={saving.error} what={t("notChanged")} />
        {saving.isSuccess && <Note tone="info">{t("saved")}</Note>}
        <div>
          <Button type="submit" disabled={saving.isPending}>
            {t("save")}
          </Button>
        </div>
      </form>
    </Card>
  );
}
