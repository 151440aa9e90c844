import type { LedgerDate } from "@/lib/core/ledger-date";
import type { ServiceContext } from "@/lib/services/context";
import { openIssue, resolveIssue } from "@/lib/store/issues";
import type { LedgerRecord } from "@/lib/store/ledgers";
import { withTenant } from "@/lib/store/tenant";
import { isTieOutAcknowledged, listOpenTieOuts } from "@/lib/store/verify-sums";
import type { TiedDate } from "@/lib/store/verify-sums";

/** Opens an issue for each ledger date whose retained fees do not cancel, and closes those that do by now. */
export async function settleTieOuts(
  ctx: ServiceContext,
  ledger: LedgerRecord,
  seen: Readonly<{ untied: readonly TiedDate[]; from?: LedgerDate | undefined; to?: LedgerDate | undefined }>,
): Promise<void> {
  const nowMs = ctx.clock.nowMs();
  const subjectOf = (ledgerDate: string): string => `${ledger.id}:${ledgerDate}`;
  await withTenant(ctx.database, ctx, async (tx) => {
    const standing = new Set(seen.untied.map((date) => subjectOf(date.ledgerDate)));
    for (const subjectId of await listOpenTieOuts(tx, ledger.id)) {
      const ledgerDate = subjectId.slice(-10);
      const isSeen =
        (seen.from === undefined || ledgerDate >= seen.from) &&
        (seen.to === undefined || ledgerDate <= seen.to);
      if (!isSeen || standing.has(subjectId)) continue;
      await resolveIssue(tx, { kind: "fees-tie-out", subjectType: "day", subjectId, nowMs, by: "system" });
    }
    for (const date of seen.untied) {
      if (await isTieOutAcknowledged(tx, subjectOf(date.ledgerDate), (date.funds + date.fees).toString()))
        continue;
      await openIssue(tx, {
        kind: "fees-tie-out",
        subjectType: "day",
        subjectId: subjectOf(date.ledgerDate),
        ledger: ledger.id,
        facts: {
          ledgerId: ledger.ledgerId,
          ledgerDate: date.ledgerDate,
          funds: date.funds.toString(),
          fees: date.fees.toString(),
          amount: (date.funds + date.fees).toString(),
          currency: ledger.currency,
        },
        nowMs,
      });
    }
  });
}
