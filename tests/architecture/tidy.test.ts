import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, normalize } from "node:path";

import { describe, expect, test } from "vitest";

const LINES_MAX = 300;
const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  encoding: "utf8",
})
  .split("\n")
  .filter((path) => path !== "" && existsSync(path));
const sources = files.filter((path) => /\.(ts|tsx|mjs|cjs)$/.test(path));
const documents = files.filter((path) => path.endsWith(".md") && !path.includes("fixtures/"));
const textOf = (path: string): string => readFileSync(path, "utf8");
/** Comments may speak of what the code must not do. */
const codeOf = (path: string): string =>
  textOf(path)
    .replaceAll(/\/\*[\s\S]*?\*\//g, "")
    .replaceAll(/(^|\s)\/\/.*$/gm, "");

/** Paths that a rule does not hold for, each with its reason. */
type Exceptions = Readonly<Record<string, string>>;

function broken(
  paths: readonly string[],
  exceptions: Exceptions,
  isBroken: (path: string) => boolean,
): string[] {
  const isExcepted = (path: string): boolean =>
    Object.keys(exceptions).some((start) => path.startsWith(start));
  return paths.filter((path) => !isExcepted(path) && isBroken(path));
}

describe("the sources", () => {
  test(`a file has at most ${LINES_MAX} lines`, () => {
    const exceptions = {
      "lib/providers/vipps/entries.test.ts": "one parser, its tables of cases and its properties",
      "tests/contract/vipps.test.ts": "one client against one simulator",
      "tests/integration/read/properties.test.ts": "one generator of books, and the properties of them",
      "tests/integration/verify/verify.test.ts": "one table of damages, each made and found",
    };
    expect(
      broken(sources, exceptions, (path) => textOf(path).trimEnd().split("\n").length > LINES_MAX),
    ).toEqual([]);
  });

  test("no name says nothing, and no file only passes on", () => {
    const empty = /(^|\/)(utils?|helpers?|common|misc|shared|stuff)(\/|\.|-|$)/i;
    const barrel = /(^|\/)index\.tsx?$/;
    expect(files.filter((path) => empty.test(path) || barrel.test(path))).toEqual([]);
  });

  test("widths of the page are those that the theme has: others do nothing", () => {
    const drawn = sources.filter((path) => path.endsWith(".tsx"));
    expect(broken(drawn, {}, (path) => /[\s"'`](sm|xl|2xl):[a-z[-]/.test(codeOf(path)))).toEqual([]);
  });

  test("names are in kebab-case", () => {
    const allowed = /^[a-z0-9.[\]()_-]+(-[a-z0-9]+)*\.(test\.|spec\.|config\.|d\.)?(tsx?|mjs|cjs)$/;
    expect(broken(sources, {}, (path) => !allowed.test(basename(path).replaceAll("...", "")))).toEqual([]);
  });

  test("the environment is read in one place", () => {
    const exceptions = {
      "lib/platform/env.ts": "the place",
      "scripts/": "starts processes, and makes the environment they read",
      "tests/": "starts processes",
      "e2e/": "starts processes; Playwright hands facts to its workers this way",
      "bench/": "starts processes",
      "cli/process-terminal.ts": "hands the environment to the command, which parses it in the place",
      "proxy.ts": "one name that Next.js replaces when it builds",
      "prisma.config.ts": "read by the command line of Prisma, which knows no environment of ours",
      "next.config": "read by Next.js itself, before there is an environment of ours",
      "instrumentation.ts": "asks which runtime of Next.js it is in",
      "lib/platform/env.test.ts": "tests the place",
    };
    expect(broken(sources, exceptions, (path) => codeOf(path).includes("process.env"))).toEqual([]);
  });

  test("now comes as an argument", () => {
    const exceptions = {
      "lib/platform/": "the machine's clock is here",
      "scripts/": "processes",
      "workers/main.ts": "a process",
      "cli/main.ts": "a process",
      "simulator/": "has a clock of its own, and imports nothing of ours",
      "tests/": "measures",
      "e2e/": "measures",
      "bench/": "measures",
    };
    const reads = /Date\.now\(\)|new Date\(\s*\)/;
    const tested = sources.filter((path) => !path.endsWith(".test.ts") && !path.endsWith(".test.tsx"));
    expect(broken(tested, exceptions, (path) => reads.test(codeOf(path)))).toEqual([]);
  });

  test("nothing is left to be done later without a name", () => {
    const later = new RegExp(["TO", "DO|FIX", "ME|X", "XX"].join(""));
    expect(broken(sources, {}, (path) => later.test(textOf(path)))).toEqual([]);
  });

  test("own modules are never mocked, and no test is left out or alone", () => {
    const tests = sources.filter(
      (path) => /\.(test|spec)\.tsx?$/.test(path) && !path.startsWith("tests/architecture/"),
    );
    const forbidden = /vi\.mock\(|\b(test|it|describe)\.(only|skip|todo)\b/;
    expect(broken(tests, {}, (path) => forbidden.test(codeOf(path)))).toEqual([]);
  });
});

describe("the documents", () => {
  const roots = "app|bench|cli|components|deploy|docs|e2e|lib|prisma|scripts|simulator|tests|workers";

  test("every path they name exists", () => {
    const named = new RegExp(`\`((?:${roots})/[\\w./[\\]()-]+)\``, "g");
    const missing = documents.flatMap((path) =>
      [...textOf(path).matchAll(named)]
        .map((match) => match[1] ?? "")
        .filter((name) => !existsSync(name) && !existsSync(join(dirname(path), name)))
        .map((name) => `${path}: ${name}`),
    );
    expect(missing).toEqual([]);
  });

  test("every link within the repository leads somewhere", () => {
    const links = /\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)/g;
    const missing = documents.flatMap((path) =>
      [...textOf(path).matchAll(links)]
        .map((match) => normalize(join(dirname(path), match[1] ?? "")))
        .filter((target) => !existsSync(target))
        .map((target) => `${path}: ${target}`),
    );
    expect(missing).toEqual([]);
  });

  test("every npm script they name exists", () => {
    const { scripts } = JSON.parse(textOf("package.json")) as { scripts: Record<string, string> };
    const missing = documents.flatMap((path) =>
      [...textOf(path).matchAll(/npm run (?:-s )?([\w:-]+)/g)]
        .map((match) => match[1] ?? "")
        .filter((name) => !Object.hasOwn(scripts, name))
        .map((name) => `${path}: npm run ${name}`),
    );
    expect(missing).toEqual([]);
  });
});

test("every npm script runs a file that exists", () => {
  const { scripts } = JSON.parse(textOf("package.json")) as { scripts: Record<string, string> };
  const named = Object.values(scripts).flatMap((line) => line.match(/[\w/-]+\.(?:ts|mjs|cjs)\b/g) ?? []);
  expect(named.filter((path) => !existsSync(path) && !existsSync(`.${path}`))).toEqual([]);
});
