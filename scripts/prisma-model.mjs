// A generator for `prisma generate`: writes the data model, with the database's types, to model.json.
// Prisma talks to a generator in JSON-RPC, a message a line, over its standard input and standard error.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

const MANIFEST = { prettyName: "data model", defaultOutput: "prisma/generated" };

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  if (method === "generate") writeModel(params);
  const result = method === "getManifest" ? { manifest: MANIFEST } : null;
  process.stderr.write(`${JSON.stringify({ jsonrpc: "2.0", id, result })}\n`);
}

function writeModel({ dmmf, datamodel, generator }) {
  const folder = generator.output.value;
  mkdirSync(folder, { recursive: true });
  const indexes = dmmf.datamodel.indexes.map((index) => ({ ...index, where: predicateOf(index, datamodel) }));
  writeFileSync(
    join(folder, "model.json"),
    JSON.stringify({ models: dmmf.datamodel.models, indexes }, undefined, 1),
  );
}

/** Prisma passes everything on but what a partial index is limited to: that is read from the schema's text. */
function predicateOf({ dbName }, text) {
  if (dbName === undefined) return undefined;
  return /^, where: raw\("(.*)"\)/.exec(text.split(`map: "${dbName}"`)[1]?.split("\n")[0] ?? "")?.[1];
}
