import { afterAll, beforeAll, expect, test } from "vitest";

import { forgetPattern, learnPattern } from "@/lib/services/reconciliation/learn-pattern";
import { reconcileDue } from "@/lib/services/reconciliation/reconcile-due";
import { listOpenItems } from "@/lib/store/open-items";
import { withTenant } from "@/lib/store/tenant";
import { apiEntries, createTestLedger, writeEntries } from "@/tests/factories/books";
import { booking } from "@/tests/factories/statement-files/bookings";
import type { Booking } from "@/tests/factories/statement-files/bookings";
import { asSystem } from "@/tests/factories/statements";
import {
  camtOf,
  date,
  matchesOf,
  newShop,
  payoutsOf,
  receiveAndMatch,
  workOf,
} from "@/tests/integration/bank/support";
import { openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

let world: ReadWorld;

beforeAll(async () => {
  world = await openReadWorld();
});

afterAll(() => world.close());

/** A line in the merchant's own words, which say nothing of Vipps MobilePay. */
const own = (day: string, amount: bigint): Booking =>
  booking(amount, { date: date(day), text: "Oppgjor butikken Torget", counterparty: "" });

test("a text that is remembered finds what it fits, and when it is forgotten all is as it was", async () => {
  const ctx = await world.newFirm();
  const shop = await newShop(ctx);
  await receiveAndMatch(
    ctx,
    camtOf(shop.account, [
      own("2026-11-04", 10_000n),
      own("2026-11-05", 20_000n),
      own("2026-11-06", 30_000n),
    ]),
  );
  const before = [await payoutsOf(ctx), await workOf(ctx)];
  const [first] = await withTenant(ctx.database, ctx, (tx) =>
    listOpenItems(tx, { limit: 10, kinds: ["suggestion"] }),
  );
  const { id } = await learnPattern(ctx, {
    lineId: first?.lines[0] ?? "",
    payoutId: first?.payouts[0] ?? "",
  });
  expect(await payoutsOf(ctx)).toEqual({
    "2000001": "received",
    "2000002": "received",
    "2000003": "received",
  });
  expect(await workOf(ctx)).toEqual([]);

  await forgetPattern(ctx, { id });
  expect([await payoutsOf(ctx), await workOf(ctx)]).toEqual(before);
  expect(await matchesOf(ctx)).toEqual(Array.from({ length: 3 }, () => "pattern not-the-only-one"));
});

test("a text that says more, remembered later, takes back what one that says less had matched", async () => {
  const ctx = await world.newFirm();
  const shop = await newShop(ctx);
  const north = await createTestLedger(ctx, { booksFrom: "2026-11-01", payoutAccount: shop.account });
  await writeEntries(
    ctx,
    { ledger: north.ledger, topic: "funds" },
    apiEntries([
      { date: "2026-11-02", type: "capture", amount: 7_700, handle: "NO:57860", psp: "n1" },
      { date: "2026-11-02", type: "payout-scheduled", amount: -7_700, psp: `${north.ledgerId}-3000001` },
    ]),
  );
  const says = (day: string, amount: bigint, text: string): Booking =>
    booking(amount, { date: date(day), text, counterparty: "" });
  await receiveAndMatch(
    ctx,
    camtOf(shop.account, [
      says("2026-11-04", 10_000n, "Oppgjor"),
      says("2026-11-05", 20_000n, "Oppgjor nord"),
      says("2026-11-04", 7_700n, "Oppgjor nord"),
    ]),
  );
  const learn = async (amount: number): Promise<void> => {
    const [pair] = await withTenant(ctx.database, ctx, (tx) =>
      tx.query<{ line: string; payout: string }>(
        "select l.id as line, p.id as payout from bank_line l, payout p where l.tenant_id = $1 and p.tenant_id = $1 and l.amount = $2 and p.amount = -$2",
        [tx.tenantId, amount],
      ),
    );
    await learnPattern(ctx, { lineId: pair?.line ?? "", payoutId: pair?.payout ?? "" });
    await reconcileDue(asSystem(ctx));
  };
  await learn(10_000);
  expect(await payoutsOf(ctx)).toMatchObject({ "2000002": "received", "3000001": "open" });
  await learn(7_700);
  expect(await payoutsOf(ctx)).toMatchObject({ "2000002": "open", "3000001": "received" });
});
