import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { addDays } from "@/lib/core/ledger-date";
import { momentOf } from "@/lib/domain/ledger/moment";
import type { BankLineId } from "@/lib/core/ids";
import type { ServiceContext } from "@/lib/services/context";
import { attestReceipts } from "@/lib/services/reconciliation/attest-receipt";
import { makeMatch } from "@/lib/services/reconciliation/make-match";
import { listStandings } from "@/lib/store/reconciliation-read";
import { withTenant } from "@/lib/store/tenant";
import { apiEntries, writeEntries } from "@/tests/factories/books";
import { booking } from "@/tests/factories/statement-files/bookings";
import {
  camtOf,
  date,
  newShop,
  paid,
  PAID_ALL,
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

const ask = <Row extends Record<string, unknown>>(ctx: ServiceContext, sql: string): Promise<Row[]> =>
  withTenant(ctx.database, ctx, (tx) => tx.query<Row>(sql, [tx.tenantId]));

async function payoutId(ctx: ServiceContext, number: string): Promise<string> {
  const sql = `select id from payout where tenant_id = $1 and payout_number = '${number}'`;
  return (await ask<{ id: string }>(ctx, sql))[0]?.id ?? "";
}

describe("reconciled through", () => {
  const through = async (ctx: ServiceContext, shop: Shop): Promise<string | undefined> =>
    withTenant(ctx.database, ctx, async (tx) => {
      const [standing] = await listStandings(tx, [shop.merchantId]);
      return standing?.reconciledThrough;
    });

  test("ends before the first date whose proof is broken, though every payout was found", async () => {
    const ctx = await world.newFirm();
    const shop = await newShop(ctx);
    await receiveAndMatch(ctx, camtOf(shop.account, PAID_ALL));
    expect(await through(ctx, shop)).toBe("2026-11-04");
    const day = (proof: string): Promise<unknown> =>
      ask(
        ctx,
        `update day set proof = '${proof}' where tenant_id = $1 and topic = 'funds' and ledger_date = '2026-11-03'`,
      );
    await day("differs");
    expect(await through(ctx, shop)).toBe("2026-11-02");
    await day("verified");
    expect(await through(ctx, shop)).toBe("2026-11-04");
    await ask(
      ctx,
      `insert into chain_break (tenant_id, ledger, topic, copy, sequence, ledger_date, expected, found, amount, content, ordinal)
       select tenant_id, ledger, topic, copy, 2, date '2026-11-04', 0, 5, 5, decode('00', 'hex'), 1 from day
       where tenant_id = $1 and topic = 'funds' and ledger_date = '2026-11-03'`,
    );
    expect(await through(ctx, shop)).toBe("2026-11-03");
  });
});

describe("a person", () => {
  test("cannot attest a receipt of a day that has not come, or from before the payout", async () => {
    const ctx = await world.newFirm();
    await newShop(ctx);
    const payoutIds = [await payoutId(ctx, "2000001")];
    const today = momentOf(ctx.clock.nowMs()).today.NO;
    await expect(attestReceipts(ctx, { payoutIds, receivedOn: addDays(today, 1) })).rejects.toMatchObject({
      code: "invalid_input",
      fields: [{ field: "receivedOn", reason: "future" }],
    });
    await expect(attestReceipts(ctx, { payoutIds, receivedOn: date("2025-11-04") })).rejects.toMatchObject({
      code: "invalid_input",
      fields: [{ field: "receivedOn", message: "must not be before 2026-11-02", reason: "before-payout" }],
    });
    await attestReceipts(ctx, { payoutIds, receivedOn: today });
  });

  test("who uses a part of a line that nothing spoke for finds the rest of it in the work that is left", async () => {
    const ctx = await world.newFirm();
    const shop = await newShop(ctx);
    const lump = booking(45_000n, {
      date: date("2026-11-20"),
      text: "Innbetaling",
      counterparty: "Kasserer",
      bankReference: "lump",
    });
    await receiveAndMatch(ctx, camtOf(shop.account, [lump], { to: date("2026-11-20") }));
    const [line] = await ask<{ id: BankLineId }>(ctx, "select id from bank_line where tenant_id = $1");
    await makeMatch(ctx, {
      payoutIds: [await payoutId(ctx, "2000001")],
      lines: [{ id: line?.id ?? "", amount: 10_000n }],
    });
    expect(await workOf(ctx)).toContain("line 2026-11-20 0 35000");
  });
});

describe("a match", () => {
  test("is not undone because its entry is one of many that are not looked at", async () => {
    const ctx = await world.newFirm();
    const shop = await newShop(ctx);
    const topUp = (day: string, reference: string) => ({
      date: day,
      type: "top-up",
      amount: 50_000,
      reference,
    });
    const opening = { opening: 0 } as const;
    const write = (entries: Parameters<typeof apiEntries>[0]): Promise<unknown> =>
      writeEntries(ctx, { ledger: shop.ledger, topic: "funds" }, apiEntries(entries, opening));
    await write([topUp("2026-11-05", "Invoice 2604417")]);
    const invoice = (text: string, bankReference: string) =>
      booking(-50_000n, {
        date: date("2026-11-09"),
        text,
        counterparty: "Vipps Mobilepay As",
        bankReference,
      });
    await receiveAndMatch(ctx, camtOf(shop.account, [invoice("betalt invoice 2604417", "i")]));
    const stands = (): Promise<unknown[]> =>
      ask(ctx, "select from match where tenant_id = $1 and undone_at is null");
    expect(await stands()).toHaveLength(1);
    await write(
      Array.from({ length: 500 }, (_, index) => ({
        ...topUp("2026-11-10", `Invoice ${String(3_000_000 + index)}`),
        amount: 1_000 + index,
      })),
    );
    await receiveAndMatch(ctx, camtOf(shop.account, [invoice("husleie", "j")], { id: "more" }));
    expect(await stands()).toHaveLength(1);
  });
});

describe("a batched booking", () => {
  test("stays matched when the amount of one of its payouts is matched anew, however many stand behind it", async () => {
    const ctx = await world.newFirm();
    const shop = await newShop(ctx);
    const parts = [
      { amount: 10_000n, text: "Utb. 2000001 Vippsnr 57860" },
      { amount: 20_000n, text: "Utb. 2000002 Vippsnr 57860" },
    ];
    const batch = booking(30_000n, {
      date: date("2026-11-05"),
      text: "Vipps Mobilepay As",
      bankReference: "batch",
      parts,
    });
    await receiveAndMatch(ctx, camtOf(shop.account, [batch]));
    const methods = (): Promise<{ method: string; undone_reason: string | null }[]> =>
      ask(ctx, "select method, undone_reason from match where tenant_id = $1 order by made_at");
    expect(await methods()).toEqual([{ method: "batch", undone_reason: null }]);
    await ask(
      ctx,
      `insert into bank_line (tenant_id, id, account, booking_date, currency, amount, bank_reference, texts, details, kind)
       select l.tenant_id, gen_random_uuid(), l.account, date '2026-11-06', l.currency, 5, '', l.texts,
         '[{"amount": "2", "texts": []}, {"amount": "3", "texts": []}]', 'settlement'
       from bank_line l cross join generate_series(1, 2100) where l.tenant_id = $1`,
    );
    const other = paid("2026-11-06", 10_000, "x", { text: "Kaffe", counterparty: "Ola", bankReference: "o" });
    await receiveAndMatch(ctx, camtOf(shop.account, [other], { id: "more" }));
    expect(await methods()).toEqual([{ method: "batch", undone_reason: null }]);
  });
});
