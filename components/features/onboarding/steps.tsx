"use client";

import { useTranslations } from "next-intl";

import { Card } from "@/components/patterns/page";
import { buttonClass } from "@/components/ui/button";

const PORTAL = "https://portal.vippsmobilepay.com";

/** What the merchant does in the portal to grant a ledger; only the merchant can. */
export function Steps() {
  const t = useTranslations("onboarding");
  return (
    <Card>
      <p className="text-sm">{t("stepsIntro")}</p>
      <ol className="my-3 grid list-decimal gap-1.5 pl-5 text-sm">
        <li>{t("step1")}</li>
        <li>{t("step2")}</li>
        <li>{t("step3")}</li>
        <li>{t("step4")}</li>
      </ol>
      <p className="text-muted mb-3 max-w-[70ch] text-sm">{t("stepsAfter")}</p>
      <a href={PORTAL} className={buttonClass()} target="_blank" rel="noreferrer">
        {t("openPortal")}
      </a>
    </Card>
  );
}
