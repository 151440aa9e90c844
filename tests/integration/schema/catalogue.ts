import { z } from "zod";

import { withClient } from "@/scripts/services/postgres-roles";
import { foreignKeyText } from "@/tests/integration/schema/shape";
import type { SchemaShape, TableShape } from "@/tests/integration/schema/shape";

type Client = Parameters<Parameters<typeof withClient>[1]>[0];

const Columns = z.array(
  z.object({
    table: z.string(),
    name: z.string(),
    type: z.string(),
    nullable: z.boolean(),
    default: z.string().nullable(),
  }),
);
const Keys = z.array(
  z.object({
    table: z.string(),
    kind: z.enum(["p", "f"]),
    columns: z.array(z.string()),
    target: z.string().nullable(),
    references: z.array(z.string()).nullable(),
    on_delete: z.string(),
    on_update: z.string(),
  }),
);
const Indexes = z.array(
  z.object({
    table: z.string(),
    name: z.string(),
    columns: z.array(z.string().nullable()),
    unique: z.boolean(),
    where: z.string().nullable(),
    is_plain: z.boolean(),
  }),
);

const TABLES = `pg_class t join pg_namespace n on n.oid = t.relnamespace
  where t.relkind in ('r', 'p') and n.nspname = any($1) and t.relname <> '_prisma_migrations'`;
const ACTIONS: Readonly<Record<string, string>> = {
  a: "no action",
  r: "restrict",
  c: "cascade",
  n: "set null",
  d: "set default",
};

/** What the database has of these schemas. `unusual` names the indexes that Prisma has no words for. */
export type Catalogue = Readonly<{ tables: SchemaShape; unusual: readonly string[] }>;

/** The tables as PostgreSQL's catalogue has them. */
export async function readCatalogue(url: string, schemas: readonly string[]): Promise<Catalogue> {
  return withClient(url, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `select n.nspname || '.' || t.relname as name from ${TABLES}`,
      [schemas],
    );
    const columns = await readColumns(client, schemas);
    const keys = await readKeys(client, schemas);
    const indexes = await readIndexes(client, schemas);
    const shapeOf = (table: string): TableShape => ({
      columns: Object.fromEntries(
        columns
          .filter((column) => column.table === table)
          .map(({ name, type, nullable, default: expression }) => [
            name,
            { type, nullable, default: expression ?? undefined },
          ]),
      ),
      primaryKey: keys.find((key) => key.table === table && key.kind === "p")?.columns ?? [],
      foreignKeys: keys
        .filter((key) => key.table === table && key.kind === "f")
        .map((key) =>
          foreignKeyText({
            columns: key.columns,
            table: key.target ?? "",
            references: key.references ?? [],
            onDelete: ACTIONS[key.on_delete] ?? key.on_delete,
            onUpdate: ACTIONS[key.on_update] ?? key.on_update,
          }),
        )
        .sort(),
      indexes: Object.fromEntries(
        indexes
          .filter((index) => index.table === table && index.is_plain)
          .map((index) => [
            index.name,
            {
              columns: index.columns.map((name) => name ?? ""),
              unique: index.unique,
              where: index.where ?? undefined,
            },
          ]),
      ),
    });
    return {
      tables: Object.fromEntries(tables.map(({ name }) => [name, shapeOf(name)])),
      unusual: indexes
        .filter((index) => !index.is_plain)
        .map((index) => index.name)
        .sort(),
    };
  });
}

async function readColumns(client: Client, schemas: readonly string[]): Promise<z.infer<typeof Columns>> {
  const { rows } = await client.query(
    `select n.nspname || '.' || t.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
       not a.attnotnull as nullable, case when a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end as default
     from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
     join pg_class t on t.oid = a.attrelid join pg_namespace n on n.oid = t.relnamespace
     where t.relkind in ('r', 'p') and n.nspname = any($1) and t.relname <> '_prisma_migrations'
       and a.attnum > 0 and not a.attisdropped`,
    [schemas],
  );
  return Columns.parse(rows);
}

