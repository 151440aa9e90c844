import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";

import { HOUR_MS } from "@/lib/core/clock";
import { TOPICS } from "@/lib/domain/ledger/states";
import type { ServiceContext } from "@/lib/services/context";
import { followFeed } from "@/lib/services/ledgers/follow-feed";
import { withClient } from "@/scripts/services/postgres-roles";
import { createManualClock } from "@/tests/factories/clock";
import { createCutProxy } from "@/tests/factories/cut-proxy";
import type { CutProxy } from "@/tests/factories/cut-proxy";
import { expectTruth, expectWhole } from "@/tests/factories/faithful";
import { listLedgers, takeInAll } from "@/tests/factories/firm";
import { createTestServices, createTestTenant } from "@/tests/factories/services";
import type { TestServices } from "@/tests/factories/services";
import { createTestSimulator } from "@/tests/factories/simulator";
import type { TestSimulator } from "@/tests/factories/simulator";
import { takeTurn } from "@/tests/factories/worker-turn";
import { createTestDatabase } from "@/tests/setup/database";
import type { TestDatabase } from "@/tests/setup/database";

const KEYS = "firm-nordfjord";
const OTHER_KEYS = "firm-oresund";
/** Small, so that a history takes several transactions. */
const PAGE_SIZE = 20;

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

const clock = createManualClock(Date.parse("2026-11-12T12:00:00Z"));
let database: TestDatabase;
let simulator: TestSimulator;
let proxy: CutProxy;
let services: TestServices;
let otherServices: TestServices;
let ctx: ServiceContext;
let other: ServiceContext;

beforeAll(async () => {
  simulator = await createTestSimulator({ merchants: 10, from: "2026-10-28", nowMs: clock.nowMs });
  for (const { ledgerId } of await simulator.truth())
    await simulator.control("PATCH", `/ledgers/${ledgerId}`, { pageSize: PAGE_SIZE });
});

afterAll(async () => {
  await simulator.close();
});

beforeEach(async () => {
  database = await createTestDatabase();
  const direct = new URL(database.url);
  proxy = await createCutProxy({ host: direct.hostname, port: Number(direct.port) });
  const through = Object.assign(new URL(database.url), { port: String(proxy.port) });
  services = createTestServices({ url: through.href, vippsUrl: simulator.url, clock });
  otherServices = createTestServices({ url: database.url, vippsUrl: simulator.url, clock });
  ctx = await createTestTenant(services, database, "nordfjord");
  other = await createTestTenant(otherServices, database, "oresund");
  await takeInAll(ctx, simulator, { clientId: KEYS });
  await takeInAll(other, simulator, { clientId: OTHER_KEYS });
  return async () => {
    await services.close();
    await otherServices.close();
    await proxy.close();
    await database.drop();
  };
});

/** A disk on which this firm's copies find no room beyond so many entries. */
function fillDisk(adminUrl: string, tenantId: string, beyond: number): Promise<void> {
  return withClient(adminUrl, async (client) => {
    await client.query(`
      create function public.no_space() returns trigger language plpgsql as $$
      begin raise exception using errcode = '53100', message = 'could not extend file: No space left on device'; end $$`);
    await client.query(`
      create trigger no_space before insert on public.entry for each row
      when (new.tenant_id = '${tenantId}' and new.sequence > ${String(beyond)}) execute function public.no_space()`);
  });
}

function freeDisk(adminUrl: string): Promise<void> {
  return withClient(adminUrl, async (client) => {
    await client.query("drop trigger no_space on public.entry");
  });
}

describe("a full disk", () => {
  test("is told as such, keeps what was whole, lets other firms go on, and is over when there is room", async () => {
    await fillDisk(database.adminUrl, ctx.tenantId, 60);
    const failures = await takeTurn(services);
    expect(new Set(failures)).toEqual(new Set(["disk_full"]));
    const held = await expectWhole(ctx);
    expect(held).toBeGreaterThan(0);
    await expectTruth(other, simulator, OTHER_KEYS);
    expect(await takeTurn(services)).toContain("disk_full");
    // Whole pages may still fit; nothing that was kept is lost.
    expect(await expectWhole(ctx)).toBeGreaterThanOrEqual(held);
    await freeDisk(database.adminUrl);
    expect(await takeTurn(services)).toEqual([]);
    await expectTruth(ctx, simulator, KEYS);
  });

  test("carries the wait before another try", async () => {
    await fillDisk(database.adminUrl, ctx.tenantId, 0);
    const [ledger] = await listLedgers(ctx, "active");
    if (ledger === undefined) throw new Error("no ledger");
    await expect(followFeed(ctx, { ledger: ledger.id, topic: "funds" })).rejects.toMatchObject({
      code: "disk_full",
      retryAfterMs: 60_000,
    });
    expect(await expectWhole(ctx)).toBe(0);
  });
});

describe("PostgreSQL going down", () => {
  test("in the middle of a first sync is told as such, and the process goes on by itself when it is back", async () => {
    const [largest] = (await simulator.truth())
      .filter((truth) => truth.grantedTo.includes(KEYS))
      .sort((a, b) => b.topics.funds.count - a.topics.funds.count);
    const ledger = (await listLedgers(ctx)).find((found) => found.ledgerId === largest?.ledgerId);
    if (ledger === undefined) throw new Error("no ledger");
    let cut: Promise<void> | undefined;
    const following = followFeed(
      ctx,
      { ledger: ledger.id, topic: "funds" },
      { onPage: () => void (cut ??= proxy.cut()) },
    );
    await expect(following).rejects.toMatchObject({ code: "database_unavailable", retryAfterMs: 5_000 });
    await cut;
    await expect(takeTurn(services)).rejects.toMatchObject({ code: "database_unavailable" });
    // A process whose connections hold reads on, for every firm.
    const seen = await expectWhole({ ...ctx, database: otherServices.database });
    expect(seen).toBeGreaterThan(0);
    expect(await followOthers()).toEqual(new Set(["head"]));
    await expectTruth(other, simulator, OTHER_KEYS);
    await proxy.restore();
    clock.advance(HOUR_MS);
    expect(await takeTurn(services)).toEqual([]);
    await expectTruth(ctx, simulator, KEYS);
  });

  async function followOthers(): Promise<ReadonlySet<string>> {
    const outcomes = new Set<string>();
    for (const { id } of await listLedgers(other, "active")) {
      for (const topic of TOPICS) outcomes.add((await followFeed(other, { ledger: id, topic })).outcome);
    }
    return outcomes;
  }
});
