import { JOBS, type JobName } from "@/lib/contracts/jobs";
import type { JobHandlers } from "@/lib/platform/queue/consumer";

export type Handle = (
  name: JobName,
  payload: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
) => Promise<void>;

/** One function for every job of the table, however many there are. */
export function handlersOf(handle: Handle): JobHandlers {
  const names = Object.keys(JOBS) as JobName[];
  const handlers = names.map((name) => [
    name,
    (payload: Record<string, unknown>, signal: AbortSignal) => handle(name, payload, signal),
  ]);
  return Object.fromEntries(handlers) as JobHandlers;
}
