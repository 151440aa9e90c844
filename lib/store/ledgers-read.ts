import { present } from "@/lib/core/invariant";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { CopyId, LedgerUid, MerchantId } from "@/lib/core/ids";
import type { Moment } from "@/lib/domain/ledger/moment";
import type { LedgerStatus, Topic, TopicState } from "@/lib/domain/ledger/states";
import type { Country } from "@/lib/domain/payout/bank-days";
import { createParameters } from "@/lib/store/parameters";
import type { Parameters } from "@/lib/store/parameters";
import { topicStanding } from "@/lib/store/standing";
import type { TenantTx } from "@/lib/store/tenant";

/** How one topic of a ledger stands in its active copy. */
export type TopicRow = Readonly<{
  copy: CopyId;
  entryCount: number;
  headBalance: bigint | undefined;
  headSeenAt: string | undefined;
  lastEntryAt: string | undefined;
  lastLedgerDate: LedgerDate | undefined;
  state: TopicState;
  verifiedThrough: LedgerDate | undefined;
  rate: number | undefined;
}>;

export type LedgerOverview = Readonly<{
  id: LedgerUid;
  ledgerId: string;
  merchantId: MerchantId | undefined;
  merchantName: string | undefined;
  status: LedgerStatus;
  currency: string;
  country: Country;
  booksFrom: LedgerDate;
  owner: Readonly<{ scheme: string; id: string }>;
  payoutAccount: Readonly<{ scheme: string; id: string }>;
  settlesFor: readonly string[];
  salesUnits: readonly Readonly<{ name: string; recipientHandle: string }>[];
  topics: Readonly<Record<Topic, TopicRow>>;
}>;

type Row = {
  id: LedgerUid;
  ledger_id: string;
  merchant_id: MerchantId | null;
  merchant_name: string | null;
  status: LedgerStatus;
  currency: string;
  country: Country;
  books_from: LedgerDate;
  owner_scheme: string;
  owner_id: string;
  payout_scheme: string;
  payout_id: string;
  settles_for: string[];
  sales_units: { name: string; recipientHandle: string }[];
};

type TopicSqlRow = {
  ledger: LedgerUid;
  topic: Topic;
  copy: CopyId;
  entry_count: bigint;
  head_balance: bigint | null;
  head_seen_at: string | null;
  last_entry_at: string | null;
  last_ledger_date: LedgerDate | null;
  state: TopicState;
  verified_through: LedgerDate | null;
  rate: number | null;
};

/** Ledgers in the order of Vipps MobilePay's ids, one more than the limit if there is one. */
export async function listLedgerOverviews(
  tx: TenantTx,
  filter: Readonly<{
    status?: LedgerStatus | undefined;
    merchant?: MerchantId | undefined;
    id?: LedgerUid;
    after?: string | undefined;
    limit: number;
  }>,
  moment: Moment,
): Promise<LedgerOverview[]> {
  const parameters = createParameters(tx.tenantId);
  const conditions = ledgerConditions(parameters, filter);
  const rows = await tx.query<Row>(
    `select l.id, l.ledger_id, m.id as merchant_id, m.name as merchant_name, l.status, l.currency, l.country, l.books_from,
       v.owner_scheme, v.owner_id, v.payout_scheme, v.payout_id, v.settles_for, v.sales_units
     from ledger l join ledger_version v on v.tenant_id = l.tenant_id and v.ledger = l.id and v.valid_to is null
     left join ledger_merchant lm on lm.tenant_id = l.tenant_id and lm.ledger = l.id and lm.valid_to = 'infinity'
     left join merchant m on m.tenant_id = lm.tenant_id and m.id = lm.merchant
     where l.tenant_id = $1 and ${conditions} order by l.ledger_id limit ${parameters.add(filter.limit + 1)}`,
    parameters.values,
  );
  const topics = await listTopics(
    tx,
    rows.map((row) => row.id),
    moment,
  );
  return rows.map((row) => toLedger(row, topics));
}

