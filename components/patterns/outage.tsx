"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect } from "react";

import { EmptyState } from "@/components/patterns/page";
import { Button } from "@/components/ui/button";

const RETRY_MS = 5_000;

/** What a page is when our own stores do not answer: what happened, what is safe, and it comes back by itself. */
export function Outage({ reason }: Readonly<{ reason: "database" | "disk" }>) {
  const t = useTranslations("everywhere");
  const router = useRouter();
  // A timer lives outside React.
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), RETRY_MS);
    return () => clearInterval(timer);
  }, [router]);
  return (
    <main className="mx-auto max-w-xl p-6">
      <h1 className="sr-only">{t(`outage.${reason}`)}</h1>
      <div role="alert">
        <EmptyState
          title={t(`outage.${reason}`)}
          detail={t("outage.detail")}
          action={<Button onClick={() => router.refresh()}>{t("retry")}</Button>}
        />
      </div>
    </main>
  );
}
