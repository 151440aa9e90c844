import type { UserId } from "@/lib/core/ids";
import { present } from "@/lib/core/invariant";
import { nextDigest, severitiesFrom } from "@/lib/domain/issue/digest";
import { nextAttemptAt } from "@/lib/domain/ledger/polling";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { digestValues } from "@/lib/services/issues/digest-values";
import { postMail } from "@/lib/services/mail/post-mail";
import { ringMail } from "@/lib/services/mail/ring-mail";
import { findDueDigest, noteDigest, putOffDigest } from "@/lib/store/digests";
import type { DueDigest } from "@/lib/store/digests";
import { readDigestFigures } from "@/lib/store/digest-figures";
import type { DigestFigures } from "@/lib/store/digest-figures";
import { withTenant } from "@/lib/store/tenant";

/** A letter names so many issues: whoever has more of them opens the list. */
const ISSUES_MAX = 20;

export type DigestOutcome = "sent" | "nothing-to-tell" | "not-due";

/**
 * Writes a member what needs them, if their time has come: what they see of the firm and no more. It is posted and the
 * next one set in one transaction that holds their row, so that it goes once, however many workers run and whenever
 * one stops. What fails is put off, longer each time, and keeps nobody else waiting. Throws: forbidden.
 */
export async function sendDigest(ctx: ServiceContext, user: UserId): Promise<DigestOutcome> {
  requirePermission(ctx, "books.read");
  const nowMs = ctx.clock.nowMs();
  const due = await withTenant(ctx.database, ctx, (tx) => findDueDigest(tx, user, nowMs));
  if (due === undefined) return "not-due";
  let outcome: DigestOutcome;
  try {
    outcome = await postDigest(ctx, user, due, nowMs);
  } catch (error) {
    const wait = { retryAfterMs: undefined, random: ctx.random() };
    const nextMs = nextAttemptAt(ctx.clock.nowMs(), due.failures + 1, wait);
    await withTenant(ctx.database, ctx, (tx) => putOffDigest(tx, user, { due: due.nextSendAt, nextMs }));
    throw error;
  }
  if (outcome === "sent") await ringMail(ctx);
  return outcome;
}

async function postDigest(
  ctx: ServiceContext,
  user: UserId,
  due: DueDigest,
  nowMs: number,
): Promise<DigestOutcome> {
  const figures = await readFigures(ctx, user, due, nowMs);
  return withTenant(ctx.database, ctx, async (tx): Promise<DigestOutcome> => {
    const held = await findDueDigest(tx, user, nowMs, "lock");
    // Somebody else was faster, or the person chose anew: the next ring finds what is true then.
    if (held === undefined || !isSame(held, due)) return "not-due";
    const isTold = figures.open > 0 || due.choice.sendsEmpty;
    if (isTold) {
      await postMail(tx, ctx, {
        to: due.email,
        language: due.language,
        name: "issue-digest",
        values: digestValues(due, figures, ctx.publicUrl),
        member: { tenantId: ctx.tenantId, userId: user, scope: due.scope },
      });
    }
    const nextMs = present(nextDigest(due.choice, nowMs), "the time of the next digest");
    await noteDigest(tx, user, { nextMs, sentMs: isTold ? nowMs : undefined });
    return isTold ? "sent" : "nothing-to-tell";
  });
}

/** Read as the person would read it: row level security leaves out what they do not see. */
function readFigures(
  ctx: ServiceContext,
  user: UserId,
  due: DueDigest,
  nowMs: number,
): Promise<DigestFigures> {
  const { choice } = due;
  return withTenant(
    ctx.database,
    { tenantId: ctx.tenantId, scope: due.scope },
    (tx) =>
      readDigestFigures(tx, {
        filter: {
          state: "open",
          severities: severitiesFrom(choice.leastSeverity),
          withoutKinds: choice.leftOut,
          assigned: choice.covers === "mine" ? user : undefined,
          snoozed: { isSnoozed: false, nowMs },
        },
        since: due.lastSentAt,
        limit: ISSUES_MAX,
        hasMoney: choice.covers === "all" && !choice.leftOut.includes("payout-overdue"),
      }),
    { snapshot: true },
  );
}

function isSame(held: DueDigest, read: DueDigest): boolean {
  return JSON.stringify(held) === JSON.stringify(read);
}