function ledgerConditions(
  parameters: Parameters,
  filter: Readonly<{
    status?: LedgerStatus | undefined;
    merchant?: MerchantId | undefined;
    id?: LedgerUid;
    after?: string | undefined;
  }>,
): string {
  const conditions = ["true"];
  if (filter.status !== undefined) conditions.push(`l.status = ${parameters.add(filter.status)}`);
  if (filter.id !== undefined) conditions.push(`l.id = ${parameters.add(filter.id)}`);
  if (filter.after !== undefined) conditions.push(`l.ledger_id > ${parameters.add(filter.after)}`);
  if (filter.merchant !== undefined) {
    conditions.push(
      `l.id in (select x.ledger from ledger_merchant x where x.tenant_id = $1 and x.merchant = ${parameters.add(filter.merchant)})`,
    );
  }
  return conditions.join(" and ");
}

/** How the topics of these ledgers stand, by `ledger/topic`. */
async function listTopics(
  tx: TenantTx,
  ledgers: readonly LedgerUid[],
  moment: Moment,
): Promise<Map<string, TopicRow>> {
  if (ledgers.length === 0) return new Map();
  const parameters = createParameters(tx.tenantId);
  const standing = topicStanding(parameters, moment, {
    only: `l.id = any(${parameters.add(ledgers)}::uuid[])`,
    withVerifiedThrough: true,
  });
  const rows = await tx.query<TopicSqlRow>(
    `with ${standing} select * from topic_standing`,
    parameters.values,
  );
  return new Map(rows.map((row) => [`${row.ledger}/${row.topic}`, toTopic(row)]));
}

/** A topic that is being read: its place for the progress that people see. */
export type RunningTopic = Readonly<{
  ledger: LedgerUid;
  ledgerId: string;
  merchantId: MerchantId | undefined;
  merchantName: string | undefined;
  topic: Topic;
  state: TopicState;
  entryCount: number;
  ledgerDate: LedgerDate | undefined;
  rate: number | undefined;
}>;

/** Topics of active ledgers whose head has never been seen, most entries first; and how many there are in all. */
export async function listRunning(
  tx: TenantTx,
  limit: number,
  moment: Moment,
): Promise<Readonly<{ running: readonly RunningTopic[]; count: number }>> {
  const parameters = createParameters(tx.tenantId);
  const standing = topicStanding(parameters, moment, {
    only: "l.status = 'active' and l.id in (select x.ledger from feed x where x.tenant_id = $1 and x.head_seen_at is null and x.state <> 'retired')",
  });
  const rows = await tx.query<
    TopicSqlRow & {
      ledger_id: string;
      merchant_id: MerchantId | null;
      merchant_name: string | null;
      total: bigint;
    }
  >(
    `with ${standing} select s.*, m.id as merchant_id, m.name as merchant_name, count(*) over () as total
     from topic_standing s
     left join ledger_merchant lm on lm.tenant_id = $1 and lm.ledger = s.ledger and lm.valid_to = 'infinity'
     left join merchant m on m.tenant_id = $1 and m.id = lm.merchant
     where s.head_seen_at is null order by s.entry_count desc, s.ledger, s.topic limit ${parameters.add(limit)}`,
    parameters.values,
  );
  return {
    count: Number(rows[0]?.total ?? 0),
    running: rows.map((row) => ({
      ledger: row.ledger,
      ledgerId: row.ledger_id,
      merchantId: row.merchant_id ?? undefined,
      merchantName: row.merchant_name ?? undefined,
      topic: row.topic,
      state: row.state,
      entryCount: Number(row.entry_count),
      ledgerDate: row.last_ledger_date ?? undefined,
      rate: row.rate ?? undefined,
    })),
  };
}

