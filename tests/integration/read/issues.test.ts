import { afterAll, beforeAll, expect, test } from "vitest";

import { DaysQuery, IssuesQuery } from "@/lib/contracts/queries";
import type { ServiceContext } from "@/lib/services/context";
import { acknowledgeIssue } from "@/lib/services/issues/acknowledge-issue";
import { getIssue } from "@/lib/services/issues/get-issue";
import { listIssues } from "@/lib/services/issues/list-issues";
import { getLedger } from "@/lib/services/ledgers/get-ledger";
import { listDays } from "@/lib/services/ledgers/list-days";
import { openIssue } from "@/lib/store/issues";
import { withTenant } from "@/lib/store/tenant";
import { createTwoShops } from "@/tests/factories/two-shops";
import type { TwoShops } from "@/tests/factories/two-shops";
import { NOW_MS, openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

let world: ReadWorld;
let ctx: ServiceContext;
let shops: TwoShops;

beforeAll(async () => {
  world = await openReadWorld();
  ctx = { ...(await world.newFirm()), role: "accountant", actor: { kind: "user", id: "u1", name: "Kari" } };
  shops = await createTwoShops(ctx);
  await withTenant(ctx.database, ctx, async (tx) => {
    const about = (ledger: TwoShops["shop"]) => ({
      subjectType: "ledger",
      subjectId: ledger.ledger,
      ledger: ledger.ledger,
    });
    const facts = { ledgerId: "1", before: "BBAN:NO 1", after: "BBAN:NO 2" };
    await openIssue(tx, { kind: "payout-account-changed", ...about(shops.shop), facts, nowMs: NOW_MS - 2 });
    await openIssue(tx, { kind: "payout-account-changed", ...about(shops.danish), facts, nowMs: NOW_MS - 3 });
    await openIssue(tx, {
      kind: "keys-rejected",
      subjectType: "credential",
      subjectId: "c",
      facts: { clientId: "firm" },
      nowMs: NOW_MS + 1,
    });
  });
}, 60_000);

afterAll(() => world.close());

const list = (query: Record<string, unknown> = {}) => listIssues(ctx, IssuesQuery.parse(query));

test("open issues come gravest first, then oldest, page by page", async () => {
  const all = (await list()).items.map((issue) => [issue.kind, issue.severity, issue.merchantName]);
  expect(all).toEqual([
    ["chain-break", "critical", "Butikk"],
    ["keys-rejected", "critical", null],
    ["payout-account-changed", "warning", "Butik"],
    ["payout-account-changed", "warning", "Butikk"],
  ]);
  const paged: unknown[] = [];
  let cursor: string | undefined;
  do {
    const page = await list({ limit: 1, ...(cursor !== undefined && { cursor }) });
    paged.push(...page.items.map((issue) => [issue.kind, issue.severity, issue.merchantName]));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  expect(paged).toEqual(all);
  expect((await list({ merchantId: shops.danish.merchantId })).items).toHaveLength(1);
});

test("acknowledging a break ends the doubt, keeps the break, and is audited", async () => {
  const [issue] = (await list()).items;
  if (issue === undefined) throw new Error("a break");
  expect(issue.detail).toContain("leads to 446.07 NOK where 446.00 NOK was expected");
  expect((await getLedger(ctx, { id: shops.shop.ledger })).funds.state).toBe("in-doubt");
  await expect(
    acknowledgeIssue({ ...ctx, role: "viewer" }, { id: issue.id, reason: "x" }),
  ).rejects.toMatchObject({ code: "forbidden" });
  const done = await acknowledgeIssue(ctx, { id: issue.id, reason: "Vipps confirmed a correction of 0,07" });
  expect(done).toMatchObject({
    resolvedAt: "2026-11-21T11:00:00.000000Z",
    resolvedBy: "Kari",
    reason: "Vipps confirmed a correction of 0,07",
  });
  expect((await getLedger(ctx, { id: shops.shop.ledger })).funds).toMatchObject({
    state: "live",
    verifiedThrough: "2026-11-20",
  });
  const days = await listDays(ctx, { ...DaysQuery.parse({ from: "2026-11-19" }), id: shops.shop.ledger });
  expect(days.items.map((day) => [day.verification, day.breaks])).toEqual([["verified", 7n]]);
  expect((await list({ state: "resolved" })).items.map((found) => found.id)).toEqual([issue.id]);
  await expect(acknowledgeIssue(ctx, { id: issue.id, reason: "again" })).rejects.toMatchObject({
    code: "conflict",
  });
  const audit = await withTenant(ctx.database, ctx, (tx) =>
    tx.query("select actor_name, action, after from audit_event where subject_id = $1", [issue.id]),
  );
  expect(audit).toMatchObject([
    { actor_name: "Kari", action: "issue.acknowledged", after: { kind: "chain-break" } },
  ]);
});

test("an issue that ends with its cause cannot be waved away", async () => {
  const keys = (await list()).items.find((issue) => issue.kind === "keys-rejected");
  if (keys === undefined) throw new Error("an issue");
  await expect(acknowledgeIssue(ctx, { id: keys.id, reason: "x" })).rejects.toMatchObject({
    code: "conflict",
  });
  expect((await getIssue(ctx, { id: keys.id })).resolvedAt).toBeNull();
  await expect(getIssue(ctx, { id: "018f0000-0000-7000-8000-000000000000" })).rejects.toMatchObject({
    code: "not_found",
  });
});