async function readKeys(client: Client, schemas: readonly string[]): Promise<z.infer<typeof Keys>> {
  const names = (relation: string, numbers: string): string =>
    `(select array_agg(a.attname::text order by k.place) from unnest(${numbers}) with ordinality k(number, place)
      join pg_attribute a on a.attrelid = ${relation} and a.attnum = k.number)`;
  const { rows } = await client.query(
    `select n.nspname || '.' || t.relname as table, c.contype as kind, ${names("c.conrelid", "c.conkey")} as columns,
       (select fn.nspname || '.' || ft.relname from pg_class ft join pg_namespace fn on fn.oid = ft.relnamespace where ft.oid = c.confrelid) as target,
       ${names("c.confrelid", "c.confkey")} as references, c.confdeltype as on_delete, c.confupdtype as on_update
     from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_namespace n on n.oid = t.relnamespace
     where c.contype in ('p', 'f') and n.nspname = any($1) and t.relname <> '_prisma_migrations'`,
    [schemas],
  );
  return Keys.parse(rows);
}

/** Plain: columns only, in ascending order, in their own collations and operator classes, in a B-tree. */
async function readIndexes(client: Client, schemas: readonly string[]): Promise<z.infer<typeof Indexes>> {
  const { rows } = await client.query(
    `select n.nspname || '.' || t.relname as table, i.relname as name, x.indisunique as unique, pg_get_expr(x.indpred, x.indrelid) as where,
       array(select a.attname::text from unnest(x.indkey) with ordinality k(number, place)
         left join pg_attribute a on a.attrelid = x.indrelid and a.attnum = k.number order by k.place) as columns,
       m.amname = 'btree' and x.indexprs is null and x.indnkeyatts = x.indnatts and not x.indnullsnotdistinct
         and not exists (select from unnest(x.indoption) o where o <> 0)
         and not exists (select from unnest(x.indkey, x.indcollation, x.indclass) k(number, collation_id, class)
           left join pg_attribute a on a.attrelid = x.indrelid and a.attnum = k.number
           join pg_opclass o on o.oid = k.class where k.collation_id is distinct from a.attcollation or not o.opcdefault) as is_plain
     from pg_index x join pg_class i on i.oid = x.indexrelid join pg_am m on m.oid = i.relam
     join pg_class t on t.oid = x.indrelid join pg_namespace n on n.oid = t.relnamespace
     where n.nspname = any($1) and t.relname <> '_prisma_migrations' and not x.indisprimary`,
    [schemas],
  );
  return Indexes.parse(rows);
}

/**
 * The same shape with each condition of a partial index as PostgreSQL would write it down: it is asked, by making
 * the index and taking it back.
 */
export async function withCanonicalConditions(url: string, shape: SchemaShape): Promise<SchemaShape> {
  return withClient(url, async (client) => {
    const tables: Record<string, TableShape> = {};
    for (const [table, of] of Object.entries(shape)) {
      const indexes: Record<string, TableShape["indexes"][string]> = {};
      for (const [name, index] of Object.entries(of.indexes)) {
        const where = index.where === undefined ? undefined : await canonical(client, table, index.where);
        indexes[name] = { ...index, where };
      }
      tables[table] = { ...of, indexes };
    }
    return tables;
  });
}

/** A condition that the table does not know stays as it is, and differs. */
async function canonical(client: Client, table: string, condition: string): Promise<string> {
  await client.query("begin");
  try {
    await client.query(`create index probe on ${table} ((1)) where ${condition}`);
    const { rows } = await client.query<{ where: string }>(
      "select pg_get_expr(x.indpred, x.indrelid) as where from pg_index x join pg_class i on i.oid = x.indexrelid where i.relname = 'probe'",
    );
    return rows[0]?.where ?? condition;
  } catch {
    return condition;
  } finally {
    await client.query("rollback");
  }
}
