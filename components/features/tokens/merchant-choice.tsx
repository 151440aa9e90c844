"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";

import { TextField } from "@/components/ui/field";
import { merchantNamesQuery } from "@/lib/browser/queries/merchants";

const SHOWN_MAX = 12;

/** The whole firm, or merchants that are found by name and chosen; those chosen stay in sight. */
export function MerchantChoice({
  tenant,
  chosen,
  error,
  onChange,
}: Readonly<{
  tenant: string;
  /** Undefined: the whole firm. */
  chosen: readonly string[] | undefined;
  error: string | undefined;
  onChange: (chosen: readonly string[] | undefined) => void;
}>) {
  const t = useTranslations("tokens");
  const [text, setText] = useState("");
  const names = useQuery({ ...merchantNamesQuery(tenant), enabled: chosen !== undefined }).data ?? [];
  const wanted = text.trim().toLowerCase();
  const fitting = names.filter(
    ({ id, name }) => chosen?.includes(id) === true || name.toLowerCase().includes(wanted),
  );
  const shown = fitting
    .toSorted((a, b) => Number(chosen?.includes(b.id)) - Number(chosen?.includes(a.id)))
    .slice(0, Math.max(SHOWN_MAX, chosen?.length ?? 0));
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 text-sm font-medium">{t("limit")}</legend>
      {(["wholeFirm", "someMerchants"] as const).map((choice) => (
        <label key={choice} className="flex items-center gap-2 text-sm">
          <input
            type="radio"
            name="limit"
            checked={(chosen === undefined) === (choice === "wholeFirm")}
            onChange={() => onChange(choice === "wholeFirm" ? undefined : [])}
          />
          {t(choice)}
        </label>
      ))}
      {chosen !== undefined && (
        <div className="grid gap-2 pl-6">
          <TextField
            label={t("findMerchant")}
            type="search"
            value={text}
            autoComplete="off"
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              // Enter looks; it does not make the token.
              if (event.key === "Enter") event.preventDefault();
            }}
          />
          <ul aria-label={t("chooseMerchants")} className="grid gap-1.5">
            {shown.map(({ id, name }) => (
              <li key={id}>
                <label className="flex items-center gap-2 text-sm">
                  <input
                    type="checkbox"
                    checked={chosen.includes(id)}
                    onChange={(event) =>
                      onChange(event.target.checked ? [...chosen, id] : chosen.filter((of) => of !== id))
                    }
                  />
                  {name}
                </label>
              </li>
            ))}
          </ul>
          <p className="text-muted text-xs" aria-live="polite">
            {t("chosen", { count: chosen.length })}
            {fitting.length > shown.length &&
              ` · ${t("moreMerchants", { count: fitting.length - shown.length })}`}
          </p>
          {error !== undefined && (
            <p role="alert" className="text-negative text-xs">
              {error}
            </p>
          )}
        </div>
      )}
    </fieldset>
  );
}
