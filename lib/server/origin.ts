import type { Actor } from "@/lib/services/context";

const DEVICE_MAX = 200;
const ADDRESS_MAX = 100;

/** Where a request comes from, for the audit trail: the first address that a proxy names, and what the browser says of itself. */
export function originOf(headers: Pick<Headers, "get">): Pick<Actor, "address" | "device"> {
  const address = headers.get("x-forwarded-for")?.split(",")[0]?.trim() ?? "";
  const device = headers.get("user-agent") ?? "";
  return {
    address: address === "" ? undefined : address.slice(0, ADDRESS_MAX),
    device: device === "" ? undefined : device.slice(0, DEVICE_MAX),
  };
}
