import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { newId } from "@/lib/core/ids";
import type { AccountContext } from "@/lib/services/identity/account-context";
import { choosePassword, listRecentActivity } from "@/lib/services/identity/account";
import { keepSession, listOwnSignIns, signOutEverywhere, signOutOne } from "@/lib/services/identity/sessions";
import { signOut } from "@/lib/services/identity/sign-out";
import { HERE, NOW_MS, openIdentityWorld, PASSWORD } from "@/tests/integration/identity/support";
import type { IdentityWorld, Person } from "@/tests/integration/identity/support";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const THERE = {
  device: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Safari/604.1",
  address: "198.51.100.7",
};

let world: IdentityWorld;
let person: Person;
let ctx: AccountContext;

beforeAll(async () => {
  world = await openIdentityWorld();
});

beforeEach(async () => {
  world.clock.set(NOW_MS);
  person = await world.newPerson();
  ctx = await world.open(person);
});

afterAll(() => world.close());

const keep = (sessionId: string): Promise<string> => keepSession(world.services, sessionId, HERE);

describe("the id of a session", () => {
  test("is exchanged after a quarter of an hour, and the old one holds for two minutes more", async () => {
    const first = ctx.sessionId;
    world.clock.advance(14 * MINUTE_MS);
    expect(await keep(first)).toBe(first);
    world.clock.advance(MINUTE_MS);
    const second = await keep(first);
    expect(second).not.toBe(first);
    // Requests under way, and other tabs, end up with the same new one.
    expect(await Promise.all([keep(first), keep(first), keep(second)])).toEqual([second, second, second]);
    world.clock.advance(2 * MINUTE_MS - 1);
    expect([await world.holds(first), await world.holds(second)]).toEqual([true, true]);
    world.clock.advance(1);
    expect([await world.holds(first), await world.holds(second)]).toEqual([false, true]);
    await expect(keep(first)).rejects.toMatchObject({ code: "unauthenticated" });
  });

  test("is one new id, however many ask at once", async () => {
    world.clock.advance(20 * MINUTE_MS);
    const ids = await Promise.all(Array.from({ length: 8 }, () => keep(ctx.sessionId)));
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).not.toBe(ctx.sessionId);
  });

  test("is refused when it is made up", async () => {
    await expect(keep("nonsense")).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(keep(newId<"session">(NOW_MS))).rejects.toMatchObject({ code: "unauthenticated" });
  });
});

describe("a sign-in", () => {
  test("ends two hours after the last use", async () => {
    world.clock.advance(2 * HOUR_MS - 1);
    const id = await keep(ctx.sessionId);
    world.clock.advance(2 * HOUR_MS - 1);
    expect(await world.holds(id)).toBe(true);
    world.clock.advance(1);
    expect(await world.holds(id)).toBe(false);
    await expect(keep(id)).rejects.toMatchObject({ code: "unauthenticated" });
  });

  test("ends after twelve hours, however busy", async () => {
    let id = ctx.sessionId;
    while (world.clock.nowMs() < NOW_MS + 12 * HOUR_MS - 10 * MINUTE_MS) {
      world.clock.advance(10 * MINUTE_MS);
      id = await keep(id);
    }
    world.clock.set(NOW_MS + 12 * HOUR_MS - 1);
    expect(await world.holds(id)).toBe(true);
    world.clock.advance(1);
    expect(await world.holds(id)).toBe(false);
  });

  test("ends with every id that it had when the person signs out", async () => {
    world.clock.advance(20 * MINUTE_MS);
    const second = await keep(ctx.sessionId);
    await signOut(world.services, second);
    expect([await world.holds(ctx.sessionId), await world.holds(second)]).toEqual([false, false]);
  });
});

