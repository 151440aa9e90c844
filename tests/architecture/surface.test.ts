import { readdirSync, readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { SURFACE } from "@/lib/contracts/surface";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** Every page, and every method of every route, as the folders of `app` say. */
function linesOfApp(): string[] {
  const files = readdirSync("app", { recursive: true, encoding: "utf8" });
  return files.flatMap((file) => {
    const path = `/${file.slice(0, Math.max(0, file.lastIndexOf("/")))}`;
    if (/(^|\/)page\.tsx$/.test(file)) return [path];
    if (!/(^|\/)route\.ts$/.test(file)) return [];
    const source = readFileSync(`app/${file}`, "utf8");
    const exported = METHODS.filter((method) =>
      new RegExp(`export (const|function|async function) ${method}\\b|\\bas ${method}\\b`).test(source),
    );
    return exported.map((method) => `${method} ${path}`);
  });
}

/** What answers that there is nothing, whoever asks. */
const NOTHING = "/api/v1/[...rest]";

test("every page and route has its line in SURFACE, and every line its page or route", () => {
  const found = linesOfApp().filter((line) => !line.endsWith(NOTHING));
  expect(found.toSorted()).toEqual(Object.keys(SURFACE).toSorted());
});

test("each names its own line", () => {
  for (const file of readdirSync("app", { recursive: true, encoding: "utf8" })) {
    if (!/(^|\/)(route\.ts|page\.tsx)$/.test(file)) continue;
    const path = `/${file.slice(0, Math.max(0, file.lastIndexOf("/")))}`;
    const source = readFileSync(`app/${file}`, "utf8");
    for (const [, method, line] of source.matchAll(/export const (\w+) = \w*[rR]oute\w*\(\s*"([^"]+)"/g)) {
      expect(line).toBe(`${method ?? ""} ${path}`);
    }
    for (const [, line] of source.matchAll(/(?:tenant|operator|my)Page\(\s*"([^"]+)"/g))
      expect(line).toBe(path);
  }
});

test("there are no server actions: what changes something is a route, and has its line", () => {
  const sources = ["app", "components", "lib"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => `${folder}/${file}`),
  );
  const actions = sources.filter((file) => /^\s*["']use server["']/m.test(readFileSync(file, "utf8")));
  expect(sources.length).toBeGreaterThan(300);
  expect(actions).toEqual([]);
});
