import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { LedgerDate } from "@/lib/core/ledger-date";
import { TOPICS } from "@/lib/domain/ledger/states";
import type { ServiceContext } from "@/lib/services/context";
import { listIssues } from "@/lib/services/issues/list-issues";
import { proveTopic } from "@/lib/services/proof/prove-topic";
import { syncOnce } from "@/lib/services/sync/sync-once";
import { verifyLedgers } from "@/lib/services/verify/verify-ledgers";
import type { LedgerRecord } from "@/lib/store/ledgers";
import { createManualClock } from "@/tests/factories/clock";
import { doDamage } from "@/tests/factories/damage";
import { takeInAll } from "@/tests/factories/firm";
import { createTestServices, createTestTenant } from "@/tests/factories/services";
import type { TestServices } from "@/tests/factories/services";
import { createTestSimulator } from "@/tests/factories/simulator";
import type { TestSimulator } from "@/tests/factories/simulator";
import { createTestDatabase } from "@/tests/setup/database";
import type { TestDatabase } from "@/tests/setup/database";

const clock = createManualClock(Date.parse("2026-11-20T12:00:00Z"));
let database: TestDatabase;
let simulator: TestSimulator;
let services: TestServices;
let ctx: ServiceContext;
let ledgers: readonly LedgerRecord[];

beforeAll(async () => {
  database = await createTestDatabase();
  simulator = await createTestSimulator({ merchants: 30, from: "2026-10-10", nowMs: clock.nowMs });
  services = createTestServices({ url: database.url, vippsUrl: simulator.url, clock });
  ctx = await createTestTenant(services, database, "verify");
  const active = await takeInAll(ctx, simulator, { booksFrom: "2026-10-10" as LedgerDate });
  await syncOnce(ctx);
  const truth = await simulator.truth();
  // Ledgers with enough of a history to damage, always in the same order.
  ledgers = active
    .filter((ledger) => {
      const of = truth.find((one) => one.ledgerId === ledger.ledgerId);
      if (of === undefined || of.payouts.length < 3) return false;
      return of.topics.funds.count > 60 && of.topics.fees.days.some((day) => "capture-fee" in day.byType);
    })
    .toSorted((a, b) => a.ledgerId.localeCompare(b.ledgerId));
}, 60_000);

afterAll(async () => {
  await services.close();
  await simulator.close();
  await database.drop();
});

const damage = (sql: string, values: readonly unknown[]): Promise<void> => doDamage(database, sql, values);

test("a sound firm has no findings, and what was checked is counted", async () => {
  const truth = (await simulator.truth()).filter((one) => one.grantedTo.includes("firm-nordfjord"));
  const entries = truth.reduce((sum, one) => sum + one.topics.funds.count + one.topics.fees.count, 0);
  const seen: number[] = [];
  const verification = await verifyLedgers(ctx, { onProgress: ({ done }) => seen.push(done) });
  expect(verification.findings).toEqual([]);
  expect(verification).toMatchObject({ ok: true, checked: { entries, remoteDays: 0 } });
  expect(verification.checked.days).toBeGreaterThan(100);
  expect(seen.at(-1)).toBe(seen.length);
});

test("with bounds only the ledger dates between them are counted", async () => {
  const [ledger] = ledgers;
  const date = "2026-11-02" as LedgerDate;
  const one = await verifyLedgers(ctx, { ledgerId: ledger?.ledgerId, from: date, to: date });
  expect(one.ok).toBe(true);
  expect(one.checked.days).toBeLessThanOrEqual(2);
});

test("a ledger of another firm does not exist", async () => {
  await expect(verifyLedgers(ctx, { ledgerId: "no-such-ledger" })).rejects.toMatchObject({
    code: "not_found",
  });
});

