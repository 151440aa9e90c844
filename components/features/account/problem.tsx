"use client";

import { useTranslations } from "next-intl";

import { AccountError } from "@/lib/browser/account";

/** What went wrong, in the reader's language. */
export function useProblemText(): (error: unknown) => string {
  const t = useTranslations("account");
  return (error) => {
    if (!(error instanceof AccountError)) return t("failures.network");
    if (error.reason !== undefined) return t(`refusals.${error.reason}`);
    if (error.status === 401) return t("failures.signedOut");
    return t(error.status === 429 ? "failures.limited" : "failures.network");
  };
}

/** The words for one field of a form: undefined unless the field is what was refused. */
export function useFieldProblem(error: unknown): (field: string) => string | undefined {
  const text = useProblemText();
  return (field) => (error instanceof AccountError && error.field === field ? text(error) : undefined);
}

/** What went wrong, unless one of the form's own fields says it. */
export function Problem({ error, fields = [] }: Readonly<{ error: unknown; fields?: readonly string[] }>) {
  const text = useProblemText();
  if (error === null || error === undefined) return null;
  if (error instanceof AccountError && fields.includes(error.field ?? "")) return null;
  return (
    <p role="alert" className="text-negative text-sm">
      {text(error)}
    </p>
  );
}

/** Says that something is done, also to a screen reader. */
export function Done({ children }: Readonly<{ children: string }>) {
  return <output className="text-positive block text-sm">{children}</output>;
}
