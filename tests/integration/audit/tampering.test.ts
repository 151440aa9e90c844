import fc from "fast-check";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";

import { eraseAuditValues } from "@/lib/services/audit/erase-values";
import { getAuditHead } from "@/lib/services/audit/get-audit-head";
import { sealAudit } from "@/lib/services/audit/seal-audit";
import { verifyAudit } from "@/lib/services/audit/verify-audit";
import type { ServiceContext } from "@/lib/services/context";
import { recordAudit } from "@/lib/store/audit";
import type { AuditHead } from "@/lib/store/audit-chain";
import { withTenant } from "@/lib/store/tenant";
import { EVENTS, tamperings } from "@/tests/integration/audit/tamperings";
import { openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

/** No tampering with the audit trail is silent, whoever does it: here the migration role, which may write every row. */

const TABLES = ["audit_event", "audit_seal", "audit_head"];
let world: ReadWorld;
let admin: Client;
let ctx: ServiceContext;
let head: AuditHead;

beforeAll(async () => {
  world = await openReadWorld();
  admin = new Client({ connectionString: world.database.adminUrl });
  await admin.connect();
  ctx = await world.newFirm("tampered");
  for (let n = 1; n < EVENTS; n += 1) {
    const actor = { ...ctx.actor, address: "192.0.2.1", device: "Firefox" };
    await withTenant(ctx.database, ctx, (tx) =>
      recordAudit(
        tx,
        { ...ctx, actor },
        {
          action: n % 2 === 0 ? "a.b" : "c.d",
          subjectType: "thing",
          subjectId: String(n),
          ...(n % 3 > 0 && { before: { n: String(n) } }),
          ...(n % 4 > 0 && { after: { n: String(n + 1), ø: "å" } }),
        },
      ),
    );
    world.clock.advance(1);
  }
  await sealAudit(ctx);
  const { rows } = await admin.query<{ id: string }>("select id from audit_event where sequence = 4");
  await eraseAuditValues(ctx, {
    eventIds: rows.map(({ id }) => id),
    parts: ["who", "after"],
    reason: "asked",
  });
  await sealAudit(ctx);
  head = await getAuditHead(ctx);
  expect(head.sequence).toBe(BigInt(EVENTS));
  for (const table of TABLES) await admin.query(`create temp table kept_${table} as select * from ${table}`);
}, 60_000);

afterAll(async () => {
  await admin.end();
  await world.close();
});

async function restore(): Promise<void> {
  await admin.query("rollback");
  for (const table of TABLES) {
    await admin.query(`delete from ${table}`);
    await admin.query(`insert into ${table} select * from kept_${table}`);
  }
  await admin.query("create unique index if not exists audit_seal_event on audit_seal (tenant_id, event_id)");
}

test("every tampering is found", { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(tamperings, async (tampering) => {
      try {
        await admin.query("begin");
        let touched = 0;
        for (const sql of tampering.sql) touched += (await admin.query(sql)).rowCount ?? 0;
        await admin.query("commit");
        fc.pre(touched > 0);
        if (tampering.isSealed === true) await sealAudit(ctx);
        const exported = tampering.needsHead === true ? head : undefined;
        const verification = await verifyAudit(ctx, { exported });
        expect([tampering.what, verification.ok]).toEqual([tampering.what, false]);
      } finally {
        await restore();
      }
      expect((await verifyAudit(ctx, { exported: head })).findings).toEqual([]);
    }),
    { numRuns: 250 },
  );
});

test("what is found is named: the row, its place, and what is wrong with it", async () => {
  const { rows } = await admin.query<{ id: string }>("select id from audit_event where sequence = 7");
  const eventId = rows[0]?.id;
  const found = async (...sql: string[]) => {
    for (const statement of sql) await admin.query(statement);
    const { findings } = await verifyAudit(ctx);
    await restore();
    return findings;
  };
  const at = { sequence: 7n, eventId };
  expect(await found(`update audit_event set after = '{"n": "9"}' where sequence = 7`)).toEqual([
    { kind: "changed", ...at, detail: "the values after are not what was sealed" },
  ]);
  expect(await found("update audit_event set actor_name = 'Somebody else' where sequence = 7")).toEqual([
    { kind: "changed", ...at, detail: "who did it and from where is not what was sealed" },
  ]);
  expect(await found("delete from audit_event where sequence = 7")).toEqual([
    { kind: "missing", ...at, detail: "the event was sealed, and is gone" },
  ]);
  expect(
    await found(
      "delete from audit_event where sequence between 7 and 9",
      "delete from audit_seal where sequence between 7 and 9",
    ),
  ).toEqual([
    {
      kind: "missing",
      sequence: 7n,
      eventId: undefined,
      detail: "places 7 through 9 are gone from the chain",
    },
  ]);
  // With the tail goes the record of the erasure that stands in it, which is found as well.
  expect(
    await found("delete from audit_event where sequence > 10", "delete from audit_seal where sequence > 10"),
  ).toContainEqual({
    kind: "cut-off",
    sequence: 12n,
    eventId: undefined,
    detail: "the chain ends at place 10, and its head was at 12",
  });
  expect(await found("update audit_event set sequence = null where sequence = 7")).toMatchObject([
    { kind: "changed", ...at },
  ]);
});

test("a trail that was tampered with is not sealed over", async () => {
  await admin.query("delete from audit_head");
  await withTenant(ctx.database, ctx, (tx) =>
    recordAudit(tx, ctx, { action: "more", subjectType: "thing", subjectId: "1" }),
  );
  await expect(sealAudit(ctx)).rejects.toThrow(/head of the audit trail is gone/);
  await restore();
  expect((await verifyAudit(ctx)).ok).toBe(true);
});
