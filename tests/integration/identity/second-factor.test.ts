import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { createSecretBox } from "@/lib/platform/secret-box";
import { totpCode } from "@/lib/platform/totp";
import type { AccountContext } from "@/lib/services/identity/account-context";
import { getAccount } from "@/lib/services/identity/account";
import { pendingPerson, showSecondFactor } from "@/lib/services/identity/pass-second-factor";
import {
  newSecondFactor,
  renewRecoveryCodes,
  turnOffSecondFactor,
  turnOnSecondFactor,
} from "@/lib/services/identity/second-factor";
import { rotateEncryption } from "@/lib/services/keys/rotate-encryption";
import { openSession } from "@/lib/store/identity";
import { withSystem } from "@/lib/store/system";
import { newId } from "@/lib/core/ids";
import { TEST_KEY } from "@/tests/factories/services";
import { HERE, NOW_MS, openIdentityWorld, PASSWORD } from "@/tests/integration/identity/support";
import type { Factor, IdentityWorld, Person } from "@/tests/integration/identity/support";

const STEP_MS = 30_000;
const refused = (reason: string) => ({ fields: [{ reason }] });

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

async function pendingOf(of: Person): Promise<string> {
  const outcome = await world.attempt(of.email);
  if (outcome.kind !== "second-factor") throw new Error("no second factor was asked for");
  return outcome.pending;
}

const show = (pending: string, code: string) => showSecondFactor(world.services, { pending, code, ...HERE });

describe("turning the second factor on", () => {
  test("needs the password and a code of the new secret; other sessions are closed", async () => {
    const there = await world.open(person);
    await expect(newSecondFactor(ctx, { password: "wrong" })).rejects.toMatchObject(
      refused("password-wrong"),
    );
    await expect(turnOnSecondFactor(ctx, { code: "123456" })).rejects.toMatchObject(
      refused("second-factor-off"),
    );
    const { key, uri } = await newSecondFactor(ctx, { password: PASSWORD });
    expect(uri).toContain(`secret=${key}`);
    expect(uri).toMatch(/^otpauth:\/\/totp\/Avstemt:person-\d+%40example\.com\?/);
    const code = totpCode(key, NOW_MS);
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, "0");
    await expect(turnOnSecondFactor(ctx, { code: wrong })).rejects.toMatchObject(refused("code-wrong"));
    // Not yet confirmed: not asked for.
    expect((await world.attempt(person.email)).kind).toBe("open");
    const { recoveryCodes, sessionId } = await turnOnSecondFactor(ctx, { code });
    expect(recoveryCodes).toHaveLength(10);
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(recoveryCodes[0]).toMatch(/^[0-9a-z]{4}(-[0-9a-z]{4}){3}$/);
    expect([
      await world.holds(ctx.sessionId),
      await world.holds(there.sessionId),
      await world.holds(sessionId),
    ]).toEqual([false, false, true]);
    const now = { ...ctx, sessionId };
    expect(await getAccount(now)).toMatchObject({
      secondFactorAt: "2026-11-21T11:00:00.000000Z",
      recoveryCodesLeft: 10,
    });
    expect((await world.letterTo(person.email)).subject).toBe("Andre faktor er slått på");
    await expect(newSecondFactor(now, { password: PASSWORD })).rejects.toMatchObject(
      refused("second-factor-on"),
    );
    await expect(turnOnSecondFactor(now, { code })).rejects.toMatchObject(refused("second-factor-on"));
  });

  test("begun anew makes the first secret worthless", async () => {
    const first = await newSecondFactor(ctx, { password: PASSWORD });
    const second = await newSecondFactor(ctx, { password: PASSWORD });
    const old = turnOnSecondFactor(ctx, { code: totpCode(first.key, NOW_MS) });
    await expect(old).rejects.toMatchObject(refused("code-wrong"));
    await turnOnSecondFactor(ctx, { code: totpCode(second.key, NOW_MS) });
  });

  test("stores no secret and no recovery code that could be read", async () => {
    const factor = await world.withFactor(ctx);
    const rows = await withSystem(world.admin, async (tx) => {
      await tx.execute("set local role avstemt_identity");
      return tx.query<{ row: string }>(
        `select to_jsonb(f)::text as row from installation.second_factor f where user_id = $1
         union all select to_jsonb(c)::text from installation.recovery_code c where user_id = $1`,
        [person.userId],
      );
    });
    expect(rows).toHaveLength(11);
    const text = JSON.stringify(rows);
    for (const secret of [factor.secret, ...factor.recoveryCodes]) expect(text).not.toContain(secret);
  });
});

