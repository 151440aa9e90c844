import { expect, test } from "vitest";

import { FILTERS_MAX, savedFiltersOf, savedFiltersText, withFilter } from "@/lib/browser/saved-filters";

test("saved filters survive their cookie, and what cannot be read is forgotten", () => {
  const filters = { "nordfjord reconcile": [{ name: "Mangler «hos oss»", query: "?view=missing" }] };
  expect(savedFiltersOf(decodeURIComponent(savedFiltersText(filters)))).toEqual(filters);
  expect(savedFiltersOf(undefined)).toEqual({});
  expect(savedFiltersOf("{")).toEqual({});
  expect(savedFiltersOf('{"a":[{"name":""}]}')).toEqual({});
});

test("a name is taken once, an empty one never, and there are only so many", () => {
  const one = withFilter([], { name: " Mine ", query: "?view=line" });
  expect(one).toEqual([{ name: "Mine", query: "?view=line" }]);
  expect(withFilter(one, { name: "Mine", query: "?view=missing" })).toEqual([
    { name: "Mine", query: "?view=missing" },
  ]);
  expect(withFilter(one, { name: "  ", query: "" })).toBe(one);
  const full = Array.from({ length: FILTERS_MAX }, (_, at) => ({ name: `f${String(at)}`, query: "" }));
  expect(withFilter(full, { name: "one more", query: "" })).toBe(full);
  expect(withFilter(full, { name: "f0", query: "?view=line" })).toHaveLength(FILTERS_MAX);
});
