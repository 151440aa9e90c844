import { afterAll, beforeAll, expect, test } from "vitest";

import { removeFile } from "@/lib/services/bank/remove-file";
import type { ServiceContext } from "@/lib/services/context";
import { reconcileDue } from "@/lib/services/reconciliation/reconcile-due";
import { asSystem } from "@/tests/factories/statements";
import {
  accountsOf,
  camtOf,
  count,
  date,
  matchesOf,
  newShop,
  PAID_ALL,
  paid,
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

const ALL = { "2000001": "received", "2000002": "received", "2000003": "received" } as const;

async function removeAndMatch(
  ctx: ServiceContext,
  id: string,
): Promise<Awaited<ReturnType<typeof removeFile>>> {
  const removed = await removeFile(ctx, { id });
  await reconcileDue(asSystem(ctx));
  return removed;
}

test("an import that is taken back leaves everything as it was before", async () => {
  const ctx = await world.newFirm();
  const { account } = await newShop(ctx);
  await reconcileDue(asSystem(ctx));
  const payouts = await payoutsOf(ctx);
  const work = await workOf(ctx);
  const file = camtOf(account, PAID_ALL);
  const first = await receiveAndMatch(ctx, file);
  expect(await payoutsOf(ctx)).toEqual(ALL);
  expect(await removeAndMatch(ctx, first.file)).toEqual({ lines: 3, matches: 3 });
  expect(await payoutsOf(ctx)).toEqual(payouts);
  expect(await workOf(ctx)).toEqual(work);
  expect(await matchesOf(ctx)).toEqual(Array.from({ length: 3 }, () => "payout-number file-removed"));
  expect(await count(ctx, "bank_line where tenant_id = $1 and kind <> 'gone'")).toBe(0);
  expect(await count(ctx, "bank_coverage where tenant_id = $1")).toBe(0);
  expect((await accountsOf(ctx))[0]).toMatchObject({ coveredFrom: null, ledgers: 1 });
  // The same file comes in again as if it had never been there.
  expect(await receiveAndMatch(ctx, file)).toMatchObject({ duplicate: false, lines: 3, known: 0 });
  expect(await payoutsOf(ctx)).toEqual(ALL);
});

test("lines that another file has stay, with their matches", async () => {
  const ctx = await world.newFirm();
  const { account } = await newShop(ctx);
  const first = await receiveAndMatch(ctx, camtOf(account, PAID_ALL.slice(0, 2), { to: date("2026-11-05") }));
  await receiveAndMatch(ctx, camtOf(account, PAID_ALL.slice(1), { id: "second", from: date("2026-11-05") }));
  const before = await matchesOf(ctx);
  expect(await removeAndMatch(ctx, first.file)).toEqual({ lines: 1, matches: 1 });
  expect(await payoutsOf(ctx)).toEqual({ ...ALL, "2000001": "open" });
  expect((await matchesOf(ctx)).filter((match) => match.endsWith("stands"))).toHaveLength(before.length - 1);
  expect((await accountsOf(ctx))[0]).toMatchObject({
    coveredFrom: "2026-11-05",
    coveredThrough: "2026-11-13",
  });
});

test("of equal lines as many stay as the files that are left need", async () => {
  const ctx = await world.newFirm();
  const { account } = await newShop(ctx);
  const same = paid("2026-11-04", 10_000, "2000001", { bankReference: "" });
  const two = await receive(ctx, camtOf(account, [same, same]));
  const one = await receive(ctx, camtOf(account, [same], { id: "one" }));
  expect(await count(ctx, "bank_line where tenant_id = $1")).toBe(2);
  expect(await removeAndMatch(ctx, two.file)).toMatchObject({ lines: 1 });
  expect(await count(ctx, "bank_line where tenant_id = $1 and kind <> 'gone'")).toBe(1);
  expect((await payoutsOf(ctx))["2000001"]).toBe("received");
  expect(await removeAndMatch(ctx, one.file)).toMatchObject({ lines: 1 });
  expect((await payoutsOf(ctx))["2000001"]).toBe("open");
});

test("any order of taking in and taking back ends in the same state", async () => {
  const ends: unknown[] = [];
  for (const order of ["abA", "ab", "baB", "abBAb"]) {
    const ctx = await world.newFirm();
    const { account } = await newShop(ctx);
    const files: Record<string, string> = {
      a: camtOf(account, PAID_ALL.slice(0, 2), { id: "a" }),
      b: camtOf(account, PAID_ALL, { id: "b" }),
    };
    const ids: Record<string, string> = {};
    for (const step of order) {
      const name = step.toLowerCase();
      if (step === name) ids[name] = (await receive(ctx, files[name] ?? "")).file;
      else await removeFile(ctx, { id: ids[name] ?? "" });
    }
    if (order === "baB") await receive(ctx, files["b"] ?? "");
    await reconcileDue(asSystem(ctx));
    ends.push([await payoutsOf(ctx), await workOf(ctx)]);
  }
  expect(ends).toEqual(ends.map(() => [ALL, []]));
});

test("is refused to those who may not, and for what is not there", async () => {
  const ctx = await world.newFirm();
  const { account } = await newShop(ctx);
  const { file } = await receive(ctx, camtOf(account, PAID_ALL));
  await expect(removeFile({ ...ctx, role: "viewer" }, { id: file })).rejects.toMatchObject({
    code: "forbidden",
  });
  const token = { ...ctx, role: "token", tokenScopes: ["reconcile"] } as const;
  await expect(removeFile(token, { id: file })).rejects.toMatchObject({ code: "forbidden" });
  await expect(removeFile(await world.newFirm("other"), { id: file })).rejects.toMatchObject({
    code: "not_found",
  });
  await removeFile(ctx, { id: file });
  await expect(removeFile(ctx, { id: file })).rejects.toMatchObject({ code: "not_found" });
  expect(await count(ctx, "audit_event where tenant_id = $1 and action = 'bank.file-removed'")).toBe(1);
});
