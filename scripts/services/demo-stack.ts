import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { parseLedgerDate } from "@/lib/core/ledger-date";
import { readEnv } from "@/lib/platform/env";
import { seedDemo, type DemoLogin } from "@/prisma/seed";
import { startChild, untilReady, type Child, type Environment } from "@/scripts/services/child";
import { writeEnvFile } from "@/scripts/services/env-file";
import { findFreePort, findPortFrom } from "@/scripts/services/ports";
import { removePostgres } from "@/scripts/services/postgres";
import type { Progress } from "@/scripts/services/progress";
import { startDatabase } from "@/scripts/services/stack";
import {
  buildWeb,
  developArguments,
  isBuilt,
  runNode,
  SERVE_ENVIRONMENT,
  serveArguments,
} from "@/scripts/services/web-build";

const READY_TIMEOUT_MS = 120_000;
/** The log-ins are printed, so nobody else's machine is let in. */
const HOST = "127.0.0.1";
const SEED = 7;
/** What the demo shows: long enough for a year's figures to have a shape. */
const DEMO_HISTORY: History = { merchants: 24, days: 240 };
const DAY_MS = 86_400_000;

/** How much the simulator's merchants have behind them. `booksBeginWithIt`: so do the firms' books, else with the year. */
export type History = Readonly<{ merchants: number; days: number; booksBeginWithIt?: boolean }>;

export type StackOptions = Readonly<{
  dataDir: string;
  /** Of a new stack; absent: the demo's. */
  history?: History;
  wantedPort: number;
  /** `development` compiles pages as they are asked for and shows the processes' output. */
  mode: "production" | "development";
  /** False for tests, whose data may be lost. */
  durable: boolean;
  progress: Progress;
  /** Aborted: start nothing more. */
  signal: AbortSignal;
}>;

export type Stack = Readonly<{
  url: string;
  logins: readonly DemoLogin[];
  /** Resolves with a process's name when it ended unasked. */
  broken: Promise<Child>;
}>;

/** The simulator's history. It is remembered, so that it goes on tomorrow where it is today. */
type World = Readonly<{ seed: number; merchants: number; days: number; from: string; port: number }>;

type Closer = () => Promise<void>;

/**
 * Everything that the product needs to be seen, on one machine: PostgreSQL, the simulator, two firms, web
 * and worker. What it starts it adds to `closers`, also when it fails half-way.
 */
export async function startStack(options: StackOptions, closers: Closer[]): Promise<Stack> {
  const { dataDir, mode, progress, signal } = options;
  await runNode(["scripts/prisma-generate.mjs"], {}, signal);
  const preparing = [prepareData(options, closers), prepareWeb(options)] as const;
  await Promise.allSettled(preparing); // when one fails, the other must not go on starting things
  const [{ env, logins, simulator }] = await Promise.all(preparing);
  signal.throwIfAborted();
  const port = await findPortFrom(options.wantedPort);
  if (port !== options.wantedPort) progress.note(`port ${options.wantedPort} is taken: using ${port}`);
  const url = `http://localhost:${port}`;
  writeEnvFile(dataDir, { NEXTAUTH_URL: url });
  const workerPort = await findFreePort();
  const shared = { ...env, DATA_DIR: dataDir, NEXTAUTH_URL: url, NEXT_TELEMETRY_DISABLED: "1" };
  const logOf = (name: string): string | undefined =>
    mode === "production" ? join(dataDir, "logs", `${name}.log`) : undefined;

  const worker = startChild({
    name: "worker",
    args: [...(mode === "development" ? ["--watch"] : []), "--import", "tsx", "workers/main.ts"],
    env: { ...shared, WORKER_PORT: String(workerPort) },
    logFile: logOf("worker"),
  });
  closers.push(worker.stop);
  const web = startChild({
    name: "web",
    args: mode === "development" ? developArguments(port, HOST) : serveArguments(port, HOST),
    env: { ...SERVE_ENVIRONMENT, ...shared, NODE_ENV: mode, PORT: String(port), HOSTNAME: HOST },
    logFile: logOf("web"),
  });
  closers.push(web.stop);
  await progress.step("worker is ready", () =>
    untilReady(worker, `http://127.0.0.1:${workerPort}/ready`, READY_TIMEOUT_MS, signal),
  );
  await progress.step("web is ready", () =>
    untilReady(web, `${url}/api/health/ready`, READY_TIMEOUT_MS, signal),
  );
  if (options.history === undefined && !existsSync(join(dataDir, "demo-bank"))) {
    const bank = startChild({
      name: "bank",
      args: ["--import", "tsx", "scripts/services/demo-bank.ts"],
      env: shared,
      logFile: logOf("bank"),
    });
    closers.push(bank.stop);
  }
  return { url, logins, broken: firstBroken([simulator, worker, web]) };
}

