import { randomBytes, randomUUID } from "node:crypto";

import type { Client } from "pg";

/** A firm of made-up rows: two merchants, each with a ledger of its own. */
export type MadeFirm = Readonly<{
  tenantId: string;
  merchants: readonly [string, string];
  ledgers: readonly [string, string];
}>;

export type TableColumn = Readonly<{ name: string; type: string; isNullable: boolean }>;
export type TenantTable = Readonly<{
  name: string;
  columns: readonly TableColumn[];
  primaryKey: readonly string[];
}>;

export function newMadeFirm(): MadeFirm {
  return {
    tenantId: randomUUID(),
    merchants: [randomUUID(), randomUUID()],
    ledgers: [randomUUID(), randomUUID()],
  };
}

/** Every table that has a tenant, with what can be written into it, from PostgreSQL's own catalogue. */
export async function listTenantTables(client: Client): Promise<TenantTable[]> {
  const { rows } = await client.query<TableColumn & { table: string; is_key: boolean }>(
    `select c.relname as table, a.attname as name, a.atttypid::regtype::text as type, not a.attnotnull as "isNullable",
       coalesce(a.attnum = any(k.conkey), false) as is_key
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     left join pg_constraint k on k.conrelid = c.oid and k.contype = 'p'
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attgenerated = ''
       and exists (select from pg_attribute t where t.attrelid = c.oid and t.attname = 'tenant_id')
     order by c.relname, a.attnum`,
  );
  const byTable = new Map<string, typeof rows>();
  for (const row of rows) byTable.set(row.table, [...(byTable.get(row.table) ?? []), row]);
  return [...byTable].map(([name, columns]) => ({
    name,
    columns: columns.map(({ name: column, type, isNullable }) => ({ name: column, type, isNullable })),
    primaryKey: columns.filter((column) => column.is_key).map((column) => column.name),
  }));
}

/**
 * Gives each firm two rows in every table, one a merchant, whatever tables there will ever be. Needs a superuser:
 * constraints that tell what a row means are dropped first, for the locks between firms do not ask for it.
 */
export async function fillEveryTable(client: Client, firms: readonly MadeFirm[]): Promise<TenantTable[]> {
  const tables = await listTenantTables(client);
  const { rows } = await client.query<{ statement: string }>(
    `select format('alter table %s drop constraint %I cascade', k.conrelid::regclass, k.conname) as statement
     from pg_constraint k where k.connamespace = 'public'::regnamespace and k.contype in ('c', 'f') and k.conparentid = 0`,
  );
  for (const { statement } of rows) await client.query(statement);
  await client.query("set session_replication_role = replica");
  for (const table of tables) {
    for (const firm of firms) {
      for (const at of [0, 1] as const) {
        // Of some things a firm has just one.
        await client.query(`${insertOf(table, rowOf(table, firm, at))} on conflict do nothing`);
      }
    }
  }
  await client.query("set session_replication_role = default");
  return tables;
}

let serial = 0;

/** A row of the firm's first or second merchant: literals by column. */
export function rowOf(table: TenantTable, firm: MadeFirm, at: 0 | 1): Record<string, string> {
  serial += 1;
  return Object.fromEntries(
    table.columns.map((column) => [column.name, literalOf(table.name, column, firm, at)]),
  );
}

export function insertOf(table: TenantTable, row: Readonly<Record<string, string>>): string {
  return `insert into ${table.name} (${Object.keys(row).join(", ")}) values (${Object.values(row).join(", ")})`;
}

function literalOf(table: string, column: TableColumn, firm: MadeFirm, at: 0 | 1): string {
  const { name, type } = column;
  if (name === "tenant_id") return `'${firm.tenantId}'`;
  if (type === "uuid") {
    if (name === "merchant" || name === "merchant_id" || (table === "merchant" && name === "id"))
      return `'${firm.merchants[at]}'`;
    if (name === "ledger" || name === "ledger_uid" || (table === "ledger" && name === "id"))
      return `'${firm.ledgers[at]}'`;
    return `'${randomUUID()}'`;
  }
  if (name === "merchant_ids") return `array['${firm.merchants[at]}']::uuid[]`;
  if (type === "date")
    return name === "valid_from" ? "'-infinity'" : name === "valid_to" ? "'infinity'" : "'2026-11-18'";
  if (name === "valid_to" && column.isNullable) return "null";
  if (type.startsWith("timestamp")) return "'2026-11-18T10:00:00Z'";
  if (["integer", "bigint", "smallint", "numeric", "real", "double precision"].includes(type))
    return String(serial % 30_000);
  if (type === "boolean") return "false";
  if (type === "jsonb" || type === "json") return `'{}'`;
  if (type === "bytea") return `'\\x${randomBytes(16).toString("hex")}'`;
  if (type.endsWith("[]")) return "'{}'";
  if (type === "character") return "'X'";
  if (type === "text" || type.startsWith("character")) return `'${name}-${String(serial)}'`;
  if (column.isNullable) return "null";
  throw new Error(`no made-up value for ${table}.${name} of type ${type}`);
}
