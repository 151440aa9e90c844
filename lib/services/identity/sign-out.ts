import { isUuid } from "@/lib/core/ids";
import type { Services } from "@/lib/services/context";
import { closeSession } from "@/lib/store/identity";
import { withSystem } from "@/lib/store/system";

/** Closes a session; one that is unknown or closed already stays so. */
export async function signOut(
  services: Pick<Services, "database" | "clock">,
  sessionId: string,
): Promise<void> {
  if (!isUuid(sessionId)) return;
  await withSystem(services.database, (tx) => closeSession(tx, sessionId, services.clock.nowMs()));
}
