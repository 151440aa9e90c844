import { readdirSync } from "node:fs";

import { expect, test } from "vitest";

import { RESERVED_SLUGS } from "@/lib/domain/access/slug";

test("no firm can have the address of a page of the product's own", () => {
  const pages = readdirSync("app", { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !/^[[(_]/.test(entry.name))
    .map(({ name }) => name);
  expect(pages).toContain("operator");
  expect(pages.filter((name) => !RESERVED_SLUGS.has(name))).toEqual([]);
});
