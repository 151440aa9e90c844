import { AppError } from "@/lib/core/errors";
import { present } from "@/lib/core/invariant";
import { LETTERS_MAX, nextLetterAt } from "@/lib/domain/merchant/reminders";
import type { ServiceContext } from "@/lib/services/context";
import { postMail } from "@/lib/services/mail/post-mail";
import { recordAudit } from "@/lib/store/audit";
import { noteLetter } from "@/lib/store/expected-grants";
import type { ExpectedGrantRow } from "@/lib/store/expected-grants";
import { findSettings } from "@/lib/store/onboarding-facts";
import type { TenantTx } from "@/lib/store/tenant";

/** Where a merchant gives access. */
const PORTAL = "https://portal.vippsmobilepay.com";

/**
 * Writes to a merchant that the grant is waited for: the first time the steps, later a reminder of them. In the
 * caller's transaction, which holds the row. Throws: conflict (no address, no longer waiting, or written to enough).
 */
export async function sendLetter(
  tx: TenantTx,
  ctx: ServiceContext,
  expected: ExpectedGrantRow,
): Promise<void> {
  if (expected.state !== "waiting") throw new AppError("conflict", "this grant is not waited for any more");
  if (expected.email === undefined) throw new AppError("conflict", "there is no e-mail address to write to");
  if (expected.letters >= LETTERS_MAX) {
    throw new AppError("conflict", `the merchant has got ${String(LETTERS_MAX)} letters; call instead`);
  }
  const settings = present(await findSettings(tx), "the firm");
  const nowMs = ctx.clock.nowMs();
  await postMail(tx, ctx, {
    to: expected.email,
    language: expected.language,
    name: expected.letters === 0 ? "grant-request" : "grant-reminder",
    values: {
      merchant: expected.name,
      organisationNumber: expected.owner.id,
      firm: settings.firmName,
      partner: settings.partnerName ?? settings.firmName,
      link: PORTAL,
    },
  });
  const firstMs = expected.firstLetterAt === undefined ? nowMs : Date.parse(expected.firstLetterAt);
  await noteLetter(tx, expected.id, {
    nowMs,
    nextAtMs: nextLetterAt({ letters: expected.letters + 1, firstMs, lastMs: nowMs }),
  });
  await recordAudit(tx, ctx, {
    action: "grant.asked-for",
    subjectType: "expected-grant",
    subjectId: expected.id,
    after: { letter: String(expected.letters + 1) },
  });
}
