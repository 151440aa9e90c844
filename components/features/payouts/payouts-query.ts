import { PayoutsQuery } from "@/lib/contracts/queries";
import type { QueryValues } from "@/lib/browser/api";

const FILTERS = ["status", "merchantId", "ledgerId", "from", "to", "cursor"] as const;

/** What the address asks for; what of it cannot be read is left out, and named. */
export function readPayoutsQuery(
  values: Readonly<Record<string, string>>,
): Readonly<{ query: PayoutsQuery; refused: readonly string[] }> {
  const given = Object.fromEntries(
    FILTERS.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])),
  );
  const parsed = PayoutsQuery.safeParse(given);
  if (parsed.success) return { query: parsed.data, refused: [] };
  const refused = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0])))];
  const rest = Object.fromEntries(Object.entries(given).filter(([name]) => !refused.includes(name)));
  return { query: PayoutsQuery.parse(rest), refused };
}

/** What of the query stands in the address: defaults do not. */
export function payoutsValues(query: PayoutsQuery): QueryValues {
  return Object.fromEntries(FILTERS.map((name) => [name, query[name]]));
}