/** Removes everything that was kept, PostgreSQL's files included, wherever they are. */
export async function resetData(dataDir: string): Promise<void> {
  await removePostgres(dataDir);
  rmSync(dataDir, { recursive: true, force: true });
}

type Prepared = Readonly<{ env: Environment; logins: readonly DemoLogin[]; simulator: Child }>;

async function prepareData(
  { dataDir, durable, history = DEMO_HISTORY, progress, signal }: StackOptions,
  closers: Closer[],
): Promise<Prepared> {
  const postgres = await progress.step(
    "PostgreSQL",
    () => startDatabase({ dataDir, durable }),
    ({ port }) => `PostgreSQL runs on port ${port}, migrated`,
  );
  closers.push(postgres.stop);
  signal.throwIfAborted();
  const world = await worldOf(dataDir, history);
  const vippsApiUrl = `http://127.0.0.1:${world.port}`;
  const simulator = startChild({
    name: "simulator",
    args: ["--import", "tsx", "simulator/main.ts", ...simulatorArguments(world)],
    env: {},
    logFile: join(dataDir, "logs", "simulator.log"),
  });
  closers.push(simulator.stop);
  await progress.step(`the Vipps MobilePay simulator runs on port ${world.port}`, () =>
    untilReady(simulator, `${vippsApiUrl}/_control/state`, READY_TIMEOUT_MS, signal),
  );
  writeEnvFile(dataDir, { VIPPS_API_URL: vippsApiUrl });
  const env = {
    DATABASE_URL: postgres.appUrl,
    DATABASE_ADMIN_URL: postgres.adminUrl,
    VIPPS_API_URL: vippsApiUrl,
  };
  const logins = await progress.step("two accounting firms are in place", async () =>
    seedDemo({
      env: readEnv({ ...process.env, QUEUE_DATABASE_URL: "", ...env, DATA_DIR: dataDir }),
      clients: await clientsOf(vippsApiUrl),
      ...(history.booksBeginWithIt === true && { booksFrom: parseLedgerDate(world.from) }),
    }),
  );
  return { env: { ...env, QUEUE_DATABASE_URL: "" }, logins, simulator };
}

async function prepareWeb({ mode, progress, signal }: StackOptions): Promise<void> {
  if (mode === "development") return;
  if (isBuilt()) progress.note("nothing changed since the last build");
  else await progress.step("web is built", () => buildWeb(signal));
}

async function worldOf(dataDir: string, { merchants, days }: History): Promise<World> {
  const path = join(dataDir, "demo.json");
  if (existsSync(path)) {
    const known = JSON.parse(readFileSync(path, "utf8")) as World; // our own file, written below
    return { ...known, port: await findFreePort(known.port) };
  }
  const from = new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);
  const world = { seed: SEED, merchants, days, from, port: await findPortFrom(4_010) };
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(path, JSON.stringify(world));
  return world;
}

function simulatorArguments({ seed, merchants, days, from, port }: World): readonly string[] {
  const values = { seed, merchants, days, from, port };
  return Object.entries(values).flatMap(([name, value]) => [`--${name}`, String(value)]);
}

/** The simulator says whose keys it knows. */
async function clientsOf(vippsApiUrl: string): Promise<{ clientId: string; clientSecret: string }[]> {
  const response = await fetch(`${vippsApiUrl}/_control/state`);
  const state = (await response.json()) as { credentials: { clientId: string; clientSecret: string }[] };
  return state.credentials;
}

function firstBroken(children: readonly Child[]): Promise<Child> {
  return new Promise((resolve) => {
    for (const child of children) {
      void child.ended.then((how) => {
        if (how === "unasked") resolve(child);
      });
    }
  });
}
