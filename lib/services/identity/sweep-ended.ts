import { DAY_MS } from "@/lib/core/clock";
import type { Services } from "@/lib/services/context";
import { sweepEnded as sweepRows } from "@/lib/store/ended";
import type { EndedBefore } from "@/lib/store/ended";
import { withSystem } from "@/lib/store/system";

/** So long a firm still sees that an invitation ran out, and can send it again. */
const INVITATIONS_KEPT_MS = 30 * DAY_MS;
/** Nobody sees these; a day is for whoever looks into what happened. */
const LINKS_KEPT_MS = DAY_MS;
const TAKE_MAX = 1_000;

/** What of invitations, links of letters and sign-ins half done has ended for so long that it goes. */
export function endedBefore(nowMs: number): EndedBefore {
  return { invitedMs: nowMs - INVITATIONS_KEPT_MS, linksMs: nowMs - LINKS_KEPT_MS };
}

/** Deletes what has ended. Returns how many rows went; what is left goes with the next sweep. */
export async function sweepEnded(
  services: Pick<Services, "database" | "clock">,
  signal?: AbortSignal,
): Promise<number> {
  const before = endedBefore(services.clock.nowMs());
  let swept = 0;
  for (;;) {
    const gone = await withSystem(services.database, (tx) => sweepRows(tx, before, TAKE_MAX));
    swept += gone;
    if (gone === 0 || signal?.aborted === true) return swept;
  }
}
