import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { Expected, ExpectInput } from "@/lib/contracts/onboarding";
import type { MailLanguage } from "@/lib/domain/access/language";
import { businessIdLength, readBusinessId } from "@/lib/domain/merchant/business-id";
import type { BusinessId } from "@/lib/domain/merchant/business-id";
import type { Country } from "@/lib/domain/payout/bank-days";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { ringMail } from "@/lib/services/mail/ring-mail";
import { describeExpected } from "@/lib/services/onboarding/describe-expected";
import { sendLetter } from "@/lib/services/onboarding/send-letter";
import { LANGUAGE_OF } from "@/lib/services/onboarding/take-in-ledger";
import { recordAudit } from "@/lib/store/audit";
import { findExpected, findWaiting, insertExpected } from "@/lib/store/expected-grants";
import type { ExpectedGrantId } from "@/lib/store/expected-grants";
import { findSettings, listLedgersOfOwners } from "@/lib/store/onboarding-facts";
import { withTenant } from "@/lib/store/tenant";
import type { TenantTx } from "@/lib/store/tenant";

/** A merchant to wait for, read and found to be right. */
export type Awaited = Readonly<{
  country: Country;
  business: BusinessId;
  name: string;
  email: string | undefined;
  language: MailLanguage;
}>;

/**
 * Waits for a merchant's grant; with the firm's setting also writes to the merchant at once. One that is waited for
 * already stays as it is, and one whose ledger is here is not waited for. Throws: forbidden, invalid_input.
 */
export async function expectGrant(ctx: ServiceContext, input: ExpectInput): Promise<Expected> {
  requirePermission(ctx, "grant.expect");
  const { business, fault } = readBusinessId(input.country, input.organisationNumber);
  if (business === undefined) {
    const digits = String(businessIdLength(input.country));
    throw new AppError("invalid_input", "this is not an organisation number of the country", {
      fields: [
        {
          field: "organisationNumber",
          message:
            fault === "length"
              ? `must have ${digits} digits`
              : "has a check digit that does not fit; one of the digits is wrong",
        },
      ],
    });
  }
  const { country, name, email } = input;
  const language = input.language ?? LANGUAGE_OF[country];
  const answer = await withTenant(ctx.database, ctx, async (tx) => {
    const outcome = await awaitGrant(tx, ctx, { country, business, name, email, language });
    const { scheme, digits } = business;
    const waiting = await findWaiting(tx, { scheme, digits });
    return { outcome, expected: waiting === undefined ? null : describeExpected(waiting) };
  });
  if (answer.outcome === "added") await ringMail(ctx);
  return answer;
}

/** The same in the caller's transaction: adds one to wait for, unless it is waited for, or is here. */
export async function awaitGrant(
  tx: TenantTx,
  ctx: ServiceContext,
  awaited: Awaited,
): Promise<Expected["outcome"]> {
  const { business } = awaited;
  const here = await listLedgersOfOwners(tx, business.scheme, [business.id, business.digits]);
  if (here.some((ledger) => ledger.status !== "revoked")) return "alreadyGranted";
  const nowMs = ctx.clock.nowMs();
  const id: ExpectedGrantId = newId<"expected-grant">(nowMs);
  if (!(await insertExpected(tx, { id, ...awaited, nowMs, by: ctx.actor.name }))) return "unchanged";
  await recordAudit(tx, ctx, {
    action: "grant.expected",
    subjectType: "expected-grant",
    subjectId: id,
    after: { owner: `${business.scheme} ${business.id}`, language: awaited.language },
  });
  const settings = await findSettings(tx);
  const made = settings?.sendAtAdding === true ? await findExpected(tx, id) : undefined;
  if (made?.email !== undefined) await sendLetter(tx, ctx, made);
  return "added";
}
