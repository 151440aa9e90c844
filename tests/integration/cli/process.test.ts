import { spawn } from "node:child_process";
import { once } from "node:events";

import { afterAll, beforeAll, expect, test } from "vitest";

import { createTestSimulator } from "@/tests/factories/simulator";
import type { TestSimulator } from "@/tests/factories/simulator";
import { cliEnv, createCli } from "@/tests/factories/terminal";
import { createTestDatabase } from "@/tests/setup/database";
import type { TestDatabase } from "@/tests/setup/database";

let database: TestDatabase;
let simulator: TestSimulator;

beforeAll(async () => {
  database = await createTestDatabase();
  simulator = await createTestSimulator({ merchants: 1, days: 3 });
  await createCli(cliEnv(database, simulator.url))("tenant create --name Real --slug real");
});

afterAll(async () => {
  await simulator.close();
  await database.drop();
});

async function run(
  args: readonly string[],
  input = "",
): Promise<{ status: number; out: string; err: string }> {
  const child = spawn(process.execPath, ["--import", "tsx", "cli/main.ts", ...args], {
    env: { NODE_ENV: "test", PATH: process.env["PATH"], ...cliEnv(database, simulator.url) },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk: Buffer) => (out += String(chunk)));
  child.stderr.on("data", (chunk: Buffer) => (err += String(chunk)));
  child.stdin.end(input);
  const [status] = (await once(child, "close")) as [number];
  return { status, out, err };
}

test("a real process reads the secret from its input, and prints one document and nothing else", async () => {
  const secret = `firm-nordfjord-secret-${String(simulator.seed)}`;
  const ran = await run(
    ["keys", "set", "--tenant", "real", "--client-id", "firm-nordfjord", "--json"],
    `${secret}\n`,
  );
  expect(ran).toMatchObject({ status: 0, err: "" });
  expect(JSON.parse(ran.out)).toMatchObject({ clientId: "firm-nordfjord", tenant: "real" });
});

test("a real process ends with the status of its command", async () => {
  const ends = await Promise.all([run(["sync"]), run(["sync", "--tenant", "nobody", "--once"])]);
  expect(ends.map(({ status }) => status)).toEqual([2, 1]);
});
