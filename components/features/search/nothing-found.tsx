"use client";

import { useTranslations } from "next-intl";

import type { SearchAddress } from "@/components/features/search/search-asks";
import { Section } from "@/components/patterns/page";
import { buttonClass, ButtonLink } from "@/components/ui/button";
import { withQuery } from "@/lib/browser/api";

const PORTAL = "https://portal.vippsmobilepay.com";
const NEVER = ["neverPsp", "neverLines", "neverYet", "neverLater", "neverGranted"] as const;

/** Nothing fits: what these data never contain, and where to look instead. */
export function NothingFound({
  tenant,
  base,
  address,
}: Readonly<{ tenant: string; base: string; address: SearchAddress }>) {
  const t = useTranslations("search");
  const hasDates = address.from !== undefined || address.to !== undefined;
  return (
    <div className="border-line bg-raised rounded-lg border p-5 md:p-6">
      <h2 className="text-lg font-semibold [overflow-wrap:anywhere]">
        {t("nothingTitle", { q: address.q })}
      </h2>
      {hasDates && (
        <div className="mt-2 flex flex-wrap items-center gap-3 text-sm">
          <p>{t("nothingDates")}</p>
          <ButtonLink href={withQuery(base, { q: address.q })}>{t("clearDates")}</ButtonLink>
        </div>
      )}
      <div className="mt-5">
        <Section title={t("neverTitle")}>
          <ul className="grid max-w-[75ch] list-disc gap-2 pl-5 text-sm">
            {NEVER.map((key) => (
              <li key={key}>{t(key)}</li>
            ))}
          </ul>
        </Section>
      </div>
      <div className="flex flex-wrap gap-2">
        <a href={PORTAL} className={buttonClass()} target="_blank" rel="noreferrer">
          {t("toPortal")}
        </a>
        <ButtonLink href={`/${tenant}/onboarding`} look="quiet">
          {t("toOnboarding")}
        </ButtonLink>
      </div>
    </div>
  );
}
