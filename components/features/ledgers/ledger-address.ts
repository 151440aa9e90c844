import { withQuery } from "@/lib/browser/api";
import type { QueryValues } from "@/lib/browser/api";
import type { DaysQuery, EntriesQuery } from "@/lib/contracts/queries";

/** People read the newest first; the API's own default is feed order. */
export const PAGE_ORDER = "newest";

/** Which of its two views a ledger's page shows, and what each asks for. */
export type LedgerView = Readonly<{ view: "entries" | "days"; entries: EntriesQuery; days: DaysQuery }>;

/** The address of a ledger's page; what is a default stays out of it. */
export function ledgerHref(base: string, values: QueryValues): string {
  const { view, topic, order, limit: _limit, ...rest } = values;
  return withQuery(base, {
    view: view === "entries" ? undefined : view,
    topic: topic === "funds" ? undefined : topic,
    ...rest,
    order: order === PAGE_ORDER ? undefined : order,
  });
}
