import type { IconName } from "@/components/ui/icon";

/** The places of a firm, in the order of the side bar, and the key that goes there after `g`. */
export const PLACES = [
  { name: "overview", path: "", key: "o", icon: "overview" },
  { name: "payouts", path: "/payouts", key: "p", icon: "payouts" },
  { name: "reconcile", path: "/reconcile", key: "r", icon: "tie" },
  { name: "issues", path: "/issues", key: "i", icon: "issues" },
  { name: "merchants", path: "/merchants", key: "m", icon: "merchants" },
  { name: "documents", path: "/documents", key: "d", icon: "documents" },
  { name: "onboarding", path: "/onboarding", key: "n", icon: "onboarding" },
  { name: "search", path: "/search", key: "s", icon: "search" },
] as const satisfies readonly Readonly<{ name: string; path: string; key: string; icon: IconName }>[];

export type Place = (typeof PLACES)[number];

/** Places that the bar of a phone has no room for: they stand at the foot of its pages. */
const DESK_PLACES: ReadonlySet<Place["name"]> = new Set<Place["name"]>(["documents"]);

/** The places in the bar of a phone, or those at the foot of its pages. */
export function phonePlaces(where: "bar" | "foot"): readonly Place[] {
  return PLACES.filter((place) => DESK_PLACES.has(place.name) === (where === "foot"));
}

/** The place that a path belongs to: the longest that begins it. */
export function placeOf(pathname: string, tenant: string): Place["name"] | undefined {
  const rest = pathname.slice(`/${tenant}`.length);
  if (rest.startsWith("/ledgers")) return "merchants";
  return [...PLACES]
    .reverse()
    .find((place) => rest === place.path || (place.path !== "" && rest.startsWith(`${place.path}/`)))?.name;
}
