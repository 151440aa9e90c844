import type { MerchantId } from "@/lib/core/ids";
import type { MerchantsQuery } from "@/lib/contracts/queries";
import type { Moment } from "@/lib/domain/ledger/moment";
import type { MerchantSync, ProofState } from "@/lib/domain/ledger/states";
import { containing, createParameters } from "@/lib/store/parameters";
import { FOLLOWED, PROOF_BY_RANK, SYNC_BY_RANK, topicStanding } from "@/lib/store/standing";
import type { TenantTx } from "@/lib/store/tenant";

/** Norwegian order; in it Danish and Finnish names read well too. */
const NAME_ORDER = `m.name collate "nb-NO-x-icu"`;

/** A merchant and how it stands. Sums and payouts: merchant-figures.ts. */
export type MerchantRow = Readonly<{
  id: MerchantId;
  name: string;
  country: string | undefined;
  businessIdentifier: Readonly<{ scheme: string; id: string }> | undefined;
  ledgerCount: number;
  sync: MerchantSync;
  headSeenAt: string | undefined;
  proof: ProofState;
  openIssues: number;
  rank: number;
}>;

/** Where a page of merchants ended. */
export type MerchantPlace = Readonly<{ rank: number; name: string; id: string }>;

type Row = {
  id: MerchantId;
  name: string;
  country: string | null;
  business_scheme: string | null;
  business_id: string | null;
  ledger_count: bigint;
  sync_rank: number;
  head_seen_at: string | null;
  proof_rank: number;
  open_issues: bigint;
  rank: number;
};

/**
 * How every merchant of the firm stands, worst first: the gravest open issue, in doubt, access lost, stale,
 * first sync, paused, and the rest by name. Costs by the firm's ledgers, never by their entries.
 */
function merchantStanding(only: string, nowMs: string): string {
  return `merchant_ledger as (
      select lm.merchant, s.* from topic_standing s
      join ledger_merchant lm on lm.tenant_id = $1 and lm.ledger = s.ledger and lm.valid_to = 'infinity'
      where s.status in ${FOLLOWED}
    ), merchant_topics as (
      select merchant, count(distinct ledger) as ledger_count, max(sync_rank) as sync_rank, max(proof_rank) as proof_rank,
        case when count(*) = count(head_seen_at) then min(head_seen_at) end as head_seen_at
      from merchant_ledger group by merchant
    ), merchant_issues as (
      select lm.merchant, count(*) as open_issues, min(case i.severity when 'critical' then 0 when 'warning' then 1 else 2 end) as gravity
      from issue i join ledger_merchant lm on lm.tenant_id = i.tenant_id and lm.ledger = i.ledger and lm.valid_to = 'infinity'
      -- What is put off waits for nobody: it is neither counted nor does it put its merchant first, as in the list of issues.
      where i.tenant_id = $1 and i.resolved_at is null and coalesce(i.snoozed_until, '-infinity') <= to_timestamp(${nowMs} / 1000.0) group by lm.merchant
    ), merchant_standing as (
      select m.id, m.name, m.country, m.business_scheme, m.business_id, coalesce(t.ledger_count, 0) as ledger_count,
        -- Without a ledger nothing is followed, and nothing is proven.
        coalesce(t.sync_rank, 3) as sync_rank, coalesce(t.proof_rank, 1) as proof_rank, t.head_seen_at, coalesce(i.open_issues, 0) as open_issues,
        case when i.gravity is not null then i.gravity when t.proof_rank = 2 then 3 when t.sync_rank = 4 then 4
          when t.sync_rank = 2 then 5 when t.sync_rank = 1 then 6 when coalesce(t.sync_rank, 3) = 3 then 7 else 8 end as rank
      from merchant m left join merchant_topics t on t.merchant = m.id left join merchant_issues i on i.merchant = m.id
      where m.tenant_id = $1 and (${only})
    )`;
}

