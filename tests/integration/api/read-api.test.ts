import { afterAll, beforeAll, expect, test } from "vitest";

import { GET as getDocument } from "@/app/api/v1/openapi.json/route";
import { GET as getFees } from "@/app/api/v1/fees/route";
import { POST as acknowledge } from "@/app/api/v1/issues/[id]/acknowledge/route";
import { GET as getIssue } from "@/app/api/v1/issues/[id]/route";
import { GET as listIssues } from "@/app/api/v1/issues/route";
import { GET as listDays } from "@/app/api/v1/ledgers/[id]/days/route";
import { GET as listEntries } from "@/app/api/v1/ledgers/[id]/entries/route";
import { POST as pause } from "@/app/api/v1/ledgers/[id]/pause/route";
import { POST as resume } from "@/app/api/v1/ledgers/[id]/resume/route";
import { GET as getLedger } from "@/app/api/v1/ledgers/[id]/route";
import { GET as listLedgers } from "@/app/api/v1/ledgers/route";
import { GET as listMerchantDays } from "@/app/api/v1/merchants/[id]/days/route";
import { GET as getMerchant } from "@/app/api/v1/merchants/[id]/route";
import { GET as getSummary } from "@/app/api/v1/merchants/[id]/summary/route";
import { GET as listMerchants } from "@/app/api/v1/merchants/route";
import { POST as onboard } from "@/app/api/v1/onboarding/route";
import { GET as getOverview } from "@/app/api/v1/overview/route";
import { GET as findPayments } from "@/app/api/v1/payments/route";
import { GET as getPayout } from "@/app/api/v1/payouts/[id]/route";
import { GET as listPayouts } from "@/app/api/v1/payouts/route";
import { GET as getProgress } from "@/app/api/v1/sync-progress/route";
import type { Handler } from "@/lib/server/route";
import type { ServiceContext } from "@/lib/services/context";
import { createToken } from "@/lib/services/tokens/create-token";
import { createTestLedger } from "@/tests/factories/books";
import { createTwoShops } from "@/tests/factories/two-shops";
import type { TwoShops } from "@/tests/factories/two-shops";
import { call, createAnswerCheck, useServices } from "@/tests/integration/api/support";
import { openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

let world: ReadWorld;
let ctx: ServiceContext;
let shops: TwoShops;
let token: string;
let merchantToken: string;
let strangersToken: string;
let check: ReturnType<typeof createAnswerCheck>;

beforeAll(async () => {
  world = await openReadWorld();
  useServices(world.services);
  ctx = await world.newFirm();
  shops = await createTwoShops(ctx);
  token = (await createToken(ctx, { name: "script" })).token;
  merchantToken = (await createToken(ctx, { name: "one", merchantIds: [shops.danish.merchantId] })).token;
  const stranger = await world.newFirm("stranger");
  await createTestLedger(stranger);
  strangersToken = (await createToken(stranger, { name: "other" })).token;
  check = createAnswerCheck((await getDocument().json()) as Record<string, unknown>);
}, 60_000);

afterAll(() => world.close());

type Items = { items: Record<string, unknown>[] };

async function firstId(handler: Handler): Promise<string> {
  const { items } = (await call(handler, { token })).json() as Items;
  return String(items[0]?.id);
}

test("every answer is as the served document says", async () => {
  const merchant = { id: shops.shop.merchantId };
  const ledger = { id: shops.shop.ledger };
  const payout = { id: await firstId(listPayouts) };
  const calls: readonly [string, Handler, Record<string, string>?, Record<string, string>?][] = [
    ["/merchants", listMerchants],
    ["/merchants/{id}", getMerchant, merchant],
    ["/merchants/{id}/summary", getSummary, merchant, { from: "2026-11-01", to: "2026-11-21" }],
    ["/merchants/{id}/days", listMerchantDays, merchant],
    ["/ledgers", listLedgers],
    ["/ledgers/{id}", getLedger, ledger],
    ["/ledgers/{id}/entries", listEntries, ledger, { kind: "capture", limit: "2" }],
    ["/ledgers/{id}/days", listDays, ledger, { order: "newest" }],
    ["/payouts", listPayouts, {}, { status: "in-transit" }],
    ["/payouts/{id}", getPayout, payout],
    ["/fees", getFees, {}, { groupBy: "entryType" }],
    ["/payments", findPayments, {}, { amount: "49900" }],
    ["/issues", listIssues],
    ["/issues/{id}", getIssue, { id: await firstId(listIssues) }],
    ["/overview", getOverview],
    ["/sync-progress", getProgress],
  ];
  for (const [path, handler, params = {}, query = {}] of calls) {
    const answer = await call(handler, { token, params, query });
    expect([path, answer.status, answer.status === 200 ? "" : answer.text]).toEqual([path, 200, ""]);
    expect([path, check(path, "get", answer)]).toEqual([path, undefined]);
    expect(answer.headers.get("cache-control")).toBe("no-store");
  }
});

test("amounts are integers in minor units, a payout carries its explanation", async () => {
  const { items } = (await call(listEntries, { token, params: { id: shops.shop.ledger } })).json() as Items;
  expect(items[1]).toMatchObject({ sequence: 2, amount: 49_900, balanceAfter: 90_400 });
  const payouts = (
    await call(listPayouts, { token, query: { ledgerId: shops.shop.ledger } })
  ).json() as Items;
  const answer = (await call(getPayout, { token, params: { id: String(payouts.items[1]?.id) } })).json();
  expect(answer).toMatchObject({
    amount: -90_000,
    status: "awaiting-bank-data",
    explained: {
      cover: { leftBefore: 500, captures: 99_900, fees: -900, left: 9_500 },
      nextPayoutId: payouts.items[0]?.id,
    },
  });
});

test("pages follow each other by nextCursor", async () => {
  const sequences: unknown[] = [];
  let cursor: unknown;
  do {
    const query = { limit: "4", ...(typeof cursor === "string" && { cursor }) };
    const page = (await call(listEntries, { token, params: { id: shops.shop.ledger }, query })).json();
    sequences.push(...(page as Items).items.map((entry) => entry.sequence));
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(sequences).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test("what is wrong is named", async () => {
  const expectProblem = async (
    handler: Handler,
    options: Parameters<typeof call>[1],
    expected: object,
  ): Promise<void> => {
    const answer = await call(handler, options);
    expect(answer.json()).toMatchObject(expected);
    expect(check("/merchants", "get", answer)).toBeUndefined();
    expect(answer.headers.get("x-request-id")).toBe(answer.json().requestId);
  };
  await expectProblem(listMerchants, {}, { status: 401, type: "/problems/unauthenticated" });
  await expectProblem(listMerchants, { token: "avst_nothing" }, { status: 401 });
  await expectProblem(listMerchants, { headers: { authorization: "Basic x" } }, { status: 401 });
  await expectProblem(
    listMerchants,
    { token, query: { filtre: "all" } },
    { status: 422, errors: [{ field: "filtre", message: "is not known here" }] },
  );
  await expectProblem(
    listMerchants,
    { token, query: "limit=1&limit=2" },
    { status: 422, errors: [{ field: "limit" }] },
  );
  await expectProblem(
    listMerchants,
    { token, query: { limit: "1001" } },
    { status: 422, errors: [{ field: "limit", message: "must be at most 1000" }] },
  );
  await expectProblem(
    listMerchants,
    { token, query: { cursor: "%%%" } },
    { status: 422, errors: [{ field: "cursor" }] },
  );
  await expectProblem(
    listMerchants,
    { token, query: { format: "pdf" } },
    { status: 422, errors: [{ field: "format" }] },
  );
  await expectProblem(
    getSummary,
    { token, params: { id: shops.shop.merchantId }, query: { from: "2026-02-30" } },
    { status: 422, errors: [{ field: "from" }] },
  );
  await expectProblem(findPayments, { token }, { status: 422, errors: [{ field: "reference" }] });
  await expectProblem(
    findPayments,
    { token, query: { amount: "499,00" } },
    { status: 422, errors: [{ field: "amount" }] },
  );
  await expectProblem(
    getMerchant,
    { token, params: { id: "12" } },
    { status: 404, type: "/problems/not-found" },
  );
  await expectProblem(listMerchants, { token, query: { id: "x" } }, { status: 422 });
});

test("another firm's ids do not exist", async () => {
  const params = { id: shops.shop.ledger };
  const payout = { id: await firstId(listPayouts) };
  const issue = { id: await firstId(listIssues) };
  const merchant = { id: shops.shop.merchantId };
  const asked: readonly [Handler, Record<string, string>, string?, unknown?][] = [
    [getMerchant, merchant],
    [getSummary, merchant],
    [listMerchantDays, merchant],
    [getLedger, params],
    [listEntries, params],
    [listDays, params],
    [getPayout, payout],
    [getIssue, issue],
  ];
  for (const [handler, ids] of asked) {
    const answer = await call(handler, { token: strangersToken, params: ids });
    expect(answer.status).toBe(404);
  }
  for (const handler of [listEntries, listDays]) {
    expect((await call(handler, { token: strangersToken, params, query: { format: "csv" } })).status).toBe(
      404,
    );
  }
});

test("a merchant's token sees that merchant only", async () => {
  const { items } = (await call(listMerchants, { token: merchantToken })).json() as Items;
  expect(items.map((item) => item.name)).toEqual(["Butik"]);
  expect(
    (await call(getMerchant, { token: merchantToken, params: { id: shops.shop.merchantId } })).status,
  ).toBe(404);
  expect((await call(listEntries, { token: merchantToken, params: { id: shops.shop.ledger } })).status).toBe(
    404,
  );
  const found = (
    await call(findPayments, { token: merchantToken, query: { reference: "order-2" } })
  ).json() as Items;
  expect(found.items.map((payment) => payment.merchantName)).toEqual(["Butik"]);
  expect((await call(getOverview, { token: merchantToken })).json()).toMatchObject({
    merchantCount: 1,
    balances: [{ currency: "DKK", balance: 0 }],
    openIssues: 0,
  });
});

test("a token reads and does nothing else", async () => {
  const issue = { id: await firstId(listIssues) };
  const acknowledged = await call(acknowledge, {
    token,
    method: "POST",
    params: issue,
    body: { reason: "seen" },
  });
  expect(acknowledged.status).toBe(403);
  for (const handler of [pause, resume]) {
    const answer = await call(handler, { token, method: "POST", params: { id: shops.shop.ledger } });
    expect(answer.status).toBe(403);
  }
  const body = { ledgers: [shops.shop.ledger] };
  expect((await call(onboard, { token, method: "POST", body })).status).toBe(403);
  // Refused before it is read: what is wrong with it is nobody's business.
  expect((await call(onboard, { token, method: "POST", body: { ledgers: [] } })).status).toBe(403);
});
