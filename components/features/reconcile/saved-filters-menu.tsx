"use client";

import Link from "next/link";
import type { Route } from "next";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { FormEvent } from "react";

import { filterValues } from "@/components/features/reconcile/reconcile-address";
import type { ReconcileAddress } from "@/components/features/reconcile/reconcile-address";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { withQuery } from "@/lib/browser/api";
import { FILTERS_COOKIE, FILTERS_MAX, savedFiltersText, withFilter } from "@/lib/browser/saved-filters";
import type { SavedFilter, SavedFilters } from "@/lib/browser/saved-filters";
import { rememberChoice } from "@/lib/browser/theme";

type MenuProps = Readonly<{ tenant: string; base: string; address: ReconcileAddress; saved: SavedFilters }>;

/** Filters that this person has saved in this firm: one press away, and this one among them. */
export function SavedFiltersMenu({ tenant, base, address, saved }: MenuProps) {
  const t = useTranslations("reconcile");
  const place = `${tenant} reconcile`;
  const [filters, setFilters] = useState<readonly SavedFilter[]>(saved[place] ?? []);

  function keep(next: readonly SavedFilter[]): void {
    setFilters(next);
    rememberChoice(FILTERS_COOKIE, savedFiltersText({ ...saved, [place]: [...next] }));
  }

  function add(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const name = new FormData(event.currentTarget).get("name");
    if (typeof name !== "string") return;
    keep(withFilter(filters, { name, query: withQuery("", filterValues(address)) }));
    event.currentTarget.reset();
  }

  return (
    <details className="relative mb-3 w-fit text-sm">
      <summary className="text-muted hover:text-ink flex h-8 cursor-pointer list-none items-center gap-1.5 rounded-md px-2">
        {t("saved")} <Icon name="chevron" />
      </summary>
      <div className="border-line bg-raised shadow-float absolute left-0 z-10 grid w-72 gap-3 rounded-md border p-3 md:right-0 md:left-auto">
        {filters.length > 0 && (
          <ul className="grid gap-1">
            {filters.map(({ name, query }) => (
              <li key={name} className="flex items-center justify-between gap-2">
                <Link
                  href={`${base}${query}` as Route}
                  className="min-w-0 truncate font-medium underline-offset-4 hover:underline"
                >
                  {name}
                </Link>
                <button
                  type="button"
                  aria-label={t("removeSaved", { name })}
                  className="text-muted hover:text-ink"
                  onClick={() => keep(filters.filter((of) => of.name !== name))}
                >
                  <Icon name="cross" />
                </button>
              </li>
            ))}
          </ul>
        )}
        {filters.length >= FILTERS_MAX ? (
          <p className="text-muted">{t("savedFull")}</p>
        ) : (
          <form className="grid gap-2" onSubmit={add}>
            <TextField label={t("filterName")} name="name" maxLength={40} required autoComplete="off" />
            <Button type="submit">{t("saveFilter")}</Button>
          </form>
        )}
      </div>
    </details>
  );
}
