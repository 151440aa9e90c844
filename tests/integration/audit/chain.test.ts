import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";

import { createDatabase } from "@/lib/platform/database/database";
import { eraseAuditValues } from "@/lib/services/audit/erase-values";
import { getAuditHead } from "@/lib/services/audit/get-audit-head";
import { sealAudit } from "@/lib/services/audit/seal-audit";
import { verifyAudit } from "@/lib/services/audit/verify-audit";
import type { ServiceContext } from "@/lib/services/context";
import { ringDue } from "@/lib/services/worker/ring-due";
import { recordAudit } from "@/lib/store/audit";
import { withTenant } from "@/lib/store/tenant";
import { openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

/** The chain over the audit trail (DESIGN §4, `audit_event`): who may write it, in what order, and what erasure leaves. */

let world: ReadWorld;
let admin: Client;

beforeAll(async () => {
  world = await openReadWorld();
  admin = new Client({ connectionString: world.database.adminUrl });
  await admin.connect();
}, 60_000);

afterAll(async () => {
  await admin.end();
  await world.close();
});

function createGate(): Readonly<{ opened: Promise<void>; open: () => void }> {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

type Value = Readonly<Record<string, string>>;

async function append(ctx: ServiceContext, action: string, after?: Value): Promise<void> {
  await withTenant(ctx.database, ctx, (tx) =>
    recordAudit(tx, ctx, {
      action,
      subjectType: "thing",
      subjectId: action,
      ...(after !== undefined && { before: { name: "old" }, after }),
    }),
  );
}

async function chainOf(ctx: ServiceContext): Promise<{ sequence: string; action: string; id: string }[]> {
  const { rows } = await admin.query<{ sequence: string; action: string; id: string }>(
    "select e.sequence, e.action, e.id from audit_event e where tenant_id = $1 and sequence is not null order by e.sequence",
    [ctx.tenantId],
  );
  return rows;
}

test("events get gapless places, and a chain that is sound; sealing again changes nothing", async () => {
  const ctx = await world.newFirm("order");
  expect(await verifyAudit(ctx)).toMatchObject({ ok: true, events: 0, head: undefined });
  for (const action of ["a", "b", "c"]) {
    await append(ctx, action, { name: `«ø» "${action}" \\ 😀` });
    world.clock.advance(1);
  }
  expect(await verifyAudit(ctx)).toMatchObject({ ok: true, events: 0, unsealed: 3n });
  expect(await sealAudit(ctx)).toBe(3);
  expect((await chainOf(ctx)).map(({ sequence, action }) => [sequence, action])).toEqual([
    ["1", "a"],
    ["2", "b"],
    ["3", "c"],
  ]);
  const head = await getAuditHead(ctx);
  expect(await sealAudit(ctx)).toBe(0);
  expect(await getAuditHead(ctx)).toEqual(head);
  expect(await verifyAudit(ctx, { exported: head })).toMatchObject({ ok: true, events: 3, unsealed: 0n });
});

test("an event that is committed late is sealed later, however early its time is", async () => {
  const ctx = await world.newFirm("late");
  const slow = createDatabase({ url: world.database.url, connectionsMax: 1 });
  const isWritten = createGate();
  const mayCommit = createGate();
  const late = withTenant(slow, ctx, async (tx) => {
    await recordAudit(tx, ctx, { action: "late", subjectType: "thing", subjectId: "1" });
    isWritten.open();
    await mayCommit.opened;
  });
  await isWritten.opened;
  world.clock.advance(5_000);
  await append(ctx, "early");
  expect(await sealAudit(ctx)).toBe(1);
  mayCommit.open();
  await late;
  await slow.close();
  expect(await sealAudit(ctx)).toBe(1);
  expect((await chainOf(ctx)).map(({ action }) => action)).toEqual(["early", "late"]);
  expect(await verifyAudit(ctx)).toMatchObject({ ok: true, events: 2 });
});

test("sealers of one firm wait for each other, and none skips or doubles an event", async () => {
  const ctx = await world.newFirm("many");
  await Promise.all(
    Array.from({ length: 6 }, async (_, writer) => {
      for (let n = 0; n < 40; n += 1) {
        await append(ctx, `w${String(writer)}-${String(n)}`);
        if (n % 7 === writer) await sealAudit(ctx);
      }
    }),
  );
  await Promise.all([sealAudit(ctx), sealAudit(ctx), sealAudit(ctx)]);
  const chain = await chainOf(ctx);
  expect(chain.map(({ sequence }) => Number(sequence))).toEqual(
    Array.from({ length: 240 }, (_, index) => index + 1),
  );
  expect(new Set(chain.map(({ id }) => id)).size).toBe(240);
  expect(await verifyAudit(ctx)).toMatchObject({ ok: true, events: 240, unsealed: 0n });
});

test("the scan rings for firms with events that wait, and for no other", async () => {
  const [busy, quiet] = [await world.newFirm("busy"), await world.newFirm("quiet")];
  await append(busy, "x");
  world.services.rung.length = 0;
  await ringDue(world.services, { shard: 0, shards: 2 });
  const rung = world.services.rung.filter(({ name }) => name === "audit.seal").map(({ payload }) => payload);
  expect(rung).toContainEqual({ tenantId: busy.tenantId });
  expect(rung).not.toContainEqual({ tenantId: quiet.tenantId });
  await sealAudit(busy);
  world.services.rung.length = 0;
  await ringDue(world.services, { shard: 0, shards: 2 });
  expect(world.services.rung).not.toContainEqual({
    name: "audit.seal",
    payload: { tenantId: busy.tenantId },
  });
});

test("the run-time role appends, and can neither change, delete, place nor seal an event", async () => {
  const ctx = await world.newFirm("grants");
  await append(ctx, "x");
  await sealAudit(ctx);
  const attempts = [
    "update audit_event set action = 'y'",
    "update audit_event set sequence = 7",
    "delete from audit_event",
    "insert into audit_event (tenant_id, id, at, actor_kind, actor_id, actor_name, action, subject_type, subject_id, sequence) select tenant_id, gen_random_uuid(), at, actor_kind, actor_id, actor_name, action, subject_type, subject_id, 9 from audit_event",
    "insert into audit_event (tenant_id, id, at, actor_kind, actor_id, actor_name, action, subject_type, subject_id, who_salt) select tenant_id, gen_random_uuid(), at, actor_kind, actor_id, actor_name, action, subject_type, subject_id, '' from audit_event",
    "update audit_seal set hash = ''",
    "delete from audit_seal",
    "insert into audit_seal select tenant_id, 9, gen_random_uuid(), sealed_at, who_hash, before_hash, after_hash, digest, hash from audit_seal",
    "update audit_head set sequence = 0",
    "delete from audit_head",
  ];
  for (const sql of attempts) {
    const outcome = await withTenant(ctx.database, ctx, (tx) => tx.execute(sql)).then(
      () => "done",
      (error: unknown) => String(error),
    );
    expect([sql, outcome]).toEqual([sql, expect.stringContaining("permission denied")]);
  }
  const limited = { tenantId: ctx.tenantId, scope: { kind: "limited", merchantIds: [] } } as const;
  for (const call of [
    "installation.seal_audit(1)",
    "installation.erase_audit_values(gen_random_uuid(), '{who}')",
  ]) {
    await expect(withTenant(ctx.database, limited, (tx) => tx.query(`select ${call}`))).rejects.toThrow(
      /for the firm of the transaction/,
    );
    await expect(ctx.database.transaction((tx) => tx.query(`select ${call}`))).rejects.toThrow(
      /for the firm of the transaction/,
    );
  }
});

test("where a change came from is kept: address, device, request; a job by its name", async () => {
  const ctx = await world.newFirm("origin");
  const requestId = "0198f2aa-0000-7000-8000-000000000001";
  const actor = { ...ctx.actor, address: "192.0.2.7", device: "Firefox", requestId };
  await append({ ...ctx, actor }, "from-somewhere");
  const { rows } = await admin.query(
    "select actor_kind, actor_name, address, device, request_id from audit_event where tenant_id = $1",
    [ctx.tenantId],
  );
  expect(rows).toEqual([
    {
      actor_kind: "system",
      actor_name: "test",
      address: "192.0.2.7",
      device: "Firefox",
      request_id: requestId,
    },
  ]);
});

test("erasing values leaves the chain sound, and says that it was done", async () => {
  const ctx = await world.newFirm("erase");
  await append(ctx, "named", { name: "Kari Nordmann" });
  await append(ctx, "other", { name: "Ola" });
  const [unsealed] = (
    await admin.query<{ id: string }>("select id from audit_event where tenant_id = $1", [ctx.tenantId])
  ).rows;
  const erase = (eventId: string, parts: readonly ("who" | "before" | "after")[]) =>
    eraseAuditValues(ctx, { eventIds: [eventId], parts, reason: "asked for by the person" });
  await expect(erase(unsealed?.id ?? "", ["after"])).rejects.toMatchObject({ code: "not_found" });
  await sealAudit(ctx);
  const head = await getAuditHead(ctx);
  const [first] = await chainOf(ctx);
  await erase(first?.id ?? "", ["who", "after"]);
  expect(await verifyAudit(ctx, { exported: head })).toMatchObject({ ok: true, events: 2, unsealed: 1n });
  await sealAudit(ctx);
  expect(await verifyAudit(ctx, { exported: head })).toMatchObject({ ok: true, events: 3 });
  const { rows } = await admin.query(
    "select actor_name, address, before, after, who_salt, after_salt, before_salt is null as before_gone from audit_event where tenant_id = $1 and sequence = 1",
    [ctx.tenantId],
  );
  expect(rows).toEqual([
    {
      actor_name: "",
      address: null,
      before: { name: "old" },
      after: null,
      who_salt: null,
      after_salt: null,
      before_gone: false,
    },
  ]);
  const record = (await chainOf(ctx)).find(({ action }) => action === "audit.erased");
  await expect(erase(record?.id ?? "", ["after"])).rejects.toMatchObject({ code: "not_found" });

  // The same done behind our back is found: nobody recorded it.
  const [, second] = await chainOf(ctx);
  await admin.query("update audit_event set after = null, after_salt = null where id = $1", [second?.id]);
  const tampered = await verifyAudit(ctx);
  expect(tampered.ok).toBe(false);
  expect(tampered.findings).toMatchObject([{ kind: "changed", eventId: second?.id }]);
  expect(tampered.findings[0]?.detail).toContain("no erasure of it is recorded");
});
