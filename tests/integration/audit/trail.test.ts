import { afterAll, beforeAll, expect, test } from "vitest";

import { GET as getAudit } from "@/app/api/v1/audit/route";
import { GET as getDocument } from "@/app/api/v1/openapi.json/route";
import { POST as pause } from "@/app/api/v1/ledgers/[id]/pause/route";
import { DAY_MS } from "@/lib/core/clock";
import { AuditQuery } from "@/lib/contracts/settings";
import { listAudit } from "@/lib/services/audit/list-audit";
import { sealAudit } from "@/lib/services/audit/seal-audit";
import type { ServiceContext } from "@/lib/services/context";
import { createToken } from "@/lib/services/tokens/create-token";
import { recordAudit } from "@/lib/store/audit";
import { withTenant } from "@/lib/store/tenant";
import { call, createAnswerCheck, useServices } from "@/tests/integration/api/support";
import { NOW_MS, openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

/** The trail as it is searched, exported and served. */

let world: ReadWorld;
let ctx: ServiceContext;
let token: string;

beforeAll(async () => {
  world = await openReadWorld();
  useServices(world.services);
  ctx = await world.newFirm();
  const people = ["Kari Nordmann", "Ola 100%", "=cmd()"];
  for (let n = 0; n < 30; n += 1) {
    world.clock.set(NOW_MS - DAY_MS * (30 - n));
    const actor = { ...ctx.actor, kind: "user" as const, name: people[n % 3] ?? "", address: "192.0.2.9" };
    await withTenant(ctx.database, ctx, (tx) =>
      recordAudit(
        tx,
        { ...ctx, actor },
        {
          action: n % 2 === 0 ? "feed.paused" : "feed.resumed",
          subjectType: "ledger",
          subjectId: `ledger-${String(n % 5)}`,
          before: { state: "on" },
          after: { state: "off", n: String(n) },
        },
      ),
    );
  }
  world.clock.set(NOW_MS);
  await sealAudit(ctx);
  ({ token } = await createToken(ctx, { name: "script" }));
}, 60_000);

afterAll(() => world.close());

const numbersOf = (items: readonly { after: Record<string, unknown> | null }[]): number[] =>
  items.map(({ after }) => Number(after?.["n"]));
const find = async (query: object): Promise<number[]> =>
  numbersOf((await listAudit(ctx, AuditQuery.parse({ subjectType: "ledger", ...query }))).items);
const all = Array.from({ length: 30 }, (_, n) => 29 - n);

test("it is searched by who, what, about what and when", async () => {
  expect(await find({})).toEqual(all);
  expect(await find({ who: "kari" })).toEqual(all.filter((n) => n % 3 === 0));
  expect(await find({ who: "100%" })).toEqual(all.filter((n) => n % 3 === 1));
  expect(await find({ who: "nobody" })).toEqual([]);
  expect(await find({ action: "feed.paused", subjectId: "ledger-2" })).toEqual([22, 12, 2]);
  // Noon in Oslo each day from 22 October on; the dates are those of Oslo.
  expect(await find({ from: "2026-11-18", to: "2026-11-19" })).toEqual([28, 27]);
  expect(await find({ who: "kari", action: "feed.paused", from: "2026-11-01" })).toEqual([24, 18, 12]);
});

test("its pages follow each other, whatever is added meanwhile", async () => {
  const seen: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await listAudit(ctx, AuditQuery.parse({ subjectType: "ledger", limit: 7, cursor }));
    seen.push(...numbersOf(page.items));
    cursor = page.nextCursor;
    await withTenant(ctx.database, ctx, (tx) =>
      recordAudit(tx, ctx, { action: "feed.paused", subjectType: "new", subjectId: "1" }),
    );
  } while (cursor !== undefined);
  expect(seen).toEqual(all);
});

test("the API answers as its document says, and the file has exactly what is filtered", async () => {
  const check = createAnswerCheck((await getDocument().json()) as Record<string, unknown>);
  const query = { who: "Kari", subjectType: "ledger", limit: "3" };
  const answer = await call(getAudit, { token, query });
  expect([answer.status, check("/audit", "get", answer)]).toEqual([200, undefined]);
  const { items } = answer.json() as { items: Record<string, unknown>[] };
  expect(items).toHaveLength(3);
  expect(items[0]).toMatchObject({
    actor: { kind: "user", name: "Kari Nordmann" },
    address: "192.0.2.9",
    action: "feed.resumed",
    subject: { type: "ledger", id: "ledger-2" },
    before: { state: "on" },
    after: { state: "off", n: "27" },
    erased: [],
    sequence: 28,
  });
  const file = await call(getAudit, { token, query: { ...query, format: "csv" } });
  const lines = file.text.trim().split("\n");
  expect(lines).toHaveLength(11);
  expect(lines[0]).toBe(
    "sequence,id,at,actorKind,actorName,actorId,address,device,requestId,action,subjectType,subjectId,before,after,erased,sealedAt",
  );
  expect(lines[1]).toContain('"{""state"":""on""}"');
  const risky = await call(getAudit, { token, query: { who: "=cmd", limit: "1", format: "csv" } });
  expect(risky.text).toContain("'=cmd()");
});

test("who may read it, and that foreign trails do not exist", async () => {
  for (const role of ["accountant", "viewer", "merchant"] as const) {
    await expect(listAudit({ ...ctx, role }, AuditQuery.parse({}))).rejects.toMatchObject({
      code: "forbidden",
    });
  }
  const stranger = await world.newFirm("stranger");
  expect((await listAudit(stranger, AuditQuery.parse({}))).items).toEqual([]);
});

test("what a program did says from where, and by which request", async () => {
  const answer = await call(pause, {
    token,
    method: "POST",
    params: { id: "0198f2aa-0000-7000-8000-000000000001" },
  });
  // Tokens read: the refusal leaves nothing behind.
  expect(answer.status).toBe(403);
  const { items } = await listAudit(ctx, AuditQuery.parse({ action: "token.created" }));
  expect(items).toMatchObject([{ actor: { kind: "system", name: "test" }, address: null, requestId: null }]);
});