describe("against the reports by date", () => {
  test("closed dates are compared, also when the feed must first be followed to its head", async () => {
    const [first, second] = ledgers;
    for (const ledger of [first, second]) {
      const result = await verifyLedgers(ctx, { ledgerId: ledger?.ledgerId, remote: true });
      expect(result.findings).toEqual([]);
      expect(result.checked.remoteDays).toBeGreaterThan(40);
    }
    clock.advance(3 * 24 * 3_600_000);
    const behind = await verifyLedgers(ctx, { ledgerId: first?.ledgerId, remote: true });
    expect(behind.findings).toEqual([]);
  });

  test("an entry that is missing from the copy is found, by its date", async () => {
    const ledger = present(ledgers[2]);
    const date = await dateOf(ledger, 5);
    await damage("delete from entry where ledger = $1 and topic = 'funds' and sequence = 5", [ledger.id]);
    const result = await verifyLedgers(ctx, { ledgerId: ledger.ledgerId, remote: true });
    expect(result.ok).toBe(false);
    expect(result.findings).toContainEqual(
      expect.objectContaining({
        kind: "report-differs",
        ledgerDate: date,
        detail: expect.stringContaining("1 in the report"),
      }),
    );
    expect(result.findings.map((finding) => finding.kind)).toContain("sequence-gap");
  });

  test("an API that is down never makes a firm sound, and is one finding a topic", async () => {
    const ledger = present(ledgers[0]);
    await simulator.control("POST", "/outage", { mode: "500" });
    try {
      const result = await verifyLedgers(ctx, { ledgerId: ledger.ledgerId, remote: true });
      expect(result.ok).toBe(false);
      expect(result.checked.remoteDays).toBe(0);
      expect(result.findings.map((finding) => finding.kind)).toEqual([
        "report-unavailable",
        "report-unavailable",
      ]);
      expect(result.findings[0]?.detail).toMatch(/dates from here on could not be compared/);
    } finally {
      await simulator.control("POST", "/outage", { mode: "none" });
    }
  });

  test("a ledger whose grant is gone is not sound", async () => {
    const ledger = present(ledgers[1]);
    await simulator.control(
      "DELETE",
      `/grants?clientId=firm-nordfjord&ledgerId=${ledger.ledgerId}&answer=404`,
    );
    const result = await verifyLedgers(ctx, { ledgerId: ledger.ledgerId, remote: true });
    expect(result.findings.map((finding) => finding.kind)).toEqual([
      "report-unavailable",
      "report-unavailable",
    ]);
    await simulator.control("POST", "/grants", { clientId: "firm-nordfjord", ledgerId: ledger.ledgerId });
  });
});

test("retained fees that do not cancel are found where both topics are verified, and the issue goes when they do", async () => {
  const ledger = present(ledgers[3]);
  for (const topic of TOPICS) await proveTopic(ctx, { ledger: ledger.id, topic });
  expect((await verifyLedgers(ctx, { ledgerId: ledger.ledgerId })).findings).toEqual([]);
  const change = (by: number): Promise<void> =>
    damage(
      `update day_sum set amount = amount + $2 where ledger = $1 and topic = 'fees' and entry_type = 'fees-retained' and ledger_date = (
         select min(f.ledger_date) from day f join day g using (ledger, ledger_date) join day_sum s using (ledger, ledger_date)
         where f.ledger = $1 and f.topic = 'funds' and g.topic = 'fees' and f.proof = 'verified' and g.proof = 'verified' and s.topic = 'fees' and s.entry_type = 'fees-retained')`,
      [ledger.id, by],
    );
  await change(100);
  const off = await verifyLedgers(ctx, { ledgerId: ledger.ledgerId });
  expect(off.findings).toContainEqual(
    expect.objectContaining({
      kind: "fees-tie-out",
      topic: undefined,
      detail: expect.stringContaining("differ by 100"),
    }),
  );
  const tieOuts = async (): Promise<number> =>
    (await listIssues(ctx, { state: "open", limit: 1000 })).items.filter(
      (issue) => issue.kind === "fees-tie-out",
    ).length;
  expect(await tieOuts()).toBe(1);
  await change(-100);
  expect((await verifyLedgers(ctx, { ledgerId: ledger.ledgerId })).ok).toBe(true);
  expect(await tieOuts()).toBe(0);
});

type Case = Readonly<{ what: string; sql: string; kinds: readonly string[] }>;

