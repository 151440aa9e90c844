import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { DAY_MS, HOUR_MS } from "@/lib/core/clock";
import { parseLedgerDate } from "@/lib/core/ledger-date";
import type { LedgerUid } from "@/lib/core/ids";
import type { ServiceContext } from "@/lib/services/context";
import { finishRebuild } from "@/lib/services/copies/finish-rebuild";
import { followFeed } from "@/lib/services/ledgers/follow-feed";
import { pauseLedger, resumeLedger } from "@/lib/services/ledgers/pause-ledger";
import { proveTopic } from "@/lib/services/proof/prove-topic";
import { listOtherFeeds } from "@/lib/store/feeds";
import { withTenant } from "@/lib/store/tenant";
import { createManualClock } from "@/tests/factories/clock";
import { ledgerUid, takeInAll } from "@/tests/factories/firm";
import { createTestServices, createTestTenant } from "@/tests/factories/services";
import type { TestServices } from "@/tests/factories/services";
import { createTestSimulator } from "@/tests/factories/simulator";
import type { TestSimulator, WireEntry } from "@/tests/factories/simulator";
import { createTestDatabase } from "@/tests/setup/database";
import type { TestDatabase } from "@/tests/setup/database";

const START_MS = Date.parse("2026-11-04T12:00:00Z");
const clock = createManualClock(START_MS);
let database: TestDatabase;
let simulator: TestSimulator;
let services: TestServices;
let ctx: ServiceContext;
let serial = 900_000;
let ledgerId = "";

beforeAll(async () => {
  database = await createTestDatabase();
  simulator = await createTestSimulator({ nowMs: clock.nowMs });
  services = createTestServices({ url: database.url, vippsUrl: simulator.url, clock });
  ctx = await createTestTenant(services, database);
});

afterAll(async () => {
  await services.close();
  await simulator.close();
  await database.drop();
});

beforeEach(() => {
  clock.set(START_MS);
  serial += 1;
  ledgerId = String(serial);
});

type Line = Readonly<{ date: string; amount: number; at?: string; psp?: string; type?: string }>;

/** A feed of these lines, chained from zero. */
function feedOf(lines: readonly Line[], opening = 0): WireEntry[] {
  let balance = opening;
  return lines.map((line, index) => {
    const balanceBefore = balance;
    balance += line.amount;
    return {
      pspReference: line.psp ?? `psp-${String(index)}`,
      time: line.at ?? `${line.date}T12:00:00.${String(index).padStart(6, "0")}Z`,
      ledgerDate: line.date,
      entryType: line.type ?? "capture",
      reference: line.psp ?? `order-${String(index)}`,
      currency: "NOK",
      amount: line.amount,
      balanceBefore,
      balanceAfter: balance,
      recipientHandle: "NO:57860",
    };
  });
}

const LINES: readonly Line[] = [
  { date: "2026-11-02", amount: 1_000 },
  { date: "2026-11-02", amount: 2_000 },
  { date: "2026-11-03", amount: 500 },
];

async function grant(
  funds: readonly WireEntry[],
  options: Readonly<{ closedThrough?: string; pageSize?: number }> = {},
): Promise<LedgerUid> {
  await simulator.script({ ledgerId, funds, ...options });
  await takeInAll(ctx, simulator, { booksFrom: parseLedgerDate("2026-11-01"), ledgerIds: [ledgerId] });
  const ledger = await ledgerUid(ctx, ledgerId);
  await followFeed(ctx, { ledger, topic: "funds" });
  return ledger;
}

async function proofs(ledger: LedgerUid): Promise<Record<string, string>> {
  const rows = await withTenant(ctx.database, ctx, (tx) =>
    tx.query<{ ledger_date: string; proof: string }>(
      `select d.ledger_date, d.proof from day d join ledger_topic t on t.tenant_id = d.tenant_id and t.ledger = d.ledger and t.topic = d.topic and t.active_copy = d.copy
       where d.tenant_id = $1 and d.ledger = $2 and d.topic = 'funds' order by d.ledger_date`,
      [tx.tenantId, ledger],
    ),
  );
  return Object.fromEntries(rows.map((row) => [row.ledger_date, row.proof]));
}