describe("signing in with a second factor", () => {
  let factor: Factor;
  beforeEach(async () => {
    factor = await world.withFactor(ctx);
    world.clock.advance(2 * STEP_MS);
  });

  test("the password alone opens only the question", async () => {
    const pending = await pendingOf(person);
    expect(await world.holds(pending)).toBe(false);
    expect(await pendingPerson(world.services, pending)).toBe(person.userId);
    const { sessionId } = await show(pending, world.codeNow(factor));
    expect(await world.holds(sessionId)).toBe(true);
    // The question is answered once.
    world.clock.advance(STEP_MS);
    await expect(show(pending, world.codeNow(factor))).rejects.toMatchObject(refused("pending-gone"));
  });

  test("the database itself opens no session without it", async () => {
    const open = withSystem(world.services.database, (tx) =>
      openSession(tx, {
        id: newId<"session">(NOW_MS),
        userId: person.userId,
        openedAtMs: NOW_MS,
        expiresAtMs: NOW_MS + STEP_MS,
        ...HERE,
      }),
    );
    await expect(open).rejects.toThrow("this person has a second factor");
  });

  test("the question is open for five minutes", async () => {
    const pending = await pendingOf(person);
    world.clock.advance(5 * 60_000 - 1);
    expect(await pendingPerson(world.services, pending)).toBe(person.userId);
    world.clock.advance(1);
    await expect(show(pending, world.codeNow(factor))).rejects.toMatchObject(refused("pending-gone"));
    await expect(show("made-up", world.codeNow(factor))).rejects.toMatchObject(refused("pending-gone"));
  });

  test("a code works once, also when it is shown twice at the same moment, and no older one after it", async () => {
    const code = world.codeNow(factor);
    const pendings = [await pendingOf(person), await pendingOf(person), await pendingOf(person)];
    const outcomes = await Promise.allSettled(pendings.map((pending) => show(pending, code)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(world.openWith(person, code)).rejects.toMatchObject(refused("code-wrong"));
    const before = totpCode(factor.secret, world.clock.nowMs() - STEP_MS);
    await expect(world.openWith(person, before)).rejects.toMatchObject(refused("code-wrong"));
    expect(await world.eventsOf(person)).toContain("code-refused");
  });

  test.each([
    [-2, false],
    [-1, true],
    [0, true],
    [1, true],
    [2, false],
  ])("a clock that is %i steps off: taken is %s", async (steps, isTaken) => {
    world.clock.advance(5 * STEP_MS);
    const work = world.openWith(person, totpCode(factor.secret, world.clock.nowMs() + steps * STEP_MS));
    if (isTaken) expect(await world.holds(await work)).toBe(true);
    else await expect(work).rejects.toMatchObject(refused("code-wrong"));
  });

  test("a code of somebody else's app is worth nothing", async () => {
    const other = await world.newPerson();
    const others = await world.withFactor(await world.open(other));
    world.clock.advance(2 * STEP_MS);
    await expect(world.openWith(person, world.codeNow(others))).rejects.toMatchObject(refused("code-wrong"));
    const [code = ""] = others.recoveryCodes;
    await expect(world.openWith(person, code)).rejects.toMatchObject(refused("code-wrong"));
  });

  test("a recovery code opens as well, once, however it is typed", async () => {
    const [first = "", second = ""] = factor.recoveryCodes;
    await world.openWith(person, ` ${first.toUpperCase().replaceAll("-", " ")}`);
    await expect(world.openWith(person, first)).rejects.toMatchObject(refused("code-wrong"));
    const pendings = [await pendingOf(person), await pendingOf(person)];
    const outcomes = await Promise.allSettled(pendings.map((pending) => show(pending, second)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await getAccount(factor.ctx)).recoveryCodesLeft).toBe(8);
    expect(await world.eventsOf(person)).toContain("recovery-code-used");
  });

  test("new recovery codes void the old ones, and need the password and a code, which is used up", async () => {
    const renew = (password: string, code: string) => renewRecoveryCodes(factor.ctx, { password, code });
    await expect(renew("wrong", world.codeNow(factor))).rejects.toMatchObject(refused("password-wrong"));
    await expect(renew(PASSWORD, "000000")).rejects.toMatchObject(refused("code-wrong"));
    await expect(renew(PASSWORD, "no-such-code")).rejects.toMatchObject(refused("code-wrong"));
    const code = world.codeNow(factor);
    const { recoveryCodes } = await renew(PASSWORD, code);
    await expect(renew(PASSWORD, code)).rejects.toMatchObject(refused("code-wrong"));
    const [old = ""] = factor.recoveryCodes;
    await expect(world.openWith(person, old)).rejects.toMatchObject(refused("code-wrong"));
    await world.openWith(person, recoveryCodes[9] ?? "");
  });

  test("turning it off needs the password and a code or recovery code; then the password is enough again", async () => {
    const [recovery = "", used = ""] = factor.recoveryCodes;
    await world.openWith(person, used);
    const turnOff = (password: string, code: string) => turnOffSecondFactor(factor.ctx, { password, code });
    await expect(turnOff("wrong", recovery)).rejects.toMatchObject(refused("password-wrong"));
    for (const code of ["000000", "", "no-such-code", used])
      await expect(turnOff(PASSWORD, code)).rejects.toMatchObject(refused("code-wrong"));
    expect((await world.attempt(person.email)).kind).toBe("second-factor");
    await turnOff(PASSWORD, recovery);
    expect((await world.attempt(person.email)).kind).toBe("open");
    expect(await getAccount(factor.ctx)).toMatchObject({ secondFactorAt: undefined, recoveryCodesLeft: 0 });
    const again = { password: PASSWORD, code: recovery };
    await expect(turnOffSecondFactor(factor.ctx, again)).rejects.toMatchObject(refused("second-factor-off"));
    await expect(renewRecoveryCodes(factor.ctx, again)).rejects.toMatchObject(refused("second-factor-off"));
  });

  test("its secret opens for its person only, and is sealed anew with the other secrets", async () => {
    const newKey = { id: "new", key: Buffer.alloc(32, 9) };
    const both = createSecretBox([newKey, { id: "test", key: TEST_KEY }]);
    expect(await rotateEncryption({ ...world.services, secrets: both })).toBeGreaterThan(0);
    expect(await rotateEncryption({ ...world.services, secrets: both })).toBe(0);
    const pending = await pendingOf(person);
    const input = { pending, code: world.codeNow(factor), ...HERE };
    await showSecondFactor({ ...world.services, secrets: createSecretBox([newKey]) }, input);
    // What the other tests of this file made is sealed with the old key again.
    const back = createSecretBox([{ id: "test", key: TEST_KEY }, newKey]);
    expect(await rotateEncryption({ ...world.services, secrets: back })).toBeGreaterThan(0);
  });
});
