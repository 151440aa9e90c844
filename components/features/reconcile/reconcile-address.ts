import { z } from "zod";

import { MatchesQuery, OPEN_ITEM_KINDS, OpenItemsQuery } from "@/lib/contracts/reconciliation";
import { IdWire } from "@/lib/contracts/wire";
import type { QueryValues } from "@/lib/browser/api";

/** What the page shows: all work, one kind of it, or what was matched lately. */
export const VIEWS = ["open", ...OPEN_ITEM_KINDS, "matched"] as const;

/** What a person fills in before it is done; it stays open over a reload. */
export const FORMS = ["split", "difference", "hand", "attest", "note"] as const;
export type FormName = (typeof FORMS)[number];

const Address = z.object({
  view: z.enum(VIEWS).default("open"),
  merchantId: IdWire.optional(),
  accountId: IdWire.optional(),
  /** The row that the person stands on, and the form that is open for it. */
  row: IdWire.optional(),
  form: z.enum(FORMS).optional(),
});
export type ReconcileAddress = z.output<typeof Address>;

/** What narrows the work; a saved filter is this. */
export type WorkFilter = Pick<ReconcileAddress, "view" | "merchantId" | "accountId">;

/** What the address asks for; what of it cannot be read is left out, and named. */
export function readReconcileAddress(
  values: Readonly<Record<string, string>>,
): Readonly<{ address: ReconcileAddress; refused: readonly string[] }> {
  const parsed = Address.safeParse(values);
  if (parsed.success) return { address: parsed.data, refused: [] };
  const refused = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0])))];
  const rest = Object.fromEntries(Object.entries(values).filter(([name]) => !refused.includes(name)));
  return { address: Address.parse(rest), refused };
}

/** The filter as it stands in an address: what is not said is left out. */
export function filterValues({ view, merchantId, accountId }: WorkFilter): QueryValues {
  return { view: view === "open" ? undefined : view, merchantId, accountId };
}

/** How many rows are asked for at a time. */
export const ROWS_PER_PAGE = 100;

/** What the list of work is asked for, here and on the server. */
export function openItemsAsk({ view, merchantId, accountId }: WorkFilter): OpenItemsQuery {
  return OpenItemsQuery.parse({
    limit: ROWS_PER_PAGE,
    ...(view !== "open" && view !== "matched" && { kind: view }),
    ...(merchantId !== undefined && { merchantId }),
    ...(accountId !== undefined && { accountId }),
  });
}

/** What the list of matches is asked for, here and on the server. */
export function matchesAsk({ accountId }: WorkFilter): MatchesQuery {
  return MatchesQuery.parse({ limit: 50, ...(accountId !== undefined && { accountId }) });
}
