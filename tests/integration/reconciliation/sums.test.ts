import type { Client } from "pg";
import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";

import { ReconciliationQuery } from "@/lib/contracts/reconciliation";
import { momentOf } from "@/lib/domain/ledger/moment";
import type { ServiceContext } from "@/lib/services/context";
import { statusRange } from "@/lib/services/payouts/status-range";
import { sumReconciliation } from "@/lib/services/reconciliation/sum-reconciliation";
import { countBankLines, sumPayouts } from "@/lib/store/reconciliation-read";
import { withTenant } from "@/lib/store/tenant";
import type { TenantTx } from "@/lib/store/tenant";
import { withClient } from "@/scripts/services/postgres-roles";
import { createTestLedger } from "@/tests/factories/books";
import { openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";
import { urlFor } from "@/tests/setup/database";

/** Ten years of a firm among others, of which nearly everything is over. */
const PAYOUTS = 40_000;
const LINES = 40_000;
let world: ReadWorld;
let ctx: ServiceContext;

beforeAll(async () => {
  world = await openReadWorld();
  ctx = await world.newFirm();
  const firms = [ctx, await world.newFirm(), await world.newFirm()];
  const url = urlFor(inject("postgres").superuserUrl, new URL(world.database.url).pathname.slice(1));
  await withClient(url, async (client) => {
    await client.query("set session_replication_role = replica");
    for (const firm of firms) {
      const { ledger } = await createTestLedger(firm);
      await client.query(
        `insert into payout (tenant_id, id, ledger, ledger_date, content, ordinal, psp_reference, payout_number, reference, currency, amount, settled, payout_scheme, payout_account)
       select $1, gen_random_uuid(), $2, '2026-11-20'::date - n / 11, sha256(n::text::bytea), 1, 'psp-' || n, n::text, '', 'NOK', -n, case when n <= 100 then 'open' else 'received' end, 'BBAN:NO', '86011117947'
       from generate_series(1, $3::int) n`,
        [firm.tenantId, ledger, PAYOUTS],
      );
      await client.query(
        `with a as (insert into bank_account (tenant_id, id, country, created_at) values ($1, gen_random_uuid(), 'NO', now()) returning id)
       insert into bank_line (tenant_id, id, account, booking_date, currency, amount, bank_reference, kind, matched, texts)
       select $1, gen_random_uuid(), a.id, '2026-11-20'::date - n / 11, 'NOK', n, '', case n % 4 when 0 then 'settlement' when 1 then 'ignored' else 'other' end,
         case when n % 4 = 0 and n > 100 then n else 0 end, '[{"field": "remittance", "text": "Utb. 2000001 Vippsnr 57860"}]'
       from a, generate_series(1, $2::int) n`,
        [firm.tenantId, LINES],
      );
    }
    await untilVisible(client, "payout");
    await untilVisible(client, "bank_line");
  });
}, 60_000);

afterAll(() => world.close());

/**
 * An index answers alone only for pages of which PostgreSQL knows that everybody sees all of them: it cannot note that
 * while anybody has an older snapshot of the database.
 */
async function untilVisible(client: Client, table: "payout" | "bank_line"): Promise<void> {
  await vi.waitUntil(
    async () => {
      await client.query(`vacuum (analyze) ${table}`);
      const { rows } = await client.query<{ hidden: number }>(
        "select relpages - relallvisible as hidden from pg_class where oid = $1::regclass",
        [table],
      );
      return rows[0]?.hidden === 0;
    },
    { timeout: 30_000, interval: 200 },
  );
}

/** How PostgreSQL answers what the work asks, as the run-time role with the firm's settings. */
async function planOf(work: (tx: TenantTx) => Promise<unknown>): Promise<string> {
  const plans: unknown[] = [];
  await withTenant(ctx.database, ctx, async (tx) => {
    const explaining: TenantTx = {
      ...tx,
      query: async (text, values) => {
        plans.push(await tx.query(`explain (format json) ${text}`, values));
        return [];
      },
    };
    await work(explaining);
  });
  expect(plans.length).toBeGreaterThan(0);
  return JSON.stringify(plans);
}

const MONTH = { from: "2026-10-01", to: "2026-10-31" };

test("everything is counted, by what became of it; an interval counts its dates", async () => {
  const all = await sumReconciliation(ctx, ReconciliationQuery.parse({}));
  const received = all.payouts.find(({ status }) => status === "received");
  expect(received).toMatchObject({ count: PAYOUTS - 100, currency: "NOK" });
  expect(received?.amount).toBe(BigInt((PAYOUTS * (PAYOUTS + 1)) / 2 - 5050));
  expect(all.payouts.reduce((sum, { count }) => sum + count, 0)).toBe(PAYOUTS);
  expect(all.bankLines).toEqual({ matched: 9_975, unmatched: 25, ignored: 10_000 });
  expect(all.notWorked).toEqual([]);
  const month = await sumReconciliation(ctx, ReconciliationQuery.parse(MONTH));
  expect(month.payouts.reduce((sum, { count }) => sum + count, 0)).toBe(31 * 11);
  expect(month).toMatchObject(MONTH);
});

test.each([{}, MONTH])("payouts are counted from their index alone: %o", async (interval) => {
  const plan = await planOf((tx) =>
    sumPayouts(tx, statusRange("received", momentOf(ctx.clock.nowMs())), interval),
  );
  expect(plan).toContain("payout_sums");
  expect(plan).toContain("Index Only Scan");
  expect(plan).not.toContain('"Seq Scan"');
});

test.each(["scheduled", "in-transit", "awaiting-bank-data", "overdue"] as const)(
  "payouts that are %s are found among those that are open",
  async (status) => {
    const plan = await planOf((tx) => sumPayouts(tx, statusRange(status, momentOf(ctx.clock.nowMs())), {}));
    expect(plan).not.toMatch(/"Node Type":"Seq Scan"[^{}]*"Relation Name":"payout"/);
  },
);

test.each([{}, MONTH])("bank lines are counted from their index alone: %o", async (interval) => {
  const plan = await planOf((tx) => countBankLines(tx, interval));
  expect(plan).toContain("bank_line_sums");
  expect(plan).toContain("Index Only Scan");
  expect(plan).not.toContain('"Seq Scan"');
});
