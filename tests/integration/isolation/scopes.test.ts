import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { MerchantId } from "@/lib/core/ids";
import type { ServiceContext } from "@/lib/services/context";
import { recordAudit } from "@/lib/store/audit";
import { withTenant } from "@/lib/store/tenant";
import type { Scope } from "@/lib/store/tenant";
import { createTwoShops } from "@/tests/factories/two-shops";
import type { TwoShops } from "@/tests/factories/two-shops";
import { openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

/** Invariant 8, with real books: what one merchant's settings show, by date. Every statement over every table: statements.test.ts. */

type Column = Readonly<{ table: string; name: string; type: string }>;
type Firm = Readonly<{ ctx: ServiceContext; shops: TwoShops }>;

let world: ReadWorld;
let firms: readonly [Firm, Firm];
let columns: readonly Column[];
let tables: readonly string[];

beforeAll(async () => {
  world = await openReadWorld();
  const make = async (name: string): Promise<Firm> => {
    const ctx = await world.newFirm(name);
    const shops = await createTwoShops(ctx);
    await withTenant(ctx.database, ctx, (tx) =>
      recordAudit(tx, ctx, { action: "made", subjectType: "firm", subjectId: name }),
    );
    return { ctx, shops };
  };
  firms = [await make("one"), await make("two")];
  const client = new Client({ connectionString: world.database.adminUrl });
  await client.connect();
  const { rows } = await client.query<Column>(
    `select c.relname as table, a.attname as name, a.atttypid::regtype::text as type
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
       and exists (select from pg_attribute t where t.attrelid = c.oid and t.attname = 'tenant_id') order by 1, a.attnum`,
  );
  await client.end();
  columns = rows;
  tables = [...new Set(rows.map((row) => row.table))];
}, 60_000);

afterAll(() => world.close());

async function ask(
  ctx: ServiceContext,
  scope: Scope,
  sql: string,
  values: readonly string[] = [],
): Promise<Record<string, unknown>[]> {
  return withTenant(ctx.database, { tenantId: ctx.tenantId, scope }, (tx) => tx.query(sql, values));
}

const FIRM: Scope = { kind: "firm" };
const only = (...merchantIds: MerchantId[]): Scope => ({ kind: "limited", merchantIds });

test(
  "a merchant's scope sees its own rows, on its own dates, and no others",
  { timeout: 60_000 },
  async () => {
    const { ctx, shops } = firms[0];
    // The ledger was the Danish merchant's until the 17th: its later dates are somebody else's.
    const { ledger } = shops.shop;
    await ask(
      ctx,
      FIRM,
      `update ledger_merchant set valid_from = '2026-11-18' where tenant_id = $1 and ledger = $2`,
      [ctx.tenantId, ledger],
    );
    await ask(
      ctx,
      FIRM,
      `insert into ledger_merchant (tenant_id, ledger, merchant, valid_to) values ($1, $2, $3, '2026-11-17')`,
      [ctx.tenantId, ledger, shops.danish.merchantId],
    );
    for (const merchant of [shops.shop.merchantId, shops.danish.merchantId]) {
      for (const table of tables) {
        const own = columns.filter((column) => column.table === table).map((column) => column.name);
        const held = `from ledger_merchant lm where lm.tenant_id = x.tenant_id and lm.merchant = $1::uuid`;
        const expected = belongs(table, own, held);
        const [allowed] = await ask(
          ctx,
          FIRM,
          `select count(*)::int as count from ${table} x where $1::uuid is not null and ${expected}`,
          [merchant],
        );
        const [seen] = await ask(ctx, only(merchant), `select count(*)::int as count from ${table}`);
        expect([table, seen?.count]).toEqual([table, allowed?.count]);
      }
    }
  },
);

function belongs(table: string, own: readonly string[], held: string): string {
  if (table === "tenant") return "true";
  if (table === "merchant") return "x.id = $1::uuid";
  if (table === "ledger_merchant") return "x.merchant = $1::uuid";
  if (table === "ledger") return `exists (select ${held} and lm.ledger = x.id)`;
  if (table === "payout_cover")
    return `exists (select from payout p join ledger_merchant lm on lm.tenant_id = p.tenant_id and lm.ledger = p.ledger where p.tenant_id = x.tenant_id and p.id = x.payout and lm.merchant = $1::uuid and p.ledger_date between lm.valid_from and lm.valid_to)`;
  if (own.includes("ledger_date"))
    return `exists (select ${held} and lm.ledger = x.ledger and x.ledger_date between lm.valid_from and lm.valid_to)`;
  if (own.includes("ledger")) return `exists (select ${held} and lm.ledger = x.ledger)`;
  if (own.includes("merchant")) return "x.merchant = $1::uuid";
  return "false"; // the firm's own
}

test("without settings, with an unknown scope, or with an empty list, nothing is there", async () => {
  const { ctx } = firms[0];
  const countAll = (set: string): Promise<unknown[]> =>
    ctx.database.transaction(async (tx) => {
      await tx.query(set);
      const counts: unknown[] = [];
      for (const table of tables)
        counts.push(
          (await tx.query<{ count: number }>(`select count(*)::int as count from ${table}`))[0]?.count,
        );
      return counts;
    });
  const none = tables.map(() => 0);
  expect(await countAll("select 1")).toEqual(none);
  expect(await countAll(`select set_config('app.tenant_id', '${ctx.tenantId}', true)`)).toEqual(none);
  expect(
    await countAll(
      `select set_config('app.tenant_id', '${ctx.tenantId}', true), set_config('app.scope', 'all', true)`,
    ),
  ).toEqual(none);
  expect(await countAll(`select set_config('app.scope', 'firm', true)`)).toEqual(none);
  for (const table of tables.filter((name) => name !== "tenant")) {
    expect(await ask(ctx, only(), `select count(*)::int as count from ${table}`)).toEqual([{ count: 0 }]);
  }
});