const PAYOUT = "(select min(sequence) from payout_cover where ledger = $1)";
const CASES: readonly Case[] = [
  {
    what: "a changed amount",
    sql: "update entry set amount = amount + 1 where ledger = $1 and topic = 'funds' and sequence = 4",
    kinds: ["break-not-recorded", "content-changed", "day-sum-differs"],
  },
  {
    what: "a changed reference, which no sum tells",
    sql: "update entry set psp_reference = psp_reference || 'x' where ledger = $1 and topic = 'fees' and sequence = 3",
    kinds: ["content-changed"],
  },
  {
    what: "a removed entry",
    sql: "delete from entry where ledger = $1 and topic = 'funds' and sequence = 7",
    kinds: ["sequence-gap", "break-not-recorded", "day-sum-differs", "day-differs", "checkpoint-differs"],
  },
  {
    what: "a wrong ordinal",
    sql: "update entry set ordinal = 2 where ledger = $1 and topic = 'fees' and sequence = 3",
    kinds: ["ordinal-wrong"],
  },
  {
    what: "a break that is not there",
    sql: `insert into chain_break (tenant_id, ledger, topic, copy, sequence, ledger_date, expected, found, amount, content, ordinal, acknowledged_by, acknowledged_at, reason)
      select tenant_id, ledger, topic, copy, sequence, ledger_date, balance_after - 5, balance_after, 5, content, ordinal, 'me', now(), 'so be it' from entry where ledger = $1 and topic = 'fees' and sequence = 3`,
    kinds: ["break-untrue", "balance-differs", "day-differs"],
  },
  {
    what: "a wrong sum",
    sql: "update day_sum set amount = amount + 10 where ledger = $1 and topic = 'fees' and entry_type = 'capture-fee' and ledger_date = (select max(ledger_date) from day_sum where ledger = $1 and topic = 'fees' and entry_type = 'capture-fee')",
    kinds: ["day-sum-differs", "balance-differs"],
  },
  {
    what: "a lost sum",
    sql: "delete from day_sum where ledger = $1 and topic = 'fees' and entry_type = 'capture-fee' and ledger_date = (select max(ledger_date) from day_sum where ledger = $1 and topic = 'fees' and entry_type = 'capture-fee')",
    kinds: ["day-sum-differs", "balance-differs"],
  },
  {
    what: "a day that counts wrong",
    sql: "update day set entry_count = entry_count + 1 where ledger = $1 and topic = 'funds' and ledger_date = (select min(ledger_date) from day where ledger = $1 and topic = 'funds' and entry_count > 0)",
    kinds: ["day-differs"],
  },
  {
    what: "a sum carried twice",
    sql: "update day_sum set carried_amount = carried_amount + 1 where ledger = $1 and topic = 'funds' and entry_type = 'capture' and ledger_date = (select min(ledger_date) from day_sum where ledger = $1 and topic = 'funds' and entry_type = 'capture')",
    kinds: ["carried-differs"],
  },
  {
    what: "a wrong head",
    sql: "update feed set head_balance = head_balance + 1 where ledger = $1 and topic = 'funds'",
    kinds: ["checkpoint-differs", "balance-differs"],
  },
  {
    what: "a checkpoint that counts wrong",
    sql: "update feed set next_sequence = next_sequence + 1 where ledger = $1 and topic = 'fees'",
    kinds: ["checkpoint-differs"],
  },
  {
    what: "a lost cover",
    sql: `delete from payout_cover where ledger = $1 and sequence = ${PAYOUT}`,
    kinds: ["cover-missing"],
  },
  {
    what: "a cover that carries too much",
    sql: `update payout_cover set captures = captures + 100, left_after = left_after + 100 where ledger = $1 and sequence = ${PAYOUT}`,
    kinds: ["cover-differs"],
  },
  {
    what: "a lost payout",
    sql: `delete from payout where ledger = $1 and id = (select payout from payout_cover where ledger = $1 and sequence = ${PAYOUT})`,
    kinds: ["payout-missing"],
  },
  {
    what: "a payout of another amount",
    sql: `update payout set amount = amount - 1 where ledger = $1 and id = (select payout from payout_cover where ledger = $1 and sequence = ${PAYOUT})`,
    kinds: ["payout-differs"],
  },
  {
    what: "a payout that no entry knows",
    sql: `insert into payout (tenant_id, id, ledger, ledger_date, content, ordinal, psp_reference, reference, currency, amount)
      select tenant_id, gen_random_uuid(), ledger, ledger_date, content, 99, psp_reference, reference, currency, amount from payout where ledger = $1 limit 1`,
    kinds: ["payout-without-entry"],
  },
  {
    what: "a date that differs from its report",
    sql: "update day set proof = 'differs', compared_at = now() where ledger = $1 and topic = 'funds' and ledger_date = (select min(ledger_date) from day where ledger = $1 and topic = 'funds' and entry_count > 0)",
    kinds: ["report-differs"],
  },
  {
    what: "a topic without a copy",
    sql: "update ledger_topic set active_copy = gen_random_uuid() where ledger = $1 and topic = 'fees'",
    kinds: ["copy-missing"],
  },
];

test("each kind of damage is found in its ledger, and nowhere else", async () => {
  const damaged = new Map<string, Case>();
  for (const [index, one] of CASES.entries()) {
    const ledger = present(ledgers[index + 4]);
    damaged.set(ledger.ledgerId, one);
    await damage(one.sql, [ledger.id]);
  }
  const { findings } = await verifyLedgers(ctx);
  const kindsOf = (ledgerId: string): ReadonlySet<string> =>
    new Set(findings.filter((finding) => finding.ledgerId === ledgerId).map((finding) => finding.kind));
  for (const [ledgerId, { what, kinds }] of damaged) {
    const seen = findings.filter((finding) => finding.ledgerId === ledgerId);
    expect([...kindsOf(ledgerId)], `${what}: ${JSON.stringify(seen)}`).toEqual(
      expect.arrayContaining([...kinds]),
    );
  }
  const sound = ledgers.filter((ledger) => ledger !== ledgers[2] && !damaged.has(ledger.ledgerId));
  expect(sound.length).toBeGreaterThan(2);
  for (const ledger of sound) expect([...kindsOf(ledger.ledgerId)]).toEqual([]);
});

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("the simulated firm is too small for this test");
  return value;
}

async function dateOf(ledger: LedgerRecord, sequence: number): Promise<string> {
  const entries = await simulator.entries(ledger.ledgerId, "funds");
  return present(entries[sequence - 1]).ledgerDate;
}
