import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

import ts from "typescript";
import { expect, test } from "vitest";

import { CATALOGUE, LANGUAGES } from "@/lib/messages/catalogue";

const RECORDERS = new Set(["recordAudit", "recordAudits"]);
const files = execFileSync(
  "git",
  ["ls-files", "--cached", "--others", "--exclude-standard", "lib", "cli", "app", "workers"],
  {
    encoding: "utf8",
  },
)
  .split("\n")
  .filter((path) => /\.tsx?$/.test(path) && !path.includes(".test."));

/** Constants that stand for an action. */
const constants = new Map<string, string>();
/** Every action that is recorded, and where; what is not written out is `undefined`. */
const recorded: (readonly [file: string, action: string | undefined])[] = [];

for (const file of files) {
  const text = readFileSync(file, "utf8");
  for (const [, name = "", value = ""] of text.matchAll(/export const (\w+_ACTION) = "([^"]+)"/g))
    constants.set(name, value);
}
for (const file of files) {
  const text = readFileSync(file, "utf8");
  if (![...RECORDERS].some((name) => text.includes(`${name}(`)) || file === "lib/store/audit.ts") continue;
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node, isWithin: boolean): void => {
    const isCall = ts.isCallExpression(node) && RECORDERS.has(node.expression.getText());
    if ((isWithin || isCall) && ts.isPropertyAssignment(node) && node.name.getText() === "action")
      for (const action of actionsOf(node.initializer)) recorded.push([file, action]);
    node.forEachChild((child) => visit(child, isWithin || isCall));
  };
  visit(source, false);
}

function actionsOf(node: ts.Expression): (string | undefined)[] {
  if (ts.isStringLiteral(node)) return [node.text];
  if (ts.isConditionalExpression(node)) return [...actionsOf(node.whenTrue), ...actionsOf(node.whenFalse)];
  if (ts.isIdentifier(node)) return [constants.get(node.text)];
  return [undefined];
}

function titleOf(language: (typeof LANGUAGES)[number], action: string): unknown {
  return action
    .split(".")
    .reduce<unknown>(
      (node, key) =>
        typeof node === "object" && node !== null ? (node as Record<string, unknown>)[key] : undefined,
      CATALOGUE[language].auditActions,
    );
}

test("every action of the audit trail is written out where it is recorded, and has a title in every language", () => {
  expect(recorded.length).toBeGreaterThan(10);
  const lacking = recorded.flatMap(([file, action]) =>
    action === undefined
      ? [`${file}: an action that is not written out`]
      : LANGUAGES.filter((language) => typeof titleOf(language, action) !== "string").map(
          (language) => `${file}: "${action}" has no title in lib/messages/${language}/auditActions.json`,
        ),
  );
  expect(lacking).toEqual([]);
});
