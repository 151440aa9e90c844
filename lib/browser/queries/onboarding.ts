import { apiPost } from "@/lib/browser/api";
import type { LedgerDate } from "@/lib/core/ledger-date";
import { LedgersQuery } from "@/lib/contracts/queries";
import { Onboarded } from "@/lib/contracts/shapes";

const ALL = 1_000;

/** The lists of the onboarding page: all that is new, lost or ignored, and a page of what is active. */
export function onboardingQueries(cursor: string | undefined) {
  return {
    new: LedgersQuery.parse({ status: "new", limit: ALL }),
    active: LedgersQuery.parse({ status: "active", cursor }),
    revoked: LedgersQuery.parse({ status: "revoked", limit: ALL }),
    ignored: LedgersQuery.parse({ status: "ignored", limit: ALL }),
  } as const;
}

export type TakeIn = Readonly<{
  ledgers: readonly string[];
  merchantName?: string | undefined;
  booksFrom?: LedgerDate | undefined;
}>;

/** Puts granted ledgers under merchants and starts their sync. Throws: ProblemError. */
export async function takeIn(tenant: string, body: TakeIn): Promise<Onboarded> {
  return Onboarded.parse(await apiPost("/onboarding", { tenant, body }));
}
