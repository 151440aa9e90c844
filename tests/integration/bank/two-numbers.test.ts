import { afterAll, beforeAll, expect, test } from "vitest";

import { linkNumber } from "@/lib/services/bank/link-number";
import { withTenant } from "@/lib/store/tenant";
import {
  accountsOf,
  camtOf,
  count,
  date,
  newShop,
  PAID_ALL,
  receive,
  receiveAndMatch,
  untilWaiting,
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
const UNNAMED = PAID_ALL.map((booking) => ({ ...booking, bankReference: "" }));

test("files of one account under two numbers that come at once count each line once", async () => {
  const ctx = await world.newFirm();
  const { account } = await newShop(ctx);
  await receiveAndMatch(ctx, camtOf(account, []));
  const [known] = await accountsOf(ctx);
  await linkNumber(ctx, { id: known?.id ?? "", number: FOREIGN.id });
  // Both are stopped where they have told their lines and not said so yet.
  let files: Promise<unknown>[] = [];
  await withTenant(ctx.database, ctx, async (tx) => {
    await tx.execute("delete from reconcile_due where tenant_id = $1", [tx.tenantId]);
    await tx.execute(
      `insert into reconcile_due (tenant_id, scheme, number, amount)
       select n.tenant_id, n.scheme, n.number, a.amount from bank_account_number n cross join (values (10000), (20000), (30000)) a(amount)
       where n.tenant_id = $1 on conflict do nothing`,
      [tx.tenantId],
    );
    files = [
      camtOf(account, UNNAMED),
      camtOf(FOREIGN, UNNAMED, { id: "other", from: date("2026-10-31") }),
    ].map((file) => receive(ctx, file));
    await untilWaiting(ctx, 2);
  });
  await Promise.all(files);
  expect(await count(ctx, "bank_line where tenant_id = $1")).toBe(3);
});
