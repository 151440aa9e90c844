import type { MerchantId } from "@/lib/core/ids";
import type { LedgerDate } from "@/lib/core/ledger-date";
import { createParameters } from "@/lib/store/parameters";
import { COVERED, statusConditions } from "@/lib/store/payouts-read";
import type { StatusRange } from "@/lib/store/payouts-read";
import type { TenantTx } from "@/lib/store/tenant";

type Filter = Readonly<{ merchant?: string | undefined; from?: string | undefined; to?: string | undefined }>;

const OF_MERCHANT = (merchant: string): string =>
  `select m.ledger from ledger_merchant m where m.tenant_id = $1 and m.merchant = ${merchant}::uuid`;

/** Payouts of a status: how many and how much per currency, as the bank shows them. Counted from `payout_sums`. */
export async function sumPayouts(
  tx: TenantTx,
  status: StatusRange,
  filter: Filter,
): Promise<Readonly<{ currency: string; count: number; amount: bigint }>[]> {
  const parameters = createParameters(tx.tenantId);
  const conditions = ["p.tenant_id = $1", ...statusConditions(status, parameters)];
  if (filter.from !== undefined) conditions.push(`p.ledger_date >= ${parameters.add(filter.from)}::date`);
  if (filter.to !== undefined) conditions.push(`p.ledger_date <= ${parameters.add(filter.to)}::date`);
  if (filter.merchant !== undefined)
    conditions.push(`p.ledger in (${OF_MERCHANT(parameters.add(filter.merchant))})`);
  const ledgers =
    status.ranges === undefined ? "" : "join ledger l on l.tenant_id = p.tenant_id and l.id = p.ledger";
  const rows = await tx.query<{ currency: string; count: number; amount: bigint }>(
    `select p.currency, count(*)::int as count, -sum(p.amount) as amount from payout p ${ledgers}
     where ${conditions.join(" and ")} group by p.currency order by p.currency`,
    parameters.values,
  );
  return rows;
}

/**
 * Bank lines that may be settlements, by what became of them, counted from `bank_line_sums`; of a merchant: those of
 * its payouts, and those of its accounts that nothing explains.
 */
export async function countBankLines(
  tx: TenantTx,
  filter: Filter,
): Promise<Readonly<{ matched: number; unmatched: number; ignored: number }>> {
  const parameters = createParameters(tx.tenantId);
  const conditions = ["l.tenant_id = $1", "l.kind in ('settlement', 'ignored')"];
  if (filter.from !== undefined) conditions.push(`l.booking_date >= ${parameters.add(filter.from)}::date`);
  if (filter.to !== undefined) conditions.push(`l.booking_date <= ${parameters.add(filter.to)}::date`);
  if (filter.merchant !== undefined) {
    const ours = OF_MERCHANT(parameters.add(filter.merchant));
    // Others may be paid out to the same account: what is known to be theirs is not counted.
    conditions.push(
      `l.account in (select b.account from bank_account_ledger b where b.tenant_id = $1 and b.ledger in (${ours}))`,
      `(l.matched = 0 or exists (select from match_part q join match_ledger g on g.tenant_id = q.tenant_id and g.match = q.match
         where q.tenant_id = $1 and q.line = l.id and q.is_active and g.ledger in (${ours})))`,
    );
  }
  const rows = await tx.query<{ matched: number; unmatched: number; ignored: number }>(
    `select (count(*) filter (where l.kind = 'settlement' and l.matched = l.amount))::int as matched,
       (count(*) filter (where l.kind = 'settlement' and l.matched <> l.amount))::int as unmatched,
       (count(*) filter (where l.kind = 'ignored'))::int as ignored
     from bank_line l where ${conditions.join(" and ")}`,
    parameters.values,
  );
  return rows[0] ?? { matched: 0, unmatched: 0, ignored: 0 };
}

/**
 * How far each merchant is reconciled: the day before its oldest payout that is open on any of its ledgers, else its
 * last payout's ledger date, and never a date whose proof is broken or any after it; and what the statements show to be
 * missing, per currency.
 */
