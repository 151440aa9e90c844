import fc from "fast-check";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

import { fillEveryTable, insertOf, newMadeFirm, rowOf } from "@/tests/factories/every-table";
import type { TenantTable } from "@/tests/factories/every-table";
import { createTestDatabase, urlFor } from "@/tests/setup/database";
import type { TestDatabase } from "@/tests/setup/database";

/**
 * The database's own proof, without our code between: a raw connection of the run-time role with one firm's settings,
 * and every kind of statement over every table there is, each with rows of two firms.
 */

const ours = newMadeFirm();
const theirs = newMadeFirm();
let database: TestDatabase;
let app: Client;
let superuser: Client;
let tables: readonly TenantTable[];

beforeAll(async () => {
  database = await createTestDatabase();
  superuser = new Client({ connectionString: urlFor(inject("postgres").superuserUrl, nameOf(database.url)) });
  app = new Client({ connectionString: database.url });
  await superuser.connect();
  await app.connect();
  tables = await fillEveryTable(superuser, [ours, theirs]);
}, 120_000);

afterAll(async () => {
  await app.end();
  await superuser.end();
  await database.drop();
});

function nameOf(url: string): string {
  return new URL(url).pathname.slice(1);
}

type Settings = Readonly<{ scope: "firm" | "limited"; merchants: readonly string[] }>;
const FIRM: Settings = { scope: "firm", merchants: [] };
/** A limited accountant, or a merchant's user: the database knows no difference. */
const FIRST_MERCHANT: Settings = { scope: "limited", merchants: [ours.merchants[0]] };

type Outcome = Readonly<{ rows: readonly Record<string, unknown>[]; count: number }> | "refused";

/** Runs a statement under our settings, and commits it: what got through would be seen afterwards. */
async function run(sql: string, settings: Settings = FIRM): Promise<Outcome> {
  await app.query("begin");
  await app.query(
    "select set_config('app.tenant_id', $1, true), set_config('app.scope', $2, true), set_config('app.merchant_ids', $3, true)",
    [ours.tenantId, settings.scope, settings.merchants.join(",")],
  );
  try {
    const { rows, rowCount } = await app.query<Record<string, unknown>>(sql);
    await app.query("commit");
    return { rows, count: rowCount ?? 0 };
  } catch (error) {
    await app.query("rollback");
    expect([sql, String(error)]).toEqual([
      sql,
      expect.stringMatching(/row-level security|permission denied/),
    ]);
    return "refused";
  }
}

/** A fingerprint of all rows of a firm, or of one of its merchants' halves, as a superuser sees them. */
async function fingerprint(tenantId: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { name } of tables) {
    const { rows } = await superuser.query<{ digest: string }>(
      `select md5(coalesce(string_agg(x::text, '|' order by x::text), '')) as digest from ${name} x where tenant_id = $1`,
      [tenantId],
    );
    found[name] = rows[0]?.digest ?? "";
  }
  return found;
}

const READS = ["rows", "count", "join", "exists", "lateral", "lock", "union", "order"] as const;
const WRITES = ["insert", "update", "give", "delete", "delete-by-join", "upsert", "update-by-join"] as const;

