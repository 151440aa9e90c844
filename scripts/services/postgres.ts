import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { findFreePort } from "@/scripts/services/ports";
import { isAlive } from "@/scripts/services/process-lock";
import { accountForServer, findBinaries, placeFor, type Account } from "@/scripts/services/postgres-binaries";
import { ADMIN_ROLE, APP_ROLE, DATABASE_NAME, ensureRoles } from "@/scripts/services/postgres-roles";

const START_TIMEOUT_S = 60;
const START_ATTEMPTS = 4;
const START_RETRY_MS = 500;
const CONNECTIONS_MAX = 200;

export type PostgresOptions = Readonly<{
  /** The data folder of this checkout or test run; the server's files go into `postgres` in it. */
  dataDir: string;
  /** False turns fsync off: for tests, whose data may be lost. */
  durable: boolean;
}>;

export type RunningPostgres = Readonly<{
  port: number;
  /** For making roles and databases, and for nothing else. */
  superuserUrl: string;
  adminUrl: string;
  appUrl: string;
  /** False when the server was already running for somebody else: then `stop` leaves it alone. */
  isOurs: boolean;
  stop: () => Promise<void>;
}>;

type Secrets = Readonly<{ superuser: string; admin: string; app: string; port: number }>;
type Server = Readonly<{ bin: string; place: string; data: string; account: Account }>;

/**
 * Starts the embedded PostgreSQL of a data folder, creating it on the first run. As root it runs under
 * another account; after a crash it recovers by itself. Listens on the loopback interface only.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const account = accountForServer();
  const place = preparePlace(options.dataDir, account);
  const server: Server = { bin: findBinaries(place, account), place, data: join(place, "data"), account };
  const secrets = await ensureCluster(server);
  const running = runningPort(server);
  const port = running ?? (await launch(server, secrets.port, options.durable));
  // A launcher that was killed leaves its server behind: whoever finds it orphaned takes it over.
  const isOurs = running === undefined || !isOwnerAlive(place);
  if (isOurs) writeFileSync(join(place, "owner"), String(process.pid));
  const urlOf = (role: string, password: string, database: string): string =>
    `postgresql://${role}:${password}@127.0.0.1:${port}/${database}`;
  const superuserUrl = urlOf("postgres", secrets.superuser, "postgres");
  await ensureRoles(superuserUrl, secrets);
  return {
    port,
    superuserUrl,
    adminUrl: urlOf(ADMIN_ROLE, secrets.admin, DATABASE_NAME),
    appUrl: urlOf(APP_ROLE, secrets.app, DATABASE_NAME),
    isOurs,
    stop: async () => {
      if (isOurs) await stopServer(server);
    },
  };
}

/** Stops the server of a data folder if one runs, and removes its files, wherever they are. */
export async function removePostgres(dataDir: string): Promise<void> {
  const account = accountForServer();
  const place = notedPlace(dataDir) ?? placeFor(dataDir, account);
  if (!existsSync(place)) return;
  const data = join(place, "data");
  if (existsSync(data)) {
    const server: Server = { bin: findBinaries(place, account), place, data, account };
    if (runningPort(server) !== undefined) await stopServer(server);
  }
  rmSync(place, { recursive: true, force: true });
  rmSync(join(dataDir, "postgres-place"), { force: true });
}

/** The folder of the server's files, owned by its account; noted in the data folder when outside it. */
function preparePlace(dataDir: string, account: Account): string {
  mkdirSync(dataDir, { recursive: true });
  const place = notedPlace(dataDir) ?? placeFor(dataDir, account);
  mkdirSync(place, { recursive: true, mode: 0o700 });
  const owner = account?.uid ?? process.getuid?.();
  if (account !== undefined && statSync(place).uid === 0) chownSync(place, account.uid, account.gid);
  if (owner !== undefined && statSync(place).uid !== owner) {
    throw new Error(
      `${place} belongs to another user: remove it, or move this checkout's data with DATA_DIR`,
    );
  }
  chmodSync(place, 0o700);
  if (!place.startsWith(resolve(dataDir))) writeFileSync(join(dataDir, "postgres-place"), place);
  return place;
}

function notedPlace(dataDir: string): string | undefined {
  const note = join(dataDir, "postgres-place");
  return existsSync(note) ? readFileSync(note, "utf8").trim() : undefined;
}

