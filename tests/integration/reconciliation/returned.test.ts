import { afterAll, beforeAll, expect, test } from "vitest";

import type { ServiceContext } from "@/lib/services/context";
import { attestReceipts } from "@/lib/services/reconciliation/attest-receipt";
import { makeMatch } from "@/lib/services/reconciliation/make-match";
import { reconcileDue } from "@/lib/services/reconciliation/reconcile-due";
import { listMatches } from "@/lib/store/matches-read";
import { withTenant } from "@/lib/store/tenant";
import { apiEntries, writeEntries } from "@/tests/factories/books";
import { booking } from "@/tests/factories/statement-files/bookings";
import { asSystem } from "@/tests/factories/statements";
import {
  camtOf,
  date,
  newShop,
  paid,
  PAID_ALL,
  payoutsOf,
  receiveAndMatch,
  workOf,
} from "@/tests/integration/bank/support";
import type { Shop } from "@/tests/integration/bank/support";
import { openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

let world: ReadWorld;

beforeAll(async () => {
  world = await openReadWorld();
});

afterAll(() => world.close());

/** The third payout came in, and was taken back three days later. */
const BACK = booking(-30_000n, { date: date("2026-11-09"), text: "Utb. 2000003 Vippsnr 57860" });

async function bringBack(ctx: ServiceContext, shop: Shop): Promise<void> {
  await writeEntries(
    ctx,
    { ledger: shop.ledger, topic: "funds" },
    apiEntries([
      { date: "2026-11-06", type: "payout-aborted", amount: 30_000, psp: `${shop.ledgerId}-2000003` },
    ]),
  );
  await reconcileDue(asSystem(ctx));
}

async function standing(ctx: ServiceContext): Promise<readonly string[]> {
  const matches = await withTenant(ctx.database, ctx, (tx) => listMatches(tx, { limit: 100 }));
  return matches
    .filter(({ undoneAt }) => undoneAt === undefined)
    .map(({ parts }) => parts.map((part) => `${part.kind} ${String(part.amount)}`).join(", "))
    .toSorted();
}

test("a payout that came in and went back is both lines, whether the statement or the news came first", async () => {
  const outcomes: unknown[] = [];
  for (const isNewsFirst of [false, true]) {
    const ctx = await world.newFirm();
    const shop = await newShop(ctx);
    if (isNewsFirst) await bringBack(ctx, shop);
    await receiveAndMatch(ctx, camtOf(shop.account, [...PAID_ALL, BACK]));
    if (!isNewsFirst) await bringBack(ctx, shop);
    outcomes.push([await standing(ctx), await workOf(ctx), await payoutsOf(ctx)]);
  }
  expect(outcomes[1]).toEqual(outcomes[0]);
  expect(outcomes[0]).toEqual([
    [
      "entry -10000, line 10000",
      "entry -20000, line 20000",
      "entry -30000, line 30000",
      "entry 30000, line -30000",
    ],
    [],
    { "2000001": "received", "2000002": "received", "2000003": "aborted" },
  ]);
});

test("a payout that never came in is no work, and nobody attests it; its line, if there is one, a person may match", async () => {
  const ctx = await world.newFirm();
  const shop = await newShop(ctx);
  const own = paid("2026-11-06", 30_000, "", { text: "Oppgjor", counterparty: "" });
  await bringBack(ctx, shop);
  await receiveAndMatch(ctx, camtOf(shop.account, [...PAID_ALL.slice(0, 2), own]));
  expect(await workOf(ctx)).toEqual([]);
  const [pair] = await withTenant(ctx.database, ctx, (tx) =>
    tx.query<{ payout: string; line: string }>(
      "select p.id as payout, l.id as line from payout p, bank_line l where p.tenant_id = $1 and l.tenant_id = $1 and p.amount = -30000 and l.amount = 30000",
      [tx.tenantId],
    ),
  );
  const payoutIds = [pair?.payout ?? ""];
  await expect(attestReceipts(ctx, { payoutIds, receivedOn: date("2026-11-06") })).rejects.toMatchObject({
    code: "conflict",
  });
  await makeMatch(ctx, { payoutIds, lines: [{ id: pair?.line ?? "" }] });
  expect(await standing(ctx)).toContain("entry -30000, line 30000");
  expect(await payoutsOf(ctx)).toMatchObject({ "2000003": "aborted" });
});

test("a handle that only the entries know of names the payout", async () => {
  const ctx = await world.newFirm();
  const shop = await newShop(ctx);
  await writeEntries(
    ctx,
    { ledger: shop.ledger, topic: "funds" },
    apiEntries([
      { date: "2026-11-05", type: "capture", amount: 40_000, handle: "NO:611222", psp: "c4" },
      { date: "2026-11-05", type: "payout-scheduled", amount: -40_000, psp: `${shop.ledgerId}-2000004` },
    ]),
  );
  const moved = paid("2026-11-09", 40_000, "2000004", { text: "Utb. 2000004 Vippsnr 611222" });
  await receiveAndMatch(ctx, camtOf(shop.account, [...PAID_ALL, moved]));
  expect(await workOf(ctx)).toEqual([]);
  expect(await payoutsOf(ctx)).toMatchObject({ "2000004": "received" });
});