const FILTERS: Readonly<Record<MerchantsQuery["filter"], string>> = {
  all: "true",
  "need-me": "m.open_issues > 0",
  "in-doubt": "m.proof_rank = 2",
  "first-sync": "m.sync_rank = 1",
  stale: "m.sync_rank in (2, 4)",
};

/** One row more than the limit, if there is one. */
export async function listMerchantRows(
  tx: TenantTx,
  query: Readonly<
    Pick<MerchantsQuery, "filter" | "sort" | "search" | "limit"> & { after?: MerchantPlace | undefined }
  >,
  moment: Moment,
): Promise<MerchantRow[]> {
  const parameters = createParameters(tx.tenantId);
  const standing = topicStanding(parameters, moment);
  const search = (query.search ?? "") === "" ? undefined : query.search;
  const found =
    search === undefined
      ? "true"
      : `m.name ilike ${parameters.add(containing(search))} or m.business_id = ${parameters.add(search.replaceAll(/\D/g, ""))}`;
  const order = query.sort === "worst" ? `m.rank, ${NAME_ORDER}, m.id` : `${NAME_ORDER}, m.id`;
  const conditions = [FILTERS[query.filter]];
  if (query.after !== undefined) {
    const { after } = query;
    const rank = query.sort === "worst" ? `${parameters.add(after.rank)}::int, ` : "";
    conditions.push(
      `(${order}) > (${rank}${parameters.add(after.name)}::text, ${parameters.add(after.id)}::uuid)`,
    );
  }
  const rows = await tx.query<Row>(
    `with ${standing}, ${merchantStanding(found, parameters.add(moment.nowMs))}
     select m.* from merchant_standing m where ${conditions.join(" and ")}
     order by ${order} limit ${parameters.add(query.limit + 1)}`,
    parameters.values,
  );
  return rows.map(toMerchantRow);
}

export async function findMerchantRow(
  tx: TenantTx,
  id: MerchantId,
  moment: Moment,
): Promise<MerchantRow | undefined> {
  const parameters = createParameters(tx.tenantId);
  const merchant = parameters.add(id);
  const standing = topicStanding(parameters, moment, {
    only: `l.id in (select lm.ledger from ledger_merchant lm where lm.tenant_id = $1 and lm.merchant = ${merchant})`,
  });
  const rows = await tx.query<Row>(
    `with ${standing}, ${merchantStanding(`m.id = ${merchant}`, parameters.add(moment.nowMs))} select m.* from merchant_standing m`,
    parameters.values,
  );
  return rows[0] && toMerchantRow(rows[0]);
}

/** How many merchants stand how: the head of the overview and the counts on its filters. */
export type MerchantCounts = Readonly<{
  merchants: number;
  verified: number;
  pending: number;
  inDoubt: number;
  withIssues: number;
  firstSync: number;
  stale: number;
  /** Without those that are put off, like the list of them. */
  openIssues: number;
  /** The oldest sighting of a head among topics that are followed and have been at their head. */
  oldestHeadSeenAt: string | undefined;
}>;

export async function countMerchants(tx: TenantTx, moment: Moment): Promise<MerchantCounts> {
  const parameters = createParameters(tx.tenantId);
  const nowMs = parameters.add(moment.nowMs);
  const rows = await tx.query<{
    merchants: bigint;
    verified: bigint;
    pending: bigint;
    in_doubt: bigint;
    with_issues: bigint;
    first_sync: bigint;
    stale: bigint;
    open_issues: bigint;
    oldest: string | null;
  }>(
    `with ${topicStanding(parameters, moment)}, ${merchantStanding("true", nowMs)}
     select count(*) as merchants, count(*) filter (where ${FILTERS["need-me"]}) as with_issues,
       count(*) filter (where proof_rank = 0) as verified, count(*) filter (where proof_rank = 1) as pending, count(*) filter (where proof_rank = 2) as in_doubt,
       count(*) filter (where ${FILTERS["first-sync"]}) as first_sync, count(*) filter (where ${FILTERS.stale}) as stale,
       (select count(*) from issue i where i.tenant_id = $1 and i.resolved_at is null
         and coalesce(i.snoozed_until, '-infinity') <= to_timestamp(${nowMs} / 1000.0)) as open_issues,
       (select min(s.head_seen_at) from topic_standing s where s.status = 'active' and s.sync_rank in (0, 2)) as oldest
     from merchant_standing m`,
    parameters.values,
  );
  const row = rows[0];
  return {
    merchants: Number(row?.merchants ?? 0),
    verified: Number(row?.verified ?? 0),
    pending: Number(row?.pending ?? 0),
    inDoubt: Number(row?.in_doubt ?? 0),
    withIssues: Number(row?.with_issues ?? 0),
    firstSync: Number(row?.first_sync ?? 0),
    stale: Number(row?.stale ?? 0),
    openIssues: Number(row?.open_issues ?? 0),
    oldestHeadSeenAt: row?.oldest ?? undefined,
  };
}

