import fc from "fast-check";
import { expect, test } from "vitest";

import { proposeSlug, RESERVED_SLUGS, SLUG, slugProblem } from "@/lib/domain/access/slug";

test.each([
  ["Øresund Bogføring", "oresund-bogforing"],
  ["Nordfjord Regnskap AS", "nordfjord-regnskap-as"],
  ["  Tärna & Söner ", "tarna-soner"],
  ["Ål 2", "al-2"],
  ["***", ""],
])("the slug of %s is %s", (name, slug) => {
  expect(proposeSlug(name)).toBe(slug);
});

test("what is proposed is a slug, or too short to be one", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (name) => {
      const slug = proposeSlug(name);
      expect(slug.length < 2 || SLUG.test(slug)).toBe(true);
    }),
  );
});

test.each([
  ["nordfjord", undefined],
  ["n", "malformed"],
  ["-nordfjord", "malformed"],
  ["_next", "malformed"],
  ["Nordfjord", "malformed"],
  ["n".repeat(64), "malformed"],
  ["operator", "reserved"],
  ["sign-in", "reserved"],
])("as a slug, %s is %s", (slug, problem) => {
  expect(slugProblem(slug)).toBe(problem);
});

test("every reserved word could be a slug otherwise", () => {
  expect([...RESERVED_SLUGS].filter((slug) => !SLUG.test(slug))).toEqual([]);
});
