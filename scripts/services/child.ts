import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { dirname } from "node:path";

import { ROOT } from "@/scripts/services/folders";

/** How long a process has to end by itself after SIGTERM. */
const STOP_GRACE_MS = 20_000;
const LOG_TAIL_LINES = 15;
const PROBE_EVERY_MS = 150;

export type Environment = Readonly<Record<string, string | undefined>>;

export type ChildOptions = Readonly<{
  name: string;
  /** Arguments of Node.js. */
  args: readonly string[];
  env: Environment;
  /** Where its output goes; absent: to ours. */
  logFile?: string;
}>;

export type Child = Readonly<{
  name: string;
  /** Resolves when the process has ended; `unasked` when nobody stopped it. */
  ended: Promise<"stopped" | "unasked">;
  stop: () => Promise<void>;
  /** The last lines of its output, for telling what went wrong. */
  tail: () => string;
}>;

/** Starts a Node.js process of ours. It stays in our process group, so that Ctrl-C reaches it as well. */
export function startChild({ name, args, env, logFile }: ChildOptions): Child {
  const output = logFile === undefined ? undefined : openLog(logFile);
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: output === undefined ? ["ignore", "inherit", "inherit"] : ["ignore", output, output],
  });
  if (output !== undefined) closeSync(output);
  let isAsked = false;
  const ended = endOf(child).then(() => (isAsked ? ("stopped" as const) : ("unasked" as const)));
  return {
    name,
    ended,
    tail: () => (logFile === undefined ? "" : tailOf(logFile)),
    stop: async () => {
      isAsked = true;
      child.kill("SIGTERM");
      const kill = setTimeout(() => child.kill("SIGKILL"), STOP_GRACE_MS);
      await ended;
      clearTimeout(kill);
    },
  };
}

/** Waits until the URL answers 200. Throws when the child ends before, or takes too long. */
export async function untilReady(
  child: Child,
  url: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  let hasEnded = false;
  void child.ended.then(() => (hasEnded = true));
  while (!(await answers(url))) {
    signal.throwIfAborted();
    if (hasEnded) throw new Error(`${child.name} ended before it was ready\n${child.tail()}`);
    if (performance.now() > deadline) throw new Error(`${child.name} was not ready in time\n${child.tail()}`);
    await new Promise((resolve) => setTimeout(resolve, PROBE_EVERY_MS));
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
}

function openLog(path: string): number {
  mkdirSync(dirname(path), { recursive: true });
  return openSync(path, "w");
}

function tailOf(path: string): string {
  const lines = readFileSync(path, "utf8").trimEnd().split("\n");
  return [`last lines of ${path}:`, ...lines.slice(-LOG_TAIL_LINES)].join("\n");
}
