import { z } from "zod";

/** Filters that a person has saved, by list and firm: kept in a cookie, so that the first paint is right. */
export const FILTERS_COOKIE = "avstemt-filters";
/** A cookie is sent with every request: it stays small. */
export const FILTERS_MAX = 8;
const NAME_MAX = 40;

const SavedFilter = z.object({ name: z.string().min(1).max(NAME_MAX), query: z.string().max(200) });
export type SavedFilter = z.output<typeof SavedFilter>;

const Saved = z.record(z.string().max(80), z.array(SavedFilter).max(FILTERS_MAX));
export type SavedFilters = z.output<typeof Saved>;

/** What the cookie's value, decoded, holds; what cannot be read is forgotten. */
export function savedFiltersOf(cookie: string | undefined): SavedFilters {
  if (cookie === undefined) return {};
  try {
    return Saved.parse(JSON.parse(cookie));
  } catch {
    return {};
  }
}

/** The value of the cookie, encoded as cookies must be. */
export function savedFiltersText(filters: SavedFilters): string {
  return encodeURIComponent(JSON.stringify(filters));
}

/** The filters of one list with this one: of the same name it takes the place; beyond the most that fit, none is added. */
export function withFilter(before: readonly SavedFilter[], filter: SavedFilter): readonly SavedFilter[] {
  const name = filter.name.trim().slice(0, NAME_MAX);
  if (name === "") return before;
  const rest = before.filter((of) => of.name !== name);
  return rest.length >= FILTERS_MAX ? before : [...rest, { ...filter, name }];
}
