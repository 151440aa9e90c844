import { AppError } from "@/lib/core/errors";
import type { DigestInput, DigestView } from "@/lib/contracts/digest";
import { nextDigest } from "@/lib/domain/issue/digest";
import { signedIn } from "@/lib/services/identity/account-context";
import type { AccountContext } from "@/lib/services/identity/account-context";
import { findAccount } from "@/lib/store/account";
import { listOwnDigests, putOwnDigest } from "@/lib/store/digests";
import { withSystem } from "@/lib/store/system";

/** The signed-in person's digests, one for each firm that they work in. */
export async function listDigests(ctx: AccountContext): Promise<DigestView[]> {
  const rows = await withSystem(ctx.database, (tx) => listOwnDigests(tx, ctx.sessionId, ctx.clock.nowMs()));
  return rows.map(({ slug, firmName, choice, lastSentAt, nextSendAt }) => ({
    firm: slug,
    firmName,
    choice,
    lastSentAt: lastSentAt ?? null,
    nextSendAt: nextSendAt ?? null,
  }));
}

/**
 * What the signed-in person wants by mail of a firm's issues, and when: their own choice, which concerns nobody else,
 * like the language of their mail. Throws: unauthenticated, not_found (they do not work in this firm).
 */
export async function chooseDigest(
  ctx: AccountContext,
  input: DigestInput,
): Promise<{ nextSendAt: string | null }> {
  const nowMs = ctx.clock.nowMs();
  const { firm, ...choice } = input;
  const nextMs = nextDigest(choice, nowMs);
  const isDone = await withSystem(ctx.database, async (tx) => {
    signedIn(await findAccount(tx, ctx.sessionId, nowMs));
    return putOwnDigest(tx, { sessionId: ctx.sessionId, nowMs, firm, choice, nextMs });
  });
  if (!isDone) throw new AppError("not_found", "there is no firm of this name that you work in");
  return { nextSendAt: nextMs === undefined ? null : new Date(nextMs).toISOString() };
}
