import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { ServiceContext } from "@/lib/services/context";
import { attestReceipts } from "@/lib/services/reconciliation/attest-receipt";
import { makeMatch } from "@/lib/services/reconciliation/make-match";
import { reconcileDue } from "@/lib/services/reconciliation/reconcile-due";
import { undoMatch } from "@/lib/services/reconciliation/undo-match";
import { listMatches } from "@/lib/store/matches-read";
import { listOpenItems } from "@/lib/store/open-items";
import { withTenant } from "@/lib/store/tenant";
import { booking, statementOf } from "@/tests/factories/statement-files/bookings";
import type { Booking } from "@/tests/factories/statement-files/bookings";
import { camtFile } from "@/tests/factories/statement-files/camt";
import { mt940File } from "@/tests/factories/statement-files/mt940";
import { asSystem, importAndMatch, importText } from "@/tests/factories/statements";
import { date, newShop, payoutsOf, workOf } from "@/tests/integration/bank/support";
import type { Shop } from "@/tests/integration/bank/support";
import { openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

let world: ReadWorld;

beforeAll(async () => {
  world = await openReadWorld();
});

afterAll(() => world.close());

function fileOf(
  shop: Shop,
  bookings: readonly Booking[],
  over: Parameters<typeof statementOf>[1] = {},
): string {
  return camtFile([
    statementOf(bookings, {
      account: { scheme: "BBAN", id: shop.account },
      from: date("2026-11-01"),
      to: date("2026-11-13"),
      ...over,
    }),
  ]);
}

const line = (day: string, amount: number, text: string, reference = `${day}-${String(amount)}`): Booking =>
  booking(BigInt(amount), {
    date: date(day),
    text,
    counterparty: "Vipps Mobilepay As",
    bankReference: reference,
  });

async function payoutId(ctx: ServiceContext, number: string): Promise<string> {
  const rows = await withTenant(ctx.database, ctx, (tx) =>
    tx.query<{ id: string }>("select id from payout where tenant_id = $1 and payout_number = $2", [
      tx.tenantId,
      number,
    ]),
  );
  return rows[0]?.id ?? "";
}

describe("a statement", () => {
  test("finds the payouts whose numbers stand in it, and says what is missing", async () => {
    const ctx = await world.newFirm();
    const shop = await newShop(ctx);
    const report = await importAndMatch(
      ctx,
      fileOf(shop, [
        line("2026-11-04", 10_000, "Utb. 2000001 Vippsnr 57860"),
        line("2026-11-06", 29_900, "Utb. 2000003 Vippsnr 57860"),
        { ...line("2026-11-06", -12_345, "Husleie"), counterparty: "Utleier AS" },
        line("2026-11-09", 777, "Vipps Mobilepay As"),
      ]),
    );
    expect(report).toMatchObject({ duplicate: false, statements: 1, lines: 4, known: 0, findings: [] });
    expect(report.matching).toMatchObject({ made: 1, undone: 0 });
    expect(await payoutsOf(ctx)).toEqual({ "2000001": "received", "2000002": "open", "2000003": "open" });
    expect(await workOf(ctx)).toEqual([
      "difference 2026-11-04 30000 29900",
      "line 2026-11-09 0 777",
      "missing 2026-11-03 20000 0",
    ]);
    const issues = await withTenant(ctx.database, ctx, (tx) =>
      tx.query<{ kind: string }>(
        "select kind from issue where tenant_id = $1 and resolved_at is null order by kind",
        [tx.tenantId],
      ),
    );
    expect(issues.map((issue) => issue.kind)).toEqual([
      "bank-line-unmatched",
      "match-difference",
      "payout-overdue",
    ]);
  });

  test("taken in again, or in another format, changes nothing", async () => {
    const ctx = await world.newFirm();
    const shop = await newShop(ctx);
    const bookings = [
      line("2026-11-04", 10_000, "Utb. 2000001 Vippsnr 57860", ""),
      line("2026-11-05", 20_000, "Utb. 2000002 Vippsnr 57860", ""),
    ];
    const file = fileOf(shop, bookings);
    const first = await importAndMatch(ctx, file);
    expect(await importText(ctx, file)).toMatchObject({ duplicate: true, file: first.file });
    const other = mt940File([
      statementOf(bookings, {
        account: { scheme: "BBAN", id: shop.account },
        from: date("2026-11-01"),
        to: date("2026-11-13"),
      }),
    ]);
    const again = await importAndMatch(ctx, other, "statement.sta");
    expect(again).toMatchObject({ duplicate: false, lines: 2, known: 2 });
    expect(again.matching).toMatchObject({ made: 0, undone: 0 });
    const lines = await withTenant(ctx.database, ctx, (tx) =>
      tx.query<{ n: bigint }>("select count(*) as n from bank_line where tenant_id = $1", [tx.tenantId]),
    );
    expect(lines[0]?.n).toBe(2n);
  });

  test("that is broken leaves nothing behind", async () => {
    const ctx = await world.newFirm();
    const shop = await newShop(ctx);
    const file = fileOf(shop, [line("2026-11-04", 10_000, "Utb. 2000001 Vippsnr 57860")]);
    await expect(importText(ctx, file.slice(0, -40))).rejects.toMatchObject({ code: "invalid_input" });
    const files = await withTenant(ctx.database, ctx, (tx) =>
      tx.query(
        "select from bank_file where tenant_id = $1 union all select from bank_line where tenant_id = $1",
        [tx.tenantId],
      ),
    );
    expect(files).toEqual([]);
  });
});

describe("a person", () => {
  test("books a difference, undoes it, and finds everything as it was", async () => {
    const ctx = await world.newFirm();
    const shop = await newShop(ctx);
    await importAndMatch(ctx, fileOf(shop, [line("2026-11-06", 29_900, "Utb. 2000003 Vippsnr 57860")]));
    const before = await workOf(ctx);
    const items = await withTenant(ctx.database, ctx, (tx) =>
      listOpenItems(tx, { limit: 10, kinds: ["difference"] }),
    );
    const lineId = items[0]?.lines[0] ?? "";
    const payout = await payoutId(ctx, "2000003");
    await expect(makeMatch(ctx, { payoutIds: [payout], lines: [{ id: lineId }] })).rejects.toMatchObject({
      code: "invalid_input",
    });
    const id = await makeMatch(ctx, {
      payoutIds: [payout],
      lines: [{ id: lineId }],
      difference: { amount: 100n, reason: "bank fee" },
    });
    expect((await payoutsOf(ctx))["2000003"]).toBe("received");
    await expect(makeMatch(ctx, { payoutIds: [payout], lines: [{ id: lineId }] })).rejects.toMatchObject({
      code: "conflict",
    });
    await undoMatch(ctx, { id });
    expect(await workOf(ctx)).toEqual(before);
    await expect(undoMatch(ctx, { id })).rejects.toMatchObject({ code: "conflict" });
  });

  test("undoes what matching made, and it is not made again", async () => {
    const ctx = await world.newFirm();
    const shop = await newShop(ctx);
    await importAndMatch(ctx, fileOf(shop, [line("2026-11-04", 10_000, "Utb. 2000001 Vippsnr 57860")]));
    const [match] = await withTenant(ctx.database, ctx, (tx) => listMatches(tx, { limit: 10 }));
    await undoMatch(ctx, { id: match?.id ?? "" });
    await reconcileDue(asSystem(ctx));
    expect((await payoutsOf(ctx))["2000001"]).toBe("open");
  });

  test("attests a receipt, which gives way to the line that shows it", async () => {
    const ctx = await world.newFirm();
    const shop = await newShop(ctx);
    await attestReceipts(ctx, {
      payoutIds: [await payoutId(ctx, "2000001")],
      receivedOn: date("2026-11-04"),
    });
    expect((await payoutsOf(ctx))["2000001"]).toBe("received");
    await importAndMatch(ctx, fileOf(shop, [line("2026-11-04", 10_000, "Utb. 2000001 Vippsnr 57860")]));
    const matches = await withTenant(ctx.database, ctx, (tx) => listMatches(tx, { limit: 10 }));
    expect(matches.map((match) => `${match.method} ${match.undoneReason ?? "stands"}`).toSorted()).toEqual([
      "attested found-in-bank",
      "payout-number stands",
    ]);
    expect((await payoutsOf(ctx))["2000001"]).toBe("received");

    // The line was not theirs: what was attested holds again, until the person takes that back.
    const standing = async () => {
      await reconcileDue(asSystem(ctx));
      const all = await withTenant(ctx.database, ctx, (tx) => listMatches(tx, { limit: 10 }));
      return all.filter(({ undoneAt }) => undoneAt === undefined);
    };
    const [found] = await standing();
    await undoMatch(ctx, { id: found?.id ?? "" });
    const [attested, ...more] = await standing();
    expect([attested?.method, more]).toEqual(["attested", []]);
    expect((await payoutsOf(ctx))["2000001"]).toBe("received");
    await undoMatch(ctx, { id: attested?.id ?? "" });
    expect(await standing()).toEqual([]);
    expect((await payoutsOf(ctx))["2000001"]).toBe("open");
  });

  test("splits a line: what is left of it stays open", async () => {
    const ctx = await world.newFirm();
    const shop = await newShop(ctx);
    await importAndMatch(ctx, fileOf(shop, [line("2026-11-04", 31_000, "Vipps Mobilepay As")]));
    const [item] = await withTenant(ctx.database, ctx, (tx) =>
      listOpenItems(tx, { limit: 10, kinds: ["line"] }),
    );
    const lineId = item?.lines[0] ?? "";
    await makeMatch(ctx, {
      payoutIds: [await payoutId(ctx, "2000001")],
      lines: [{ id: lineId, amount: 10_000n }],
    });
    expect(await workOf(ctx)).toContain("line 2026-11-04 0 21000");
    await expect(
      makeMatch(ctx, {
        payoutIds: [await payoutId(ctx, "2000003")],
        lines: [{ id: lineId, amount: 30_000n }],
      }),
    ).rejects.toMatchObject({ code: "invalid_input" });
    await makeMatch(ctx, {
      payoutIds: [await payoutId(ctx, "2000002")],
      lines: [{ id: lineId, amount: 20_000n }],
    });
    expect(await workOf(ctx)).toContain("line 2026-11-04 0 1000");
  });
});
