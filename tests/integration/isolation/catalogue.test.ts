import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";

import { createTestDatabase } from "@/tests/setup/database";
import type { TestDatabase } from "@/tests/setup/database";

/** What PostgreSQL's own catalogue says of the locks between firms. */

const APP = "avstemt_app";
let database: TestDatabase;
let client: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new Client({ connectionString: database.adminUrl });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

async function names(sql: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(sql);
  return rows.map((row) => row.name);
}

test("every table with a tenant forces row level security, and has a policy for the run-time role", async () => {
  const tables = await names(
    `select a.attrelid::regclass::text as name from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     where a.attname = 'tenant_id' and n.nspname = 'public' and c.relkind in ('r', 'p') and not a.attisdropped order by 1`,
  );
  expect(tables.length).toBeGreaterThan(12);
  const open = await names(
    `select c.oid::regclass::text as name from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     where a.attname = 'tenant_id' and n.nspname = 'public' and c.relkind in ('r', 'p')
       and not (c.relrowsecurity and c.relforcerowsecurity and exists (
         select from pg_policy p where p.polrelid = c.oid and '${APP}'::regrole = any(p.polroles)))`,
  );
  expect(open).toEqual([]);
});

test("tenant_id comes first in every primary and foreign key of a tenant table", async () => {
  const keys = await names(
    `select k.conrelid::regclass::text || ' ' || k.conname as name from pg_constraint k
     join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
     where k.contype in ('p', 'f') and k.connamespace = 'public'::regnamespace and a.attname <> 'tenant_id'
       and exists (select from pg_attribute t where t.attrelid = k.conrelid and t.attname = 'tenant_id')`,
  );
  expect(keys).toEqual([]);
});

test("policies of the run-time role name the tenant of the transaction", async () => {
  const loose = await names(
    `select p.polrelid::regclass::text || ' ' || p.polname as name from pg_policy p
     where '${APP}'::regrole = any(p.polroles) and pg_get_expr(p.polqual, p.polrelid) not like '%current_tenant%'`,
  );
  expect(loose).toEqual([]);
  const everybody = await names(`select polname as name from pg_policy where 0::oid = any(polroles)`);
  expect(everybody).toEqual([]);
});

test("the run-time role owns nothing outside the queue, and passes no lock", async () => {
  const owned = await names(
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relowner = '${APP}'::regrole and n.nspname <> 'bullmq'
     union all select n.nspname || '.' || p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where p.proowner = '${APP}'::regrole and n.nspname <> 'bullmq'
     union all select nspname from pg_namespace where nspowner = '${APP}'::regrole`,
  );
  expect(owned).toEqual([]);
  const { rows } = await client.query(
    "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = $1",
    [APP],
  );
  expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false }]);
  const memberships = await names(
    `select r.rolname as name from pg_auth_members m join pg_roles r on r.oid = m.roleid where m.member = '${APP}'::regrole`,
  );
  expect(memberships).toEqual([]);
});

test("the run-time role may touch no table of the installation, and delete nothing but what is gone, derived or taken back", async () => {
  const granted = await names(
    `select c.oid::regclass::text || ' ' || w.privilege as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     cross join unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger']) w(privilege)
     where n.nspname = 'installation' and c.relkind in ('r', 'v', 'm', 'p')
       and (has_table_privilege('${APP}', c.oid, w.privilege)
         or (w.privilege in ('select', 'insert', 'update') and has_any_column_privilege('${APP}', c.oid, w.privilege)))`,
  );
  expect(granted).toEqual([]);
  const deletable = await names(
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relkind in ('r', 'p') and has_table_privilege('${APP}', c.oid, 'delete, truncate')
       and exists (select from pg_attribute t where t.attrelid = c.oid and t.attname = 'tenant_id')
     order by name`,
  );
  // A payout goes when a rebuilt copy does not have it, and a person has agreed.
  // So does what a person takes back (a file of statements, a note, a rejection) and what is only derived.
  expect(deletable).toEqual([
    "bank_coverage",
    "bank_file",
    "bank_line",
    "bank_line_source",
    "bank_statement",
    "match_rejection",
    "open_item",
    "payout",
    "reconcile_due",
    "work_note",
  ]);
  const mutable = await names(
    `select c::regclass::text as name from unnest(array['public.entry', 'public.audit_event']::regclass[]) c
     where has_table_privilege('${APP}', c, 'update') or has_any_column_privilege('${APP}', c, 'update')`,
  );
  expect(mutable).toEqual([]);
});

test("functions that cross firms pin their search_path, belong to roles without a bypass, and are not public", async () => {
  const loose = await names(
    `select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_roles o on o.oid = p.proowner
     where n.nspname in ('public', 'installation') and p.prosecdef
       and (not exists (select from unnest(p.proconfig) s where s like 'search_path=pg_catalog%')
         or o.rolcanlogin or o.rolbypassrls or o.rolsuper or has_function_privilege('public', p.oid, 'execute'))`,
  );
  expect(loose).toEqual([]);
  const views = await names(
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('public', 'installation') and c.relkind in ('v', 'm') and not coalesce(c.reloptions @> array['security_invoker=true'], false)`,
  );
  expect(views).toEqual([]);
});
