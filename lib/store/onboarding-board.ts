import { present } from "@/lib/core/invariant";
import type { IssueId, LedgerUid, MerchantId } from "@/lib/core/ids";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { Stage } from "@/lib/contracts/onboarding";
import { createParameters } from "@/lib/store/parameters";
import type { Parameters } from "@/lib/store/parameters";
import type { TenantTx } from "@/lib/store/tenant";

/** The board of ledgers: a column is a walk of one index, whatever else the firm has. */

type Scheme = Readonly<{ scheme: string; id: string }>;

export type BoardRow = Readonly<{
  ledger: LedgerUid;
  ledgerId: string;
  stage: Stage;
  since: string;
  currency: string;
  booksFrom: LedgerDate;
  owner: Scheme;
  payoutAccount: Scheme;
  bankAccount: string | undefined;
  settlesFor: readonly string[];
  salesUnits: readonly Readonly<{ name: string; recipientHandle: string }>[];
  /** The merchant it belongs to; of a new ledger the one that has its owner's identifier. */
  merchant: Readonly<{ id: MerchantId; name: string }> | undefined;
  siblings: number;
  ignoredReason: string | undefined;
  topics: readonly TopicProgress[];
}>;

/** How far one topic of a ledger has been read. */
export type TopicProgress = Readonly<{
  state: string;
  entryCount: number;
  firstDate: LedgerDate | null;
  lastDate: LedgerDate | null;
  headSeenAt: string | null;
  rate: number | null;
  failures: number;
}>;

/** Where a page of a column ended. */
export type BoardPlace = Readonly<{ since: string; id: string }>;

type Row = {
  id: LedgerUid;
  ledger_id: string;
  stage: Stage;
  stage_since: string;
  currency: string;
  books_from: LedgerDate;
  bank_account: string | null;
  ignored_reason: string | null;
  owner_scheme: string;
  owner_id: string;
  payout_scheme: string;
  payout_id: string;
  settles_for: string[];
  sales_units: { name: string; recipientHandle: string }[];
  merchant_id: MerchantId | null;
  merchant_name: string | null;
  siblings: bigint;
  topics: TopicProgress[];
};

/** Of how many ledgers of one owner the number is told; beyond it is not counted. */
const SIBLINGS_MAX = 100;

/** Ledgers of a column, newest first, one more than the limit if there is one. */
export async function listBoard(
  tx: TenantTx,
  query: Readonly<{ stage: Stage; words: readonly string[]; after?: BoardPlace | undefined; limit: number }>,
): Promise<BoardRow[]> {
  const parameters = createParameters(tx.tenantId);
  const stage = parameters.add(query.stage);
  const place =
    query.after === undefined
      ? "true"
      : `(l.stage_since, l.id) < (${parameters.add(query.after.since)}::timestamptz, ${parameters.add(query.after.id)}::uuid)`;
  const rows = await tx.query<Row>(
    `with ${foundBy(parameters, query.words, "ledger_word", "ledger")}page as materialized (
       select l.* from ${query.words.length === 0 ? "ledger l" : "found join ledger l on l.tenant_id = $1 and l.id = found.id"}
       where l.tenant_id = $1 and l.stage = ${stage} and ${place}
       order by l.stage_since desc, l.id desc limit ${parameters.add(query.limit + 1)})
     select l.id, l.ledger_id, l.stage, l.stage_since, l.currency, l.books_from, l.bank_account, l.ignored_reason,
       v.owner_scheme, v.owner_id, v.payout_scheme, v.payout_id, v.settles_for, v.sales_units,
       coalesce(m.id, o.id) as merchant_id, coalesce(m.name, o.name) as merchant_name, s.siblings, t.topics
     from page l
     -- One probe a card: without the limit the planner reads the versions of all ledgers of the firm.
     cross join lateral (select x.* from ledger_version x where x.tenant_id = $1 and x.ledger = l.id and x.valid_to is null limit 1) v
     left join ledger_merchant lm on lm.tenant_id = $1 and lm.ledger = l.id and lm.valid_to = 'infinity'
     left join merchant m on m.tenant_id = $1 and m.id = lm.merchant
     left join merchant o on m.id is null and o.tenant_id = $1 and o.business_scheme = v.owner_scheme and o.business_id = v.owner_id
     cross join lateral (
       select count(*) as siblings from (
         -- The limit also keeps the planner from beginning with all new ledgers.
         select x.ledger from ledger_version x where l.stage = 'new' and v.owner_id <> '' and x.tenant_id = $1 and x.valid_to is null
           and x.owner_scheme = v.owner_scheme and x.owner_id = v.owner_id and x.ledger <> l.id limit ${String(SIBLINGS_MAX)}) n
         join ledger y on y.tenant_id = $1 and y.id = n.ledger and y.stage = 'new') s
     cross join lateral (
       select jsonb_agg(jsonb_build_object('state', f.state, 'entryCount', f.next_sequence - 1, 'firstDate', d.ledger_date, 'lastDate', f.last_ledger_date,
           'headSeenAt', to_char(f.head_seen_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'rate', f.rate, 'failures', f.failures)) as topics
       from ledger_topic t join feed f on f.tenant_id = $1 and f.ledger = t.ledger and f.topic = t.topic and f.copy = t.active_copy
       left join lateral (select day.ledger_date from day where l.stage = 'first-sync' and day.tenant_id = $1 and day.ledger = f.ledger
         and day.topic = f.topic and day.copy = f.copy order by day.ledger_date limit 1) d on true
       where t.tenant_id = $1 and t.ledger = l.id) t
     order by l.stage_since desc, l.id desc`,
    parameters.values,
  );
  return rows.map(toBoardRow);
}

