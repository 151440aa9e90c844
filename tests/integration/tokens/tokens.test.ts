import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";

import { GET as getAudit } from "@/app/api/v1/audit/route";
import { GET as listMerchants } from "@/app/api/v1/merchants/route";
import { POST as createRoute } from "@/app/api/v1/tokens/route";
import { DAY_MS } from "@/lib/core/clock";
import { PERMISSIONS, SCOPE_OF, TOKEN_SCOPES, tokenMay } from "@/lib/domain/access/permissions";
import type { ActorRole, Permission } from "@/lib/domain/access/permissions";
import type { ServiceContext } from "@/lib/services/context";
import { createToken } from "@/lib/services/tokens/create-token";
import { tokenContext } from "@/lib/services/tokens/find-token";
import { listTokens } from "@/lib/services/tokens/list-tokens";
import { revokeToken } from "@/lib/services/tokens/revoke-token";
import { warnExpiring } from "@/lib/services/tokens/warn-expiring";
import { ringDue } from "@/lib/services/worker/ring-due";
import { createTestLedger } from "@/tests/factories/books";
import { addTestMember } from "@/tests/factories/members";
import { takePostedLetters } from "@/tests/factories/posted-letters";
import { call, useServices } from "@/tests/integration/api/support";
import { NOW_MS, openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

let world: ReadWorld;
let ctx: ServiceContext;
let owner: ServiceContext;

beforeAll(async () => {
  world = await openReadWorld();
  useServices(world.services);
  ctx = await world.newFirm();
  owner = await addTestMember(ctx, world.database, { email: "eier@example.com", role: "owner" });
}, 60_000);

afterAll(() => world.close());

test("every permission of tokens belongs to one scope, and no scope opens what tokens may not have", () => {
  for (const [permission, roles] of Object.entries(PERMISSIONS) as [Permission, readonly ActorRole[]][]) {
    expect([permission, SCOPE_OF[permission] !== undefined]).toEqual([permission, roles.includes("token")]);
    expect(tokenMay([], permission)).toBe(false);
    expect(tokenMay(TOKEN_SCOPES, permission)).toBe(roles.includes("token"));
  }
});

test("a token may do what it was made for, and nothing else", async () => {
  const { token: reader } = await createToken(owner, { name: "reader", scopes: ["read"] });
  const { token: auditor } = await createToken(owner, { name: "auditor", scopes: ["audit"] });
  const { token: all } = await createToken(owner, { name: "all" });
  const csv = { accept: "text/csv" };
  const statusOf = async (token: string): Promise<number[]> => [
    (await call(listMerchants, { token })).status,
    (await call(listMerchants, { token, headers: csv })).status,
    (await call(getAudit, { token })).status,
    (await call(createRoute, { token, method: "POST", body: { name: "x" } })).status,
  ];
  expect(await statusOf(reader)).toEqual([200, 403, 403, 403]);
  expect(await statusOf(auditor)).toEqual([403, 403, 200, 403]);
  expect(await statusOf(all)).toEqual([200, 200, 200, 403]);
});

test("tokens that existed before there were scopes may do what they could", async () => {
  const { id, token } = await createToken(owner, { name: "old", scopes: ["read"] });
  const admin = new Client({ connectionString: world.database.adminUrl });
  await admin.connect();
  await admin.query("update installation.api_token set scopes = default where id = $1", [id]);
  await admin.end();
  expect((await tokenContext(world.services, token)).tokenScopes).toEqual(["read", "export", "audit"]);
});

test("what makes no sense is refused by name", async () => {
  const { merchantId } = await createTestLedger(ctx, { name: "Kiosk" });
  const refusal = (input: Partial<Parameters<typeof createToken>[1]>): Promise<string[]> =>
    createToken(owner, { name: "x", ...input }).then(
      () => [],
      (error: unknown) => (error as { fields: { field: string }[] }).fields.map(({ field }) => field),
    );
  expect(await refusal({ name: " " })).toEqual(["name"]);
  expect(await refusal({ scopes: [] })).toEqual(["scopes"]);
  expect(await refusal({ scopes: ["export"] })).toEqual(["scopes"]);
  expect(await refusal({ scopes: ["read", "audit"], merchantIds: [merchantId] })).toEqual(["scopes"]);
  expect(await refusal({ merchantIds: [] })).toEqual(["merchantIds"]);
  expect(await refusal({ expiresInDays: 0 })).toEqual(["expiresInDays"]);
  const limited = await createToken(owner, { name: "limited", merchantIds: [merchantId] });
  expect((await tokenContext(world.services, limited.token)).tokenScopes).toEqual(["read", "export"]);
  await expect(createToken({ ...owner, role: "accountant" }, { name: "x" })).rejects.toMatchObject({
    code: "forbidden",
  });
});

test("tokens are listed newest first, page by page, never with what they are", async () => {
  const stranger = await world.newFirm("stranger");
  const { id: foreign } = await createToken(stranger, { name: "foreign" });
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listTokens(owner, { limit: 2, cursor });
    names.push(...page.items.map(({ name }) => name));
    expect(JSON.stringify(page)).not.toMatch(/avst_|hash/);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  expect(names).not.toContain("foreign");
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(expect.arrayContaining(["reader", "auditor", "all", "old", "limited"]));
  await expect(revokeToken(owner, { id: foreign })).rejects.toMatchObject({ code: "not_found" });
  await expect(listTokens({ ...owner, role: "viewer" }, { limit: 2 })).rejects.toMatchObject({
    code: "forbidden",
  });
});

test("a revoked token is refused at once, and so is one that has expired", async () => {
  const made = await createToken(owner, { name: "short", expiresInDays: 30 });
  expect((await call(listMerchants, { token: made.token })).status).toBe(200);
  expect(await revokeToken(owner, { id: made.id })).toMatchObject({
    state: "revoked",
    createdBy: "eier",
    lastUsedAt: "2026-11-21T11:00:00.000000Z",
  });
  expect((await call(listMerchants, { token: made.token })).status).toBe(401);
  expect(await revokeToken(owner, { id: made.id })).toMatchObject({ state: "revoked" });
  world.clock.advance(1);
  const expiring = await createToken(owner, { name: "ends", expiresInDays: 1 });
  world.clock.set(NOW_MS + DAY_MS + 1);
  expect((await call(listMerchants, { token: expiring.token })).status).toBe(401);
  const { items } = await listTokens(owner, { limit: 1 });
  expect(items).toMatchObject([{ name: "ends", state: "expired" }]);
  world.clock.set(NOW_MS);
});

test("its maker is told once, 14 days before a token expires; of one who left, the firm's owners and admins are", async () => {
  const firm = await world.newFirm("letters");
  const maker = await addTestMember(firm, world.database, { email: "lager@example.com", role: "admin" });
  await addTestMember(firm, world.database, { email: "sjef@example.com", role: "owner" });
  await addTestMember(firm, world.database, { email: "leser@example.com", role: "viewer" });
  await createToken(maker, { name: "Regneark", expiresInDays: 90 });
  await createToken(firm, { name: "By command", expiresInDays: 91 });
  await createToken(maker, { name: "Short", expiresInDays: 10 });
  await createToken(maker, { name: "For ever", expiresInDays: null });
  const warned = async () => {
    await warnExpiring(world.services);
    return (await takePostedLetters(world.services)).map(({ to, name, values }) => [
      to,
      name,
      values["token"],
    ]);
  };
  expect(await warned()).toEqual([]);
  world.clock.set(NOW_MS + 75.9 * DAY_MS);
  expect(await warned()).toEqual([]);
  world.clock.set(NOW_MS + 76.1 * DAY_MS);
  world.services.rung.length = 0;
  await ringDue(world.services, { shard: 0, shards: 1 });
  expect(world.services.rung).toContainEqual({ name: "token.warn", payload: {} });
  expect(await warned()).toEqual([["lager@example.com", "token-expiring", "Regneark"]]);
  expect(await warned()).toEqual([]);
  world.clock.set(NOW_MS + 77.1 * DAY_MS);
  expect((await warned()).map((letter) => letter.join(" ")).toSorted()).toEqual([
    "lager@example.com token-expiring By command",
    "sjef@example.com token-expiring By command",
  ]);
});
