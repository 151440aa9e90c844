import { SECOND_MS } from "@/lib/core/clock";
import type { Schedule } from "@/lib/platform/queue/queue";

/** How many parts the work that is due is looked up in; the parts run side by side. */
export const SHARDS = 2;
const RING_EVERY_MS = 5 * SECOND_MS;

/** Everything that rings by itself. PostgreSQL says what is due; this only asks it, again and again. */
export const SCHEDULES: readonly Schedule[] = Array.from({ length: SHARDS }, (_, shard) => ({
  id: `due.ring/${shard}`,
  name: "due.ring",
  payload: { shard },
  everyMs: RING_EVERY_MS,
}));
