import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { connect } from "node:net";
import { delimiter, join } from "node:path";

import { findFreePort } from "@/scripts/services/ports";

const START_TIMEOUT_MS = 10_000;
const INSTALL_TIMEOUT_MS = 180_000;
const PROBE_EVERY_MS = 50;

export type RunningRedis = Readonly<{ url: string; stop: () => Promise<void> }>;

/** The server's program on the PATH: Redis, or Valkey, which speaks the same. */
export function findRedis(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const programs = ["redis-server", "valkey-server"];
  return programs
    .flatMap((program) => folders.map((folder) => join(folder, program)))
    .find((path) => existsSync(path));
}

/** Root on Debian or Ubuntu may install the distribution's package. Undefined when that did not work. */
export function installRedis(): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return undefined;
  const run = (...args: readonly string[]): void => {
    spawnSync("apt-get", args, {
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
      stdio: "ignore",
      timeout: INSTALL_TIMEOUT_MS,
    });
  };
  run("update", "-qq");
  // The package would start a server of its own on the usual port; we start ours where we want it.
  run("install", "-y", "-qq", "--no-install-recommends", "-o", "Dpkg::Use-Pty=0", "redis-server");
  return findRedis();
}

/** What is missing when there is no Redis, why it is wanted, and the one command that installs it. */
export function redisHint(): string {
  const command =
    process.platform === "darwin"
      ? "brew install redis"
      : "apt-get install -y redis-server (as root; Debian, Ubuntu)";
  return `no Redis or Valkey server for the tests of the Redis backend: set REDIS_URL, or install one: ${command}`;
}

/** Starts a server on a free port with a folder of its own, keeping nothing on disk. */
export async function startRedis(program: string, folder: string): Promise<RunningRedis> {
  mkdirSync(folder, { recursive: true });
  const port = await findFreePort();
  const settings = { port: String(port), bind: "127.0.0.1", dir: folder, save: "", appendonly: "no" };
  const args = Object.entries({ ...settings, "maxmemory-policy": "noeviction" }).flatMap(([name, value]) => [
    `--${name}`,
    value,
  ]);
  const child = spawn(program, args, { stdio: "ignore" });
  const exited = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await exited;
  };
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (!(await answers(port))) {
    if (child.exitCode !== null || performance.now() > deadline) {
      await stop();
      throw new Error(`${program} did not start on port ${port}`);
    }
    await new Promise((resolve) => setTimeout(resolve, PROBE_EVERY_MS));
  }
  return { url: `redis://127.0.0.1:${port}`, stop };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
