import { afterAll, beforeAll, expect, test } from "vitest";

import { finishRebuild } from "@/lib/services/copies/finish-rebuild";
import { startCopy } from "@/lib/services/copies/start-copy";
import { withContent } from "@/lib/services/ledgers/entry-content";
import { reflectListing } from "@/lib/services/ledgers/reflect-listing";
import { writePages } from "@/lib/services/ledgers/write-pages";
import { reconcileDue } from "@/lib/services/reconciliation/reconcile-due";
import { listOtherFeeds } from "@/lib/store/feeds";
import { findCurrentVersion, findLedger } from "@/lib/store/ledgers";
import { withTenant } from "@/lib/store/tenant";
import { apiEntries, newAccountNumber } from "@/tests/factories/books";
import { asSystem } from "@/tests/factories/statements";
import {
  camtOf,
  newShop,
  PAID_ALL,
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

test("a payout that a rebuild tells anew, with another date, is found on the account that it went to", async () => {
  const ctx = await world.newFirm();
  const shop = await newShop(ctx);
  await receiveAndMatch(ctx, camtOf(shop.account, PAID_ALL));
  const { current, ledger } = await withTenant(ctx.database, ctx, async (tx) => ({
    current: await findCurrentVersion(tx, shop.ledger),
    ledger: await findLedger(tx, shop.ledger),
  }));
  if (current === undefined || ledger === undefined) throw new Error("the ledger is not there");
  const { ledgerId, currency, credentialId } = ledger;
  const payoutAccount = { ...current.payoutAccount, id: newAccountNumber() };
  await reflectListing(asSystem(ctx), {
    credentialId,
    listing: { ...current, ledgerId, currency, payoutAccount },
  });

  const target = { ledger: shop.ledger, topic: "funds" as const };
  await startCopy(asSystem(ctx), { ledger, topic: "funds" });
  const [feed] = await withTenant(ctx.database, ctx, (tx) => listOtherFeeds(tx, shop.ledger, "funds"));
  if (feed === undefined) throw new Error("there is no copy");
  const days = [
    ["2026-11-02", 10_000, "2000001"],
    ["2026-11-03", 20_000, "2000002"],
    ["2026-11-05", 30_000, "2000003"],
  ] as const;
  const entries = apiEntries(
    days.flatMap(([day, amount, number]) => [
      { date: day, type: "capture", amount, handle: "NO:57860", psp: `c${number}` },
      { date: day, type: "payout-scheduled", amount: -amount, psp: `${shop.ledgerId}-${number}` },
    ]),
  ).map(withContent);
  const page = { entries, cursor: "after", headSeen: true };
  await writePages(asSystem(ctx), { feed, ledger, pages: [page] });
  expect(await finishRebuild(asSystem(ctx), target, { agreed: true })).toBe("swapped");
  await reconcileDue(asSystem(ctx));
  expect(await payoutsOf(ctx)).toEqual({
    "2000001": "received",
    "2000002": "received",
    "2000003": "received",
  });
  expect(await workOf(ctx)).toEqual([]);
});
