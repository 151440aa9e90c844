"use client";

import { useTranslations } from "next-intl";

import { EmptyState } from "@/components/patterns/page";
import { ButtonLink } from "@/components/ui/button";
import { ProblemError } from "@/lib/browser/api";

const GONE = 410;

/** True when the list was replaced by a new copy while somebody read it. */
export function isReplaced(error: unknown): boolean {
  return error instanceof ProblemError && error.status === GONE;
}

/** Says what happened to the list, and leads back to its first page. */
export function Replaced({ firstHref }: Readonly<{ firstHref: string }>) {
  const t = useTranslations();
  return (
    <div role="alert">
      <EmptyState
        title={t("ledger.replacedTitle")}
        detail={t("ledger.replacedDetail")}
        action={
          <ButtonLink href={firstHref} look="primary">
            {t("everywhere.firstPage")}
          </ButtonLink>
        }
      />
    </div>
  );
}
