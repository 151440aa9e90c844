"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";

import { Instant } from "@/components/patterns/dates";
import { NotDone } from "@/components/patterns/not-done";
import { Card, PageHeader, Section } from "@/components/patterns/page";
import { QueryState } from "@/components/patterns/query-state";
import { NameLink } from "@/components/patterns/table";
import { UrlForm } from "@/components/patterns/url-form";
import { Button } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { diagnosisQuery, onboardingActs } from "@/lib/browser/queries/onboarding";
import type { DiagnosisQuery, DiagnosisStep } from "@/lib/contracts/onboarding";
import { COUNTRIES } from "@/lib/domain/payout/bank-days";

const LOOKS = {
  good: { icon: "check", tone: "text-positive" },
  bad: { icon: "cross", tone: "text-negative" },
  open: { icon: "clock", tone: "text-muted" },
} as const;

/** Why do I not see the ledger I expect: one question after another, each with what was found and the mend. */
export function DiagnosisScreen({
  tenant,
  asked,
}: Readonly<{ tenant: string; asked: DiagnosisQuery | undefined }>) {
  const t = useTranslations("diagnosis");
  const base = `/${tenant}/onboarding`;
  return (
    <>
      <PageHeader
        title={t("title")}
        sub={t("sub")}
        crumbs={[{ label: t("onboarding"), href: base }]}
        actions={<LookNow tenant={tenant} />}
      />
      <UrlForm
        base={`${base}/diagnosis`}
        label={t("title")}
        className="mb-6 grid max-w-2xl gap-3 md:grid-cols-[minmax(0,1fr)_12rem_auto] md:items-start"
      >
        <TextField
          key={asked?.query}
          label={t("query")}
          hint={t("queryHint")}
          name="query"
          defaultValue={asked?.query}
          maxLength={60}
          required
          autoComplete="off"
        />
        <SelectField label={t("country")} name="country" defaultValue={asked?.country ?? "NO"}>
          {COUNTRIES.map((country) => (
            <option key={country} value={country}>
              {t(`countries.${country}`)}
            </option>
          ))}
        </SelectField>
        <Button type="submit" look="primary" className="md:mt-[22px]">
          {t("ask")}
        </Button>
      </UrlForm>
      {asked !== undefined && <Answer tenant={tenant} asked={asked} />}
    </>
  );
}

function Answer({ tenant, asked }: Readonly<{ tenant: string; asked: DiagnosisQuery }>) {
  const t = useTranslations("diagnosis");
  const diagnosis = useQuery(diagnosisQuery(tenant, asked));
  return (
    <Section title={t("answer", { asked: asked.query })}>
      <QueryState query={diagnosis}>
        {({ steps }) => (
          <ol className="grid max-w-3xl gap-3">
            {steps.map((step) => (
              <li key={step.step}>
                <Step tenant={tenant} step={step} />
              </li>
            ))}
          </ol>
        )}
      </QueryState>
    </Section>
  );
}

function Step({ tenant, step }: Readonly<{ tenant: string; step: DiagnosisStep }>) {
  const t = useTranslations("diagnosis");
  const { icon, tone } = LOOKS[step.verdict];
  const found = `found.${step.finding}` as Parameters<typeof t>[0];
  const mend = `mend.${step.finding}` as Parameters<typeof t>[0];
  return (
    <Card>
      <div className="flex gap-3" data-finding={step.finding}>
        <span className={`mt-0.5 ${tone}`}>
          <Icon name={icon} />
        </span>
        <div className="grid min-w-0 gap-1 text-sm">
          <h3 className="font-semibold">
            {t(`steps.${step.step}`)}{" "}
            <span className={`font-medium ${tone}`}>{t(`verdict.${step.verdict}`)}</span>
          </h3>
          <p className="[overflow-wrap:anywhere]">
            {t(found, step.facts)}
            {step.at !== null && (
              <span className="text-muted">
                {" "}
                <Instant at={step.at} />
              </span>
            )}
          </p>
          {step.verdict !== "good" && t.has(mend) && <p className="text-muted">{t(mend, step.facts)}</p>}
          {step.ledger !== null && (
            <p>
              <NameLink href={`/${tenant}/ledgers/${step.ledger}`} isRowLink={false}>
                {t("toLedger")}
              </NameLink>
            </p>
          )}
        </div>
      </div>
    </Card>
  );
}

/** Has the list of granted ledgers read now. */
function LookNow({ tenant }: Readonly<{ tenant: string }>) {
  const t = useTranslations("diagnosis");
  const client = useQueryClient();
  const looking = useMutation({
    mutationFn: () => onboardingActs.look(tenant),
    onSuccess: () => client.invalidateQueries({ queryKey: ["onboarding", tenant] }),
  });
  return (
    <>
      <NotDone error={looking.error} what={t("notLooking")} />
      <output className="text-muted text-sm">{looking.isSuccess && t("looking")}</output>
      <Button onClick={() => looking.mutate()} disabled={looking.isPending}>
        {t("lookNow")}
      </Button>
    </>
  );
}
