import type { Log } from "@/lib/platform/log";

export type Shutdown = Readonly<{
  /** Closed at the end, in the reverse order of being added: what was opened last closes first. */
  add: (name: string, close: () => Promise<void>) => void;
  /** True from the first signal on: the process is no longer ready. */
  isStopping: () => boolean;
  /** Runs all closers once; false when one failed or took too long. A failure does not stop the others. */
  run: () => Promise<boolean>;
  /**
   * Ends the process after all closers at SIGTERM or SIGINT, status 0, or 1 if a closer failed; and at an
   * unhandled rejection or exception, status 1.
   */
  listen: () => void;
}>;

type Closer = Readonly<{ name: string; close: () => Promise<void> }>;

/** The one list of what a process must close, and the one handler of its signals. `graceMs` bounds it all. */
export function createShutdown(log: Log, graceMs: number): Shutdown {
  const closers: Closer[] = [];
  let running: Promise<boolean> | undefined;

  async function closeAll(): Promise<boolean> {
    let isClean = true;
    for (const { name, close } of closers.toReversed()) {
      try {
        await close();
      } catch (error) {
        isClean = false;
        log.error({ error, closer: name }, "closing failed");
      }
    }
    return isClean;
  }

  function run(): Promise<boolean> {
    running ??= Promise.race([closeAll(), giveUpAfter(graceMs, log)]);
    return running;
  }

  async function end(fields: Readonly<Record<string, unknown>>, status: number): Promise<void> {
    if (running !== undefined) return;
    log.info(fields, "shutdown began");
    const isClean = await run();
    process.exit(isClean ? status : 1); // oxlint-disable-line unicorn/no-process-exit -- the end of the process is here
  }

  return {
    add: (name, close) => closers.push({ name, close }),
    isStopping: () => running !== undefined,
    run,
    listen: () => {
      for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void end({ signal }, 0));
      const crash = (error: unknown): void => {
        log.error({ error }, "process crashed");
        void end({ reason: "crash" }, 1);
      };
      process.on("unhandledRejection", crash);
      process.on("uncaughtException", crash);
    },
  };
}

function giveUpAfter(graceMs: number, log: Log): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      log.error({ graceMs }, "closing took too long");
      resolve(false);
    }, graceMs);
    timer.unref();
  });
}
