import { AppError } from "@/lib/core/errors";
import { parseId } from "@/lib/core/ids";
import type { ExpectedGrant } from "@/lib/contracts/onboarding";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { ringMail } from "@/lib/services/mail/ring-mail";
import { describeExpected } from "@/lib/services/onboarding/describe-expected";
import { sendLetter } from "@/lib/services/onboarding/send-letter";
import { recordAudit } from "@/lib/store/audit";
import { findExpected, markWithdrawn, stopLetters, takeDueReminder } from "@/lib/store/expected-grants";
import type { ExpectedGrantId, ExpectedGrantRow } from "@/lib/store/expected-grants";
import { withTenant } from "@/lib/store/tenant";
import type { TenantTx } from "@/lib/store/tenant";

const REMINDERS_MAX = 200;

type ById = Readonly<{ id: string }>;

/** Writes to the merchant now. Throws: forbidden, not_found, conflict (no address, ended, or enough letters). */
export async function askForGrant(ctx: ServiceContext, input: ById): Promise<ExpectedGrant> {
  const answer = await change(ctx, input, (tx, expected) => sendLetter(tx, ctx, expected));
  await ringMail(ctx);
  return answer;
}

/** No reminder goes by itself any more; a person may still write. Throws: forbidden, not_found. */
export async function stopReminders(ctx: ServiceContext, input: ById): Promise<ExpectedGrant> {
  return change(ctx, input, async (tx, expected) => {
    if (await stopLetters(tx, expected.id)) await note(tx, ctx, expected, "grant.reminders-stopped");
  });
}

/** Waits no longer. Throws: forbidden, not_found, conflict (it had ended). */
export async function withdrawExpected(ctx: ServiceContext, input: ById): Promise<ExpectedGrant> {
  return change(ctx, input, async (tx, expected) => {
    if (!(await markWithdrawn(tx, expected.id, ctx.clock.nowMs())))
      throw new AppError("conflict", "this grant is not waited for any more");
    await note(tx, ctx, expected, "grant.not-expected");
  });
}

/**
 * Reminds the firm's merchants that are due, each in a transaction of its own: a crash neither loses a letter nor
 * sends it twice. Returns how many letters went.
 */
export async function remindMerchants(
  ctx: ServiceContext,
  options: Readonly<{ signal?: AbortSignal }> = {},
): Promise<number> {
  let sent = 0;
  while (sent < REMINDERS_MAX && options.signal?.aborted !== true) {
    const isSent = await withTenant(ctx.database, ctx, async (tx) => {
      const due = await takeDueReminder(tx, ctx.clock.nowMs());
      if (due === undefined) return false;
      await sendLetter(tx, ctx, due);
      return true;
    });
    if (!isSent) break;
    sent += 1;
  }
  if (sent > 0) await ringMail(ctx);
  return sent;
}

async function change(
  ctx: ServiceContext,
  input: ById,
  work: (tx: TenantTx, expected: ExpectedGrantRow) => Promise<void>,
): Promise<ExpectedGrant> {
  requirePermission(ctx, "grant.expect");
  const id: ExpectedGrantId = parseId<"expected-grant">(input.id);
  return withTenant(ctx.database, ctx, async (tx) => {
    const expected = await findExpected(tx, id, "lock");
    if (expected === undefined) throw new AppError("not_found", "there is no expected grant with this id");
    await work(tx, expected);
    return describeExpected((await findExpected(tx, id)) ?? expected);
  });
}

async function note(
  tx: TenantTx,
  ctx: ServiceContext,
  expected: ExpectedGrantRow,
  action: string,
): Promise<void> {
  await recordAudit(tx, ctx, { action, subjectType: "expected-grant", subjectId: expected.id });
}
