import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { GET as getAccountsRoute, POST as setAccountsRoute } from "@/app/api/v1/accounts/route";
import { GET as listVouchersRoute } from "@/app/api/v1/merchants/[id]/vouchers/route";
import { AccountsQuery, VouchersQuery } from "@/lib/contracts/bookkeeping";
import type { Voucher } from "@/lib/contracts/bookkeeping";
import { openApiDocument } from "@/lib/contracts/openapi";
import { getAccounts, setAccounts } from "@/lib/services/bookkeeping/account-map";
import { listVouchers } from "@/lib/services/bookkeeping/list-vouchers";
import type { ServiceContext } from "@/lib/services/context";
import { exportMerchant } from "@/lib/services/exports/export-merchant";
import { createToken } from "@/lib/services/tokens/create-token";
import { withTenant } from "@/lib/store/tenant";
import { apiEntries, createTestLedger, date, setProofs, writeEntries } from "@/tests/factories/books";
import { createTestPerson } from "@/tests/factories/people";
import { createTwoShops } from "@/tests/factories/two-shops";
import type { TwoShops } from "@/tests/factories/two-shops";
import { call, createAnswerCheck, useServices } from "@/tests/integration/api/support";
import { csvRows, minorOf } from "@/tests/factories/reports-read";
import { daySums } from "@/tests/integration/bookkeeping/read-back";
import { openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

let world: ReadWorld;
let ctx: ServiceContext;
let shops: TwoShops;

beforeAll(async () => {
  world = await openReadWorld();
  useServices(world.services);
  ctx = await world.newFirm();
  shops = await createTwoShops(ctx);
}, 60_000);
afterAll(() => world.close());

const NOVEMBER = { from: date("2026-11-01"), to: date("2026-11-30") };
const sumOf = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n);

async function csvOf(of: ServiceContext, merchantId: string): Promise<Record<string, string>[]> {
  let text = "";
  for await (const chunk of exportMerchant(of, { merchantId, ...NOVEMBER, format: "vouchers-csv" }))
    text += String(chunk);
  return csvRows(text);
}

async function vouchersOf(of: ServiceContext, id: string): Promise<readonly Voucher[]> {
  return (await listVouchers(of, { ...VouchersQuery.parse(NOVEMBER), id })).items;
}

