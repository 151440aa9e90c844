"use client";

import { useTranslations } from "next-intl";

import type { IssueKind } from "@/lib/domain/issue/kinds";

/** What an issue of a kind is called, in the reader's language. */
export function useIssueTitle(): (kind: IssueKind) => string {
  const t = useTranslations("issueTitles");
  return (kind) => t(kind);
}
