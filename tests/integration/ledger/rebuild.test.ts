import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { LedgerUid } from "@/lib/core/ids";
import { finishRebuild } from "@/lib/services/copies/finish-rebuild";
import { startCopy } from "@/lib/services/copies/start-copy";
import type { ServiceContext } from "@/lib/services/context";
import { followFeed } from "@/lib/services/ledgers/follow-feed";
import { listOtherFeeds } from "@/lib/store/feeds";
import { findLedger } from "@/lib/store/ledgers";
import { withTenant } from "@/lib/store/tenant";
import { createManualClock } from "@/tests/factories/clock";
import { ledgerUid, takeInAll } from "@/tests/factories/firm";
import { createTestServices, createTestTenant } from "@/tests/factories/services";
import type { TestServices } from "@/tests/factories/services";
import { createTestSimulator } from "@/tests/factories/simulator";
import type { TestSimulator } from "@/tests/factories/simulator";
import { createTestDatabase } from "@/tests/setup/database";
import type { TestDatabase } from "@/tests/setup/database";

const clock = createManualClock(Date.parse("2026-11-20T12:00:00Z"));
const TOPIC = "funds" as const;
let database: TestDatabase;
let simulator: TestSimulator;
let services: TestServices;
let ctx: ServiceContext;
let ledger: LedgerUid;

beforeAll(async () => {
  database = await createTestDatabase();
  simulator = await createTestSimulator({ merchants: 4, from: "2026-08-01", nowMs: clock.nowMs });
  services = createTestServices({ url: database.url, vippsUrl: simulator.url, clock });
  ctx = await createTestTenant(services, database);
  await takeInAll(ctx, simulator);
  const truths = (await simulator.truth()).filter((of) => of.grantedTo.includes("firm-nordfjord"));
  const busiest = truths.reduce((a, b) => (a.topics.funds.count >= b.topics.funds.count ? a : b));
  ledger = await ledgerUid(ctx, busiest.ledgerId);
  await simulator.control("PATCH", `/ledgers/${busiest.ledgerId}`, { pageSize: 60 });
  await followFeed(ctx, { ledger, topic: TOPIC });
});

afterAll(async () => {
  await services.close();
  await simulator.close();
  await database.drop();
});

type Sight = Readonly<{
  entries: bigint;
  sums: bigint;
  covers: bigint;
  payouts: bigint;
  head: bigint;
  orphans: bigint;
}>;

/** What a reader sees of the active copy, in one snapshot. */
async function look(): Promise<Sight> {
  const [sight] = await withTenant(
    ctx.database,
    ctx,
    (tx) =>
      tx.query<Sight>(
        `with a as (select active_copy as copy from ledger_topic where tenant_id = $1 and ledger = $2 and topic = 'funds')
         select (select count(*) from entry e, a where e.tenant_id = $1 and e.ledger = $2 and e.topic = 'funds' and e.copy = a.copy) as entries,
           (select sum(count) from day_sum s, a where s.tenant_id = $1 and s.ledger = $2 and s.topic = 'funds' and s.copy = a.copy) as sums,
           (select count(*) from payout_cover c, a where c.tenant_id = $1 and c.ledger = $2 and c.copy = a.copy) as covers,
           (select count(*) from payout where tenant_id = $1 and ledger = $2) as payouts,
           (select head_balance from feed f, a where f.tenant_id = $1 and f.ledger = $2 and f.topic = 'funds' and f.copy = a.copy) as head,
           (select count(*) from payout_cover c, a where c.tenant_id = $1 and c.ledger = $2 and c.copy = a.copy
             and not exists (select from payout p where p.tenant_id = $1 and p.id = c.payout)) as orphans`,
        [tx.tenantId, ledger],
      ),
    { snapshot: true },
  );
  if (sight === undefined) throw new Error("no sight");
  return sight;
}

async function payoutIds(): Promise<string[]> {
  const rows = await withTenant(ctx.database, ctx, (tx) =>
    tx.query<{ id: string }>("select id from payout where tenant_id = $1 and ledger = $2 order by id", [
      tx.tenantId,
      ledger,
    ]),
  );
  return rows.map((row) => row.id);
}

describe("a rebuild of a ledger while it is being followed", () => {
  test("ends with the same entries, payouts keep their identity, and no reader ever sees a half", async () => {
    const before = await look();
    const known = await payoutIds();
    const record = await withTenant(ctx.database, ctx, (tx) => findLedger(tx, ledger));
    if (record === undefined) throw new Error("no ledger");
    await startCopy(ctx, { ledger: record, topic: TOPIC });
    const done = new AbortController();
    const sights: Sight[] = [];
    const reading = (async (): Promise<void> => {
      while (!done.signal.aborted) sights.push(await look());
    })();
    // The ledger lives on meanwhile: days pass, and the active copy is followed too.
    for (let outcome = "none"; outcome !== "swapped";) {
      clock.advance(86_400_000);
      await followFeed(ctx, { ledger, topic: TOPIC });
      const [copy] = await withTenant(ctx.database, ctx, (tx) => listOtherFeeds(tx, ledger, TOPIC));
      await followFeed(ctx, { ledger, topic: TOPIC, ...(copy && { copy: copy.copy }) }, { pagesMax: 7 });
      outcome = await finishRebuild(ctx, { ledger, topic: TOPIC });
    }
    done.abort();
    await reading;
    const after = await look();
    for (const sight of [...sights, after]) {
      expect(sight.sums).toBe(sight.entries);
      expect(sight.orphans).toBe(0n);
      expect(sight.covers).toBe(sight.payouts);
      expect(sight.entries >= before.entries).toBe(true);
    }
    expect(sights.length).toBeGreaterThan(3);
    expect(await payoutIds()).toEqual(expect.arrayContaining(known));
    await followFeed(ctx, { ledger, topic: TOPIC });
    const [truth] = await simulator.truth(record.ledgerId);
    const final = await look();
    expect(Number(final.entries)).toBe(truth?.topics.funds.count);
    expect(Number(final.head)).toBe(truth?.topics.funds.headBalance);
    expect(Number(final.payouts)).toBe(truth?.payouts.length);
  });
});