/** One statement that aims at the other firm. Answers of reads are one row with the column `foreign_rows`. */
function aimed(
  form: (typeof READS)[number] | (typeof WRITES)[number],
  x: TenantTable,
  y: TenantTable,
  nth: number,
): string {
  const foreign = `'${theirs.tenantId}'::uuid`;
  const column = x.columns[nth % x.columns.length]?.name ?? "tenant_id";
  const row = rowOf(x, theirs, nth % 2 === 0 ? 0 : 1);
  const key = x.primaryKey.join(", ");
  const statements: Readonly<Record<typeof form, string>> = {
    rows: `select count(*)::int as foreign_rows from (select * from ${x.name}) x where tenant_id <> '${ours.tenantId}'`,
    count: `select count(*) filter (where tenant_id = ${foreign})::int as foreign_rows from ${x.name}`,
    join: `select count(*)::int as foreign_rows from ${x.name} x join ${y.name} y on true where x.tenant_id = ${foreign} or y.tenant_id = ${foreign}`,
    exists: `select count(*)::int as foreign_rows from (select 1) s where exists (select from ${x.name} x where x.tenant_id = ${foreign})`,
    lateral: `select coalesce(sum(n), 0)::int as foreign_rows from ${y.name} y cross join lateral (select count(*) as n from ${x.name} x where x.tenant_id <> y.tenant_id) l`,
    lock: `with l as (select 1 from ${x.name} where tenant_id = ${foreign} for share) select count(*)::int as foreign_rows from l`,
    union: `select count(*)::int as foreign_rows from (select tenant_id from ${x.name} union all select tenant_id from ${y.name}) u where tenant_id = ${foreign}`,
    order: `select count(*)::int as foreign_rows from (select tenant_id from ${x.name} order by ${column}::text desc limit 100) o where tenant_id = ${foreign}`,
    insert: insertOf(x, row),
    update: `update ${x.name} set ${column} = ${column} where tenant_id = ${foreign}`,
    give: `update ${x.name} set tenant_id = ${foreign}`,
    delete: `delete from ${x.name} where tenant_id = ${foreign}`,
    "delete-by-join": `delete from ${x.name} x using ${y.name} y where x.tenant_id = ${foreign} or (y.tenant_id = ${foreign} and x.tenant_id = y.tenant_id)`,
    "update-by-join": `update ${x.name} x set ${column} = x.${column} from ${y.name} y where x.tenant_id = ${foreign} and y.tenant_id is not null`,
    upsert: `${insertOf(x, row)} on conflict (${key}) do update set ${column} = excluded.${column}`,
  };
  return statements[form];
}

function tablePair(): fc.Arbitrary<readonly [TenantTable, TenantTable]> {
  return fc.tuple(fc.constantFrom(...tables), fc.constantFrom(...tables));
}