async function openIssues(): Promise<string[]> {
  const rows = await withTenant(ctx.database, ctx, (tx) =>
    tx.query<{ kind: string }>(
      "select kind from issue where tenant_id = $1 and resolved_at is null and facts ->> 'ledgerId' = $2 order by kind",
      [tx.tenantId, ledgerId],
    ),
  );
  return rows.map((row) => row.kind);
}

const prove = (ledger: LedgerUid): Promise<number> => proveTopic(ctx, { ledger, topic: "funds" });

describe("a date that is over", () => {
  test("is verified when its report is closed and equal, also when both are empty", async () => {
    const ledger = await grant(feedOf(LINES), { closedThrough: "2026-11-03" });
    await prove(ledger);
    expect(await proofs(ledger)).toEqual({
      "2026-11-01": "verified",
      "2026-11-02": "verified",
      "2026-11-03": "verified",
    });
    expect(await openIssues()).toEqual([]);
  });

  test("is equal so far while the report says tryLater, and only the oldest open date is asked for again", async () => {
    const ledger = await grant(feedOf(LINES), { closedThrough: "2026-11-01" });
    await prove(ledger);
    expect(await proofs(ledger)).toEqual({
      "2026-11-01": "verified",
      "2026-11-02": "equal-so-far",
      "2026-11-03": "equal-so-far",
    });
    expect(await prove(ledger)).toBe(0);
    clock.advance(HOUR_MS + 1);
    expect(await prove(ledger)).toBe(1);
    await simulator.control("PATCH", `/ledgers/${ledgerId}`, { closedThrough: "2026-11-03" });
    clock.advance(12 * HOUR_MS);
    // The oldest closes, and the next is read at once.
    expect(await prove(ledger)).toBe(2);
    expect(Object.values(await proofs(ledger))).toEqual(["verified", "verified", "verified"]);
  });

  test("loses its proof when the feed brings a late entry for it, and gets it back", async () => {
    const ledger = await grant(feedOf(LINES), { closedThrough: "2026-11-03" });
    await prove(ledger);
    const late = feedOf([
      ...LINES,
      { date: "2026-11-02", amount: -70, at: "2026-11-04T11:00:00.000000Z" },
    ]).slice(-1);
    await simulator.append(ledgerId, "funds", late);
    await followFeed(ctx, { ledger, topic: "funds" });
    expect((await proofs(ledger))["2026-11-02"]).toBe("open");
    await prove(ledger);
    expect((await proofs(ledger))["2026-11-02"]).toBe("verified");
  });
});

describe("a ledger that a person has paused", () => {
  test("is neither proven nor rebuilt nor set going by what its report has more", async () => {
    const feed = feedOf(LINES);
    const ledger = await grant(feed.slice(0, 2), { closedThrough: "2026-11-03" });
    await pauseLedger(ctx, { id: ledger });
    await simulator.append(ledgerId, "funds", feed.slice(2));
    await prove(ledger);
    clock.advance(2 * HOUR_MS);
    await prove(ledger);
    expect(await openIssues()).toEqual([]);
    expect(await withTenant(ctx.database, ctx, (tx) => listOtherFeeds(tx, ledger, "funds"))).toEqual([]);
    await resumeLedger(ctx, { id: ledger });
    await prove(ledger);
    expect(Object.values(await proofs(ledger))).toEqual(["verified", "verified", "verified"]);
  });
});

describe("a report that differs", () => {
  test("counts only after the feed was followed and an hour has passed; then an issue names it and a rebuild begins", async () => {
    const feed = feedOf(LINES);
    const ledger = await grant(feed, { closedThrough: "2026-11-03" });
    const [first] = feed;
    const extra = {
      ...first,
      pspReference: "psp-unseen",
      amount: 5,
      balanceBefore: 3_000,
      balanceAfter: 3_005,
      time: "2026-11-02T13:00:00.000000Z",
    };
    await simulator.control("PATCH", `/ledgers/${ledgerId}`, {
      dateOverrides: { funds: { "2026-11-02": [...feed.slice(0, 2), extra] } },
    });
    await prove(ledger);
    expect((await proofs(ledger))["2026-11-02"]).toBe("open");
    expect(await openIssues()).toEqual([]);
    clock.advance(HOUR_MS);
    await prove(ledger);
    expect((await proofs(ledger))["2026-11-02"]).toBe("differs");
    expect(await openIssues()).toEqual(["day-differs"]);
    expect(await withTenant(ctx.database, ctx, (tx) => listOtherFeeds(tx, ledger, "funds"))).toHaveLength(1);
    // The other side mends its report: a day later the date is verified and the issue is closed.
    await simulator.control("PATCH", `/ledgers/${ledgerId}`, { dateOverrides: { funds: {} } });
    clock.advance(DAY_MS + HOUR_MS);
    await prove(ledger);
    expect((await proofs(ledger))["2026-11-02"]).toBe("verified");
    expect(await openIssues()).toEqual([]);
  });

  test("may be ahead of the feed: what the feed brings meanwhile is no difference", async () => {
    const feed = feedOf(LINES);
    const ledger = await grant(feed.slice(0, 2), { closedThrough: "2026-11-03" });
    await simulator.append(ledgerId, "funds", feed.slice(2));
    await prove(ledger);
    expect(Object.values(await proofs(ledger))).toEqual(["verified", "verified", "verified"]);
  });
});

