"use client";

import { useTranslations } from "next-intl";

import { Instant } from "@/components/patterns/dates";
import { Note } from "@/components/patterns/page";

/** On every page of a firm that waits to be deleted. */
export function LeavingBanner({ dueAt }: Readonly<{ dueAt: string }>) {
  const t = useTranslations("leaving");
  return (
    <Note tone="negative">
      <p>
        <strong className="font-medium">{t("bannerTitle")}</strong> <Instant at={dueAt} />. {t("bannerMeans")}
      </p>
    </Note>
  );
}
