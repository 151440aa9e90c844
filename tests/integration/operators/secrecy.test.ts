import { randomUUID } from "node:crypto";

import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { EventsQuery, FirmsQuery, InboxQuery } from "@/lib/contracts/operators";
import type { CredentialId } from "@/lib/core/ids";
import type { ServiceContext } from "@/lib/services/context";
import { readSession } from "@/lib/services/identity/read-session";
import { signOut } from "@/lib/services/identity/sign-out";
import { assignLedgerToFirm, unassignLedger } from "@/lib/services/operators/assign-ledger";
import { confirmVanishedLedgers } from "@/lib/services/operators/confirm-vanished";
import { hasOperatorDesk } from "@/lib/services/operators/context";
import type { OperatorContext } from "@/lib/services/operators/context";
import { createFirm } from "@/lib/services/operators/create-firm";
import { listEvents } from "@/lib/services/operators/list-events";
import { listFirms } from "@/lib/services/operators/list-firms";
import { listInbox } from "@/lib/services/operators/list-inbox";
import { listKeys } from "@/lib/services/operators/list-keys";
import { deleteOperator } from "@/lib/store/operators-admin";
import { withSystem } from "@/lib/store/system";
import { createTwoShops } from "@/tests/factories/two-shops";
import { listing, openOperatorWorld, SESSION_MS } from "@/tests/integration/operators/world";
import type { OperatorWorld } from "@/tests/integration/operators/world";

/** What operators cannot see, and who is no operator. */

let world: OperatorWorld;
let client: Client;
let firm: ServiceContext;
let operator: OperatorContext;
let credentialId: CredentialId;
let slug: string;

beforeAll(async () => {
  world = await openOperatorWorld();
  client = new Client({ connectionString: world.database.adminUrl });
  await client.connect();
  firm = await world.newFirm("nord");
  await createTwoShops(firm);
  credentialId = await world.keys();
  await world.list(credentialId, [listing("7001")]);
  operator = await world.person("ola", { isOperator: true });
  slug = (await listFirms(operator, FirmsQuery.parse({}))).items[0]?.slug ?? "";
}, 60_000);

afterAll(async () => {
  await client.end();
  await world.close();
});

/** Every verb of an operator, with input that an operator could give. */
const VERBS: Readonly<Record<string, (ctx: OperatorContext) => Promise<unknown>>> = {
  listInbox: (ctx) => listInbox(ctx, InboxQuery.parse({})),
  listFirms: (ctx) => listFirms(ctx, FirmsQuery.parse({})),
  listEvents: (ctx) => listEvents(ctx, EventsQuery.parse({})),
  listKeys,
  assignLedgerToFirm: (ctx) => assignLedgerToFirm(ctx, { credentialId, ledgerId: "7001", firm: slug }),
  unassignLedger: (ctx) => unassignLedger(ctx, { credentialId, ledgerId: "7001", firm: slug }),
  createFirm: (ctx) => createFirm(ctx, { name: "X", slug: "xx", ownerEmail: operator.person.name }),
  confirmVanishedLedgers: (ctx) => confirmVanishedLedgers(ctx, { credentialId, reason: "gone" }),
};

describe("nobody else is an operator", () => {
  const strangers: Readonly<Record<string, () => Promise<OperatorContext>>> = {
    "an owner of a firm": () => world.person("eier", { firm }),
    "a session that was never opened": async () => ({ ...operator, sessionId: randomUUID() }),
    "a session that is closed": async () => {
      const ctx = await world.person("lukket", { isOperator: true });
      await signOut(world.services, ctx.sessionId);
      return ctx;
    },
    "a session that has run out": async () => {
      const ctx = await world.person("gammel", { isOperator: true });
      const nowMs = world.clock.nowMs() + SESSION_MS;
      return { ...ctx, clock: { ...ctx.clock, nowMs: () => nowMs } };
    },
    "a person who was an operator": async () => {
      const ctx = await world.person("tidligere", { isOperator: true });
      const session = await readSession(world.services, ctx.sessionId);
      if (session === undefined) throw new Error("no session");
      await withSystem(world.admin, (tx) => deleteOperator(tx, session.userId));
      return ctx;
    },
  };
  test.each(Object.keys(strangers))("%s gets the same as for what does not exist", async (name) => {
    const ctx = await strangers[name]?.();
    if (ctx === undefined) throw new Error("nobody");
    expect(await hasOperatorDesk(world.services, ctx.sessionId).catch(() => "threw")).toBe(
      name === "a session that has run out",
    );
    for (const [verb, run] of Object.entries(VERBS)) {
      const outcome = await run(ctx).then(
        () => "done",
        (error: unknown) => (error as { code?: string }).code,
      );
      expect([verb, outcome]).toEqual([verb, "not_found"]);
    }
  });

  test("without keys of its own the installation has no operators' pages at all", async () => {
    const other = await openOperatorWorld();
    const ctx = await other.person("ola", { isOperator: true });
    expect((await readSession(other.services, ctx.sessionId))?.isOperator).toBe(true);
    expect(await hasOperatorDesk(other.services, ctx.sessionId)).toBe(false);
    await expect(listInbox(ctx, InboxQuery.parse({}))).rejects.toMatchObject({ code: "not_found" });
    await expect(listFirms(ctx, FirmsQuery.parse({}))).rejects.toMatchObject({ code: "not_found" });
    await other.close();
  });
});

