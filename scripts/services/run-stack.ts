import { join } from "node:path";

import { resetData, startStack, type Stack, type StackOptions } from "@/scripts/services/demo-stack";
import { takeLock } from "@/scripts/services/process-lock";
import { untilStopped } from "@/scripts/services/until-stopped";

/**
 * Starts the stack, calls `onReady`, and waits for Ctrl-C or for one of its processes to end; then stops
 * everything it started, also when it had not got that far. Returns the exit status.
 */
export async function runStack(
  options: Omit<StackOptions, "signal"> & Readonly<{ isReset?: boolean }>,
  onReady: (stack: Stack) => void,
): Promise<number> {
  const { dataDir, progress } = options;
  const lock = takeLock(join(dataDir, "running"));
  if ("heldBy" in lock) {
    console.error(
      `process ${lock.heldBy} already runs on ${dataDir}: stop it, or give this one another DATA_DIR`,
    );
    return 1;
  }
  const stopped = untilStopped();
  const abort = new AbortController();
  const closers: (() => Promise<void>)[] = [];
  if (options.isReset === true) {
    await progress.step("started over: the data is removed", () => resetData(dataDir));
    takeLock(join(dataDir, "running"));
  }
  const starting = startStack({ ...options, signal: abort.signal }, closers);
  let status = 0;
  try {
    const first = await Promise.race([starting, stopped]);
    if (typeof first !== "string") {
      onReady(first);
      const broken = await Promise.race([first.broken, stopped]);
      if (typeof broken !== "string") throw new Error(`${broken.name} ended by itself\n${broken.tail()}`);
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    status = 1;
  }
  console.log("stopping");
  abort.abort();
  await starting.catch(() => {}); // what was about to start must be there before it can be stopped
  for (const close of closers.toReversed()) {
    await close().catch((error: unknown) => {
      console.error(error); // the others are stopped all the same
      status = 1;
    });
  }
  lock.release();
  console.log("stopped");
  return status;
}
