import { describe, expect, inject, test } from "vitest";

import { createLog } from "@/lib/platform/log";
import { openRedis, requireNoEviction } from "@/lib/platform/redis";
import { findRedis, startRedis } from "@/scripts/services/redis";

const log = createLog("silent");

describe.skipIf(inject("redisUrl") === "" || findRedis() === undefined)("a Redis that may evict keys", () => {
  test("is refused, and one that may not is taken", async () => {
    const redis = await startRedis(findRedis() ?? "", process.cwd());
    const client = await openRedis(redis.url, "caller", log);
    await requireNoEviction(client, log);
    await client.call("config", "set", "maxmemory-policy", "allkeys-lru");
    await expect(requireNoEviction(client, log)).rejects.toThrow(/maxmemory-policy is allkeys-lru/);
    await client.quit();
    await redis.stop();
  });
});
