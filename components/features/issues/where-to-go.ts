import { withQuery } from "@/lib/browser/api";
import type { Issue } from "@/lib/contracts/shapes";

/** Kinds of issues that end with their cause, and whose cause a person sees to on another page. */
const VIEWS = {
  "payout-overdue": "missing",
  "payouts-held-back": "missing",
  "match-difference": "difference",
  "bank-line-unmatched": "line",
} as const;

export type Place = Readonly<{ kind: keyof typeof VIEWS | "keys-rejected"; href: string }>;

function isWork(kind: Issue["kind"]): kind is keyof typeof VIEWS {
  return kind in VIEWS;
}

/** The page on which the cause of an issue is seen to; undefined where there is nothing to do but wait. */
export function whereToGo(tenant: string, issue: Issue): Place | undefined {
  const { kind } = issue;
  if (kind === "keys-rejected") return { kind, href: `/${tenant}/settings/keys` };
  if (!isWork(kind)) return undefined;
  return {
    kind,
    href: withQuery(`/${tenant}/reconcile`, {
      view: VIEWS[kind],
      accountId: issue.accountId ?? undefined,
      merchantId: issue.merchantId ?? undefined,
    }),
  };
}
