import { spawn } from "node:child_process";
import { once } from "node:events";

import { afterAll, beforeAll, expect, test, vi } from "vitest";

import { findFreePort } from "@/scripts/services/ports";
import { createTestDatabase, type TestDatabase } from "@/tests/setup/database";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

function startWorker(more: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ["--import", "tsx", "workers/main.ts"], {
    env: {
      PATH: process.env["PATH"],
      NODE_ENV: "test",
      DATA_DIR: "/nonexistent",
      ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 1).toString("base64")}`,
      NEXTAUTH_SECRET: "x".repeat(32),
      VIPPS_API_URL: "http://127.0.0.1:9",
      ...more,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (output += String(chunk)));
  return { child, exited: once(child, "exit"), output: () => output };
}

test("the worker process becomes ready, and ends with status 0 when it is told to", async () => {
  const port = await findFreePort();
  const worker = startWorker({ DATABASE_URL: database.url, WORKER_PORT: String(port) });
  await vi.waitFor(
    async () => expect((await fetch(`http://127.0.0.1:${port}/ready`)).status, worker.output()).toBe(200),
    { timeout: 20_000, interval: 200 },
  );
  worker.child.kill("SIGTERM");
  expect(await worker.exited, worker.output()).toEqual([0, null]);
});

test("a wrong environment stops the worker with the variable's name and status 1", async () => {
  const worker = startWorker({ LOG_LEVEL: "loud" });
  expect(await worker.exited).toEqual([1, null]);
  expect(worker.output()).toMatch(/DATABASE_URL is not set/);
  expect(worker.output()).toMatch(/LOG_LEVEL is wrong/);
});
