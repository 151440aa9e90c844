import type { Env } from "@/lib/platform/env";
import type { Log } from "@/lib/platform/log";
import type { JobHandlers } from "@/lib/platform/queue/consumer";
import type { JobQueue } from "@/lib/platform/queue/queue";

export type Handlers = Readonly<{ handlers: JobHandlers; close: () => Promise<void> }>;

/** What every job does: one service each. A job that is declared without a handler does not compile. */
export function createHandlers(_env: Env, _log: Log, _queue: JobQueue): Handlers {
  const notYet = (name: string) => (): Promise<never> => Promise.reject(new Error(`not yet: ${name}`));
  return {
    handlers: {
      "due.ring": notYet("due.ring"),
      "feed.follow": notYet("feed.follow"),
      "topic.prove": notYet("topic.prove"),
      "topic.rebuild": notYet("topic.rebuild"),
      "credential.discover": notYet("credential.discover"),
    },
    close: () => Promise.resolve(),
  };
}
