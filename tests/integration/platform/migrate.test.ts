import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { migrate } from "@/lib/platform/database/migrate";
import { MIGRATIONS_FOLDER } from "@/scripts/services/folders";
import { withClient } from "@/scripts/services/postgres-roles";
import { createTestDatabase, type TestDatabase } from "@/tests/setup/database";

let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = mkdtempSync(join(tmpdir(), "avstemt-migrations-"));
  cpSync(MIGRATIONS_FOLDER, folder, { recursive: true });
});

afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true });
});

function write(name: string, sql: string): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, "migration.sql"), sql);
}

const run = (): Promise<readonly string[]> => migrate({ adminUrl: database.adminUrl, folder });

test("a migrated database has nothing left to apply", async () => {
  expect(await run()).toEqual([]);
});

test("two runs at once apply a migration once", async () => {
  write("29990101000000_thing", "create table thing (id integer); insert into thing values (1);");
  const names = await Promise.all([run(), run(), run()]);
  expect(names.flat()).toEqual(["29990101000000_thing"]);
});

test("a migration that fails leaves nothing behind, and says where it failed", async () => {
  write("29990102000000_broken", "create table half (id integer);\nselect nothing_like_this;");
  await expect(run()).rejects.toThrow(/29990102000000_broken failed.*nothing_like_this.*line 2/);
  write("29990102000000_broken", "create table half (id integer);");
  expect(await run()).toEqual(["29990102000000_broken"]);
});

test("an applied migration that was changed or removed stops the run", async () => {
  write("29990102000000_broken", "create table half (id bigint);");
  await expect(run()).rejects.toThrow(/29990102000000_broken was changed after it was applied/);
  rmSync(join(folder, "29990102000000_broken"), { recursive: true });
  await expect(run()).rejects.toThrow(/29990102000000_broken is applied .* its file is gone/);
});

test("the roles of migration and run time have no powers beyond their work", async () => {
  const { rows } = await withClient(database.url, (client) =>
    client.query(
      `select rolname, rolsuper, rolbypassrls, rolcreatedb, rolreplication, rolcreaterole
       from pg_roles where rolname in ('avstemt_app', 'avstemt_admin') order by rolname`,
    ),
  );
  const powerless = { rolsuper: false, rolbypassrls: false, rolcreatedb: false, rolreplication: false };
  expect(rows).toEqual([
    { rolname: "avstemt_admin", ...powerless, rolcreaterole: true },
    { rolname: "avstemt_app", ...powerless, rolcreaterole: false },
  ]);
});

test("the run-time role owns nothing, and may not read what it was not granted", async () => {
  await withClient(database.url, async (client) => {
    const owned = await client.query(
      "select relname from pg_class where pg_get_userbyid(relowner) = 'avstemt_app' and relnamespace <> 'bullmq'::regnamespace",
    );
    expect(owned.rows).toEqual([]);
    await expect(client.query("select * from _prisma_migrations")).rejects.toThrow(/permission denied/);
  });
});