async function ensureCluster(server: Server): Promise<Secrets> {
  const path = join(server.place, "secrets.json");
  if (!existsSync(join(server.data, "PG_VERSION"))) {
    const secrets = {
      superuser: newPassword(),
      admin: newPassword(),
      app: newPassword(),
      port: await findFreePort(),
    };
    await createCluster(server, secrets.superuser);
    writeFileSync(path, JSON.stringify(secrets), { mode: 0o600 });
  }
  return JSON.parse(readFileSync(path, "utf8")) as Secrets; // our own file, written above
}

/** Made beside its place and then renamed, so that an interrupted first run leaves nothing half made. */
async function createCluster(server: Server, password: string): Promise<void> {
  const draft = join(server.place, "draft");
  const passwordFile = join(server.place, "password");
  rmSync(draft, { recursive: true, force: true });
  rmSync(server.data, { recursive: true, force: true });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (server.account !== undefined) chownSync(passwordFile, server.account.uid, server.account.gid);
  const text = ["-E", "UTF8", "--locale=C", "--auth=scram-sha-256", `--pwfile=${passwordFile}`];
  await run(server, "initdb", ["-D", draft, "-U", "postgres", "--no-instructions", ...text]);
  rmSync(passwordFile);
  renameSync(draft, server.data);
}

async function launch(server: Server, remembered: number, durable: boolean): Promise<number> {
  const port = await findFreePort(remembered);
  const settings: Readonly<Record<string, string>> = {
    port: String(port),
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: String(CONNECTIONS_MAX),
    shared_buffers: "256MB",
    log_timezone: "UTC",
    timezone: "UTC",
    ...(durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
  };
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}='${value}'`);
  const log = join(server.place, "log");
  const args = ["start", "-w", `--timeout=${START_TIMEOUT_S}`, `--pgdata=${server.data}`, `--log=${log}`];
  await attempt(() => run(server, "pg_ctl", [...args, `--options=${options.join(" ")}`]));
  return port;
}

/** For a moment after a crash the old server's children still hold its memory, and the new one refuses. */
async function attempt(work: () => Promise<void>): Promise<void> {
  for (let left = START_ATTEMPTS - 1; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, START_RETRY_MS));
    }
  }
}

async function stopServer(server: Server): Promise<void> {
  try {
    if (runningPort(server) === undefined) return;
    await run(server, "pg_ctl", ["stop", "-m", "fast", "-w", "-D", server.data]);
  } catch (error) {
    // It crashed just before or meanwhile: nothing is left to stop, and the next start recovers.
    if (runningPort(server) !== undefined) throw error;
  } finally {
    rmSync(join(server.place, "owner"), { force: true });
  }
}

/** The port of a live server on this data folder. A stale `postmaster.pid` after a crash is normal. */
function runningPort(server: Server): number | undefined {
  const path = join(server.data, "postmaster.pid");
  if (!existsSync(path)) return undefined;
  const lines = readFileSync(path, "utf8").split("\n");
  if (!isServerProcess(Number(lines[0]))) {
    rmSync(path);
    return undefined;
  }
  return lines[7]?.trim() === "ready" ? Number(lines[3]) : undefined;
}

/** After a crash or a restart of the machine, another program may have the number of the old server. */
function isServerProcess(processId: number): boolean {
  if (!isAlive(processId)) return false;
  const commandLine = `/proc/${processId}/cmdline`;
  return !existsSync(commandLine) || readFileSync(commandLine, "utf8").includes("postgres");
}

function isOwnerAlive(place: string): boolean {
  const path = join(place, "owner");
  return existsSync(path) && isAlive(Number(readFileSync(path, "utf8")));
}

function run(server: Server, program: string, args: readonly string[]): Promise<void> {
  const child = spawn(join(server.bin, program), args, {
    ...server.account,
    cwd: server.place,
    env: { PATH: process.env["PATH"], LC_ALL: "C", TZ: "UTC", NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      child.stdout.destroy();
      child.stderr.destroy();
      if (code === 0) resolve();
      else reject(new Error(`${program} failed: ${output.trim()} ${lastLog(server.place)}`));
    });
  });
}

function lastLog(place: string): string {
  const path = join(place, "log");
  return existsSync(path) ? readFileSync(path, "utf8").split("\n").slice(-8).join("\n") : "";
}

function newPassword(): string {
  return randomBytes(24).toString("base64url");
}
