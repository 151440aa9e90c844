import { present } from "@/lib/core/invariant";
import type { LedgerUid } from "@/lib/core/ids";
import { digitsOf } from "@/lib/domain/merchant/business-id";
import type { ServiceContext } from "@/lib/services/context";
import { postMail } from "@/lib/services/mail/post-mail";
import { recordAudit } from "@/lib/store/audit";
import { markArrived } from "@/lib/store/expected-grants";
import { findSettings, listAdmins } from "@/lib/store/onboarding-facts";
import type { TenantTx } from "@/lib/store/tenant";

/**
 * A ledger is in the listing: whoever waited for its owner waits no longer, and the firm's admins are told. In the
 * transaction of the discovery, so that a grant cannot arrive unnoticed. Whether somebody had waited.
 */
export async function noteArrival(
  tx: TenantTx,
  ctx: ServiceContext,
  ledger: Readonly<{ id: LedgerUid; ledgerId: string; owner: Readonly<{ scheme: string; id: string }> }>,
): Promise<boolean> {
  const digits = digitsOf(ledger.owner.id);
  if (digits === "") return false;
  const arrived = await markArrived(
    tx,
    { scheme: ledger.owner.scheme, digits },
    { ledger: ledger.id, nowMs: ctx.clock.nowMs() },
  );
  if (arrived === undefined) return false;
  await recordAudit(tx, ctx, {
    action: "grant.arrived",
    subjectType: "expected-grant",
    subjectId: arrived.id,
    before: { state: "waiting" },
    after: { state: "arrived", ledger: ledger.id },
  });
  const settings = present(await findSettings(tx), "the firm");
  for (const { email, language } of await listAdmins(tx)) {
    await postMail(tx, ctx, {
      to: email,
      language,
      name: "grant-arrived",
      values: {
        merchant: arrived.name,
        organisationNumber: arrived.owner.id,
        ledgerId: ledger.ledgerId,
        firm: settings.firmName,
        link: `${ctx.publicUrl}/${settings.slug}/onboarding`,
      },
    });
  }
  return true;
}
