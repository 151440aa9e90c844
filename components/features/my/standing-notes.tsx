"use client";

import { useTranslations } from "next-intl";

import { useDateText } from "@/components/features/my/words";
import { Ago } from "@/components/patterns/dates";
import { Note } from "@/components/patterns/page";
import type { Dashboard } from "@/lib/contracts/dashboard";

/** Doubt is said plainly, before the numbers. */
export function Doubts({ dashboard }: Readonly<{ dashboard: Dashboard }>) {
  const t = useTranslations("my");
  return (
    <>
      {dashboard.proof === "in-doubt" && <Note tone="warning">{t("doubt", { firm: dashboard.firm })}</Note>}
      {dashboard.isFirstReading && <Note tone="info">{t("first")}</Note>}
      {dashboard.isStale && <Note tone="warning">{t("stale")}</Note>}
    </>
  );
}

/** Proof is said quietly, after them; and who helps. */
export function Standing({ dashboard }: Readonly<{ dashboard: Dashboard }>) {
  const t = useTranslations("my");
  const text = useDateText();
  const { checkedThrough, seenAt, firm } = dashboard;
  return (
    <p className="text-muted mt-8 text-xs">
      {checkedThrough === null ? t("notChecked") : t("checked", { date: text(checkedThrough) })}{" "}
      {seenAt !== null && (
        <>
          {t("asked")} <Ago at={seenAt} />
          {". "}
        </>
      )}
      {t("help", { firm })}
    </p>
  );
}