describe("vouchers", () => {
  test("agree with day_sum to the øre, balance, and leave the accounts where both balances are", async () => {
    const { shop } = shops;
    const rows = await csvOf(ctx, shop.merchantId);
    const booked = { from: "2026-11-18", to: "2026-11-20" };
    const truth = await daySums(ctx, shop.ledger, booked);
    for (const day of ["2026-11-18", "2026-11-19"]) {
      const ofDay = rows.filter((row) => row["date"] === day);
      expect(new Set(ofDay.map((row) => row["voucher"]))).toEqual(
        new Set([`${shop.ledgerId}-${day.replaceAll("-", "")}`]),
      );
      expect(sumOf(ofDay.map((row) => minorOf(row["amount"] ?? "")))).toBe(0n);
      const on = (account: string): bigint =>
        sumOf(ofDay.filter((row) => row["account"] === account).map((row) => minorOf(row["amount"] ?? "")));
      const of = (topic: string, breaks = 0n): bigint =>
        sumOf(
          truth.filter((row) => row.topic === topic && row.ledger_date === day).map(({ amount }) => amount),
        ) + breaks;
      // The provider's chain jumps by 7 øre on the second day: the balance moved, so the account does.
      expect([on("1520"), on("2990")]).toEqual([of("funds", day === "2026-11-19" ? 7n : 0n), of("fees")]);
    }
    // The first date is before the books begin, the last are not over.
    expect(new Set(rows.map((row) => row["date"]))).toEqual(new Set(["2026-11-18", "2026-11-19"]));
    const captures = rows.filter((row) => row["account"] === "1500" && row["date"] === "2026-11-18");
    expect(captures.map((row) => [row["salesUnit"], row["amount"], row["vatCode"], row["merchant"]])).toEqual(
      [
        ["NO:57860", "-499.00", "0", "Butikk"],
        ["api:123456", "-100.00", "0", "Butikk"],
      ],
    );
    expect(captures[0]?.["text"]).toBe(`Vipps MobilePay ${shop.ledgerId} 2026-11-18: betalinger, Torget`);
    const vouchers = await vouchersOf(ctx, shop.merchantId);
    const balances = await withTenant(ctx.database, ctx, (tx) =>
      tx.query<{ topic: string; head_balance: bigint }>(
        "select topic, head_balance from feed where tenant_id = $1 and ledger = $2 order by topic",
        [ctx.tenantId, shop.ledger],
      ),
    );
    expect([vouchers.at(-1)?.feesOwedBalance, vouchers.at(-1)?.clearingBalance]).toEqual(
      balances.map((row) => row.head_balance),
    );
  });

  test("say how far a date is proven, and a date in doubt says it in every text", async () => {
    const { shop } = shops;
    await setProofs(
      ctx,
      { ledger: shop.ledger, topic: "fees" },
      { from: "2026-11-18", through: "2026-11-20", proof: "verified" },
    );
    const rows = await csvOf(ctx, shop.merchantId);
    const proofs = new Map(rows.map((row) => [row["date"], row["proof"]]));
    expect(proofs).toEqual(
      new Map([
        ["2026-11-18", "verified"],
        ["2026-11-19", "in-doubt"],
      ]),
    );
    for (const row of rows)
      expect(row["text"]?.startsWith("DAGEN ER I TVIL")).toBe(row["proof"] === "in-doubt");
  });

  test("go on page by page, ledger by ledger, each of them whole", async () => {
    const second = await createTestLedger(ctx, {
      merchantId: shops.shop.merchantId,
      booksFrom: "2026-11-01",
    });
    await writeEntries(
      ctx,
      { ledger: second.ledger, topic: "funds" },
      apiEntries([
        { date: "2026-11-02", type: "capture", amount: 100 },
        { date: "2026-11-05", type: "capture", amount: 200 },
      ]),
    );
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listVouchers(ctx, {
        ...VouchersQuery.parse({ ...NOVEMBER, limit: 1 }),
        cursor,
        id: shops.shop.merchantId,
      });
      seen.push(...page.items.map(({ number }) => number));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    const ofLedger = (ledgerId: string): string[] =>
      seen.filter((number) => number.startsWith(`${ledgerId}-`));
    const { ledgerId } = shops.shop;
    expect(ofLedger(ledgerId)).toEqual([`${ledgerId}-20261118`, `${ledgerId}-20261119`]);
    expect(ofLedger(second.ledgerId)).toEqual([`${second.ledgerId}-20261102`, `${second.ledgerId}-20261105`]);
    expect(seen).toHaveLength(4);
    expect(new Set((await csvOf(ctx, shops.shop.merchantId)).map((row) => row["voucher"]))).toEqual(
      new Set(seen),
    );
  });
});

