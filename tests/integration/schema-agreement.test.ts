import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { ROOT } from "@/scripts/services/folders";
import { readCatalogue, withCanonicalConditions } from "@/tests/integration/schema/catalogue";
import { readDescribed } from "@/tests/integration/schema/described";
import { createTestDatabase } from "@/tests/setup/database";
import type { TestDatabase } from "@/tests/setup/database";

const SCHEMAS = ["public", "installation"];
/** Indexes over an expression and in a collation: Prisma has no words for them, comments in the schema name them. */
const ONLY_IN_MIGRATIONS = [
  "credential_owner",
  "discovered_ledger_inbox",
  "invitation_ended",
  "issue_open_list",
  "merchant_name_sorted",
];

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(async () => {
  await database.drop();
});

test("prisma/schema and the migrations describe the same tables, in both directions", async () => {
  const described = readDescribed(join(ROOT, "prisma", "generated", "model.json"));
  const catalogue = await readCatalogue(database.adminUrl, SCHEMAS);
  const wanted = await withCanonicalConditions(database.adminUrl, described);
  expect(catalogue.tables).toEqual(wanted);
  expect(catalogue.unusual).toEqual(ONLY_IN_MIGRATIONS);
});
