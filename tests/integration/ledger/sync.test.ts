import { readFile } from "node:fs/promises";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { TOPICS } from "@/lib/domain/ledger/states";
import { syncOnce } from "@/lib/services/sync/sync-once";
import type { ServiceContext } from "@/lib/services/context";
import { withTenant } from "@/lib/store/tenant";
import { createManualClock } from "@/tests/factories/clock";
import { ledgerUid, takeInAll } from "@/tests/factories/firm";
import { readHeld, truthOf } from "@/tests/factories/held";
import { createTestServices, createTestTenant } from "@/tests/factories/services";
import type { TestServices } from "@/tests/factories/services";
import { createTestSimulator } from "@/tests/factories/simulator";
import type { TestSimulator, WireEntry } from "@/tests/factories/simulator";
import { createTestDatabase } from "@/tests/setup/database";
import type { TestDatabase } from "@/tests/setup/database";

const NOW_MS = Date.parse("2026-11-20T12:00:00Z");
const clock = createManualClock(NOW_MS);
let database: TestDatabase;
let simulator: TestSimulator;
let services: TestServices;

beforeAll(async () => {
  database = await createTestDatabase();
  simulator = await createTestSimulator({ merchants: 24, from: "2026-09-01", nowMs: clock.nowMs });
  services = createTestServices({ url: database.url, vippsUrl: simulator.url, clock });
});

afterAll(async () => {
  await services.close();
  await simulator.close();
  await database.drop();
});

async function compareWithTruth(ctx: ServiceContext, clientId: string): Promise<number> {
  let compared = 0;
  for (const truth of await simulator.truth()) {
    if (!truth.grantedTo.includes(clientId)) continue;
    const ledger = await ledgerUid(ctx, truth.ledgerId);
    for (const topic of TOPICS) {
      expect(await readHeld(ctx, ledger, topic), `${truth.ledgerId} ${topic}`).toEqual(
        truthOf(truth.topics[topic]),
      );
      compared += 1;
    }
    const payouts = await withTenant(ctx.database, ctx, (tx) =>
      tx.query<{ ledger_date: string; psp_reference: string; amount: bigint; aborted: boolean }>(
        "select ledger_date, psp_reference, amount, settled = 'aborted' as aborted from payout where tenant_id = $1 and ledger = $2 order by ledger_date, psp_reference",
        [tx.tenantId, ledger],
      ),
    );
    expect(
      payouts.map((row) => ({
        ledgerDate: row.ledger_date,
        pspReference: row.psp_reference,
        amount: Number(row.amount),
        aborted: row.aborted,
      })),
    ).toEqual(
      [...truth.payouts].sort(
        (a, b) => a.ledgerDate.localeCompare(b.ledgerDate) || a.pspReference.localeCompare(b.pspReference),
      ),
    );
  }
  return compared;
}

describe("a first sync", () => {
  test("holds exactly what the simulator's truth says: counts, sums by day and type, balances, payouts", async () => {
    const ctx = await createTestTenant(services, database, "nordfjord");
    await takeInAll(ctx, simulator);
    const synced = await syncOnce(ctx);
    expect(new Set(synced.map((topic) => topic.outcome))).toEqual(new Set(["head"]));
    expect(await compareWithTruth(ctx, "firm-nordfjord")).toBeGreaterThan(20);
    const again = await syncOnce(ctx);
    expect(again.reduce((sum, topic) => sum + topic.entriesWritten, 0)).toBe(0);
  });

  test("goes on where it was when the clock moves", async () => {
    const ctx = await createTestTenant(services, database, "oresund");
    await takeInAll(ctx, simulator, { clientId: "firm-oresund" });
    await syncOnce(ctx);
    clock.advance(9 * 86_400_000);
    const later = await syncOnce(ctx);
    expect(later.reduce((sum, topic) => sum + topic.entriesWritten, 0)).toBeGreaterThan(0);
    expect(await compareWithTruth(ctx, "firm-oresund")).toBeGreaterThan(4);
  });
});

describe("the documented examples", () => {
  test("give the documented balances and payouts", async () => {
    const read = async (name: string): Promise<WireEntry[]> =>
      (JSON.parse(await readFile(`tests/fixtures/${name}.json`, "utf8")) as { items: WireEntry[] }).items;
    await simulator.script({
      ledgerId: "12345",
      grantedTo: ["firm-docs"],
      funds: await read("docs-happy-day.funds"),
      fees: await read("docs-happy-day.fees"),
    });
    await simulator.script({
      ledgerId: "453243",
      country: "DK",
      currency: "DKK",
      grantedTo: ["firm-docs"],
      funds: await read("docs-dk-payout-with-reserve.funds"),
    });
    await simulator.control("POST", "/credentials", {
      clientId: "firm-docs",
      clientSecret: `firm-docs-secret-${String(simulator.seed)}`,
    });
    const ctx = await createTestTenant(services, database, "docs");
    await takeInAll(ctx, simulator, { clientId: "firm-docs" });
    await syncOnce(ctx);
    const happy = await ledgerUid(ctx, "12345");
    expect(await readHeld(ctx, happy, "funds")).toMatchObject({ count: 6, firstBalance: 0, headBalance: 0 });
    expect(await readHeld(ctx, happy, "fees")).toMatchObject({ count: 4, firstBalance: 0, headBalance: 0 });
    const covers = await withTenant(ctx.database, ctx, (tx) =>
      tx.query<{
        payout_number: string;
        captures: bigint;
        refunds: bigint;
        fees: bigint;
        amount: bigint;
        left_before: bigint;
        left_after: bigint;
      }>(
        `select p.payout_number, c.captures, c.refunds, c.fees, c.amount, c.left_before, c.left_after
         from payout_cover c join payout p on p.tenant_id = c.tenant_id and p.id = c.payout where c.tenant_id = $1 order by p.currency desc`,
        [tx.tenantId],
      ),
    );
    expect(covers).toEqual([
      {
        payout_number: "2000023",
        captures: 40_000n,
        refunds: -10_000n,
        fees: -1_200n,
        amount: -28_800n,
        left_before: 0n,
        left_after: 0n,
      },
      // A rolling reserve: the first balance is not zero, and the payout does not empty the ledger.
      {
        payout_number: "2000002",
        captures: 0n,
        refunds: 0n,
        fees: 0n,
        amount: -800_000n,
        left_before: 1_000_000n,
        left_after: 200_000n,
      },
    ]);
  });
});
