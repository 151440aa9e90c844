import { isUuid } from "@/lib/core/ids";
import type { Services } from "@/lib/services/context";
import { findSession } from "@/lib/store/identity";
import type { Session } from "@/lib/store/identity";
import { withSystem } from "@/lib/store/system";

export type { Session } from "@/lib/store/identity";

/** The person behind a session and the firms they belong to; undefined when it is unknown, closed or expired. */
export async function readSession(
  services: Pick<Services, "database" | "clock">,
  sessionId: string,
): Promise<Session | undefined> {
  if (!isUuid(sessionId)) return undefined;
  return withSystem(services.database, (tx) => findSession(tx, sessionId, services.clock.nowMs()));
}
