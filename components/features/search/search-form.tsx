"use client";

import { useTranslations } from "next-intl";

import type { SearchAddress } from "@/components/features/search/search-asks";
import { UrlForm } from "@/components/patterns/url-form";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";

/** One box for whatever is known, and dates. It has the focus: whoever comes here types. */
export function SearchForm({ base, address }: Readonly<{ base: string; address: SearchAddress }>) {
  const t = useTranslations();
  const { q, from, to } = address;
  return (
    <UrlForm
      key={JSON.stringify([q, from, to])}
      base={base}
      label={t("search.title")}
      className="mb-6 grid max-w-4xl grid-cols-2 gap-3 md:grid-cols-[minmax(0,1fr)_150px_150px]"
    >
      <div className="col-span-2 md:col-span-1">
        <TextField
          label={t("search.label")}
          hint={t("search.hint")}
          name="q"
          type="search"
          defaultValue={q}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- whoever opens the search page has come to type
          autoFocus
        />
      </div>
      <TextField label={t("everywhere.from")} name="from" type="date" defaultValue={from} />
      <TextField label={t("everywhere.to")} name="to" type="date" defaultValue={to} />
      <div className="col-span-full">
        <Button type="submit" look="primary">
          <Icon name="search" />
          {t("search.submit")}
        </Button>
      </div>
    </UrlForm>
  );
}
