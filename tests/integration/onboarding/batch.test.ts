import { Client } from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";

import { HOUR_MS, MINUTE_MS } from "@/lib/core/clock";
import { parseLedgerDate } from "@/lib/core/ledger-date";
import type { Batch } from "@/lib/contracts/onboarding";
import { countBoard } from "@/lib/services/onboarding/list-board";
import { runBatch } from "@/lib/services/onboarding/run-batch";
import type { BatchId } from "@/lib/services/onboarding/run-batch";
import { getBatch, listBatches, startBatch } from "@/lib/services/onboarding/start-batch";
import { ringDue } from "@/lib/services/worker/ring-due";
import { setLedgerStatus } from "@/lib/store/ledgers";
import { withTenant } from "@/lib/store/tenant";
import { auditOf, makeNewLedgers, openOnboardingWorld } from "@/tests/integration/onboarding/support";
import type { OnboardingWorld } from "@/tests/integration/onboarding/support";

let world: OnboardingWorld;

beforeAll(async () => {
  world = await openOnboardingWorld();
});
afterAll(() => world.close());

test("500 are taken in by a job that dies in the middle, and none twice", { timeout: 240_000 }, async () => {
  const ctx = await world.newFirm("five-hundred");
  const ledgers = await makeNewLedgers(ctx, 500, { from: 700_000 });
  world.services.rung.length = 0;
  const started = await startBatch(
    { ...ctx, role: "admin", actor: { kind: "user", id: "u1", name: "Ingrid Solheim" } },
    { ledgers, booksFrom: parseLedgerDate("2026-06-01") },
  );
  expect(started).toMatchObject({ state: "running", total: 500, taken: 0, createdBy: "Ingrid Solheim" });
  expect(world.services.rung).toEqual([
    { name: "onboarding.take-in", payload: { tenantId: ctx.tenantId, batch: started.id } },
  ]);

  // The database cuts the worker's connection after some of them.
  const batch = started.id as BatchId;
  const work = runBatch(ctx, { batch });
  const outcome = work.then(
    () => "done",
    () => "died",
  );
  const killer = new Client({ connectionString: inject("postgres").superuserUrl });
  await killer.connect();
  while ((await getBatch(ctx, { id: batch })).taken < 100);
  const name = new URL(world.database.url).pathname.slice(1);
  const cut = (): Promise<string> =>
    killer
      .query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [name])
      .then(() => "alive");
  // A connection that is idle when it is cut is replaced: the worker dies of the first that was at work.
  while ((await Promise.race([outcome, cut()])) === "alive");
  await killer.end();
  expect(await outcome).toBe("died");
  const look = (): Promise<Batch> => getBatch(ctx, { id: batch });
  // The pool finds out one by one which of its connections are gone.
  const middle = await look().catch(look).catch(look).catch(look).catch(look).catch(look);
  expect(middle.state).toBe("running");
  expect(middle.taken).toBeGreaterThanOrEqual(100);
  expect(middle.taken).toBeLessThan(500);
  expect(await countBoard(ctx)).toMatchObject({ new: 500 - middle.taken, firstSync: middle.taken });

  // Whoever looks a minute later finds it, and goes on; a second worker beside it does no harm.
  world.clock.advance(2 * MINUTE_MS);
  world.services.rung.length = 0;
  await ringDue(world.services, { shard: 0, shards: 1 });
  expect(world.services.rung).toContainEqual({
    name: "onboarding.take-in",
    payload: { tenantId: ctx.tenantId, batch },
  });
  await Promise.all([runBatch(ctx, { batch }), runBatch(ctx, { batch })]);
  await runBatch(ctx, { batch });
  expect(await getBatch(ctx, { id: batch })).toMatchObject({
    state: "done",
    taken: 500,
    failed: 0,
    unchanged: 0,
    failures: [],
  });
  expect(await countBoard(ctx)).toMatchObject({ new: 0, firstSync: 500 });
  const trail = await auditOf(ctx, "ledger.onboarded");
  expect(trail).toHaveLength(500);
  expect(new Set(trail.map(({ actor_name }) => actor_name))).toEqual(new Set(["Ingrid Solheim"]));
  world.services.rung.length = 0;
  await ringDue(world.services, { shard: 0, shards: 1 });
  expect(world.services.rung.filter(({ name }) => name === "onboarding.take-in")).toEqual([]);
});

test("what cannot be taken in is told by ledger, and the rest is taken in", async () => {
  const ctx = await world.newFirm("failures");
  const [first, lost, active, last] = await makeNewLedgers(ctx, 4, { from: 710_000 });
  if (first === undefined || lost === undefined || active === undefined || last === undefined)
    throw new Error("four");
  await withTenant(ctx.database, ctx, async (tx) => {
    const nowMs = ctx.clock.nowMs();
    await setLedgerStatus(tx, lost, { to: "revoked", nowMs });
    await setLedgerStatus(tx, active, { to: "active", nowMs });
  });
  const { id } = await startBatch(ctx, { ledgers: [first, lost, active, last] });
  await runBatch(ctx, { batch: id as BatchId });
  expect(await getBatch(ctx, { id })).toMatchObject({
    state: "done",
    taken: 2,
    unchanged: 1,
    failed: 1,
    failures: [{ ledger: lost, ledgerId: "710001", code: "conflict" }],
  });
});

test("all that match are those that the search finds", async () => {
  const ctx = await world.newFirm("matching");
  await makeNewLedgers(ctx, 15, { from: 720_000 });
  await makeNewLedgers(ctx, 5, { from: 730_000 });
  const { id, total } = await startBatch(ctx, { matching: { search: "720" } });
  expect(total).toBe(15);
  await runBatch(ctx, { batch: id as BatchId });
  expect(await countBoard(ctx)).toMatchObject({ new: 5, firstSync: 15 });
  await expect(startBatch(ctx, { matching: { search: "720" } })).rejects.toMatchObject({
    code: "invalid_input",
  });
  await expect(startBatch(ctx, {})).rejects.toMatchObject({ code: "invalid_input" });
});

test("a batch is found again for a day, by its own firm only", async () => {
  const ctx = await world.newFirm("found-again");
  const ledgers = await makeNewLedgers(ctx, 2, { from: 740_000 });
  const { id } = await startBatch(ctx, { ledgers });
  expect((await listBatches(ctx)).items.map((of) => of.id)).toEqual([id]);
  await runBatch(ctx, { batch: id as BatchId });
  expect((await listBatches(ctx)).items.map((of) => of.state)).toEqual(["done"]);
  const other = await world.newFirm("other");
  expect((await listBatches(other)).items).toEqual([]);
  await expect(getBatch(other, { id })).rejects.toMatchObject({ code: "not_found" });
  await expect(startBatch(other, { ledgers })).rejects.toMatchObject({ code: "invalid_input" });
  world.clock.advance(25 * HOUR_MS);
  expect((await listBatches(ctx)).items).toEqual([]);
});
