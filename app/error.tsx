"use client";

import { useTranslations } from "next-intl";

import { EmptyState } from "@/components/patterns/page";
import { Button } from "@/components/ui/button";

export default function PageError({
  error,
  reset,
}: Readonly<{ error: Error & { digest?: string }; reset: () => void }>) {
  const t = useTranslations("everywhere");
  return (
    <main className="mx-auto max-w-xl p-6">
      <h1 className="sr-only">{t("brokenTitle")}</h1>
      <EmptyState
        title={t("brokenTitle")}
        detail={
          <>
            {t("brokenDetail")} {error.digest !== undefined && t("requestId", { id: error.digest })}
          </>
        }
        action={<Button onClick={reset}>{t("retry")}</Button>}
      />
    </main>
  );
}
