import type { Visitor } from "@/lib/services/identity/visitor";

/** Where a request comes from. The address is what the proxy in front says, and Next.js itself when there is none. */
export function visitorOf(headers: Headers): Visitor {
  return {
    device: headers.get("user-agent") ?? "",
    address: headers.get("x-forwarded-for")?.split(",")[0]?.trim() ?? "",
  };
}
