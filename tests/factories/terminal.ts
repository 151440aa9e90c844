import { runCli } from "@/cli/run";
import { systemClock } from "@/lib/platform/clock";
import { TEST_KEY } from "@/tests/factories/services";
import type { TestDatabase } from "@/tests/setup/database";

/** What a command printed, and how it ended. */
export type Ran = Readonly<{ status: number; out: string; err: string; json: () => unknown }>;

export type RunOptions = Readonly<{
  /** Standard input. */
  input?: string;
  env?: Readonly<Record<string, string>>;
  isErrTerminal?: boolean;
  signal?: AbortSignal;
}>;

/** The environment of commands against a test's own database and simulator. */
export function cliEnv(database: TestDatabase, vippsUrl: string): Readonly<Record<string, string>> {
  return {
    DATA_DIR: "/nonexistent",
    DATABASE_URL: database.url,
    DATABASE_ADMIN_URL: database.adminUrl,
    VIPPS_API_URL: vippsUrl,
    ENCRYPTION_KEYS: `test:${TEST_KEY.toString("base64")}`,
    NEXTAUTH_SECRET: "x".repeat(32),
  };
}

/** Runs command lines in this process, in real time but without waiting. */
export function createCli(
  env: Readonly<Record<string, string>>,
): (line: string, options?: RunOptions) => Promise<Ran> {
  return async (line, options = {}) => {
    let out = "";
    let err = "";
    const args = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "");
    const status = await runCli(args, {
      env: { ...env, ...options.env },
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      isErrTerminal: options.isErrTerminal ?? false,
      columns: 80,
      readSecret: () => Promise.resolve(options.input ?? ""),
      userName: "tester",
      clock: {
        nowMs: systemClock.nowMs,
        sleep: (ms, signal) => systemClock.sleep(Math.min(ms, 2), signal),
      },
      signal: options.signal ?? new AbortController().signal,
    });
    return { status, out, err, json: () => JSON.parse(out) };
  };
}
