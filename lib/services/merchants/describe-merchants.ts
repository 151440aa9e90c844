import type { Merchant } from "@/lib/contracts/shapes";
import { issueText } from "@/lib/contracts/issue-texts";
import { startOfMonth } from "@/lib/core/ledger-date";
import type { MerchantId } from "@/lib/core/ids";
import type { Moment } from "@/lib/domain/ledger/moment";
import { expectedBankDate } from "@/lib/domain/payout/bank-days";
import { payoutStatus } from "@/lib/domain/payout/life";
import { inTransitFrom } from "@/lib/services/payouts/status-range";
import {
  listBalances,
  listLastPayouts,
  listMonths,
  listNextPayouts,
  listWorstIssues,
} from "@/lib/store/merchant-figures";
import type { MerchantRow } from "@/lib/store/merchants";
import { listStandings } from "@/lib/store/reconciliation-read";
import type { TenantTx } from "@/lib/store/tenant";

/** Adds to merchants what their ledgers say: balances, the month, payouts, what holds them back. */
export async function describeMerchants(
  tx: TenantTx,
  rows: readonly MerchantRow[],
  moment: Moment,
): Promise<Merchant[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const { today } = moment;
  const monthStart = { NO: startOfMonth(today.NO), DK: startOfMonth(today.DK), FI: startOfMonth(today.FI) };
  const balances = groupByMerchant(await listBalances(tx, ids));
  const months = groupByMerchant(await listMonths(tx, ids, monthStart));
  const lastPayouts = groupByMerchant(await listLastPayouts(tx, ids));
  const nextPayouts = groupByMerchant(await listNextPayouts(tx, ids, inTransitFrom(moment)));
  const standings = new Map((await listStandings(tx, ids)).map((of) => [of.merchant, of]));
  const issues = groupByMerchant(await listWorstIssues(tx, ids, moment.nowMs));
  return rows.map((row): Merchant => {
    const last = lastPayouts.get(row.id)?.[0];
    const next = nextPayouts.get(row.id)?.[0];
    const issue = issues.get(row.id)?.[0];
    const standing = standings.get(row.id);
    return {
      id: row.id,
      name: row.name,
      country: row.country ?? null,
      businessIdentifier: row.businessIdentifier ?? null,
      ledgerCount: row.ledgerCount,
      balances: (balances.get(row.id) ?? []).map(({ currency, balance, at }) => ({
        currency,
        balance,
        at: at ?? null,
      })),
      month: (months.get(row.id) ?? []).map(({ currency, captures, feesCharged }) => ({
        currency,
        captures,
        feesCharged,
      })),
      lastPayout:
        last === undefined
          ? null
          : {
              id: last.id,
              amount: last.amount,
              currency: last.currency,
              scheduledDate: last.ledgerDate,
              status: payoutStatus(last, today[last.country], last.isCovered),
            },
      nextPayout:
        next === undefined
          ? null
          : {
              id: next.id,
              amount: next.amount,
              currency: next.currency,
              expectedDate: expectedBankDate(next.country, next.ledgerDate),
            },
      sync: row.sync,
      headSeenAt: row.headSeenAt ?? null,
      proof: row.proof,
      reconciledThrough: standing?.reconciledThrough ?? null,
      atRisk: (standing?.atRisk ?? []).map((risk) => ({ ...risk })),
      openIssues: row.openIssues,
      worstIssue:
        issue === undefined
          ? null
          : { id: issue.id, kind: issue.kind, title: issueText(issue.kind, issue.facts).title },
    };
  });
}

function groupByMerchant<T extends Readonly<{ merchant: MerchantId }>>(
  rows: readonly T[],
): Map<MerchantId, T[]> {
  const groups = new Map<MerchantId, T[]>();
  for (const row of rows) {
    const group = groups.get(row.merchant);
    if (group === undefined) groups.set(row.merchant, [row]);
    else group.push(row);
  }
  return groups;
}
