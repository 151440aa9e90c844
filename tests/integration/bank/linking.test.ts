import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { BankAccount } from "@/lib/contracts/bank";
import type { BankAccountId, MerchantId } from "@/lib/core/ids";
import { listAccounts } from "@/lib/services/bank/list-accounts";
import { getCoverage } from "@/lib/services/bank/get-coverage";
import { linkNumber } from "@/lib/services/bank/link-number";
import { listBankFiles } from "@/lib/services/bank/list-files";
import { listBankLines } from "@/lib/services/bank/list-lines";
import type { ServiceContext } from "@/lib/services/context";
import { makeMatch } from "@/lib/services/reconciliation/make-match";
import { reconcileDue } from "@/lib/services/reconciliation/reconcile-due";
import { verifyLedgers } from "@/lib/services/verify/verify-ledgers";
import { BANK_FILES } from "@/lib/store/export-bank";
import { listRecords } from "@/lib/store/export-records";
import { listMatches } from "@/lib/store/matches-read";
import { withTenant } from "@/lib/store/tenant";
import { newAccountNumber } from "@/tests/factories/books";
import { booking } from "@/tests/factories/statement-files/bookings";
import { asSystem } from "@/tests/factories/statements";
import {
  accountsOf,
  camtOf,
  count,
  date,
  matchesOf,
  newShop,
  paid,
  PAID_ALL,
  payoutsOf,
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

/** Tables whose rows belong to an account; nothing may be left of one that was joined with another. */
const OF_ACCOUNT = [
  "bank_account_number",
  "bank_statement",
  "bank_line",
  "bank_line_source",
  "bank_coverage",
  "match",
  "match_pattern",
  "open_item",
  "issue",
] as const;

async function leftOf(ctx: ServiceContext, account: string): Promise<Record<string, number>> {
  const rows = await Promise.all(
    OF_ACCOUNT.map(async (table) => [table, await countOf(ctx, table, account)] as const),
  );
  return Object.fromEntries(rows.filter(([, rest]) => rest > 0));
}

async function countOf(ctx: ServiceContext, table: string, account: string): Promise<number> {
  const rows = await withTenant(ctx.database, ctx, (tx) =>
    tx.query<{ n: bigint }>(`select count(*) as n from ${table} where tenant_id = $1 and account = $2`, [
      tx.tenantId,
      account,
    ]),
  );
  return Number(rows[0]?.n ?? 0n);
}

/** What is left of an account that was joined is a row that no list shows and nothing counts. */
async function expectGone(ctx: ServiceContext, account: string): Promise<void> {
  expect(await count(ctx, `bank_account where tenant_id = $1 and id = '${account}'`)).toBe(1);
  const merchants = await withTenant(ctx.database, ctx, (tx) =>
    tx.query<{ id: string }>("select id from merchant where tenant_id = $1", [tx.tenantId]),
  );
  const lists = await Promise.all(
    [undefined, ...merchants.map(({ id }) => id)].map((merchantId) =>
      listAccounts(ctx, { merchantId, limit: 100 }),
    ),
  );
  expect(lists.map(({ items }) => items.length)).toEqual(lists.map(() => 1));
  const limited: ServiceContext = {
    ...ctx,
    role: "viewer",
    scope: { kind: "limited", merchantIds: merchants.map(({ id }) => id as MerchantId) },
  };
  expect((await listAccounts(limited, { limit: 100 })).items).toHaveLength(1);
  const files = BANK_FILES.filter(({ columns }) => columns.some(({ header }) => header === "accountId"));
  expect(files.length).toBeGreaterThan(5);
  for (const file of files) {
    const rows = await withTenant(ctx.database, ctx, (tx) =>
      listRecords(tx, file, { merchant: undefined, after: undefined, limit: 1000 }),
    );
    expect([file.path, rows.some(({ values }) => values.includes(account))]).toEqual([file.path, false]);
  }
  expect((await verifyLedgers(ctx)).findings).toEqual([]);
}

/** The account that ledgers are paid out to, and the one that they are not. */
async function twoAccounts(
  ctx: ServiceContext,
): Promise<Readonly<{ paidOut: BankAccount; other: BankAccount }>> {
  const accounts = await accountsOf(ctx);
  const paidOut = accounts.find(({ ledgers }) => ledgers > 0);
  const other = accounts.find(({ ledgers }) => ledgers === 0);
  if (accounts.length !== 2 || paidOut === undefined || other === undefined)
    throw new Error("there are not two accounts");
  return { paidOut, other };
}

/** A number that agrees with no other by itself: a foreign IBAN. */
const FOREIGN = { scheme: "IBAN", id: "DE89370400440532013000" } as const;

describe("a number that is linked", () => {
  test("makes two accounts one: lines, matches and payouts of both are this account's", async () => {
    const ctx = await world.newFirm();
    const shop = await newShop(ctx);
    await reconcileDue(asSystem(ctx));
    const statement = await receiveAndMatch(ctx, camtOf(FOREIGN, PAID_ALL));
    expect(statement.findings.map(({ code }) => code)).toEqual(["account-unknown"]);
    const [file] = (await listBankFiles(ctx, { limit: 10 })).items;
    expect(file?.findings).toMatchObject([{ code: "account-unknown", values: { account: FOREIGN.id } }]);
    expect((await payoutsOf(ctx))["2000001"]).toBe("open");
    const { paidOut, other } = await twoAccounts(ctx);
    const linked = await linkNumber(ctx, { id: other.id, number: shop.account });
    expect(linked).toMatchObject({ ledgers: 1, merchants: [{ id: shop.merchantId }] });
    expect(linked.numbers.map(({ id }) => id).toSorted()).toEqual([FOREIGN.id, shop.account].toSorted());
    await reconcileDue(asSystem(ctx));
    expect(await payoutsOf(ctx)).toEqual({
      "2000001": "received",
      "2000002": "received",
      "2000003": "received",
    });
    expect(await workOf(ctx)).toEqual([]);
    expect(await accountsOf(ctx)).toHaveLength(1);
    expect(await leftOf(ctx, paidOut.id)).toEqual({});
    // What was found in the file is not true any more.
    expect((await listBankFiles(ctx, { limit: 10 })).items.flatMap(({ findings }) => findings)).toEqual([]);
    await expectGone(ctx, paidOut.id);
    await expect(getCoverage(ctx, { id: paidOut.id })).rejects.toMatchObject({ code: "not_found" });
    // Said once more it changes nothing.
    await linkNumber(ctx, { id: other.id, number: shop.account });
    expect(await count(ctx, "audit_event where tenant_id = $1 and action = 'bank.number-linked'")).toBe(1);
    // What comes for either number from now on is this account's.
    const later = paid("2026-11-09", 777, "2000009");
    const more = await receive(ctx, camtOf(shop.account, [later], { id: "later" }));
    expect(more.accounts).toEqual([other.id]);
  });

  test("leaves the line that both accounts had once, and what people decided where it was", async () => {
    const ctx = await world.newFirm();
    const shop = await newShop(ctx);
    await receiveAndMatch(ctx, camtOf(shop.account, PAID_ALL));
    // The same bookings under another number, and one more; a person has matched that one.
    const fourth = paid("2026-11-06", 30_000, "2000003", {
      bankReference: "ref-4",
      text: "Vipps Mobilepay As",
    });
    await receiveAndMatch(ctx, camtOf(FOREIGN, [...PAID_ALL, fourth], { id: "other" }));
    const { paidOut, other } = await twoAccounts(ctx);
    expect(await count(ctx, "bank_line where tenant_id = $1")).toBe(7);
    const before = await matchesOf(ctx);
    expect(before).toHaveLength(3);
    await linkNumber(ctx, { id: paidOut.id, number: FOREIGN.id });
    await reconcileDue(asSystem(ctx));
    expect(await count(ctx, "bank_line where tenant_id = $1 and kind <> 'gone'")).toBe(4);
    expect(await leftOf(ctx, other.id)).toEqual({});
    expect((await matchesOf(ctx)).filter((match) => match.endsWith("stands"))).toHaveLength(3);
    expect(await payoutsOf(ctx)).toEqual({
      "2000001": "received",
      "2000002": "received",
      "2000003": "received",
    });
    expect(await workOf(ctx)).toEqual(["line 2026-11-06 0 30000"]);
    const { items } = await listBankFiles(ctx, { accountId: paidOut.id, limit: 10 });
    expect(items).toHaveLength(2);
  });

  test("brings matches that a person has made along, whichever account is kept", async () => {
    const ctx = await world.newFirm();
    const shop = await newShop(ctx);
    await reconcileDue(asSystem(ctx));
    await receiveAndMatch(
      ctx,
      camtOf(shop.account, [booking(10_000n, { date: date("2026-11-04"), text: "Kort" })]),
    );
    const [kept] = await accountsOf(ctx);
    const { items } = await listBankLines(ctx, { id: kept?.id ?? "", limit: 10 });
    const payout = await withTenant(ctx.database, ctx, (tx) =>
      tx.query<{ id: string }>("select id from payout where tenant_id = $1 and payout_number = '2000001'", [
        tx.tenantId,
      ]),
    );
    await makeMatch(ctx, { payoutIds: [payout[0]?.id ?? ""], lines: [{ id: items[0]?.id ?? "" }] });
    const { accounts } = await receive(ctx, camtOf(FOREIGN, [], { id: "empty" }));
    await linkNumber(ctx, { id: accounts[0] ?? "", number: shop.account });
    await reconcileDue(asSystem(ctx));
    const [match] = await withTenant(ctx.database, ctx, (tx) => listMatches(tx, { limit: 10 }));
    expect(match).toMatchObject({
      account: accounts[0] as BankAccountId,
      maker: "person",
      undoneAt: undefined,
    });
    expect((await payoutsOf(ctx))["2000001"]).toBe("received");
    expect(await leftOf(ctx, kept?.id ?? "")).toEqual({});
  });

  test("that nobody has yet is kept; a ledger that is paid out to it is served from then on", async () => {
    const ctx = await world.newFirm();
    const shop = await newShop(ctx);
    const { accounts } = await receive(ctx, camtOf(FOREIGN, PAID_ALL));
    const linked = await linkNumber(ctx, { id: accounts[0] ?? "", number: shop.account });
    expect(linked.ledgers).toBe(1);
    await reconcileDue(asSystem(ctx));
    expect((await payoutsOf(ctx))["2000002"]).toBe("received");
    expect(await accountsOf(ctx)).toHaveLength(1);
  });

  test("is refused at the field when it is none, or of another currency; and for those who may not", async () => {
    const ctx = await world.newFirm();
    const shop = await newShop(ctx);
    const { accounts } = await receive(ctx, camtOf(shop.account, PAID_ALL));
    const id = accounts[0] ?? "";
    const faultOf = (number: string): Promise<unknown> =>
      linkNumber(ctx, { id, number }).then(
        () => undefined,
        (error: unknown) => (error as { fields: { reason: string }[] }).fields[0]?.reason,
      );
    const wrongDigit = `${shop.account.slice(0, -1)}${String((Number(shop.account.at(-1)) + 1) % 10)}`;
    expect(await faultOf(wrongDigit)).toBe("check-digit");
    expect(await faultOf("12 34")).toBe("length");
    expect(await faultOf("min konto")).toBe("characters");
    await receive(ctx, camtOf(FOREIGN, [], { id: "euro", currency: "EUR" }));
    expect(await faultOf(FOREIGN.id)).toBe("currency");
    await expect(
      linkNumber({ ...ctx, role: "viewer" }, { id, number: newAccountNumber() }),
    ).rejects.toMatchObject({ code: "forbidden" });
    const stranger = await world.newFirm("stranger");
    await expect(linkNumber(stranger, { id, number: newAccountNumber() })).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await accountsOf(ctx)).toHaveLength(2);
  });

  test("while a file of it is taken in leaves nothing behind", async () => {
    const ctx = await world.newFirm();
    const shop = await newShop(ctx);
    await reconcileDue(asSystem(ctx));
    const { accounts } = await receive(ctx, camtOf(FOREIGN, PAID_ALL.slice(0, 1)));
    const { paidOut } = await twoAccounts(ctx);
    const later = camtOf(FOREIGN, PAID_ALL, { id: "later" });
    await Promise.all([
      receive(ctx, later),
      linkNumber(ctx, { id: paidOut.id, number: FOREIGN.id }).catch(() =>
        linkNumber(ctx, { id: paidOut.id, number: FOREIGN.id }),
      ),
      reconcileDue(asSystem(ctx)),
    ]);
    await reconcileDue(asSystem(ctx));
    expect(await leftOf(ctx, accounts[0] ?? "")).toEqual({});
    expect(await count(ctx, "bank_line where tenant_id = $1 and kind <> 'gone'")).toBe(3);
    expect((await payoutsOf(ctx))["2000003"]).toBe("received");
    expect(shop.account).not.toBe(FOREIGN.id);
  });
});