export type Standing = Readonly<{
  merchant: MerchantId;
  reconciledThrough: LedgerDate | undefined;
  atRisk: readonly Readonly<{ currency: string; amount: bigint; count: number }>[];
}>;

export async function listStandings(tx: TenantTx, merchants: readonly MerchantId[]): Promise<Standing[]> {
  const rows = await tx.query<{
    merchant: MerchantId;
    through: LedgerDate | null;
    at_risk: { currency: string; amount: string; count: number }[] | null;
  }>(
    `select w.merchant, t.through, r.at_risk from unnest($2::uuid[]) as w(merchant)
     cross join lateral (
       -- Over all ledgers: one that is paid out no more, and of which nothing is open, holds nothing back.
       select case when max(x.last) is not null then least(coalesce(min(x.oldest) - 1, max(x.last)), min(x.first) - 1) end as through from (
         select o.oldest, f.last, d.first
         from ledger_merchant m
         cross join lateral (select min(p.ledger_date) as oldest from payout p where p.tenant_id = $1 and p.ledger = m.ledger and p.settled = 'open'
           and p.ledger_date between m.valid_from and m.valid_to) o
         cross join lateral (select max(p.ledger_date) as last from payout p where p.tenant_id = $1 and p.ledger = m.ledger
           and p.ledger_date between m.valid_from and m.valid_to and p.settled <> 'before-start') f
         cross join lateral (select min(x.ledger_date) as first from (
           select y.ledger_date from ledger_topic k join day y on y.tenant_id = $1 and y.ledger = k.ledger and y.topic = k.topic and y.copy = k.active_copy and y.proof = 'differs'
             where k.tenant_id = $1 and k.ledger = m.ledger
           union all
           select b.ledger_date from ledger_topic k join chain_break b on b.tenant_id = $1 and b.ledger = k.ledger and b.topic = k.topic and b.copy = k.active_copy and b.acknowledged_at is null
             where k.tenant_id = $1 and k.ledger = m.ledger) x
           join ledger l on l.tenant_id = $1 and l.id = m.ledger and x.ledger_date >= l.books_from
           where x.ledger_date between m.valid_from and m.valid_to) d
         where m.tenant_id = $1 and m.merchant = w.merchant) x) t
     cross join lateral (
       select json_agg(json_build_object('currency', y.currency, 'amount', y.amount::text, 'count', y.count) order by y.currency) as at_risk from (
         select p.currency, -sum(p.amount) as amount, count(*)::int as count
         from ledger_merchant m join payout p on p.tenant_id = m.tenant_id and p.ledger = m.ledger and p.ledger_date between m.valid_from and m.valid_to
         where m.tenant_id = $1 and m.merchant = w.merchant and p.settled = 'open' and ${COVERED} group by p.currency) y) r`,
    [tx.tenantId, merchants],
  );
  return rows.map((row) => ({
    merchant: row.merchant,
    reconciledThrough: row.through ?? undefined,
    atRisk: (row.at_risk ?? []).map((risk) => ({ ...risk, amount: BigInt(risk.amount) })),
  }));
}

/** Payouts of the firm that the statements should show and do not, per currency. */
export async function sumAtRisk(
  tx: TenantTx,
): Promise<Readonly<{ currency: string; amount: bigint; count: number }>[]> {
  return tx.query<{ currency: string; amount: bigint; count: number }>(
    `select x.currency, -sum(x.amount) as amount, count(*)::int as count from (
       select distinct p.id, p.currency, p.amount from bank_coverage c
       join bank_account_number n on n.tenant_id = c.tenant_id and n.account = c.account
       join payout p on p.tenant_id = n.tenant_id and p.payout_account = n.number and p.payout_scheme = n.scheme and p.settled = 'open'
         and p.ledger_date between c.ledger_from and c.ledger_through
       where c.tenant_id = $1) x
     group by x.currency order by x.currency`,
    [tx.tenantId],
  );
}
