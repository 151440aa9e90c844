import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";

import { DAY_MS } from "@/lib/core/clock";
import type { ServiceContext } from "@/lib/services/context";
import { setKeys } from "@/lib/services/keys/set-keys";
import { deleteFirm } from "@/lib/services/leaving/delete-firm";
import { askForFirmDeletion, undoFirmDeletion } from "@/lib/services/leaving/firm-deletion";
import { whenFirmGoes } from "@/lib/services/leaving/get-leaving";
import { mailSecret } from "@/lib/services/mail/post-mail";
import { createUser } from "@/lib/services/tenants/create-user";
import { createToken } from "@/lib/services/tokens/create-token";
import { hashToken } from "@/lib/services/tokens/token-hash";
import { ringDue } from "@/lib/services/worker/ring-due";
import { readFirmName } from "@/lib/store/firm-records";
import { findSignIn } from "@/lib/store/identity";
import { findTokenByHash } from "@/lib/store/tokens";
import { listDueFeeds, withSystem } from "@/lib/store/system";
import { withTenant } from "@/lib/store/tenant";
import { createManualClock } from "@/tests/factories/clock";
import { keepTestPayers } from "@/tests/factories/payers";
import { createTestServices, createTestTenant } from "@/tests/factories/services";
import type { TestServices } from "@/tests/factories/services";
import { createTestSimulator } from "@/tests/factories/simulator";
import type { TestSimulator } from "@/tests/factories/simulator";
import { createTwoShops } from "@/tests/factories/two-shops";
import type { TwoShops } from "@/tests/factories/two-shops";
import { createTestDatabase } from "@/tests/setup/database";
import type { TestDatabase } from "@/tests/setup/database";

const clock = createManualClock(Date.parse("2026-11-20T12:00:00Z"));
let database: TestDatabase;
let simulator: TestSimulator;
let services: TestServices;
let leaving: ServiceContext;
let staying: ServiceContext;
let shops: TwoShops;
let tokenHash: Uint8Array;

beforeAll(async () => {
  database = await createTestDatabase();
  simulator = await createTestSimulator({ merchants: 2, from: "2026-11-18", nowMs: clock.nowMs });
  services = createTestServices({ url: database.url, vippsUrl: simulator.url, clock });
  leaving = { ...(await createTestTenant(services, database, "leaving")), role: "owner" };
  staying = await createTestTenant(services, database, "staying");
  for (const ctx of [leaving, staying]) {
    const made = await createTwoShops(ctx);
    if (ctx === leaving) shops = made;
    await keepTestPayers(ctx, made.shop.ledger);
    const clientId = ctx === leaving ? "firm-nordfjord" : "firm-oresund";
    await setKeys(ctx, { clientId, clientSecret: `${clientId}-secret-${String(simulator.seed)}` });
  }
  const admin = createTestServices({ url: database.adminUrl, vippsUrl: simulator.url, clock });
  const slugOf = async (ctx: ServiceContext): Promise<string> => {
    const rows = await withTenant(ctx.database, ctx, (tx) =>
      tx.query<{ slug: string }>("select slug from tenant where tenant_id = $1", [tx.tenantId]),
    );
    return rows[0]?.slug ?? "";
  };
  const person = (email: string, tenantSlug: string, role: "owner" | "viewer") =>
    createUser(
      { admin, services, actor: { kind: "operator", id: "test", name: "Test" } },
      { email, tenantSlug, role, password: "a long enough sentence 17" },
    );
  await person("only@leaving.example", await slugOf(leaving), "owner");
  await person("both@leaving.example", await slugOf(leaving), "viewer");
  await person("both@leaving.example", await slugOf(staying), "viewer");
  await admin.close();
  const { token } = await createToken(leaving, { name: "script" });
  tokenHash = hashToken(token);
});

afterAll(async () => {
  await services.close();
  await simulator.close();
  await database.drop();
});

/** Rows of every table that has firms' rows, by firm. */
async function census(): Promise<Map<string, Map<string, number>>> {
  const client = new Client({ connectionString: database.adminUrl });
  await client.connect();
  try {
    await client.query("set role avstemt_purge");
    const { rows: tables } = await client.query<{ name: string }>(
      `select a.attrelid::regclass::text as name from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
       where a.attname = 'tenant_id' and not a.attisdropped and n.nspname in ('public', 'installation') and c.relkind in ('r', 'p') order by 1`,
    );
    const found = new Map<string, Map<string, number>>();
    for (const { name } of tables) {
      const { rows } = await client.query<{ tenant_id: string | null; count: string }>(
        `select tenant_id, count(*) from ${name} group by tenant_id`,
      );
      found.set(name, new Map(rows.map((row) => [row.tenant_id ?? "", Number(row.count)])));
    }
    return found;
  } finally {
    await client.end();
  }
}

