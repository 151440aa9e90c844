import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";

/** A worker process like in production, over a test's database and simulator. */
export type TestWorker = Readonly<{
  kill: () => Promise<void>;
  /** True once it listens to signals and takes jobs. */
  isStarted: () => boolean;
  /** SIGTERM; resolves with the exit status. */
  stop: () => Promise<number | null>;
  output: () => string;
}>;

export function startTestWorker(env: Readonly<Record<string, string>>): TestWorker {
  const child: ChildProcess = spawn(process.execPath, ["--import", "tsx", "workers/main.ts"], {
    env: {
      PATH: process.env["PATH"],
      NODE_ENV: "test",
      DATA_DIR: "/nonexistent",
      LOG_LEVEL: "info",
      NEXTAUTH_SECRET: "x".repeat(32),
      WORKER_CONCURRENCY: "4",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => (output = (output + String(chunk)).slice(-20_000)));
  const exited = once(child, "exit");
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    await exited;
    return child.exitCode;
  };
  return {
    kill: async () => {
      await end("SIGKILL");
    },
    isStarted: () => output.includes("worker started"),
    stop: () => end("SIGTERM"),
    output: () => output,
  };
}
