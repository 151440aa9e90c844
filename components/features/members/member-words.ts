import { useTranslations } from "next-intl";

import { ProblemError } from "@/lib/browser/api";

/** What came of a change that the server refused, in the reader's language. */
export function usePeopleProblem(): (error: unknown) => string {
  const t = useTranslations();
  return (error) => {
    if (!(error instanceof ProblemError)) return t("everywhere.failedNetwork");
    switch (error.status) {
      case 403:
        return t("members.refused");
      case 404:
        return t("members.gone");
      case 429:
        return t("members.tooMany");
      default:
        return error.detail;
    }
  };
}