describe("a raw connection of the run-time role with one firm's settings", { timeout: 120_000 }, () => {
  test("has rows to look at in every table, its own and nobody else's", async () => {
    expect(tables.length).toBeGreaterThan(12);
    for (const { name } of tables) {
      const seen = await run(`select tenant_id from ${name}`);
      const tenants = seen === "refused" ? [] : seen.rows.map((row) => row["tenant_id"]);
      expect([name, tenants.length > 0, [...new Set(tenants)]]).toEqual([name, true, [ours.tenantId]]);
    }
  });

  test("reads, counts, joins and locks no row of another firm", async () => {
    for (const form of READS) {
      for (const [at, table] of tables.entries()) {
        const answer = await run(aimed(form, table, tables[(at * 7 + 3) % tables.length] ?? table, at));
        if (answer !== "refused")
          expect([form, table.name, answer.rows]).toEqual([form, table.name, [{ foreign_rows: 0 }]]);
      }
    }
    const generated = fc.record({
      form: fc.constantFrom(...READS),
      pair: tablePair(),
      nth: fc.nat(),
      limited: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(generated, async ({ form, pair: [x, y], nth, limited }) => {
        const answer = await run(aimed(form, x, y, nth), limited ? FIRST_MERCHANT : FIRM);
        if (answer !== "refused") expect(answer.rows).toEqual([{ foreign_rows: 0 }]);
      }),
      { numRuns: 300 },
    );
  });

  test("adds, changes, gives away and deletes no row of another firm", async () => {
    const before = await fingerprint(theirs.tenantId);
    for (const form of WRITES) {
      for (const [at, table] of tables.entries()) {
        const answer = await run(aimed(form, table, tables[(at * 5 + 1) % tables.length] ?? table, at));
        expect([form, table.name, answer === "refused" ? 0 : answer.count]).toEqual([form, table.name, 0]);
      }
    }
    const generated = fc.record({
      form: fc.constantFrom(...WRITES),
      pair: tablePair(),
      nth: fc.nat(),
      limited: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(generated, async ({ form, pair: [x, y], nth, limited }) => {
        const answer = await run(aimed(form, x, y, nth), limited ? FIRST_MERCHANT : FIRM);
        expect(answer === "refused" ? 0 : answer.count).toBe(0);
      }),
      { numRuns: 300 },
    );
    expect(await fingerprint(theirs.tenantId)).toEqual(before);
  });

  test("lists no users, no password hashes, no keys: the installation's tables are closed", async () => {
    const { rows } = await superuser.query<{ name: string }>(
      `select c.oid::regclass::text as name from pg_class c where c.relnamespace = 'installation'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')`,
    );
    expect(rows.length).toBeGreaterThan(5);
    const reads = (name: string): string[] => [
      `select * from ${name}`,
      `select count(*) from ${name}`,
      `select from ${name} limit 1`,
    ];
    const statements = rows.flatMap(({ name }) => [...reads(name), `delete from ${name}`]);
    for (const sql of [...statements, ...reads("pg_authid"), ...reads("pg_shadow")])
      expect([sql, await run(sql)]).toEqual([sql, "refused"]);
  });
});

/** Tables that say nothing of any merchant, and what of them limited people see of their own firm. */
const FIRM_ITSELF = new Set(["tenant"]);

describe("a merchant's user, or an accountant limited to some merchants", { timeout: 120_000 }, () => {
  test("sees of every table the rows of these merchants, and of what belongs to none nothing", async () => {
    for (const table of tables) {
      const names = new Set(table.columns.map((column) => column.name));
      const seen = await run(`select * from ${table.name}`, FIRST_MERCHANT);
      if (seen === "refused" || FIRM_ITSELF.has(table.name)) continue;
      const merchant =
        table.name === "merchant"
          ? "id"
          : names.has("merchant")
            ? "merchant"
            : names.has("merchant_id")
              ? "merchant_id"
              : undefined;
      const ledger = table.name === "ledger" ? "id" : names.has("ledger") ? "ledger" : undefined;
      if (merchant === undefined && ledger === undefined) {
        expect([table.name, seen.rows]).toEqual([table.name, []]);
        continue;
      }
      for (const row of seen.rows) {
        if (merchant !== undefined)
          expect([table.name, row[merchant]]).toEqual([table.name, ours.merchants[0]]);
        if (ledger !== undefined) expect([table.name, row[ledger]]).toEqual([table.name, ours.ledgers[0]]);
      }
    }
  });

  test("changes nothing of other merchants", async () => {
    const before = await fingerprintOfSecond();
    for (const table of tables) {
      const column = table.columns.find(({ name }) => name !== "tenant_id")?.name ?? "tenant_id";
      await run(`update ${table.name} set ${column} = ${column}`, FIRST_MERCHANT);
      await run(`delete from ${table.name} where tenant_id = '${ours.tenantId}' and false`, FIRST_MERCHANT);
      const row = rowOf(table, ours, 1);
      const hasOwner =
        ["merchant", "merchant_id", "ledger"].some((name) => name in row) ||
        ["merchant", "ledger"].includes(table.name);
      if (hasOwner)
        expect([table.name, await run(insertOf(table, row), FIRST_MERCHANT)]).toEqual([
          table.name,
          "refused",
        ]);
    }
    expect(await fingerprintOfSecond()).toEqual(before);
  });

  test("with no merchants, or without settings, sees nothing at all", async () => {
    for (const { name } of tables) {
      if (FIRM_ITSELF.has(name)) continue;
      const none = await run(`select * from ${name}`, { scope: "limited", merchants: [] });
      expect([name, none === "refused" ? [] : none.rows]).toEqual([name, []]);
      const answer = await app
        .query(`select count(*)::int as count from ${name}`)
        .catch(() => ({ rows: [{ count: 0 }] }));
      expect([name, answer.rows]).toEqual([name, [{ count: 0 }]]);
    }
  });
});

/** All rows of our firm that are not the first merchant's, as a superuser sees them. */
async function fingerprintOfSecond(): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const table of tables) {
    const { rows } = await superuser.query<{ digest: string }>(
      `select md5(coalesce(string_agg(x::text, '|' order by x::text), '')) as digest from ${table.name} x
       where tenant_id = $1 and x::text not like $2 and x::text not like $3`,
      [ours.tenantId, `%${ours.merchants[0]}%`, `%${ours.ledgers[0]}%`],
    );
    found[table.name] = rows[0]?.digest ?? "";
  }
  return found;
}
