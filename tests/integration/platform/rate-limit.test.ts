import { randomUUID } from "node:crypto";

import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

import { createLog } from "@/lib/platform/log";
import { createRateLimiter, type RateLimiter } from "@/lib/platform/rate-limit";
import { createTestDatabase, type TestDatabase } from "@/tests/setup/database";

const log = createLog("silent");
const redisUrl = inject("redisUrl");

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

describe.each(["postgres", "redis"] as const)("a rate limit on %s", (backend) => {
  describe.skipIf(backend === "redis" && redisUrl === "")("", () => {
    let limiters: RateLimiter[];
    beforeAll(async () => {
      const env = { databaseUrl: database.url, redisUrl: backend === "redis" ? redisUrl : undefined };
      const name = `test-${randomUUID()}`;
      const limit = { points: 5, durationSeconds: 60 };
      limiters = [
        await createRateLimiter(env, name, limit, log),
        await createRateLimiter(env, name, limit, log),
      ];
    });
    afterAll(async () => {
      for (const limiter of limiters) await limiter.close();
    });

    test("the points of a key are shared by all processes, and no more than those are given", async () => {
      const key = "someone@example.com";
      const takes = Array.from({ length: 12 }, (_, at) => Promise.resolve(limiters[at % 2]?.take(key)));
      const outcomes = await Promise.allSettled(takes);
      expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
      await expect(limiters[0]?.take(key)).rejects.toMatchObject({ code: "rate_limited", isTransient: true });
      await limiters[0]?.take("someone.else@example.com");
    });

    test("a point that is given back can be taken again", async () => {
      for (let at = 0; at < 5; at += 1) await limiters[0]?.take("giving");
      await limiters[1]?.giveBack("giving");
      await limiters[0]?.take("giving");
      await expect(limiters[0]?.take("giving")).rejects.toMatchObject({ code: "rate_limited" });
    });

    test("a key that is reset begins anew", async () => {
      for (let at = 0; at < 5; at += 1) await limiters[0]?.take("again");
      await limiters[0]?.reset("again");
      await limiters[1]?.take("again");
    });
  });
});
