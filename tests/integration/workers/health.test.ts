import { afterAll, beforeAll, expect, test } from "vitest";

import { createMetrics } from "@/lib/platform/metrics";
import { startHealth, type HealthServer } from "@/workers/health";

const TOKEN = "0123456789abcdef";
let nowMs = 0;
let lastConsumedAtMs = 0;
let running = 0;
let isStopping = false;
let health: HealthServer;

beforeAll(async () => {
  const metrics = createMetrics();
  metrics.gauge("answer", "The answer").set({}, 42);
  health = await startHealth({
    port: 0,
    clock: { nowMs: () => nowMs, sleep: () => Promise.resolve() },
    consumer: { lastConsumedAtMs: () => lastConsumedAtMs, running: () => running },
    metrics,
    metricsToken: TOKEN,
    isStopping: () => isStopping,
  });
});
afterAll(() => health.close());

const status = async (path: string, headers?: Record<string, string>): Promise<number> =>
  (await fetch(`http://127.0.0.1:${health.port}${path}`, { headers })).status;

test("a worker is ready while it consumed within the last minute, or is at work", async () => {
  [nowMs, lastConsumedAtMs, running] = [1_000_000, 950_000, 0];
  expect(await status("/ready")).toBe(200);
  nowMs = 1_020_000;
  expect(await status("/ready")).toBe(503);
  expect(await status("/live")).toBe(200);
  running = 1;
  expect(await status("/ready")).toBe(200);
  isStopping = true;
  expect(await status("/ready")).toBe(503);
});

test("metrics need the token", async () => {
  expect(await status("/metrics")).toBe(401);
  expect(await status("/metrics", { authorization: `Bearer ${TOKEN}x` })).toBe(401);
  const response = await fetch(`http://127.0.0.1:${health.port}/metrics`, {
    headers: { authorization: `Bearer ${TOKEN}` },
  });
  expect(await response.text()).toContain("answer 42");
  expect(await status("/elsewhere")).toBe(404);
});