const ofFirm = (counted: Map<string, Map<string, number>>, firm: ServiceContext): string[] =>
  [...counted].map(([table, byFirm]) => `${table}: ${String(byFirm.get(firm.tenantId) ?? 0)}`);

test("the purge role may clear every table that holds a firm's rows or an account's", async () => {
  const client = new Client({ connectionString: database.adminUrl });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('public', 'installation') and c.relkind in ('r', 'p')
       and (exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped)
         or exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'f' and k.confrelid = 'installation.app_user'::regclass))
       and not (has_table_privilege('avstemt_purge', c.oid, 'select') and has_table_privilege('avstemt_purge', c.oid, 'delete')
         and exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'firm_purge')) order by 1`,
  );
  await client.end();
  // A migration that adds such a table ends with: select installation.open_to_purge();
  expect(rows).toEqual([]);
});

test("deletion is asked for by the firm's name, told to all who lead it, and can be undone while it waits", async () => {
  const name = await withTenant(leaving.database, leaving, (tx) => readFirmName(tx));
  await expect(askForFirmDeletion({ ...leaving, role: "admin" }, { name })).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(askForFirmDeletion(leaving, { name: `${name} AS` })).rejects.toMatchObject({
    code: "invalid_input",
  });
  await askForFirmDeletion(leaving, { name });
  await expect(askForFirmDeletion(leaving, { name })).rejects.toMatchObject({ code: "conflict" });
  expect(await whenFirmGoes({ ...leaving, role: "viewer" })).toBe("2026-12-20T12:00:00.000000Z");
  const letters = await lettersSent();
  expect(letters).toEqual([{ to: "only@leaving.example", name: "firm-deletion-asked" }]);
  await undoFirmDeletion(leaving);
  await expect(undoFirmDeletion(leaving)).rejects.toMatchObject({ code: "conflict" });
  expect(await whenFirmGoes(leaving)).toBeUndefined();
  clock.advance(31 * DAY_MS);
  expect(await deleteFirm(leaving)).toBe(0);
  await askForFirmDeletion(leaving, { name });
  clock.advance(30 * DAY_MS - 1);
  expect(await deleteFirm(leaving)).toBe(0);
  clock.advance(1);
});

test("when its time has come nobody gets in and nothing is followed, every row goes in turns, and others lose nothing", async () => {
  const before = await census();
  const untouched = ofFirm(before, staying);
  expect(ofFirm(before, leaving).filter((line) => !line.endsWith(": 0")).length).toBeGreaterThan(20);
  await ringDue(services, { shard: 0, shards: 1 });
  expect(services.rung).toContainEqual({ name: "firm.delete", payload: { tenantId: leaving.tenantId } });

  // Interrupted after two turns: the door is shut at once, whatever is left.
  expect(await deleteFirm(leaving, { rowsMax: 3, batchesMax: 2 })).toBeGreaterThan(0);
  await expect(undoFirmDeletion(leaving)).rejects.toMatchObject({ code: "conflict" });
  const shard = { nowMs: clock.nowMs() + 90 * DAY_MS, shard: 0, shards: 1, tenantShare: 100, limit: 1000 };
  const due = await withSystem(services.database, (tx) => listDueFeeds(tx, shard));
  expect(due.map((feed) => feed.tenantId)).not.toContain(leaving.tenantId);
  expect(due.map((feed) => feed.tenantId)).toContain(staying.tenantId);
  expect(
    await withSystem(services.database, (tx) => findTokenByHash(tx, tokenHash, clock.nowMs())),
  ).toBeUndefined();

  expect(await deleteFirm(leaving, { rowsMax: 3 })).toBeGreaterThan(10);
  const after = await census();
  expect(ofFirm(after, leaving).filter((line) => !line.endsWith(": 0"))).toEqual([]);
  expect(ofFirm(after, staying)).toEqual(untouched);
  const signIn = (email: string) => withSystem(services.database, (tx) => findSignIn(tx, email));
  expect(await signIn("only@leaving.example")).toBeUndefined();
  expect(await signIn("both@leaving.example")).toBeDefined();
  expect(await deleteFirm(leaving)).toBe(0);
  expect(shops.shop.ledger).not.toBe("");
});

/** Letters on their way, opened. */
async function lettersSent(): Promise<{ to: string; name: string }[]> {
  const client = new Client({ connectionString: database.adminUrl });
  await client.connect();
  await client.query("set role avstemt_identity");
  const { rows } = await client.query<{ id: string; sealed: string }>(
    "select id, sealed from installation.mail_outbox",
  );
  await client.end();
  return rows.map(({ id, sealed }) => {
    const { to, name } = JSON.parse(services.secrets.open(sealed, mailSecret(id))) as {
      to: string;
      name: string;
    };
    return { to, name };
  });
}
