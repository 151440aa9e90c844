import { afterAll, beforeAll, expect, test } from "vitest";

import { AppError } from "@/lib/core/errors";
import { createLog } from "@/lib/platform/log";
import { createAttemptGuard } from "@/lib/server/attempt-guard";
import type { AttemptGuard } from "@/lib/server/attempt-guard";
import { createTestDatabase } from "@/tests/setup/database";
import type { TestDatabase } from "@/tests/setup/database";

const LIMITED = { code: "rate_limited", isTransient: true };
let database: TestDatabase;
let guards: readonly AttemptGuard[];

beforeAll(async () => {
  database = await createTestDatabase();
  const env = { databaseUrl: database.url, redisUrl: undefined };
  guards = [createAttemptGuard(env, createLog("silent")), createAttemptGuard(env, createLog("silent"))];
});

afterAll(async () => {
  for (const guard of guards) await guard.close();
  await database.drop();
});

const wrong = (): Promise<never> => Promise.reject(new AppError("unauthenticated", "wrong"));
const right = (): Promise<string> => Promise.resolve("in");

/** One of the two web processes. */
function guard(at: number): AttemptGuard {
  const found = guards[at % 2];
  if (found === undefined) throw new Error("there are two");
  return found;
}

test("ten wrong passwords of an account are enough, from wherever, in whatever letters, known or not", async () => {
  for (let at = 0; at < 10; at += 1) {
    const account = at % 2 === 0 ? "kari@example.com" : " KARI@example.com";
    const work = guard(at).attempt("sign-in", { account, address: `192.0.2.${String(at)}` }, wrong);
    await expect(work).rejects.toMatchObject({ code: "unauthenticated" });
  }
  const who = { account: "kari@example.com", address: "192.0.2.99" };
  await expect(guard(0).attempt("sign-in", who, right)).rejects.toMatchObject(LIMITED);
  // Other people, and other doors of the same person, are not touched.
  expect(await guard(1).attempt("sign-in", { ...who, account: "ola@example.com" }, right)).toBe("in");
  expect(await guard(1).attempt("second-factor", who, right)).toBe("in");
});

test("the right password forgives the account, and the address its own attempt only", async () => {
  const who = { account: "per@example.com", address: "198.51.100.1" };
  for (let at = 0; at < 9; at += 1)
    await guard(at)
      .attempt("sign-in", who, wrong)
      .catch(() => undefined);
  expect(await guard(0).attempt("sign-in", who, right)).toBe("in");
  for (let at = 0; at < 9; at += 1)
    await guard(at)
      .attempt("sign-in", who, wrong)
      .catch(() => undefined);
  expect(await guard(1).attempt("sign-in", who, right)).toBe("in");
});

test("an office of a hundred signs in from one address; sixty wrong passwords from one do not go on", async () => {
  const address = "203.0.113.5";
  for (let at = 0; at < 100; at += 1)
    await guard(at).attempt("sign-in", { account: `staff-${String(at)}`, address }, right);
  for (let at = 0; at < 60; at += 1) {
    const work = guard(at).attempt("sign-in", { account: `guess-${String(at)}`, address }, wrong);
    await expect(work).rejects.toMatchObject({ code: "unauthenticated" });
  }
  const next = guard(0).attempt("sign-in", { account: "anybody", address }, right);
  await expect(next).rejects.toMatchObject(LIMITED);
});

test("letters to one mailbox are few, also when nothing fails", async () => {
  const ask = (account: string) => guard(0).attempt("letter", { account, address: "203.0.113.9" }, right);
  for (let at = 0; at < 5; at += 1) await ask("mailbox@example.com");
  await expect(ask("mailbox@example.com")).rejects.toMatchObject(LIMITED);
  expect(await ask("another@example.com")).toBe("in");
});
