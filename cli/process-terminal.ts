import { userInfo } from "node:os";
import { createInterface } from "node:readline";
import { Writable } from "node:stream";

import { systemClock } from "@/lib/platform/clock";
import type { Terminal } from "@/cli/terminal";

const COLUMNS_DEFAULT = 100;
const INTERRUPTED = 130;

/** The terminal of this process. The first Ctrl-C asks the command to stop, the second does not ask. */
export function createProcessTerminal(): Terminal {
  const abort = new AbortController();
  process.on("SIGINT", () => {
    if (abort.signal.aborted) process.exit(INTERRUPTED); // oxlint-disable-line unicorn/no-process-exit -- asked twice
    abort.abort();
  });
  process.on("SIGTERM", () => abort.abort());
  // `avstemt … | head` closes our output: that is no failure.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  return {
    env: process.env,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    isErrTerminal: process.stderr.isTTY,
    columns: process.stderr.columns ?? COLUMNS_DEFAULT,
    readSecret: (prompt) => (process.stdin.isTTY ? askHidden(prompt) : readAll()),
    userName: userName(),
    clock: systemClock,
    signal: abort.signal,
  };
}

async function readAll(): Promise<string> {
  let text = "";
  process.stdin.setEncoding("utf8");
  for await (const chunk of process.stdin) text += String(chunk);
  return text;
}

/** One line from the keyboard that is not shown. */
function askHidden(prompt: string): Promise<string> {
  process.stderr.write(prompt);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  return new Promise((resolve) => {
    let typed = "";
    lines.once("line", (line) => {
      typed = line;
      lines.close();
    });
    lines.once("close", () => {
      process.stderr.write("\n");
      resolve(typed);
    });
    lines.once("SIGINT", () => process.kill(process.pid, "SIGINT"));
  });
}

/** An account without a name (a container's) is still somebody. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return "operator";
  }
}