describe("a zero-sum run that stands on both sides of a page border", () => {
  const at = "2026-11-02T10:00:00.000000Z";
  const cycle: readonly Line[] = [
    { date: "2026-11-02", amount: -9, at, psp: "disputed", type: "retained-disputed-capture" },
    { date: "2026-11-02", amount: 9, at, psp: "disputed", type: "returned-disputed-capture" },
  ];

  test("is taken for a repeat, seen by the report, and cured by the rebuild that it begins", async () => {
    const feed = feedOf([
      { date: "2026-11-01", amount: 100, at: "2026-11-01T10:00:00.000000Z" },
      ...cycle,
      ...cycle,
      ...LINES,
    ]);
    // A border between the cycles: entries 1 to 3, then 4 and on.
    const ledger = await grant(feed, { closedThrough: "2026-11-03", pageSize: 3 });
    const count = async (): Promise<number> => {
      const rows = await withTenant(ctx.database, ctx, (tx) =>
        tx.query<{ n: bigint }>(
          "select count(*) as n from entry e join ledger_topic t on t.tenant_id = e.tenant_id and t.ledger = e.ledger and t.topic = e.topic and t.active_copy = e.copy where e.tenant_id = $1 and e.ledger = $2",
          [tx.tenantId, ledger],
        ),
      );
      return Number(rows[0]?.n);
    };
    expect(await count()).toBe(feed.length - 2);
    await prove(ledger);
    clock.advance(HOUR_MS);
    await prove(ledger);
    expect(await openIssues()).toEqual(["day-differs"]);
    const [copy] = await withTenant(ctx.database, ctx, (tx) => listOtherFeeds(tx, ledger, "funds"));
    for (let outcome = "more"; outcome !== "head";)
      outcome = (await followFeed(ctx, { ledger, topic: "funds", ...(copy && { copy: copy.copy }) })).outcome;
    expect(await finishRebuild(ctx, { ledger, topic: "funds" })).toBe("swapped");
    expect(await count()).toBe(feed.length);
    await prove(ledger);
    expect(Object.values(await proofs(ledger))).toEqual(["verified", "verified", "verified"]);
    expect(await openIssues()).toEqual([]);
  });
});

describe("a rebuild that would lose entries", () => {
  test("waits for a person, and swaps when one agrees", async () => {
    const feed = feedOf(LINES);
    const ledger = await grant(feed, { closedThrough: "2026-11-03" });
    // The provider takes an entry back, which it says it never does.
    await simulator.script({
      ledgerId,
      funds: feed.slice(0, 1).concat(feedOf(LINES.slice(2), 1_000)),
      closedThrough: "2026-11-03",
    });
    await prove(ledger);
    clock.advance(HOUR_MS);
    await prove(ledger);
    const [copy] = await withTenant(ctx.database, ctx, (tx) => listOtherFeeds(tx, ledger, "funds"));
    await followFeed(ctx, { ledger, topic: "funds", ...(copy && { copy: copy.copy }) });
    expect(await finishRebuild(ctx, { ledger, topic: "funds" })).toBe("needs-agreement");
    expect(new Set(await openIssues())).toEqual(new Set(["day-differs", "rebuild-agreement"]));
    expect(await finishRebuild(ctx, { ledger, topic: "funds" }, { agreed: true })).toBe("swapped");
    await prove(ledger);
    expect(await openIssues()).toEqual([]);
  });
});
