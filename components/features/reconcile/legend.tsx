"use client";

import { useTranslations } from "next-intl";

import type { KeyHelp } from "@/components/patterns/page-keys";
import { Kbd } from "@/components/ui/button";

/** The keys of the page, always in sight where there is a keyboard. */
export function Legend({ legend }: Readonly<{ legend: readonly KeyHelp[] }>) {
  const t = useTranslations("reconcile");
  return (
    <section aria-label={t("legend")} className="text-muted mt-4 hidden text-xs md:block">
      <ul className="flex flex-wrap gap-x-3 gap-y-1.5">
        {legend.map(({ keys, does }) => (
          <li key={does} className="flex items-center gap-1">
            {keys.map((key) => (
              <Kbd key={key}>{key}</Kbd>
            ))}
            {does}
          </li>
        ))}
        <li className="flex items-center gap-1">
          <Kbd>?</Kbd>
          {t("allKeys")}
        </li>
      </ul>
    </section>
  );
}
