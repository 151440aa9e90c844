import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { getBankSettings, setBankSettings } from "@/lib/services/bank/bank-settings";
import { getCoverage } from "@/lib/services/bank/get-coverage";
import { listBankFiles } from "@/lib/services/bank/list-files";
import { listBankLines } from "@/lib/services/bank/list-lines";
import { renameBankAccount } from "@/lib/services/bank/rename-account";
import { setBankLineKind } from "@/lib/services/bank/set-line-kind";
import { reconcileDue } from "@/lib/services/reconciliation/reconcile-due";
import { booking } from "@/tests/factories/statement-files/bookings";
import { asSystem } from "@/tests/factories/statements";
import {
  accountsOf,
  camtOf,
  count,
  date,
  newShop,
  paid,
  PAID_ALL,
  receive,
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

describe("an account", () => {
  test("of payouts and of statements is one when the numbers agree by themselves", async () => {
    const ctx = await world.newFirm();
    const shop = await newShop(ctx);
    await reconcileDue(asSystem(ctx));
    const report = await receiveAndMatch(ctx, camtOf(shop.account, PAID_ALL));
    const [account, ...others] = await accountsOf(ctx);
    expect(others).toEqual([]);
    expect(account).toMatchObject({
      id: report.accounts[0],
      ledgers: 1,
      merchants: [{ id: shop.merchantId }],
      coveredFrom: "2026-11-01",
      coveredThrough: "2026-11-13",
      gaps: 0,
    });
    expect(account?.numbers[0]?.written).toMatch(/^\d{4} \d{2} \d{5}$/);
  });

  test("shows its gaps, and what does not add up", async () => {
    const ctx = await world.newFirm();
    const shop = await newShop(ctx);
    await receive(
      ctx,
      camtOf(shop.account, PAID_ALL.slice(0, 1), { from: date("2026-11-01"), to: date("2026-11-04") }),
    );
    await receive(
      ctx,
      camtOf(shop.account, PAID_ALL.slice(2), {
        id: "late",
        sequence: 9,
        from: date("2026-11-06"),
        to: date("2026-11-13"),
        opening: 999_999n,
      }),
    );
    const [account] = await accountsOf(ctx);
    expect(account?.gaps).toBe(1);
    const coverage = await getCoverage(ctx, { id: account?.id ?? "" });
    expect(coverage.ranges).toEqual([
      { from: "2026-11-01", to: "2026-11-04" },
      { from: "2026-11-06", to: "2026-11-13" },
    ]);
    expect(coverage.findings).toContainEqual({
      code: "gap",
      values: { from: "2026-11-05", to: "2026-11-05" },
    });
    expect(coverage.statements.map(({ from }) => from)).toEqual(["2026-11-06", "2026-11-01"]);
    await expect(getCoverage(ctx, { id: "nothing" })).rejects.toMatchObject({ code: "not_found" });
    await expect(getCoverage(await world.newFirm("other"), { id: account?.id ?? "" })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("covers no days that had not come when its statement was taken in", async () => {
    const ctx = await world.newFirm();
    const shop = await newShop(ctx);
    const never = paid("2099-11-04", 10_000, "2000001");
    const period = { from: date("2099-11-01"), to: date("2099-11-13") };
    await receive(ctx, camtOf(shop.account, [never], period));
    const [account] = await accountsOf(ctx);
    expect((await getCoverage(ctx, { id: account?.id ?? "" })).ranges).toEqual([]);
    await receive(ctx, camtOf(shop.account, PAID_ALL, { id: "now", to: date("2099-11-13") }));
    const [range, ...more] = (await getCoverage(ctx, { id: account?.id ?? "" })).ranges;
    expect([range?.from, more]).toEqual(["2026-11-01", []]);
    expect((range?.to ?? "") < "2099").toBe(true);
  });

  test("is named by people who may, and the name is in the trail", async () => {
    const ctx = await world.newFirm();
    const shop = await newShop(ctx);
    const { accounts } = await receive(ctx, camtOf(shop.account, PAID_ALL));
    const id = accounts[0] ?? "";
    expect(await renameBankAccount(ctx, { id, name: "Drift" })).toMatchObject({ name: "Drift" });
    expect(await renameBankAccount(ctx, { id, name: "" })).toMatchObject({ name: null });
    await expect(renameBankAccount({ ...ctx, role: "viewer" }, { id, name: "X" })).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(await count(ctx, "audit_event where tenant_id = $1 and action = 'bank.account-renamed'")).toBe(2);
  });
});

describe("a line", () => {
  test("is set aside and taken back; what is left to do follows", async () => {
    const ctx = await world.newFirm();
    const shop = await newShop(ctx);
    await receiveAndMatch(ctx, camtOf(shop.account, [...PAID_ALL, paid("2026-11-09", 777, "9999999")]));
    expect(await workOf(ctx)).toEqual(["line 2026-11-09 0 777"]);
    const [account] = await accountsOf(ctx);
    const list = async (kind?: "ignored"): Promise<readonly string[]> =>
      (await listBankLines(ctx, { id: account?.id ?? "", kind, limit: 10 })).items.map(
        (line) => `${String(line.amount)} ${String(line.left)} ${line.kind}`,
      );
    expect(await list()).toEqual([
      "777 777 settlement",
      "30000 0 settlement",
      "20000 0 settlement",
      "10000 0 settlement",
    ]);
    const page = await listBankLines(ctx, { id: account?.id ?? "", limit: 1 });
    const line = page.items[0];
    const next = await listBankLines(ctx, { id: account?.id ?? "", limit: 3, cursor: page.nextCursor });
    expect(next).toMatchObject({ items: [{ amount: 30_000n }, {}, {}], nextCursor: undefined });
    expect(await setBankLineKind(ctx, { id: line?.id ?? "", kind: "ignored" })).toMatchObject({
      kind: "ignored",
    });
    expect(await workOf(ctx)).toEqual([]);
    expect(await list("ignored")).toEqual(["777 777 ignored"]);
    await setBankLineKind(ctx, { id: line?.id ?? "", kind: "settlement" });
    expect(await workOf(ctx)).toEqual(["line 2026-11-09 0 777"]);
    const matched = next.items[0]?.id ?? "";
    await expect(setBankLineKind(ctx, { id: matched, kind: "ignored" })).rejects.toMatchObject({
      code: "conflict",
    });
    const amount = await listBankLines(ctx, { id: account?.id ?? "", amount: 20_000n, limit: 10 });
    expect(amount.items).toHaveLength(1);
  });

  test("of a merchant is seen by its people only when it is matched", async () => {
    const ctx = await world.newFirm();
    const shop = await newShop(ctx);
    await receiveAndMatch(ctx, camtOf(shop.account, [...PAID_ALL, paid("2026-11-09", 777, "9999999")]));
    const [account] = await accountsOf(ctx);
    const limited = {
      ...ctx,
      role: "accountant",
      scope: { kind: "limited", merchantIds: [shop.merchantId] },
    } as const;
    expect(await accountsOf(limited)).toMatchObject([{ id: account?.id, ledgers: 1, openItems: 0 }]);
    expect((await listBankLines(limited, { id: account?.id ?? "", limit: 10 })).items).toHaveLength(3);
    expect((await listBankFiles(limited, { limit: 10 })).items).toEqual([]);
    const coverage = await getCoverage(limited, { id: account?.id ?? "" });
    expect([coverage.ranges.length, coverage.statements.length]).toEqual([1, 0]);
    const other = { ...limited, scope: { kind: "limited", merchantIds: [] } } as const;
    expect(await accountsOf(other)).toEqual([]);
    await expect(getCoverage(other, { id: account?.id ?? "" })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("what is kept of other lines", () => {
  test("is everything until the firm chooses otherwise, and then their texts go for good", async () => {
    const ctx = await world.newFirm();
    const shop = await newShop(ctx);
    const rent = booking(-50_000n, {
      date: date("2026-11-05"),
      text: "Husleie for Kari Nordmann",
      counterparty: "Utleier",
    });
    await receiveAndMatch(ctx, camtOf(shop.account, [...PAID_ALL, rent]));
    expect(await getBankSettings(ctx)).toEqual({ keepTexts: "all" });
    const kept = "where tenant_id = $1 and texts::text like '%Husleie%'";
    expect([await count(ctx, `bank_line ${kept}`), await count(ctx, `bank_line_source ${kept}`)]).toEqual([
      1, 1,
    ]);
    await setBankSettings(ctx, { keepTexts: "settlement" });
    expect([await count(ctx, `bank_line ${kept}`), await count(ctx, `bank_line_source ${kept}`)]).toEqual([
      0, 0,
    ]);
    expect(await count(ctx, "bank_line where tenant_id = $1 and texts is not null")).toBe(3);
    const more = { ...rent, text: "Husleie desember", date: date("2026-11-12"), bankReference: "r2" };
    await receive(ctx, camtOf(shop.account, [more], { id: "more" }));
    expect(await count(ctx, `bank_line ${kept}`)).toBe(0);
    // The same line again is still the same: its digest was kept.
    const again = await receive(ctx, camtOf(shop.account, [...PAID_ALL, rent], { id: "again" }));
    expect(again).toMatchObject({ lines: 4, known: 4 });
    await expect(setBankSettings({ ...ctx, role: "viewer" }, { keepTexts: "all" })).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(await count(ctx, "audit_event where tenant_id = $1 and action = 'bank.settings-changed'")).toBe(1);
  });
});
