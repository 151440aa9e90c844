import { afterAll, beforeAll, expect, test } from "vitest";

import { newId } from "@/lib/core/ids";
import { createDatabase } from "@/lib/platform/database/database";
import { hashPassword } from "@/lib/platform/password";
import type { ServiceContext } from "@/lib/services/context";
import { readSession } from "@/lib/services/identity/read-session";
import { signIn } from "@/lib/services/identity/sign-in";
import { signOut } from "@/lib/services/identity/sign-out";
import { createToken } from "@/lib/services/tokens/create-token";
import { tokenContext } from "@/lib/services/tokens/find-token";
import { findSignIn, openSession } from "@/lib/store/identity";
import { insertMember } from "@/lib/store/installation";
import { withSystem } from "@/lib/store/system";
import { createTestLedger } from "@/tests/factories/books";
import { NOW_MS, openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

const HOUR_MS = 3_600_000;
let world: ReadWorld;
let ctx: ServiceContext;

beforeAll(async () => {
  world = await openReadWorld();
  ctx = await world.newFirm("nord");
  const other = await world.newFirm("vest");
  const admin = createDatabase({ url: world.database.adminUrl, connectionsMax: 1 });
  const passwordHash = await hashPassword("riktig hest batteri");
  const userId = newId<"user">(NOW_MS);
  for (const [firm, role] of [
    [ctx, "owner"],
    [other, "viewer"],
  ] as const) {
    await withSystem(admin, (tx) =>
      insertMember(tx, {
        userId,
        tenantId: firm.tenantId,
        email: "Kari@Example.com",
        name: "Kari",
        passwordHash,
        role,
      }),
    );
  }
  await admin.close();
}, 60_000);

afterAll(() => world.close());

const attempt = (email: string, password: string) =>
  signIn(world.services, { email, password, device: "test", address: "127.0.0.1" });

test("the right password opens a session with the person's firms; it ends after 12 hours or on signing out", async () => {
  const outcome = await attempt(" kari@example.com ", "riktig hest batteri");
  if (outcome.kind !== "open") throw new Error("no session was opened");
  const { sessionId, userId } = outcome;
  const session = await readSession(world.services, sessionId);
  expect(session).toMatchObject({ userId, name: "Kari", email: "kari@example.com" });
  expect(session?.memberships.map(({ tenantName, role }) => [tenantName, role])).toEqual([
    ["nord", "owner"],
    ["vest", "viewer"],
  ]);
  world.clock.set(NOW_MS + 12 * HOUR_MS + 1);
  expect(await readSession(world.services, sessionId)).toBeUndefined();
  world.clock.set(NOW_MS);
  await signOut(world.services, sessionId);
  expect(await readSession(world.services, sessionId)).toBeUndefined();
  expect(await readSession(world.services, "nonsense")).toBeUndefined();
});

test("a wrong password and an unknown e-mail look the same", async () => {
  const wrong = await attempt("kari@example.com", "wrong").catch((error: unknown) => error);
  const unknown = await attempt("nobody@example.com", "wrong").catch((error: unknown) => error);
  expect(wrong).toMatchObject({ code: "unauthenticated" });
  expect(unknown).toEqual(wrong);
});

test("a token opens its firm, or its merchant, and is not stored", async () => {
  const ledger = await createTestLedger(ctx, { name: "Kiosk" });
  const firm = await createToken(ctx, { name: "firm" });
  const merchant = await createToken(ctx, { name: "kiosk", merchantIds: [ledger.merchantId] });
  expect(await tokenContext(world.services, firm.token)).toMatchObject({
    tenantId: ctx.tenantId,
    scope: { kind: "firm" },
    role: "token",
    actor: { kind: "token", id: firm.id, name: "firm" },
  });
  expect(await tokenContext(world.services, merchant.token)).toMatchObject({
    scope: { kind: "limited", merchantIds: [ledger.merchantId] },
  });
  await expect(tokenContext(world.services, `${firm.token}x`)).rejects.toMatchObject({
    code: "unauthenticated",
  });
  await expect(createToken({ ...ctx, role: "viewer" }, { name: "x" })).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(createToken(ctx, { name: " " })).rejects.toMatchObject({ code: "invalid_input" });
  const stranger = await world.newFirm("stranger");
  await expect(createToken(stranger, { name: "x", merchantIds: [ledger.merchantId] })).rejects.toMatchObject({
    code: "not_found",
  });
});

test("a password that is changed while it is verified opens nothing", async () => {
  const found = await withSystem(world.services.database, (tx) => findSignIn(tx, "kari@example.com"));
  if (found === undefined) throw new Error("nobody has the e-mail");
  const open = (verifiedHash: string | undefined) =>
    withSystem(world.services.database, (tx) =>
      openSession(tx, {
        id: newId<"session">(NOW_MS),
        userId: found.userId,
        openedAtMs: NOW_MS,
        expiresAtMs: NOW_MS + HOUR_MS,
        device: "test",
        address: "",
        verifiedHash,
      }),
    );
  expect(await open(found.passwordHash)).toBe(true);
  expect(await open("the hash of the password before")).toBe(false);
});
