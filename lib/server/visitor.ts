import { originOf } from "@/lib/server/origin";
import type { Visitor } from "@/lib/services/identity/visitor";

/** Where a request comes from, as the account's own pages show it: empty where nothing is said. */
export function visitorOf(headers: Headers): Visitor {
  const { address = "", device = "" } = originOf(headers);
  return { address, device };
}
