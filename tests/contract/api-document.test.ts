import { readFileSync, readdirSync } from "node:fs";

import { expect, test } from "vitest";

import { openApiDocument } from "@/lib/contracts/openapi";
import { OPERATIONS } from "@/lib/contracts/operations";

const FOLDER = "app/api/v1";
/** The document itself, and the answer to paths that do not exist. */
const UNDOCUMENTED = new Set(["/openapi.json", "/{...rest}"]);

test("the document has every route of the API, and no other", () => {
  const files = readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith("route.ts"),
  );
  const served = files.flatMap((file) => {
    const path = `/${file.slice(0, -"/route.ts".length)}`.replaceAll("[", "{").replaceAll("]", "}");
    if (UNDOCUMENTED.has(path)) return [];
    const methods = [
      ...readFileSync(`${FOLDER}/${file}`, "utf8").matchAll(/export const (GET|POST|PUT|PATCH|DELETE)\b/g),
    ];
    return methods.map(([, method = ""]) => `${method} ${path}`);
  });
  const described = OPERATIONS.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
  expect(described.toSorted()).toEqual(served.toSorted());
});

test("every reference in the document leads somewhere, and every operation has a name of its own", () => {
  const document = openApiDocument();
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(
    ([, path = ""]) => path,
  );
  for (const path of new Set(references)) {
    const found = path
      .split("/")
      .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], document);
    expect([path, typeof found]).toEqual([path, "object"]);
  }
  const names = [...JSON.stringify(document).matchAll(/"operationId":"(\w+)"/g)].map(([, name]) => name);
  expect(new Set(names).size).toBe(OPERATIONS.length);
});

test("what a parameter may be is said: defaults, limits, dates", () => {
  const { paths } = openApiDocument() as { paths: Record<string, Record<string, { parameters: unknown[] }>> };
  expect(paths["/ledgers/{id}/entries"]?.["get"]?.parameters).toEqual(
    expect.arrayContaining([
      { name: "id", in: "path", required: true, schema: { type: "string", format: "uuid" } },
      {
        name: "limit",
        in: "query",
        required: false,
        schema: { type: "integer", default: 100, minimum: 1, maximum: 1000 },
      },
      { name: "from", in: "query", required: false, schema: { type: "string", format: "date" } },
      {
        name: "topic",
        in: "query",
        required: false,
        schema: { type: "string", enum: ["funds", "fees"], default: "funds" },
      },
    ]),
  );
});
