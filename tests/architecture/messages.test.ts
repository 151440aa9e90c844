import { readdirSync, readFileSync } from "node:fs";

import ts from "typescript";
import { describe, expect, test } from "vitest";

import { CATALOGUE } from "@/lib/messages/catalogue";

type Texts = { readonly [key: string]: string | Texts };

/** Every text by its path, with the names of what is filled in. */
function placeholders(texts: Texts, path = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(texts)) {
    const at = path === "" ? key : `${path}.${key}`;
    if (typeof value === "string") {
      const names = [...value.matchAll(/\{(\w+)[,}]/g)].map((match) => match[1]);
      found.set(at, [...new Set(names)].toSorted((a, b) => ((a ?? "") < (b ?? "") ? -1 : 1)).join(" "));
    } else {
      for (const [inner, names] of placeholders(value, at)) found.set(inner, names);
    }
  }
  return found;
}

describe("the message catalogue", () => {
  test("is complete in every language, with the same things filled in", () => {
    expect(placeholders(CATALOGUE.nb)).toEqual(placeholders(CATALOGUE.en));
  });

  test("has no empty text", () => {
    const empty = (texts: Texts): string[] =>
      Object.entries(texts).flatMap(([key, value]) =>
        typeof value === "string" ? (value.trim() === "" ? [key] : []) : empty(value),
      );
    expect([...empty(CATALOGUE.en), ...empty(CATALOGUE.nb)]).toEqual([]);
  });
});

const SPOKEN_ATTRIBUTES = new Set([
  "alt",
  "aria-label",
  "label",
  "placeholder",
  "title",
  "detail",
  "caption",
]);
/** What stands on a key of the keyboard, and names of languages in themselves, are the same everywhere. */
const EXEMPT_ELEMENTS = new Set(["Kbd"]);

/** Texts written into the markup, which no translator would ever see. */
function literalsIn(file: string): string[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(file, "utf8"),
    ts.ScriptTarget.Latest,
    true,
    ts.ScriptKind.TSX,
  );
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isJsxElement(node) && EXEMPT_ELEMENTS.has(node.openingElement.tagName.getText())) return;
    if (ts.isJsxText(node) && /\p{L}/u.test(node.text)) found.push(`${file}: ${node.text.trim()}`);
    if (
      ts.isJsxAttribute(node) &&
      SPOKEN_ATTRIBUTES.has(node.name.getText()) &&
      node.initializer !== undefined &&
      ts.isStringLiteral(node.initializer)
    ) {
      if (/\p{L}/u.test(node.initializer.text))
        found.push(`${file}: ${node.name.getText()}="${node.initializer.text}"`);
    }
    node.forEachChild(visit);
  };
  visit(source);
  return found;
}

test("no text stands in the markup", () => {
  expect(markup().flatMap(literalsIn)).toEqual([]);
});

function markup(): string[] {
  return ["app", "components"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".tsx"))
      .map((file) => `${folder}/${file}`),
  );
}
