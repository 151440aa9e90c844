import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { DELETE as undo } from "@/app/api/v1/matches/[id]/route";
import { POST as match } from "@/app/api/v1/matches/route";
import type { ServiceContext } from "@/lib/services/context";
import { createToken } from "@/lib/services/tokens/create-token";
import { withTenant } from "@/lib/store/tenant";
import { booking } from "@/tests/factories/statement-files/bookings";
import { call, useServices } from "@/tests/integration/api/support";
import { camtOf, date, newShop, receiveAndMatch } from "@/tests/integration/bank/support";
import { openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

let world: ReadWorld;
let token: string;
let line: string;
let payout: string;
let greater: string;
let others: Prepared;

type Prepared = Readonly<{ line: string; payout: string; greater: string }>;

/** A line of 200 kroner that nothing speaks for, a payout of as much, and one of 300. */
async function prepare(ctx: ServiceContext): Promise<Prepared> {
  const shop = await newShop(ctx);
  const lump = booking(20_000n, {
    date: date("2026-11-20"),
    text: "Innbetaling",
    counterparty: "Kasserer",
    bankReference: "lump",
  });
  await receiveAndMatch(ctx, camtOf(shop.account, [lump], { to: date("2026-11-20") }));
  const first = (sql: string): Promise<string> =>
    withTenant(ctx.database, ctx, async (tx) => {
      const rows = await tx.query<{ id: string }>(sql, [tx.tenantId]);
      return rows[0]?.id ?? "";
    });
  return {
    line: await first("select id from bank_line where tenant_id = $1"),
    payout: await first("select id from payout where tenant_id = $1 and payout_number = '2000002'"),
    greater: await first("select id from payout where tenant_id = $1 and payout_number = '2000003'"),
  };
}

beforeAll(async () => {
  world = await openReadWorld();
  useServices(world.services);
  const ctx = await world.newFirm();
  ({ line, payout, greater } = await prepare(ctx));
  others = await prepare(await world.newFirm());
  token = (await createToken(ctx, { name: "books", scopes: ["read", "reconcile"] })).token;
}, 60_000);

afterAll(() => world.close());

const post = (body: unknown) => call(match, { token, body, method: "POST" });

describe("posting a match", () => {
  test("is refused as input when it names a line twice", async () => {
    // Each half is less than the line has, and together they are more.
    const half = { id: line, amount: 15_000 };
    const answer = await post({ payoutIds: [greater], lines: [half, half] });
    expect(answer.status).toBe(422);
    expect(answer.json()["errors"]).toMatchObject([{ field: "lines" }]);
  });

  test("is refused as input when a text holds what no text can", async () => {
    const body = { payoutIds: [greater], lines: [{ id: line }] };
    for (const reason of ["bank\0fee", "bank \ud83d fee"]) {
      const answer = await post({ ...body, difference: { amount: 10_000, reason } });
      expect(answer.status).toBe(422);
      expect(answer.json()["errors"]).toMatchObject([{ field: "difference" }]);
    }
  });

  test("is 404 for what is another firm's", async () => {
    expect((await post({ payoutIds: [payout], lines: [{ id: others.line }] })).status).toBe(404);
    expect((await post({ payoutIds: [others.payout], lines: [{ id: line }] })).status).toBe(404);
  });

  test("is 409 for what is matched, and free again after its undoing", async () => {
    const body = { payoutIds: [payout], lines: [{ id: line }] };
    const made = await post(body);
    expect(made.status).toBe(200);
    expect((await post(body)).status).toBe(409);
    const params = { id: String(made.json()["id"]) };
    expect((await call(undo, { token, params, method: "DELETE" })).status).toBe(200);
    expect((await call(undo, { token, params, method: "DELETE" })).status).toBe(409);
    expect((await post(body)).status).toBe(200);
  });
});
