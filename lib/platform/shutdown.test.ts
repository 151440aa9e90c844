import { expect, test } from "vitest";

import { createLog } from "@/lib/platform/log";
import { createShutdown } from "@/lib/platform/shutdown";

const log = createLog("silent");

test("closers run once, in the reverse order, and a failure does not stop the others", async () => {
  const closed: string[] = [];
  const shutdown = createShutdown(log, 1_000);
  shutdown.add("database", async () => void closed.push("database"));
  shutdown.add("queue", () => Promise.reject(new Error("gone")));
  shutdown.add("worker", async () => void closed.push("worker"));
  expect(shutdown.isStopping()).toBe(false);
  expect(await Promise.all([shutdown.run(), shutdown.run()])).toEqual([false, false]);
  expect(shutdown.isStopping()).toBe(true);
  expect(closed).toEqual(["worker", "database"]);
});

test("closing is bounded", async () => {
  const shutdown = createShutdown(log, 20);
  shutdown.add("stuck", () => new Promise((resolve) => void setTimeout(resolve, 500)));
  expect(await shutdown.run()).toBe(false);
});