/**
 * A common table expression `found(id)` of what every word is the beginning of a word of; empty without words. The
 * comparisons are those that row level security lets an index answer.
 */
export function foundBy(
  parameters: Parameters,
  words: readonly string[],
  table: "ledger_word" | "expected_grant_word",
  column: "ledger" | "expected_grant",
): string {
  const [first, ...others] = words;
  if (first === undefined) return "";
  const matches = (word: string): string => {
    const start = parameters.add(word);
    // No word goes on with the greatest character there is.
    return `select ${column} from ${table} w where w.tenant_id = $1 and w.word >= ${start}::text collate "C" and w.word < (${start}::text || chr(1114111)) collate "C"`;
  };
  const hits = [first, ...others].map((word) => `(${matches(word)})`).join(" intersect ");
  return `hits as materialized (${hits}), found as materialized (select distinct ${column} as id from hits), `;
}

/** How many ledgers each column has. */
export async function countStages(tx: TenantTx): Promise<ReadonlyMap<Stage, number>> {
  const rows = await tx.query<{ stage: Stage; count: bigint }>(
    "select stage, count(*) as count from ledger where tenant_id = $1 group by stage",
    [tx.tenantId],
  );
  return new Map(rows.map((row) => [row.stage, Number(row.count)]));
}

/** New ledgers that a search finds, oldest first, at most so many. */
export async function listNewLedgers(
  tx: TenantTx,
  query: Readonly<{ words: readonly string[]; limit: number }>,
): Promise<LedgerUid[]> {
  const parameters = createParameters(tx.tenantId);
  const found = foundBy(parameters, query.words, "ledger_word", "ledger").replace(/, $/, " ");
  const rows = await tx.query<{ id: LedgerUid }>(
    `${found === "" ? "" : `with ${found}`}select l.id from ${query.words.length === 0 ? "ledger l" : "found join ledger l on l.tenant_id = $1 and l.id = found.id"}
     where l.tenant_id = $1 and l.stage = 'new' order by l.stage_since, l.id limit ${parameters.add(query.limit)}`,
    parameters.values,
  );
  return rows.map((row) => row.id);
}

/** Puts new ledgers aside, or ignored ones back. Returns those that changed. */
export async function setIgnored(
  tx: TenantTx,
  ledgers: readonly LedgerUid[],
  change: Readonly<{ to: "new" | "ignored"; reason?: string; nowMs: number }>,
): Promise<LedgerUid[]> {
  const rows = await tx.query<{ id: LedgerUid }>(
    `update ledger set status = $3, ignored_reason = $4, stage_since = to_timestamp($5 / 1000.0)
     where tenant_id = $1 and id = any($2::uuid[]) and status = $6 returning id`,
    [
      tx.tenantId,
      ledgers,
      change.to,
      change.reason ?? null,
      change.nowMs,
      change.to === "ignored" ? "new" : "ignored",
    ],
  );
  return rows.map((row) => row.id);
}

/** An open issue about a payout account that changed. */
export type AccountChangeRow = Readonly<{
  issue: IssueId;
  ledger: LedgerUid;
  ledgerId: string;
  merchantId: MerchantId | undefined;
  merchantName: string | undefined;
  facts: Readonly<Record<string, string>>;
  since: string;
}>;

/** Changed payout accounts that nobody has confirmed, the oldest first, and how many there are. */
export async function listAccountChanges(
  tx: TenantTx,
  filter: Readonly<{ merchant?: MerchantId | undefined; limit: number }>,
): Promise<Readonly<{ rows: readonly AccountChangeRow[]; total: number }>> {
  const rows = await tx.query<{
    issue: IssueId;
    ledger: LedgerUid;
    ledger_id: string;
    merchant_id: MerchantId | null;
    merchant_name: string | null;
    facts: Record<string, string>;
    opened_at: string;
    total: bigint;
  }>(
    `select i.id as issue, i.ledger, l.ledger_id, m.id as merchant_id, m.name as merchant_name, i.facts, i.opened_at, count(*) over () as total
     from issue i join ledger l on l.tenant_id = $1 and l.id = i.ledger
     left join ledger_merchant lm on lm.tenant_id = $1 and lm.ledger = i.ledger and lm.valid_to = 'infinity'
     left join merchant m on m.tenant_id = $1 and m.id = lm.merchant
     where i.tenant_id = $1 and i.kind = 'payout-account-changed' and i.resolved_at is null and ($2::uuid is null or lm.merchant = $2)
     order by i.opened_at, i.id limit $3`,
    [tx.tenantId, filter.merchant ?? null, filter.limit],
  );
  return {
    total: Number(rows[0]?.total ?? 0),
    rows: rows.map((row) => ({
      issue: row.issue,
      ledger: row.ledger,
      ledgerId: row.ledger_id,
      merchantId: row.merchant_id ?? undefined,
      merchantName: row.merchant_name ?? undefined,
      facts: row.facts,
      since: row.opened_at,
    })),
  };
}

function toBoardRow(row: Row): BoardRow {
  return {
    ledger: row.id,
    ledgerId: row.ledger_id,
    stage: row.stage,
    since: row.stage_since,
    currency: row.currency,
    booksFrom: row.books_from,
    owner: { scheme: row.owner_scheme, id: row.owner_id },
    payoutAccount: { scheme: row.payout_scheme, id: row.payout_id },
    bankAccount: row.bank_account ?? undefined,
    settlesFor: row.settles_for,
    salesUnits: row.sales_units,
    merchant:
      row.merchant_id === null
        ? undefined
        : { id: row.merchant_id, name: present(row.merchant_name, "the merchant's name") },
    siblings: Number(row.siblings),
    ignoredReason: row.ignored_reason ?? undefined,
    topics: row.topics,
  };
}
