"use client";

import { useTranslations } from "next-intl";

import { useAuditWords } from "@/components/features/audit/audit-words";
import { UrlForm } from "@/components/patterns/url-form";
import { Button, ButtonLink } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import type { AuditQuery } from "@/lib/contracts/settings";

/** Who, what, about what, and when: the address is the state. */
export function AuditFilter({
  base,
  query,
  isFiltered,
}: Readonly<{ base: string; query: AuditQuery; isFiltered: boolean }>) {
  const t = useTranslations();
  const words = useAuditWords();
  const { who, action, subjectType, subjectId, from, to } = query;
  // What the catalogue does not know may still be asked for by a link.
  const actions = withOther(words.actions, action, (value) => ({ action: value, title: value }));
  const subjects = withOther(words.subjects, subjectType, (value) => ({ type: value, title: value }));
  return (
    <UrlForm
      key={JSON.stringify([who, action, subjectType, subjectId, from, to])}
      base={base}
      label={t("audit.search")}
      className="mb-5 grid max-w-4xl grid-cols-2 gap-3 md:grid-cols-3"
    >
      <TextField
        label={t("audit.who")}
        hint={t("audit.whoHint")}
        name="who"
        defaultValue={who}
        maxLength={200}
        autoComplete="off"
      />
      <SelectField label={t("audit.action")} name="action" defaultValue={action ?? ""}>
        <option value="">{t("audit.anyAction")}</option>
        {actions.map((of) => (
          <option key={of.action} value={of.action}>
            {of.title}
          </option>
        ))}
      </SelectField>
      <SelectField label={t("audit.subjectType")} name="subjectType" defaultValue={subjectType ?? ""}>
        <option value="">{t("audit.anySubject")}</option>
        {subjects.map((of) => (
          <option key={of.type} value={of.type}>
            {of.title}
          </option>
        ))}
      </SelectField>
      <TextField
        label={t("audit.subjectId")}
        name="subjectId"
        defaultValue={subjectId}
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
      />
      <TextField label={t("everywhere.from")} name="from" type="date" defaultValue={from} />
      <TextField label={t("everywhere.to")} name="to" type="date" defaultValue={to} />
      <div className="col-span-full flex flex-wrap gap-2">
        <Button type="submit" look="primary">
          <Icon name="search" />
          {t("everywhere.apply")}
        </Button>
        {isFiltered && <ButtonLink href={base}>{t("everywhere.clearFilters")}</ButtonLink>}
      </div>
    </UrlForm>
  );
}

function withOther<Of extends Readonly<{ action: string }> | Readonly<{ type: string }>>(
  known: readonly Of[],
  chosen: string | undefined,
  make: (value: string) => Of,
): readonly Of[] {
  if (chosen === undefined || chosen === "") return known;
  const isKnown = known.some((of) => ("action" in of ? of.action : of.type) === chosen);
  return isKnown ? known : [...known, make(chosen)];
}