/** Names of sales units by recipient handle, as the newest listing that names them says. */
export async function listSalesUnitNames(
  tx: TenantTx,
  ledgers: readonly LedgerUid[],
): Promise<Map<string, string>> {
  const rows = await tx.query<{ handle: string; name: string }>(
    `select distinct on (u ->> 'recipientHandle') u ->> 'recipientHandle' as handle, u ->> 'name' as name
     from ledger_version v cross join lateral jsonb_array_elements(v.sales_units) u
     where v.tenant_id = $1 and v.ledger = any($2::uuid[])
     order by u ->> 'recipientHandle', v.valid_from desc, v.ledger`,
    [tx.tenantId, ledgers],
  );
  return new Map(rows.map((row) => [row.handle, row.name]));
}

function toTopic(row: TopicSqlRow): TopicRow {
  return {
    copy: row.copy,
    entryCount: Number(row.entry_count),
    headBalance: row.head_balance ?? undefined,
    headSeenAt: row.head_seen_at ?? undefined,
    lastEntryAt: row.last_entry_at ?? undefined,
    lastLedgerDate: row.last_ledger_date ?? undefined,
    state: row.state,
    verifiedThrough: row.verified_through ?? undefined,
    rate: row.rate ?? undefined,
  };
}

function toLedger(row: Row, topics: ReadonlyMap<string, TopicRow>): LedgerOverview {
  const topicOf = (topic: Topic): TopicRow => present(topics.get(`${row.id}/${topic}`), "a ledger's topic");
  return {
    id: row.id,
    ledgerId: row.ledger_id,
    merchantId: row.merchant_id ?? undefined,
    merchantName: row.merchant_name ?? undefined,
    status: row.status,
    currency: row.currency,
    country: row.country,
    booksFrom: row.books_from,
    owner: { scheme: row.owner_scheme, id: row.owner_id },
    payoutAccount: { scheme: row.payout_scheme, id: row.payout_id },
    settlesFor: row.settles_for,
    salesUnits: row.sales_units.map(({ name, recipientHandle }) => ({ name, recipientHandle })),
    topics: { funds: topicOf("funds"), fees: topicOf("fees") },
  };
}

/** The copy of a topic that readers see; undefined when the ledger does not exist for this scope. */
export async function findActiveCopy(
  tx: TenantTx,
  ledger: LedgerUid,
  topic: Topic,
): Promise<CopyId | undefined> {
  const rows = await tx.query<{ active_copy: CopyId }>(
    "select active_copy from ledger_topic where tenant_id = $1 and ledger = $2 and topic = $3",
    [tx.tenantId, ledger, topic],
  );
  return rows[0]?.active_copy;
}

/** What a ledger's days are reckoned by. */
export type Reckoning = Readonly<{
  currency: string;
  booksFrom: LedgerDate;
  reckoned: "from-head" | "from-start";
}>;

/**
 * Balances are reckoned back from the head when the ledger still belongs to whom this scope may see; a merchant
 * who had the ledger until some date sees its dates from the start, and not its head.
 */
export async function findReckoning(tx: TenantTx, ledger: LedgerUid): Promise<Reckoning | undefined> {
  const rows = await tx.query<{
    currency: string;
    books_from: LedgerDate;
    is_held: boolean;
    was_held: boolean;
  }>(
    `select l.currency, l.books_from,
       exists (select from ledger_merchant lm where lm.tenant_id = $1 and lm.ledger = l.id and lm.valid_to = 'infinity') as is_held,
       exists (select from ledger_merchant lm where lm.tenant_id = $1 and lm.ledger = l.id) as was_held
     from ledger l where l.tenant_id = $1 and l.id = $2`,
    [tx.tenantId, ledger],
  );
  const row = rows[0];
  if (row === undefined) return undefined;
  return {
    currency: row.currency,
    booksFrom: row.books_from,
    reckoned: row.was_held && !row.is_held ? "from-start" : "from-head",
  };
}
