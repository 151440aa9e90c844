import { afterAll, beforeAll, expect, test } from "vitest";

import type { ServiceContext } from "@/lib/services/context";
import { getMerchant } from "@/lib/services/merchants/get-merchant";
import { attestReceipts } from "@/lib/services/reconciliation/attest-receipt";
import { withTenant } from "@/lib/store/tenant";
import { apiEntries, createTestLedger, setProofs, writeEntries } from "@/tests/factories/books";
import type { TestLedger } from "@/tests/factories/books";
import { date } from "@/tests/integration/bank/support";
import { openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

/** How far a merchant with several ledgers is reconciled: through the date before anything of it is open or in doubt. */

let world: ReadWorld;
let ctx: ServiceContext;

beforeAll(async () => {
  world = await openReadWorld();
  ctx = await world.newFirm();
});

afterAll(() => world.close());

/** A ledger of a merchant with a payout of each of these dates. */
async function addLedger(days: readonly string[], beside?: TestLedger): Promise<TestLedger> {
  const ledger = await createTestLedger(ctx, {
    booksFrom: "2026-01-01",
    ...(beside && { merchantId: beside.merchantId }),
  });
  await writeEntries(
    ctx,
    { ledger: ledger.ledger, topic: "funds" },
    apiEntries(
      days.flatMap((day) => [
        { date: day, type: "capture", amount: 10_000, handle: "NO:57860" },
        { date: day, type: "payout-scheduled", amount: -10_000, psp: `${ledger.ledgerId}-${day}` },
      ]),
    ),
  );
  return ledger;
}

/** All of them came in. */
async function receive(ledger: TestLedger, through = "9999-12-31"): Promise<void> {
  const rows = await withTenant(ctx.database, ctx, (tx) =>
    tx.query<{ id: string }>(
      "select id from payout where tenant_id = $1 and ledger = $2 and ledger_date <= $3::date and settled = 'open'",
      [tx.tenantId, ledger.ledger, through],
    ),
  );
  const payoutIds = rows.map(({ id }) => id);
  await attestReceipts(ctx, { payoutIds, receivedOn: date("2026-11-20") });
}

const through = async (of: TestLedger): Promise<string | null> =>
  (await getMerchant(ctx, { id: of.merchantId })).reconciledThrough;

test("a sales unit that was closed in spring, all of whose money came, does not hold the merchant back", async () => {
  const open = await addLedger(["2026-11-03", "2026-11-04", "2026-11-10"]);
  const closed = await addLedger(["2026-03-02", "2026-03-03"], open);
  await receive(closed);
  await receive(open, "2026-11-04");
  expect(await through(open)).toBe("2026-11-09");
  await receive(open, "2026-11-10");
  expect(await through(open)).toBe("2026-11-10");
});

test("the oldest payout that is open on any of the ledgers does", async () => {
  const one = await addLedger(["2026-11-03", "2026-11-10"]);
  const other = await addLedger(["2026-10-30"], one);
  await receive(one);
  expect(await through(one)).toBe("2026-10-29");
  await receive(other);
  expect(await through(one)).toBe("2026-11-10");
});

test("a broken proof of a ledger that was never paid out does", async () => {
  const paid = await addLedger(["2026-11-03", "2026-11-10"]);
  const unpaid = await addLedger([], paid);
  await receive(paid);
  expect(await through(paid)).toBe("2026-11-10");
  await setProofs(
    ctx,
    { ledger: unpaid.ledger, topic: "funds" },
    { from: "2026-11-05", through: "2026-11-05", proof: "differs" },
  );
  expect(await through(paid)).toBe("2026-11-04");
});

test("without a payout nothing is reconciled, whatever is in doubt", async () => {
  const none = await addLedger([]);
  expect(await through(none)).toBeNull();
  await setProofs(
    ctx,
    { ledger: none.ledger, topic: "funds" },
    { from: "2026-11-05", through: "2026-11-05", proof: "differs" },
  );
  expect(await through(none)).toBeNull();
});
