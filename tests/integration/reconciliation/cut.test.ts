import { afterAll, beforeAll, expect, test } from "vitest";

import { addDays } from "@/lib/core/ledger-date";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { BankAccountId } from "@/lib/core/ids";
import type { ServiceContext } from "@/lib/services/context";
import { countWork } from "@/lib/services/reconciliation/list-work";
import { reckonOpenItems } from "@/lib/services/reconciliation/open-work";
import { reconcileDue } from "@/lib/services/reconciliation/reconcile-due";
import { sumReconciliation } from "@/lib/services/reconciliation/sum-reconciliation";
import { listOpenItems } from "@/lib/store/open-items";
import { withTenant } from "@/lib/store/tenant";
import { apiEntries, createTestLedger, newAccountNumber, writeEntries } from "@/tests/factories/books";
import { doDamage } from "@/tests/factories/damage";
import { booking } from "@/tests/factories/statement-files/bookings";
import { asSystem } from "@/tests/factories/statements";
import { camtOf, date, matchesOf, newShop, receiveAndMatch } from "@/tests/integration/bank/support";
import { openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

let world: ReadWorld;
let ctx: ServiceContext;
let account: BankAccountId;
const number = newAccountNumber();
const FROM = date("2026-01-05");

/** A payout every seventh day, none of which is in the bank with its number; two days later a line of another amount. */
beforeAll(async () => {
  world = await openReadWorld();
  ctx = await world.newFirm();
  const shop = await createTestLedger(ctx, { booksFrom: "2026-01-01", payoutAccount: number });
  const days = Array.from({ length: 40 }, (_of, week) => addDays(FROM, 7 * week));
  await writeEntries(
    ctx,
    { ledger: shop.ledger, topic: "funds" },
    apiEntries(
      days.flatMap((day, at) => [
        { date: day, type: "capture", amount: 10_000 + at, handle: "NO:57860", psp: `c${String(at)}` },
        { date: day, type: "payout-scheduled", amount: -10_000 - at, psp: `x-${String(2_000_000 + at)}` },
      ]),
    ),
  );
  const bookings = days.map((day, at) =>
    booking(BigInt(50_000 + at), {
      date: addDays(day, 2),
      text: "Vipps Mobilepay As",
      counterparty: "Vipps Mobilepay As",
      bankReference: `b${String(at)}`,
    }),
  );
  const { accounts } = await receiveAndMatch(
    ctx,
    camtOf(number, bookings, { from: date("2026-01-01"), to: date("2026-10-31") }),
  );
  account = accounts[0] as BankAccountId;
}, 60_000);

afterAll(() => world.close());

const workOf = (): Promise<readonly string[]> =>
  withTenant(ctx.database, ctx, async (tx) => {
    const items = await listOpenItems(tx, { limit: 1000 });
    return items.map(({ kind, at }) => `${at} ${kind}`).toSorted();
  });

/** Works the account out anew, as if only so many payouts and lines could be held at a time. */
const reckon = (most: number): Promise<void> =>
  withTenant(ctx.database, ctx, (tx) => reckonOpenItems(tx, account, { from: FROM, patterns: [] }, most));

async function notWorked(): Promise<readonly LedgerDate[]> {
  const counts = await countWork(ctx, {});
  const sums = await sumReconciliation(ctx, {});
  expect(sums.notWorked).toEqual(counts.notWorked);
  expect(counts.notWorked.every((of) => of.accountId === account && of.account === number)).toBe(true);
  return counts.notWorked.map(({ from }) => from);
}

test("as long as everything can be held all of it is there, and nothing is said", async () => {
  const all = await workOf();
  expect(all.filter((row) => row.endsWith("missing"))).toHaveLength(40);
  expect(all.filter((row) => row.endsWith("line"))).toHaveLength(40);
  expect(await notWorked()).toEqual([]);
  await reckon(40);
  expect(await workOf()).toEqual(all);
  expect(await notWorked()).toEqual([]);
});

test("what does not fit is said with its date; from there on the work is exactly what it is without a bound", async () => {
  const all = await workOf();
  await reckon(39);
  const [from = ""] = await notWorked();
  // The oldest payout does not fit: from the day after it everything is held, and sixty days later nothing can be missing beside it.
  expect(from).toBe(addDays(addDays(FROM, 2), 1 + 60));
  expect(await workOf()).toEqual(all.filter((row) => row >= from));
  await reckon(20);
  const [later = ""] = await notWorked();
  expect(later > from).toBe(true);
  expect(await workOf()).toEqual(all.filter((row) => row >= later));
});

test("what was left out comes back by itself", async () => {
  await reckon(20);
  expect(await notWorked()).toHaveLength(1);
  await withTenant(ctx.database, ctx, (tx) =>
    tx.execute(
      "insert into reconcile_due (tenant_id, scheme, number, amount) select $1, scheme, number, 0 from bank_account_number where tenant_id = $1 limit 1",
      [tx.tenantId],
    ),
  );
  await reconcileDue(asSystem(ctx));
  expect(await notWorked()).toEqual([]);
  expect(await workOf()).toHaveLength(80);
});

test("a match of which not every part is looked at stays as it is", async () => {
  const firm = await world.newFirm();
  const shop = await newShop(firm);
  const both = booking(30_000n, {
    date: date("2026-11-05"),
    text: "Samleoppgjør",
    counterparty: "Vipps Mobilepay As",
    bankReference: "both",
    parts: [
      { amount: 10_000n, text: "Utb. 2000001 Vippsnr 57860" },
      { amount: 20_000n, text: "Utb. 2000002 Vippsnr 57860" },
    ],
  });
  await receiveAndMatch(firm, camtOf(shop.account, [both]));
  const before = await matchesOf(firm);
  expect(before).toEqual(["batch stands"]);
  // As a booking that is too old to be among those that are read.
  await doDamage(world.database, "update bank_line set details = '[]' where tenant_id = $1", [firm.tenantId]);
  await withTenant(firm.database, firm, (tx) =>
    tx.execute(
      "insert into reconcile_due (tenant_id, scheme, number, amount) select $1, scheme, number, 10000 from bank_account_number where tenant_id = $1 limit 1",
      [tx.tenantId],
    ),
  );
  expect(await reconcileDue(asSystem(firm))).toMatchObject({ made: 0, undone: 0 });
  expect(await matchesOf(firm)).toEqual(before);
});
