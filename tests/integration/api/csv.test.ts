import { afterAll, beforeAll, expect, test } from "vitest";

import { GET as getFees } from "@/app/api/v1/fees/route";
import { GET as listIssues } from "@/app/api/v1/issues/route";
import { GET as listDays } from "@/app/api/v1/ledgers/[id]/days/route";
import { GET as listEntries } from "@/app/api/v1/ledgers/[id]/entries/route";
import { GET as listLedgers } from "@/app/api/v1/ledgers/route";
import { GET as listMerchantDays } from "@/app/api/v1/merchants/[id]/days/route";
import { GET as listMerchants } from "@/app/api/v1/merchants/route";
import { GET as findPayments } from "@/app/api/v1/payments/route";
import { GET as listPayouts } from "@/app/api/v1/payouts/route";
import type { ServiceContext } from "@/lib/services/context";
import { exportMerchant } from "@/lib/services/exports/export-merchant";
import { createToken } from "@/lib/services/tokens/create-token";
import { apiEntries, createTestLedger, writeEntries } from "@/tests/factories/books";
import { createTwoShops } from "@/tests/factories/two-shops";
import type { TwoShops } from "@/tests/factories/two-shops";
import { call, useServices } from "@/tests/integration/api/support";
import { openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

let world: ReadWorld;
let ctx: ServiceContext;
let shops: TwoShops;
let token: string;

beforeAll(async () => {
  world = await openReadWorld();
  useServices(world.services);
  ctx = await world.newFirm();
  shops = await createTwoShops(ctx);
  token = (await createToken(ctx, { name: "script" })).token;
}, 60_000);

afterAll(() => world.close());

test("a list is sent as a file of every row that its filters match", async () => {
  const params = { id: shops.shop.ledger };
  const headers = { accept: "text/csv" };
  const answer = await call(listEntries, { token, params, headers, query: { limit: "1", kind: "capture" } });
  expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(answer.headers.get("content-disposition")).toBe('attachment; filename="entries.csv"');
  const lines = answer.text.trimEnd().split("\n");
  expect(lines[0]).toBe(
    "sequence,topic,ledgerDate,time,entryType,pspReference,reference,recipientHandle,currency,amount,balanceBefore,balanceAfter",
  );
  expect(lines).toHaveLength(1 + 5);
  expect(lines[2]).toBe(
    "2,funds,2026-11-18,2026-11-18T12:00:00.000001Z,capture,p2,order-2,NO:57860,NOK,499.00,405.00,904.00",
  );
});

test("every list has a file", async () => {
  const ledger = { id: shops.shop.ledger };
  const query = { format: "csv" };
  const counts: Record<string, number> = {};
  const files = {
    merchants: await call(listMerchants, { token, query }),
    merchantDays: await call(listMerchantDays, { token, query, params: { id: shops.shop.merchantId } }),
    ledgers: await call(listLedgers, { token, query }),
    days: await call(listDays, { token, query, params: ledger }),
    payouts: await call(listPayouts, { token, query }),
    fees: await call(getFees, { token, query }),
    payments: await call(findPayments, { token, query: { ...query, reference: "order-2" } }),
    issues: await call(listIssues, { token, query }),
  };
  for (const [name, answer] of Object.entries(files)) {
    expect([name, answer.status]).toEqual([name, 200]);
    counts[name] = answer.text.trimEnd().split("\n").length - 1;
  }
  expect(counts).toEqual({
    merchants: 2,
    merchantDays: 7,
    ledgers: 2,
    days: 3,
    payouts: 3,
    fees: 1,
    payments: 4,
    issues: 1,
  });
});

test("text from outside cannot act as a formula, amounts stay numbers", async () => {
  const ledger = await createTestLedger(ctx, { name: "=HYPERLINK(1)" });
  await writeEntries(
    ctx,
    { ledger: ledger.ledger, topic: "funds" },
    apiEntries([
      {
        date: "2026-11-20",
        type: "refund",
        amount: -1_250,
        reference: '=1+1,"x"',
        psp: "@SUM(A1)",
        handle: "-2",
      },
    ]),
  );
  const { text } = await call(listEntries, {
    token,
    params: { id: ledger.ledger },
    query: { format: "csv" },
  });
  expect(text.split("\n")[1]).toBe(
    `1,funds,2026-11-20,2026-11-20T12:00:00.000000Z,refund,'@SUM(A1),"'=1+1,""x""",'-2,NOK,-12.50,0.00,-12.50`,
  );
  const merchants = await call(listMerchants, { token, query: { format: "csv" } });
  expect(merchants.text).toContain(",'=HYPERLINK(1),");
});

test("a merchant's files have every ledger and topic", async () => {
  const read = async (format: Parameters<typeof exportMerchant>[1]["format"]): Promise<string[]> => {
    let text = "";
    for await (const chunk of exportMerchant(ctx, { merchantId: shops.shop.merchantId, format }))
      text += chunk;
    return text.trimEnd().split("\n");
  };
  expect(await read("entries-csv")).toHaveLength(1 + 9 + 5);
  expect((await read("days-csv"))[1]).toBe(
    `${shops.shop.ledgerId},funds,2026-11-17,NOK,5.00,400.00,0.00,0.00,0.00,0.00,0.00,405.00,1,before-start`,
  );
  expect(await read("payouts-csv")).toHaveLength(1 + 2);
});
