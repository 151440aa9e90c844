import { afterAll, beforeAll, expect, test } from "vitest";

import { forgetPattern, learnPattern } from "@/lib/services/reconciliation/learn-pattern";
import { listOpenItems } from "@/lib/store/open-items";
import { withTenant } from "@/lib/store/tenant";
import { booking } from "@/tests/factories/statement-files/bookings";
import type { Booking } from "@/tests/factories/statement-files/bookings";
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