function toMerchantRow(row: Row): MerchantRow {
  return {
    id: row.id,
    name: row.name,
    country: row.country ?? undefined,
    businessIdentifier:
      row.business_scheme === null || row.business_id === null
        ? undefined
        : { scheme: row.business_scheme, id: row.business_id },
    ledgerCount: Number(row.ledger_count),
    sync: SYNC_BY_RANK[row.sync_rank] ?? "live",
    headSeenAt: row.head_seen_at ?? undefined,
    proof: PROOF_BY_RANK[row.proof_rank] ?? "pending",
    openIssues: Number(row.open_issues),
    rank: row.rank,
  };
}

/** A merchant's name and country, if it exists for this scope. */
export async function findMerchantName(
  tx: TenantTx,
  id: MerchantId,
): Promise<Readonly<{ name: string; country: string | undefined }> | undefined> {
  const rows = await tx.query<{ name: string; country: string | null }>(
    "select name, country from merchant where tenant_id = $1 and id = $2",
    [tx.tenantId, id],
  );
  return rows[0] && { name: rows[0].name, country: rows[0].country ?? undefined };
}

/** The names of these merchants, of those that exist for this scope, by name. */
export async function listMerchantNames(
  tx: TenantTx,
  ids: readonly MerchantId[],
): Promise<Readonly<{ id: MerchantId; name: string }>[]> {
  if (ids.length === 0) return [];
  return tx.query<{ id: MerchantId; name: string }>(
    `select m.id, m.name from merchant m where m.tenant_id = $1 and m.id = any($2::uuid[]) order by ${NAME_ORDER}, m.id`,
    [tx.tenantId, ids],
  );
}

/** Names of merchants, by id; those that do not exist for this scope are left out. */
export async function mapMerchantNames(
  tx: TenantTx,
  ids: readonly MerchantId[],
): Promise<ReadonlyMap<MerchantId, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.query<{ id: MerchantId; name: string }>(
    "select id, name from merchant where tenant_id = $1 and id = any($2::uuid[])",
    [tx.tenantId, ids],
  );
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** Balances of all funds accounts that merchants have now, per currency. */
export async function sumFirmBalances(
  tx: TenantTx,
): Promise<Readonly<{ currency: string; balance: bigint }>[]> {
  return tx.query<{ currency: string; balance: bigint }>(
    `select l.currency, sum(coalesce(f.head_balance, 0)) as balance
     from ledger l join ledger_topic t on t.tenant_id = l.tenant_id and t.ledger = l.id and t.topic = 'funds'
     join feed f on f.tenant_id = t.tenant_id and f.ledger = t.ledger and f.topic = t.topic and f.copy = t.active_copy
     where l.tenant_id = $1 and l.status in ${FOLLOWED}
       and exists (select from ledger_merchant lm where lm.tenant_id = l.tenant_id and lm.ledger = l.id and lm.valid_to = 'infinity')
     group by l.currency order by l.currency`,
    [tx.tenantId],
  );
}
