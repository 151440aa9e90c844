import type { MerchantId, UserId } from "@/lib/core/ids";
import type { ServiceContext } from "@/lib/services/context";
import { recordAudits } from "@/lib/store/audit";
import { releaseIssueRows } from "@/lib/store/issue-work";
import type { TenantTx } from "@/lib/store/tenant";

/**
 * Takes from a person the open issues that they can look after no more, in the transaction that takes their place in
 * the firm or limits it: then these are nobody's, and are found as such. `keeps`: the merchants whose issues they go on
 * with.
 */
export async function releaseIssues(
  tx: TenantTx,
  ctx: ServiceContext,
  person: UserId,
  keeps: readonly MerchantId[] = [],
): Promise<void> {
  const released = await releaseIssueRows(tx, person, keeps);
  await recordAudits(
    tx,
    ctx,
    released.map(({ id, kind, name }) => ({
      action: "issue.assigned",
      subjectType: "issue",
      subjectId: id,
      before: { assigned: name },
      after: { kind, assigned: "" },
    })),
  );
}
