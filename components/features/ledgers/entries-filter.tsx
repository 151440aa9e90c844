"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";

import { unitName, useEntryType } from "@/components/features/ledgers/entry-type";
import { PAGE_ORDER } from "@/components/features/ledgers/ledger-address";
import { UrlForm } from "@/components/patterns/url-form";
import { Button, ButtonLink } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/field";
import type { DaysQuery, EntriesQuery } from "@/lib/contracts/queries";
import type { Ledger } from "@/lib/contracts/shapes";
import { namedEntryTypes } from "@/lib/domain/ledger/kind";
import { TOPICS } from "@/lib/domain/ledger/states";

const GRID = "mb-4 grid grid-cols-2 items-end gap-3 md:grid-cols-4";

/** Narrows a ledger's entries; within a payout the account is given. */
export function EntriesFilter({
  ledger,
  query,
  base,
  isFiltered,
}: Readonly<{ ledger: Ledger; query: EntriesQuery; base: string; isFiltered: boolean }>) {
  const t = useTranslations();
  const types = useId();
  const typeName = useEntryType();
  const handles = new Set([
    ...ledger.salesUnits.map((unit) => unit.recipientHandle),
    ...ledger.settlesFor,
    ...(query.recipientHandle === undefined ? [] : [query.recipientHandle]),
  ]);
  return (
    <UrlForm
      key={JSON.stringify(query)}
      base={base}
      keep={{ payoutId: query.payoutId, kind: query.kind }}
      label={t("ledger.filter")}
      className={GRID}
    >
      {query.payoutId === undefined && <TopicSelect topic={query.topic} />}
      <OrderSelect order={query.order} />
      <Dates from={query.from} to={query.to} />
      <TextField
        label={t("ledger.entryType")}
        name="entryType"
        defaultValue={query.entryType}
        list={types}
        autoComplete="off"
      />
      <datalist id={types}>
        {namedEntryTypes(query.topic).map((type) => (
          <option key={type} value={type}>
            {typeName(type)}
          </option>
        ))}
      </datalist>
      <TextField
        label={t("ledger.reference")}
        name="reference"
        defaultValue={query.reference}
        autoComplete="off"
      />
      <TextField
        label={t("ledger.pspReference")}
        name="pspReference"
        defaultValue={query.pspReference}
        autoComplete="off"
      />
      <SelectField
        label={t("ledger.recipientHandle")}
        name="recipientHandle"
        defaultValue={query.recipientHandle ?? ""}
      >
        <option value="">{t("ledger.anySalesUnit")}</option>
        {[...handles].map((handle) => (
          <option key={handle} value={handle}>
            {[unitName(ledger, handle), handle].filter(Boolean).join(" · ")}
          </option>
        ))}
      </SelectField>
      <Submit clearHref={isFiltered ? base : undefined} />
    </UrlForm>
  );
}

/** Narrows a ledger's days. */
export function DaysFilter({
  query,
  base,
  clearHref,
}: Readonly<{ query: DaysQuery; base: string; clearHref: string | undefined }>) {
  const t = useTranslations("ledger");
  return (
    <UrlForm
      key={JSON.stringify(query)}
      base={base}
      keep={{ view: "days" }}
      label={t("filterDays")}
      className={GRID}
    >
      <TopicSelect topic={query.topic} />
      <OrderSelect order={query.order} />
      <Dates from={query.from} to={query.to} />
      <Submit clearHref={clearHref} />
    </UrlForm>
  );
}

function TopicSelect({ topic }: Readonly<{ topic: EntriesQuery["topic"] }>) {
  const t = useTranslations("ledger");
  return (
    <SelectField label={t("topic")} name="topic" defaultValue={topic}>
      {TOPICS.map((name) => (
        <option key={name} value={name}>
          {t(name)}
        </option>
      ))}
    </SelectField>
  );
}

function OrderSelect({ order }: Readonly<{ order: EntriesQuery["order"] }>) {
  const t = useTranslations("ledger");
  return (
    <SelectField label={t("order")} name="order" defaultValue={order}>
      {([PAGE_ORDER, "oldest"] as const).map((name) => (
        <option key={name} value={name}>
          {t(name)}
        </option>
      ))}
    </SelectField>
  );
}

function Dates({ from, to }: Readonly<{ from: string | undefined; to: string | undefined }>) {
  const t = useTranslations("everywhere");
  return (
    <>
      <TextField label={t("from")} name="from" type="date" defaultValue={from} />
      <TextField label={t("to")} name="to" type="date" defaultValue={to} />
    </>
  );
}

function Submit({ clearHref }: Readonly<{ clearHref: string | undefined }>) {
  const t = useTranslations("everywhere");
  return (
    <div className="col-span-full flex flex-wrap gap-2">
      <Button type="submit">{t("apply")}</Button>
      {clearHref !== undefined && (
        <ButtonLink href={clearHref} look="quiet">
          {t("clearFilters")}
        </ButtonLink>
      )}
    </div>
  );
}