describe("the account map", () => {
  const item = (account: string, name = "Vipps") => ({
    role: "clearing" as const,
    account,
    name,
    vatCode: "",
  });
  const clearing = async (of: ServiceContext, merchantId?: string) =>
    (await getAccounts(of, AccountsQuery.parse({ merchantId }))).items.find(
      ({ role }) => role === "clearing",
    );

  test("is the country's, then the firm's, then the merchant's; taken back it is what it stands on", async () => {
    const firm = await world.newFirm("accounts");
    const shop = await createTestLedger(firm, { name: "Kiosk" });
    const { merchantId } = shop;
    await writeEntries(
      firm,
      { ledger: shop.ledger, topic: "funds" },
      apiEntries([{ date: "2026-11-18", type: "capture", amount: 100 }]),
    );
    const booked = async () => (await csvOf(firm, merchantId))[0]?.["account"];
    expect([(await clearing(firm))?.origin, await booked()]).toEqual(["default", "1520"]);
    await setAccounts(firm, { country: "NO", items: [item("1580")] });
    expect([(await clearing(firm, merchantId))?.origin, await booked()]).toEqual(["firm", "1580"]);
    await setAccounts(firm, { country: "NO", merchantId, items: [item("1902")] });
    expect(await clearing(firm, merchantId)).toMatchObject({
      origin: "merchant",
      account: "1902",
      inherited: { account: "1580" },
    });
    expect([(await clearing(firm))?.account, await booked()]).toEqual(["1580", "1902"]);
    await setAccounts(firm, { country: "NO", merchantId, items: [item("1580")] });
    expect([(await clearing(firm, merchantId))?.origin, await booked()]).toEqual(["firm", "1580"]);
    const { items } = await getAccounts(firm, AccountsQuery.parse({ country: "DK" }));
    expect(items.find(({ role }) => role === "clearing")).toMatchObject({
      account: "5590",
      isAssumed: true,
    });
    const trail = await withTenant(firm.database, firm, (tx) =>
      tx.query<{ before: Record<string, string>; after: Record<string, string> }>(
        "select before, after from audit_event where action = 'accounts.changed' order by at, id",
      ),
    );
    expect(trail).toContainEqual({
      before: { country: "NO", clearing: "1580 Vipps" },
      after: { country: "NO", clearing: "1902 Vipps" },
    });
    // Saying again what is there is no change.
    await setAccounts(firm, { country: "NO", items: [item("1580")] });
    expect(trail).toHaveLength(3);
  });

  test("of the firm is for those who see the whole firm; a limited accountant has those of the limit", async () => {
    const limited = (
      await createTestPerson(ctx, world.database, {
        name: "Liv",
        role: "accountant",
        merchantIds: [shops.danish.merchantId],
      })
    ).ctx;
    await setAccounts(ctx, { country: "DK", items: [item("5591")] });
    expect((await clearingOf(limited, shops.danish.merchantId))?.account).toBe("5591");
    await expect(setAccounts(limited, { country: "DK", items: [item("1")] })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(
      setAccounts(limited, { country: "DK", merchantId: shops.shop.merchantId, items: [item("1")] }),
    ).rejects.toMatchObject({ code: "not_found" });
    await setAccounts(limited, { country: "DK", merchantId: shops.danish.merchantId, items: [item("5592")] });
    expect((await clearingOf(limited, shops.danish.merchantId))?.account).toBe("5592");
    const viewer = (await createTestPerson(ctx, world.database, { name: "Vi", role: "viewer" })).ctx;
    await expect(setAccounts(viewer, { country: "DK", items: [item("1")] })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  const clearingOf = async (of: ServiceContext, merchantId: string) =>
    (await getAccounts(of, AccountsQuery.parse({ country: "DK", merchantId }))).items.find(
      ({ role }) => role === "clearing",
    );

  test("and vouchers answer as the document says, and bad accounts are named field by field", async () => {
    const check = createAnswerCheck(openApiDocument());
    const { token } = await createToken(ctx, { name: "script" });
    const vouchers = await call(listVouchersRoute, { token, params: { id: shops.shop.merchantId } });
    expect(check("/merchants/{id}/vouchers", "get", vouchers)).toBeUndefined();
    expect(check("/accounts", "get", await call(getAccountsRoute, { token }))).toBeUndefined();
    const refused = await call(setAccountsRoute, { token, method: "POST", body: {} });
    expect(refused.status).toBe(403);
    await expect(setAccounts(ctx, { country: "NO", items: [item("1"), item("2")] })).rejects.toMatchObject({
      fields: [{ field: "items.1.role" }],
    });
  });
});
