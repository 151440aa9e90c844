import { afterAll, beforeAll, expect, test } from "vitest";

import { GET as listEntries } from "@/app/api/v1/ledgers/[id]/entries/route";
import { GET as listMerchants } from "@/app/api/v1/merchants/route";
import { GET as findPayments } from "@/app/api/v1/payments/route";
import { POST as match } from "@/app/api/v1/matches/route";
import type { ServiceContext } from "@/lib/services/context";
import { createToken } from "@/lib/services/tokens/create-token";
import { createTwoShops } from "@/tests/factories/two-shops";
import type { TwoShops } from "@/tests/factories/two-shops";
import { call, useServices } from "@/tests/integration/api/support";
import { openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

/** Characters that PostgreSQL cannot keep: refused by name, wherever they stand, and never a fault of ours. */

let world: ReadWorld;
let ctx: ServiceContext;
let shops: TwoShops;
let token: string;

beforeAll(async () => {
  world = await openReadWorld();
  useServices(world.services);
  ctx = await world.newFirm();
  shops = await createTwoShops(ctx);
  token = (await createToken(ctx, { name: "script", scopes: ["read", "reconcile"] })).token;
}, 60_000);
afterAll(() => world.close());

const NUL = "a\u0000b";
const HALF = "a\ud800b";

test("in an address", async () => {
  const params = { id: shops.shop.ledger };
  for (const [field, answer] of [
    ["search", await call(listMerchants, { token, query: { search: NUL } })],
    ["reference", await call(findPayments, { token, query: { reference: NUL } })],
    ["reference", await call(listEntries, { token, params, query: { reference: NUL } })],
  ] as const) {
    expect([answer.status, answer.json()["errors"]]).toEqual([
      422,
      [{ field, message: "holds a character that is no text" }],
    ]);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
  }
});

test.each([NUL, HALF])("in a body, however deep: %j", async (text) => {
  const body = { payoutIds: [], lines: [], difference: { amount: 1, reason: text } };
  const answer = await call(match, { token, method: "POST", body });
  expect([answer.status, answer.json()["errors"]]).toEqual([
    422,
    [{ field: "difference", message: "holds a character that is no text" }],
  ]);
});
