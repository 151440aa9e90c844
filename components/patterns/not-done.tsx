"use client";

import { useTranslations } from "next-intl";

import { ProblemError } from "@/lib/browser/api";

/** Says beside a form that it was not done, and why; nothing when there is no error. */
export function NotDone({ error, what }: Readonly<{ error: unknown; what: string }>) {
  const t = useTranslations("everywhere");
  if (error === null || error === undefined) return null;
  return (
    <p role="alert" className="text-sm">
      <span className="text-negative font-medium">{what}</span>{" "}
      {error instanceof ProblemError ? error.detail : t("failedNetwork")}
    </p>
  );
}
