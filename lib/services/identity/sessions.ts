import { MINUTE_MS, SECOND_MS } from "@/lib/core/clock";
import { AppError } from "@/lib/core/errors";
import { isUuid, newId } from "@/lib/core/ids";
import type { Services } from "@/lib/services/context";
import { signedIn } from "@/lib/services/identity/account-context";
import type { AccountContext } from "@/lib/services/identity/account-context";
import type { Visitor } from "@/lib/services/identity/visitor";
import { closeSignIn, closeSignIns, listSignIns, renewSession } from "@/lib/store/sessions";
import type { SignInRecord } from "@/lib/store/sessions";
import { withSystem } from "@/lib/store/system";

export type { SignInRecord } from "@/lib/store/sessions";

const RENEW_AFTER_MS = 15 * MINUTE_MS;
/** Requests under way, and other tabs, still carry the old id for a moment. */
const OVERLAP_MS = 2 * MINUTE_MS;

/**
 * Somebody is at work: the session goes on, and its id is exchanged every 15 minutes, so that a copied cookie is soon
 * worth nothing. Returns the id to carry from now on. Throws: unauthenticated.
 */
export async function keepSession(
  services: Pick<Services, "database" | "clock">,
  sessionId: string,
  visitor: Visitor,
): Promise<string> {
  const nowMs = services.clock.nowMs();
  if (!isUuid(sessionId)) throw new AppError("unauthenticated", "sign in first");
  return signedIn(
    await withSystem(services.database, (tx) =>
      renewSession(tx, {
        id: sessionId,
        newId: newId<"session">(nowMs),
        nowMs,
        renewAfterSeconds: RENEW_AFTER_MS / SECOND_MS,
        overlapSeconds: OVERLAP_MS / SECOND_MS,
        ...visitor,
      }),
    ),
  );
}

/** Where the person is signed in; at most 100, the latest used first. */
export function listOwnSignIns(ctx: AccountContext): Promise<readonly SignInRecord[]> {
  return withSystem(ctx.database, (tx) => listSignIns(tx, ctx.sessionId, ctx.clock.nowMs()));
}

/** Signs the person out in one place. Throws: not_found. */
export async function signOutOne(ctx: AccountContext, input: Readonly<{ id: string }>): Promise<void> {
  const isClosed = await withSystem(ctx.database, (tx) =>
    closeSignIn(tx, ctx.sessionId, input.id, ctx.clock.nowMs()),
  );
  if (!isClosed) throw new AppError("not_found", "you are not signed in there any more");
}

/** Signs the person out everywhere, here too. Throws: unauthenticated. */
export async function signOutEverywhere(ctx: AccountContext): Promise<void> {
  signedIn(await withSystem(ctx.database, (tx) => closeSignIns(tx, ctx.sessionId, ctx.clock.nowMs())));
}
