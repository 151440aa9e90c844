"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { Route } from "next";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { settingsFor } from "@/components/features/settings/places";
import { useAccess } from "@/components/patterns/access";

/** The frame of a firm's settings: the list of what this person may see, beside the page. */
export function SettingsFrame({ tenant, children }: Readonly<{ tenant: string; children: ReactNode }>) {
  const t = useTranslations("settings");
  const pathname = usePathname();
  const places = settingsFor(useAccess());
  return (
    <div className="grid gap-x-8 gap-y-4 lg:grid-cols-[176px_minmax(0,1fr)]">
      <nav aria-label={t("title")} className="flex flex-wrap gap-1 lg:grid lg:content-start lg:gap-px">
        <p className="text-muted hidden px-2 pb-1 text-xs font-medium lg:block">{t("title")}</p>
        {places.map((place) => {
          const href = `/${tenant}${place.path}`;
          const isCurrent = pathname.startsWith(href);
          return (
            <Link
              key={place.name}
              href={href as Route}
              aria-current={isCurrent ? "page" : undefined}
              className={`rounded-md px-2 py-1.5 text-sm font-medium ${isCurrent ? "bg-accent-soft text-ink" : "text-muted hover:bg-sunken hover:text-ink"}`}
            >
              {t(place.name)}
            </Link>
          );
        })}
      </nav>
      <div className="min-w-0">{children}</div>
    </div>
  );
}