describe("operators see no books", () => {
  test("the role of their functions has no grant on merchants, entries, sums, payouts or proofs", async () => {
    const { rows } = await client.query<{ name: string }>(
      `select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
         and (has_table_privilege('avstemt_operator', c.oid, 'select') or has_any_column_privilege('avstemt_operator', c.oid, 'select')
           or has_table_privilege('avstemt_operator', c.oid, 'insert, update, delete, truncate')) order by 1`,
    );
    expect(rows.map(({ name }) => name)).toEqual([
      "feed",
      "ledger",
      "ledger_topic",
      "ledger_version",
      "tenant",
    ]);
    const columns = await client.query<{ name: string }>(
      `select c.relname || '.' || a.attname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
       where c.relnamespace = 'public'::regnamespace and c.relname in ('feed', 'ledger_topic', 'ledger_version', 'ledger')
         and has_column_privilege('avstemt_operator', c.oid, a.attnum, 'select') order by 1`,
    );
    // No balance, no merchant, no owner, no payout account.
    expect(columns.rows.map(({ name }) => name)).toEqual([
      "feed.ledger",
      "feed.next_sequence",
      "feed.tenant_id",
      "ledger.credential_id",
      "ledger.id",
      "ledger.ledger_id",
      "ledger.status",
      "ledger.tenant_id",
      "ledger_topic.ledger",
      "ledger_topic.tenant_id",
      "ledger_version.ledger",
      "ledger_version.tenant_id",
    ]);
    const secrets = await client.query(
      `select has_column_privilege('avstemt_operator', 'installation.credential', 'secret_sealed', 'select') as key,
              has_column_privilege('avstemt_operator', 'installation.app_user', 'password_hash', 'select') as hash`,
    );
    expect(secrets.rows).toEqual([{ key: false, hash: false }]);
  });

  test("no function of the installation answers an operator's session with anything of a firm's books", async () => {
    const known = await textsOfBooks();
    expect(known.size).toBeGreaterThan(30);
    for (const [name, values] of Object.entries(await everyAnswer())) {
      const text = JSON.stringify(values, (_, value: unknown) =>
        typeof value === "bigint" ? value.toString() : value,
      );
      expect([name, [...known].filter((secret) => text.includes(secret))]).toEqual([name, []]);
    }
  });

  test("without settings of a firm an operator's transaction sees no row of any", async () => {
    const { rows } = await client.query<{ name: string }>(
      `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`,
    );
    for (const { name } of rows) {
      const [row] = await operator.database.transaction(async (tx) => {
        await tx.query(
          "select * from installation.operator_firms($1, to_timestamp($2 / 1000.0), '', null, 10)",
          [operator.sessionId, operator.clock.nowMs()],
        );
        return tx.query<{ count: bigint }>(`select count(*) as count from ${name}`);
      });
      expect([name, row?.count]).toEqual([name, 0n]);
    }
  });

  test("an operator without a place in a firm has none", async () => {
    const session = await readSession(world.services, operator.sessionId);
    expect(session).toMatchObject({ isOperator: true, memberships: [] });
  });
});

/** Every text of the firm's books that is long enough to be somebody's, and is not of what operators may see. */
async function textsOfBooks(): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  await firm.database.transaction(async (tx) => {
    await tx.query("select set_config('app.tenant_id', $1, true), set_config('app.scope', 'firm', true)", [
      firm.tenantId,
    ]);
    for (const table of ["merchant", "ledger_version", "ledger_merchant", "payout", "entry", "day_sum"])
      for (const { row } of await tx.query<{ row: unknown }>(`select to_jsonb(x) as row from ${table} x`))
        collect(row, found);
  });
  const open = JSON.stringify([listing("7001"), firm.tenantId]);
  return new Set([...found].filter((text) => !open.includes(text)));
}

function collect(value: unknown, into: Set<string>): void {
  if (typeof value === "string" && value.length >= 5 && !/^\d{4}-\d{2}-\d{2}/.test(value)) into.add(value);
  else if (typeof value === "object" && value !== null)
    for (const of of Object.values(value)) collect(of, into);
}

/** What follows the session and the time, for each function that shows an operator something. */
const ASKS: Readonly<Record<string, string>> = {
  operator_desk: "",
  operator_keys: "",
  operator_vanished: ", $3, 1000",
  operator_inbox: ", 'all', '', null, null, null, null, 1000",
  operator_firms: ", '', null, 1000",
  operator_events: ", null, null, 1000",
};

async function everyAnswer(): Promise<Record<string, unknown>> {
  const { rows } = await client.query<{ name: string }>(
    `select p.proname as name from pg_proc p where p.pronamespace = 'installation'::regnamespace
       and p.proname like 'operator\\_%' and p.provolatile <> 'v' order by 1`,
  );
  expect(rows.map(({ name }) => name)).toEqual(Object.keys(ASKS).toSorted());
  const answers: Record<string, unknown> = {};
  for (const [name, rest] of Object.entries(ASKS)) {
    answers[name] = await operator.database.transaction((tx) =>
      tx.query(`select * from installation.${name}($1, to_timestamp($2 / 1000.0)${rest})`, [
        operator.sessionId,
        operator.clock.nowMs(),
        ...(rest.includes("$3") ? [credentialId] : []),
      ]),
    );
  }
  return answers;
}