describe("the list of sign-ins", () => {
  test("has each once, says which is this one, where it is and when it was last used", async () => {
    world.clock.advance(20 * MINUTE_MS);
    const there = await world.open(person);
    world.clock.advance(20 * MINUTE_MS);
    const second = await keepSession(world.services, there.sessionId, THERE);
    const list = await listOwnSignIns({ ...ctx, sessionId: second });
    expect(list).toEqual([
      {
        id: there.sessionId,
        isCurrent: true,
        ...THERE,
        startedAt: "2026-11-21T11:20:00.000000Z",
        lastSeenAt: "2026-11-21T11:40:00.000000Z",
      },
      {
        id: ctx.sessionId,
        isCurrent: false,
        ...HERE,
        startedAt: "2026-11-21T11:00:00.000000Z",
        lastSeenAt: "2026-11-21T11:00:00.000000Z",
      },
    ]);
  });

  test("lets the person close one, at once, and no other person's", async () => {
    const there = await world.open(person);
    const other = await world.newPerson();
    const foreign = await world.open(other);
    await expect(signOutOne(foreign, { id: there.sessionId })).rejects.toMatchObject({ code: "not_found" });
    const unknown = { id: newId<"session">(NOW_MS) };
    await expect(signOutOne(foreign, unknown)).rejects.toMatchObject({ code: "not_found" });
    expect(await world.holds(there.sessionId)).toBe(true);
    await signOutOne(ctx, { id: there.sessionId });
    expect([await world.holds(there.sessionId), await world.holds(ctx.sessionId)]).toEqual([false, true]);
    await expect(signOutOne(ctx, { id: there.sessionId })).rejects.toMatchObject({ code: "not_found" });
    expect((await listOwnSignIns(ctx)).map(({ id }) => id)).toEqual([ctx.sessionId]);
    expect(await listOwnSignIns(there)).toEqual([]);
  });

  test("is empty after signing out everywhere, in every browser and for this person only", async () => {
    const other = await world.open(await world.newPerson());
    const there = await world.open(person);
    await signOutEverywhere(ctx);
    expect([await world.holds(ctx.sessionId), await world.holds(there.sessionId)]).toEqual([false, false]);
    expect(await world.holds(other.sessionId)).toBe(true);
    await expect(signOutEverywhere(ctx)).rejects.toMatchObject({ code: "unauthenticated" });
    expect(await world.eventsOf(person)).toEqual(["signed-in", "signed-in", "signed-out-everywhere"]);
  });
});

describe("a new password", () => {
  const change = (password: string, newPassword: string) => choosePassword(ctx, { password, newPassword });

  test("closes every other session, exchanges this one's id and is told by mail", async () => {
    const there = await world.open(person);
    const { sessionId } = await change(PASSWORD, "fire epler i kurven");
    expect([
      await world.holds(ctx.sessionId),
      await world.holds(there.sessionId),
      await world.holds(sessionId),
    ]).toEqual([false, false, true]);
    const letter = await world.letterTo(person.email);
    expect(letter.subject).toBe("Passordet ditt er endret");
    expect(letter.text).toContain("2026-11-21 11:00 UTC");
    await expect(world.attempt(person.email)).rejects.toMatchObject({ code: "unauthenticated" });
    await world.open(person, "fire epler i kurven");
    expect(await world.eventsOf(person)).toContain("password-changed");
  });

  test.each([
    ["wrong", "fire epler i kurven", "password-wrong"],
    [PASSWORD, "kort", "password-short"],
    [PASSWORD, "x".repeat(201), "password-long"],
    [PASSWORD, "Password2026!", "password-common"],
    [PASSWORD, "fjell fjell fjell", "password-personal"],
    [PASSWORD, PASSWORD, "password-same"],
  ])("%s to %s: %s", async (password, newPassword, reason) => {
    await expect(change(password, newPassword)).rejects.toMatchObject({
      code: "invalid_input",
      fields: [{ reason }],
    });
    expect(await world.holds(ctx.sessionId)).toBe(true);
  });

  test("is not set by a session that is closed", async () => {
    await signOutEverywhere(ctx);
    await expect(change(PASSWORD, "fire epler i kurven")).rejects.toMatchObject({ code: "unauthenticated" });
  });
});

test("recent activity is read in pages, the latest first, and only one's own", async () => {
  for (let at = 0; at < 24; at += 1) {
    world.clock.advance(MINUTE_MS);
    await world.open(person);
  }
  const first = await listRecentActivity(ctx, {});
  const second = await listRecentActivity(ctx, { cursor: first.nextCursor });
  expect([first.items.length, second.items.length, second.nextCursor]).toEqual([20, 5, undefined]);
  const times = [...first.items, ...second.items].map(({ at }) => at);
  expect(times).toEqual(times.toSorted().toReversed());
  expect(new Set(times).size).toBe(25);
  await expect(listRecentActivity(ctx, { cursor: "x" })).rejects.toMatchObject({ code: "invalid_input" });
  expect((await listRecentActivity(await world.open(await world.newPerson()), {})).items).toHaveLength(1);
});
