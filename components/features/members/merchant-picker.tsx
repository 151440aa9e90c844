"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useDeferredValue, useState } from "react";

import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { merchantPagesQuery } from "@/lib/browser/queries/merchants";

export type PickedMerchant = Readonly<{ id: string; name: string }>;

/** Chooses merchants among as many as there are: by search, a page at a time; the chosen ones stay in sight. */
export function MerchantPicker({
  tenant,
  picked,
  onPick,
}: Readonly<{
  tenant: string;
  picked: readonly PickedMerchant[];
  onPick: (picked: readonly PickedMerchant[]) => void;
}>) {
  const t = useTranslations("members");
  const [search, setSearch] = useState("");
  const wanted = useDeferredValue(search.trim());
  const pages = useInfiniteQuery(merchantPagesQuery(tenant, wanted));
  const found = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const isPicked = (id: string): boolean => picked.some((of) => of.id === id);
  const without = (id: string): readonly PickedMerchant[] => picked.filter((of) => of.id !== id);
  return (
    <fieldset className="border-line grid gap-3 rounded-lg border p-3">
      <legend className="px-1 text-sm font-medium">{t("merchantsOfLimit")}</legend>
      <p className="text-muted text-xs" aria-live="polite">
        {t("picked", { count: picked.length })}
      </p>
      {picked.length > 0 && (
        <ul className="flex flex-wrap gap-1.5">
          {picked.map(({ id, name }) => (
            <li key={id}>
              <button
                type="button"
                aria-label={t("unpick", { name })}
                onClick={() => onPick(without(id))}
                className="bg-accent-soft inline-flex items-center gap-1 rounded-full px-2.5 py-1 text-xs font-medium"
              >
                {name}
                <Icon name="cross" className="size-3.5" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <TextField
        label={t("findMerchant")}
        type="search"
        value={search}
        autoComplete="off"
        onChange={(event) => setSearch(event.target.value)}
        // The form around it is sent by its own button.
        onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
      />
      <ul className="grid max-h-64 gap-px overflow-y-auto">
        {found.map(({ id, name }) => (
          <li key={id}>
            <label className="hover:bg-sunken flex min-h-9 items-center gap-2.5 rounded-md px-1.5 text-sm">
              <input
                type="checkbox"
                className="accent-accent size-4"
                checked={isPicked(id)}
                onChange={() => onPick(isPicked(id) ? without(id) : [...picked, { id, name }])}
              />
              <span className="min-w-0 [overflow-wrap:anywhere]">{name}</span>
            </label>
          </li>
        ))}
      </ul>
      {pages.isSuccess && found.length === 0 && <p className="text-muted text-sm">{t("noMerchantFound")}</p>}
      {pages.hasNextPage && (
        <div>
          <Button onClick={() => void pages.fetchNextPage()} disabled={pages.isFetchingNextPage}>
            {t("moreMerchants")}
          </Button>
        </div>
      )}
    </fieldset>
  );
}
