import { afterAll, beforeAll, expect, test } from "vitest";

import { IssuesQuery } from "@/lib/contracts/queries";
import { listIssues } from "@/lib/services/issues/list-issues";
import type { ServiceContext } from "@/lib/services/context";
import { newAccountNumber } from "@/tests/factories/books";
import { booking } from "@/tests/factories/statement-files/bookings";
import { camtOf, date, newShop, PAID_ALL, receiveAndMatch, workOf } from "@/tests/integration/bank/support";
import { openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

let world: ReadWorld;

beforeAll(async () => {
  world = await openReadWorld();
});

afterAll(() => world.close());

async function heldBack(ctx: ServiceContext): Promise<readonly Readonly<Record<string, string>>[]> {
  const { items } = await listIssues(ctx, IssuesQuery.parse({ state: "open", limit: 100 }));
  return items.filter(({ kind }) => kind === "payouts-held-back").map(({ facts }) => facts);
}

const rent = booking(-5_000n, { date: date("2026-11-09"), text: "Husleie", counterparty: "Utleier AS" });

test("payouts that all fail to come are said to be held back, until money comes", async () => {
  const ctx = await world.newFirm();
  const shop = await newShop(ctx);
  await receiveAndMatch(ctx, camtOf(shop.account, [rent]));
  expect(await heldBack(ctx)).toEqual([
    { count: "3", amount: "60000", currency: "NOK", ledgerDate: "2026-11-02" },
  ]);
  await receiveAndMatch(ctx, camtOf(shop.account, [PAID_ALL[2], rent], { id: "S-2" }));
  expect(await heldBack(ctx)).toEqual([]);
});

test("payouts behind which a newer one may have come are overdue, and not held back", async () => {
  const ctx = await world.newFirm();
  const shop = await newShop(ctx, newAccountNumber(), 4);
  const newest = booking(40_000n, { date: date("2026-11-09"), text: "Overfort innland" });
  await receiveAndMatch(ctx, camtOf(shop.account, [newest, rent]));
  expect(await workOf(ctx)).toContain("suggestion 2026-11-05 40000 40000");
  expect(await heldBack(ctx)).toEqual([]);
});

test("one payout that is missing among others is overdue, and not held back", async () => {
  const ctx = await world.newFirm();
  const shop = await newShop(ctx);
  await receiveAndMatch(ctx, camtOf(shop.account, [PAID_ALL[0], rent]));
  expect(await heldBack(ctx)).toEqual([]);
});
