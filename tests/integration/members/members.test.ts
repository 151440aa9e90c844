import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { AuditQuery } from "@/lib/contracts/settings";
import type { MerchantId } from "@/lib/core/ids";
import type { GivenRole } from "@/lib/domain/access/permissions";
import { listAudit } from "@/lib/services/audit/list-audit";
import { readSession } from "@/lib/services/identity/read-session";
import { changeMember } from "@/lib/services/members/change-member";
import { getMember, listMembers } from "@/lib/services/members/list-members";
import { removeMember } from "@/lib/services/members/remove-member";
import { transferOwnership } from "@/lib/services/members/transfer-ownership";
import type { ServiceContext } from "@/lib/services/context";
import { createToken } from "@/lib/services/tokens/create-token";
import { tokenContext } from "@/lib/services/tokens/find-token";
import { listTokens } from "@/lib/services/tokens/list-tokens";
import { withTenant } from "@/lib/store/tenant";
import { createTestLedger } from "@/tests/factories/books";
import { createTestPerson, openTestSession } from "@/tests/factories/people";
import type { TestPerson } from "@/tests/factories/people";
import { openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

let world: ReadWorld;
let firm: ServiceContext;
let owner: TestPerson;
let second: TestPerson;
let admin: TestPerson;
let accountant: TestPerson;
let merchantId: MerchantId;

beforeAll(async () => {
  world = await openReadWorld();
});
afterAll(() => world.close());

let serial = 0;
beforeEach(async () => {
  serial += 1;
  firm = await world.newFirm(`firm-${String(serial)}`);
  const join = (name: string, role: Parameters<typeof createTestPerson>[2]["role"]): Promise<TestPerson> =>
    createTestPerson(firm, world.database, { name, role });
  owner = await join("Olga", "owner");
  second = await join("Siri", "owner");
  admin = await join("Arne", "admin");
  accountant = await join("Rune", "accountant");
  ({ merchantId } = await createTestLedger(firm, { name: "Kiosk" }));
});

const change = (by: TestPerson, of: TestPerson, role: GivenRole, merchantIds: string[] | null = null) =>
  changeMember(by.ctx, { id: of.userId, role, merchantIds });

async function rolesOf(ctx: ServiceContext): Promise<Record<string, string>> {
  const { items } = await listMembers({ ...ctx, role: "system" }, { of: "firm", limit: 100 });
  return Object.fromEntries(items.map(({ name, role }) => [name, role]));
}

async function trail(): Promise<{ action: string; before: unknown; after: unknown; actor_name: string }[]> {
  return withTenant(firm.database, firm, (tx) =>
    tx.query("select action, before, after, actor_name from audit_event order by at, id"),
  );
}

test("members come in pages, in the order in which they joined, and only the firm's", async () => {
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listMembers(owner.ctx, { of: "firm", limit: 3, cursor });
    names.push(...page.items.map(({ name }) => name));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  expect(names).toEqual(["Olga", "Siri", "Arne", "Rune"]);
  await createTestPerson(firm, world.database, { name: "Mona", role: "merchant", merchantIds: [merchantId] });
  const merchants = await listMembers(owner.ctx, { of: "merchants", limit: 3 });
  expect(merchants.items).toMatchObject([{ name: "Mona", merchants: [{ id: merchantId, name: "Kiosk" }] }]);
  const other = await world.newFirm("other");
  expect((await listMembers(other, { of: "firm", limit: 10 })).items).toEqual([]);
  await expect(getMember(other, { id: owner.userId })).rejects.toMatchObject({ code: "not_found" });
  await expect(listMembers(accountant.ctx, { of: "firm", limit: 3 })).rejects.toMatchObject({
    code: "forbidden",
  });
});

test("a change of role and of limit is written down with before and after, and holds from the next request on", async () => {
  const session = await openTestSession(firm, accountant.userId);
  expect(await change(admin, accountant, "accountant", [merchantId])).toMatchObject({
    role: "accountant",
    merchants: [{ name: "Kiosk" }],
  });
  expect((await readSession(world.services, session))?.memberships).toMatchObject([
    { role: "accountant", scope: { kind: "limited", merchantIds: [merchantId] } },
  ]);
  world.clock.advance(1_000);
  await change(admin, accountant, "viewer");
  expect(await trail()).toMatchObject([
    {
      action: "member.changed",
      actor_name: "Arne",
      before: { role: "accountant" },
      after: { role: "accountant", merchants: merchantId },
    },
    { before: { role: "accountant", merchants: merchantId }, after: { role: "viewer" } },
  ]);
});

test("only an accountant can be limited, to merchants of the firm", async () => {
  const invalid = { code: "invalid_input", fields: [{ field: "merchantIds" }] };
  await expect(change(owner, accountant, "viewer", [merchantId])).rejects.toMatchObject(invalid);
  const other = await createTestLedger(await world.newFirm("vest"));
  await expect(change(owner, accountant, "accountant", [other.merchantId])).rejects.toMatchObject(invalid);
});

test("whoever is removed finds no firm at the next request", async () => {
  const session = await openTestSession(firm, accountant.userId);
  expect((await readSession(world.services, session))?.memberships).toHaveLength(1);
  await removeMember(admin.ctx, { id: accountant.userId });
  expect(await readSession(world.services, session)).toMatchObject({ name: "Rune", memberships: [] });
  await expect(removeMember(admin.ctx, { id: accountant.userId })).rejects.toMatchObject({
    code: "not_found",
  });
  expect(await trail()).toMatchObject([{ action: "member.removed", before: { role: "accountant" } }]);
});

test("API tokens of whoever is removed go on and say that their maker is gone, or end with the place", async () => {
  const keeps = await createToken(admin.ctx, { name: "keeps" });
  const reader = { ...owner.ctx };
  await removeMember(owner.ctx, { id: admin.userId });
  const list = async () =>
    Object.fromEntries(
      (await listTokens(reader, { limit: 10 })).items.map(({ name, state, isMakerGone }) => [
        name,
        [state, isMakerGone],
      ]),
    );
  expect(await list()).toEqual({ keeps: ["active", true] });
  expect((await tokenContext(world.services, keeps.token)).tenantId).toBe(firm.tenantId);

  const mine = await createToken(owner.ctx, { name: "mine" });
  const ends = await createToken(second.ctx, { name: "ends" });
  await removeMember(owner.ctx, { id: second.userId, revokeTokens: true });
  expect(await list()).toEqual({
    keeps: ["active", true],
    mine: ["active", false],
    ends: ["revoked", true],
  });
  await expect(tokenContext(world.services, ends.token)).rejects.toMatchObject({ code: "unauthenticated" });
  expect((await tokenContext(world.services, mine.token)).tenantId).toBe(firm.tenantId);
  const { items } = await listAudit(owner.ctx, AuditQuery.parse({ action: "token.revoked" }));
  expect(items.map(({ before }) => before)).toEqual([{ name: "ends" }]);
});

test("an admin does nothing to an owner, nor whoever stopped being an admin meanwhile", async () => {
  await expect(change(admin, owner, "viewer")).rejects.toMatchObject({ code: "forbidden" });
  await expect(removeMember(admin.ctx, { id: owner.userId })).rejects.toMatchObject({ code: "forbidden" });
  await expect(transferOwnership(admin.ctx, { id: admin.userId, firmName: "" })).rejects.toMatchObject({
    code: "forbidden",
  });
  await change(owner, admin, "viewer");
  // The request had begun when the role was another.
  await expect(removeMember(admin.ctx, { id: accountant.userId })).rejects.toMatchObject({
    code: "forbidden",
  });
});

test("there is always an owner, however many are removed at once", async () => {
  const third = await createTestPerson(firm, world.database, { name: "Tone", role: "owner" });
  const owners = [owner, second, third];
  const outcomes = await Promise.allSettled([
    ...owners.map((of, index) => removeMember((owners[(index + 1) % 3] ?? of).ctx, { id: of.userId })),
    ...owners.map((of) => removeMember(of.ctx, { id: of.userId })),
    ...owners.map((of) => change(of, of, "viewer")),
  ]);
  expect(outcomes.some(({ status }) => status === "fulfilled")).toBe(true);
  const roles = Object.values(await rolesOf(firm));
  expect(roles.filter((role) => role === "owner")).toHaveLength(1);
});

test("the last owner can leave only by giving the firm away", async () => {
  await removeMember(owner.ctx, { id: second.userId });
  await expect(removeMember(owner.ctx, { id: owner.userId })).rejects.toMatchObject({ code: "conflict" });
  await expect(change(owner, owner, "admin")).rejects.toMatchObject({ code: "conflict" });
  await expect(transferOwnership(owner.ctx, { id: admin.userId, firmName: "another" })).rejects.toMatchObject(
    { code: "invalid_input", fields: [{ field: "firmName" }] },
  );
  const name = `firm-${String(serial)}`;
  world.clock.advance(1_000);
  const given = await Promise.allSettled([
    transferOwnership(owner.ctx, { id: admin.userId, firmName: name }),
    transferOwnership(owner.ctx, { id: accountant.userId, firmName: name }),
  ]);
  expect(given.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const roles = await rolesOf(firm);
  expect(roles["Olga"]).toBe("admin");
  expect([roles["Arne"], roles["Rune"]].filter((role) => role === "owner")).toHaveLength(1);
  expect((await trail()).at(-1)).toMatchObject({ action: "owner.transferred", after: { role: "owner" } });
});

test("a limited context reaches no member, whatever the role says", async () => {
  const limited: ServiceContext = {
    ...owner.ctx,
    scope: { kind: "limited", merchantIds: [merchantId] },
  };
  await expect(listMembers(limited, { of: "firm", limit: 3 })).rejects.toMatchObject({ code: "forbidden" });
  await expect(
    withTenant(firm.database, limited, (tx) =>
      tx.query("select * from installation.list_members(false, null, null, 10)"),
    ),
  ).rejects.toThrow(/whole firm/);
});
