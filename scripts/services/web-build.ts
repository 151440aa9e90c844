import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { ROOT } from "@/scripts/services/folders";

const NEXT = join(ROOT, "node_modules", "next", "dist", "bin", "next");
const STAMP = join(ROOT, ".next", "avstemt-build");
const STANDALONE = join(ROOT, ".next", "standalone");
/** What the built pages are made of. */
const INPUTS = [
  "app",
  "components",
  "lib",
  "public",
  "messages",
  "prisma/generated",
  "package-lock.json",
].concat([
  "next.config.ts",
  "next.config.mjs",
  "proxy.ts",
  "instrumentation.ts",
  "instrumentation-client.ts",
  "postcss.config.mjs",
  "tsconfig.json",
]);

/** True when the pages were built from the sources as they are now. */
export function isBuilt(): boolean {
  return existsSync(STAMP) && readFileSync(STAMP, "utf8") === hashOfInputs();
}

/** Builds the web process. Throws with the build's output when it fails. */
export async function buildWeb(signal?: AbortSignal): Promise<void> {
  const hash = hashOfInputs();
  await runNode([NEXT, "build"], { NODE_ENV: "production" }, signal);
  // `output: "standalone"` leaves out what a CDN may serve; ours is served by the process itself.
  if (existsSync(STANDALONE)) {
    cpSync(join(ROOT, ".next", "static"), join(STANDALONE, ".next", "static"), { recursive: true });
    if (existsSync(join(ROOT, "public")))
      cpSync(join(ROOT, "public"), join(STANDALONE, "public"), { recursive: true });
  }
  writeFileSync(STAMP, hash);
}

/** Writes the types of routes and of imported files, which the type check needs. */
export function generateRouteTypes(): Promise<void> {
  return runNode([NEXT, "typegen"], {});
}

/** The arguments of Node.js that serve the built pages. */
export function serveArguments(port: number, host: string): readonly string[] {
  const server = join(STANDALONE, "server.js"); // takes PORT and HOSTNAME
  if (existsSync(server)) return [server];
  const keepAlive = ["--keepAliveTimeout", SERVE_ENVIRONMENT.KEEP_ALIVE_TIMEOUT];
  return [NEXT, "start", "--port", String(port), "--hostname", host, ...keepAlive];
}

/**
 * For serving the built pages. A connection that the server closes at the moment when a proxy sends on it is lost,
 * so it is kept for longer than proxies keep one that rests (60 seconds mostly).
 */
export const SERVE_ENVIRONMENT = { KEEP_ALIVE_TIMEOUT: "75000" } as const;

/** The arguments of Node.js that serve the pages from their sources, compiled as they are asked for. */
export function developArguments(port: number, host: string): readonly string[] {
  return [NEXT, "dev", "--port", String(port), "--hostname", host];
}

/** Runs Node.js to its end; its output is shown only when it fails. */
export function runNode(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<void> {
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    signal,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(output.trim()));
    });
  });
}

function hashOfInputs(): string {
  const hash = createHash("sha256").update(process.version);
  for (const input of INPUTS) {
    for (const path of filesIn(join(ROOT, input))) hash.update(path).update(readFileSync(path));
  }
  return hash.digest("hex");
}

function filesIn(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return /\.test\.tsx?$/.test(path) ? [] : [path];
  return readdirSync(path)
    .toSorted()
    .flatMap((name) => filesIn(join(path, name)));
}
