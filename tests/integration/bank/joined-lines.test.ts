import { afterAll, beforeAll, expect, test } from "vitest";

import { linkNumber } from "@/lib/services/bank/link-number";
import { makeMatch } from "@/lib/services/reconciliation/make-match";
import { noteWork } from "@/lib/services/reconciliation/note-work";
import { reconcileDue } from "@/lib/services/reconciliation/reconcile-due";
import { undoMatch } from "@/lib/services/reconciliation/undo-match";
import { verifyLedgers } from "@/lib/services/verify/verify-ledgers";
import { listMatches } from "@/lib/store/matches-read";
import { withTenant } from "@/lib/store/tenant";
import { asSystem } from "@/tests/factories/statements";
import {
  accountsOf,
  camtOf,
  count,
  newShop,
  paid,
  PAID_ALL,
  payoutsOf,
  receiveAndMatch,
} from "@/tests/integration/bank/support";
import { openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

let world: ReadWorld;

beforeAll(async () => {
  world = await openReadWorld();
});

afterAll(() => world.close());

/** A number that agrees with no other by itself. */
const FOREIGN = { scheme: "IBAN", id: "DE89370400440532013000" } as const;

test("an account that turns out to be another forgets no decision on a line that both had", async () => {
  const ctx = await world.newFirm();
  const shop = await newShop(ctx);
  // The other account's lines are the older ones: they stay.
  const own = paid("2026-11-06", 29_900, "", { text: "Oppgjor", counterparty: "" });
  const lines = [...PAID_ALL.slice(0, 2), own];
  await receiveAndMatch(ctx, camtOf(FOREIGN, lines, { id: "other" }));
  await receiveAndMatch(ctx, camtOf(shop.account, lines));
  const pairOf = async (number: string, amount: number) => {
    const [pair] = await withTenant(ctx.database, ctx, (tx) =>
      tx.query<{ payout: string; line: string }>(
        `select p.id as payout, l.id as line from payout p, bank_line l join bank_account_number n on n.tenant_id = l.tenant_id and n.account = l.account
         where p.tenant_id = $1 and l.tenant_id = $1 and p.payout_number = $2 and l.amount = $3 and n.number = $4`,
        [tx.tenantId, number, amount, shop.account],
      ),
    );
    return { payoutIds: [pair?.payout ?? ""], lines: [{ id: pair?.line ?? "" }] };
  };
  // A no to what matching had made, and a yes with a fee that the bank took.
  const made = await withTenant(ctx.database, ctx, (tx) => listMatches(tx, { limit: 10 }));
  const ofFirst = made.find(({ parts }) => parts.some(({ amount }) => amount === 10_000n));
  await undoMatch(ctx, { id: ofFirst?.id ?? "" });
  const difference = { amount: 100n, reason: "the bank's fee" };
  await makeMatch(ctx, { ...(await pairOf("2000003", 29_900)), difference });
  const { lines: noted } = await pairOf("2000002", 20_000);
  await noteWork(ctx, {
    subjectType: "line",
    subjectId: noted[0]?.id ?? "",
    note: "asked the bank",
    assignedId: null,
  });
  const before = [await payoutsOf(ctx), await count(ctx, "match_rejection where tenant_id = $1")];
  expect(before).toEqual([{ "2000001": "open", "2000002": "received", "2000003": "received" }, 1]);

  const paidOut = (await accountsOf(ctx)).find(({ ledgers }) => ledgers > 0);
  await linkNumber(ctx, { id: paidOut?.id ?? "", number: FOREIGN.id });
  await reconcileDue(asSystem(ctx));
  expect(await count(ctx, "bank_line where tenant_id = $1 and kind <> 'gone'")).toBe(3);
  expect([await payoutsOf(ctx), await count(ctx, "match_rejection where tenant_id = $1")]).toEqual(before);
  const standing = "subject in (select id from bank_line where tenant_id = $1 and kind <> 'gone')";
  expect(await count(ctx, `work_note where tenant_id = $1 and ${standing}`)).toBe(1);
  expect((await verifyLedgers(ctx)).findings).toEqual([]);
});
