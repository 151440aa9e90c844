import { spawn } from "node:child_process";

import { ROOT } from "@/scripts/services/folders";

export type Counts = Readonly<{ passed: number; failed: number; skipped: number }>;

/** What a check came to, and what to show of it. */
export type Outcome = Readonly<{ counts: Counts; output: string }>;

export type Check = Readonly<{ name: string; run: (runner: Runner) => Promise<Outcome> }>;

export type Exit = Readonly<{ code: number; output: string }>;

/** Runs programs of the checks; all of them end when the run is stopped. */
export type Runner = Readonly<{
  node: (args: readonly string[], env?: Readonly<Record<string, string>>) => Promise<Exit>;
}>;

export function createRunner(env: Readonly<Record<string, string | undefined>>, signal: AbortSignal): Runner {
  return {
    node: (args, more = {}) => {
      const child = spawn(process.execPath, args, {
        cwd: ROOT,
        env: { ...process.env, ...env, ...more },
        stdio: ["ignore", "pipe", "pipe"],
      });
      const stop = (): void => void child.kill("SIGTERM");
      signal.addEventListener("abort", stop);
      let output = "";
      for (const stream of [child.stdout, child.stderr]) {
        stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
      }
      return new Promise((resolve) => {
        child.once("error", (error) => resolve({ code: 1, output: String(error) }));
        child.once("close", (code) => {
          signal.removeEventListener("abort", stop);
          resolve({ code: code ?? 1, output });
        });
      });
    },
  };
}

/** A check that holds or does not: it counts as one. */
export function single(name: string, args: readonly string[]): Check {
  return {
    name,
    run: async (runner) => {
      const { code, output } = await runner.node(args);
      return { counts: one(code === 0), output };
    },
  };
}

export function one(isGood: boolean): Counts {
  return { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, skipped: 0 };
}

export function add(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}
