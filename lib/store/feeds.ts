import { present } from "@/lib/core/invariant";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { CopyId, LedgerUid } from "@/lib/core/ids";
import type { Topic } from "@/lib/domain/ledger/states";
import type { TenantTx } from "@/lib/store/tenant";

/** One copy of one topic of one ledger. */
export type FeedKey = Readonly<{ ledger: LedgerUid; topic: Topic; copy: CopyId }>;

export type FeedState = "following" | "paused" | "no-access" | "refused" | "retired";

/** The checkpoint of a copy: where it stands in the feed, and the end of what it holds. */
export type Feed = FeedKey &
  Readonly<{
    version: bigint;
    state: FeedState;
    cursor: string | undefined;
    nextSequence: number;
    firstBalance: bigint | undefined;
    headBalance: bigint | undefined;
    lastContent: string | undefined;
    lastEntryAt: string | undefined;
    maxTime: string | undefined;
    lastLedgerDate: LedgerDate | undefined;
    headSeenAt: string | undefined;
    quietPolls: number;
    failures: number;
    isActive: boolean;
  }>;

type FeedRow = {
  ledger: LedgerUid;
  topic: Topic;
  copy: CopyId;
  version: bigint;
  state: FeedState;
  cursor: string | null;
  next_sequence: bigint;
  first_balance: bigint | null;
  head_balance: bigint | null;
  last_content: string | null;
  last_entry_at: string | null;
  max_time: string | null;
  last_ledger_date: LedgerDate | null;
  head_seen_at: string | null;
  quiet_polls: number;
  failures: number;
  is_active: boolean;
};

const COLUMNS = `f.ledger, f.topic, f.copy, f.version, f.state, f.cursor, f.next_sequence, f.first_balance, f.head_balance,
  encode(f.last_content, 'hex') as last_content, f.last_entry_at, f.max_time, f.last_ledger_date, f.head_seen_at,
  f.quiet_polls, f.failures,
  f.copy = (select t.active_copy from ledger_topic t where t.tenant_id = f.tenant_id and t.ledger = f.ledger and t.topic = f.topic) as is_active`;
const KEY = "f.tenant_id = $1 and f.ledger = $2 and f.topic = $3 and f.copy = $4";

/** The copy's checkpoint, or undefined when there is none. */
export async function findFeed(tx: TenantTx, key: FeedKey): Promise<Feed | undefined> {
  const rows = await tx.query<FeedRow>(`select ${COLUMNS} from feed f where ${KEY}`, keyOf(tx, key));
  return rows[0] && toFeed(rows[0]);
}

/** The active copy of a topic. */
export async function findActiveFeed(
  tx: TenantTx,
  ledger: LedgerUid,
  topic: Topic,
): Promise<Feed | undefined> {
  const rows = await tx.query<FeedRow>(
    `select ${COLUMNS} from ledger_topic t join feed f on f.tenant_id = t.tenant_id and f.ledger = t.ledger and f.topic = t.topic and f.copy = t.active_copy
     where t.tenant_id = $1 and t.ledger = $2 and t.topic = $3`,
    [tx.tenantId, ledger, topic],
  );
  return rows[0] && toFeed(rows[0]);
}

/** Copies of a topic that are being read beside the active one: at most one by construction, newest first. */
export async function listOtherFeeds(tx: TenantTx, ledger: LedgerUid, topic: Topic): Promise<Feed[]> {
  const rows = await tx.query<FeedRow>(
    `select ${COLUMNS} from feed f where f.tenant_id = $1 and f.ledger = $2 and f.topic = $3 and f.state <> 'retired'
       and f.copy <> (select t.active_copy from ledger_topic t where t.tenant_id = f.tenant_id and t.ledger = f.ledger and t.topic = f.topic)
     order by f.created_at desc limit 10`,
    [tx.tenantId, ledger, topic],
  );
  return rows.map(toFeed);
}

/** Copies of a topic that were replaced and wait to be deleted. */
export async function listRetiredCopies(tx: TenantTx, ledger: LedgerUid, topic: Topic): Promise<CopyId[]> {
  const rows = await tx.query<{ copy: CopyId }>(
    "select copy from feed where tenant_id = $1 and ledger = $2 and topic = $3 and state = 'retired' limit 100",
    [tx.tenantId, ledger, topic],
  );
  return rows.map((row) => row.copy);
}

/**
 * Locks the copy's row and moves it from `version` to the next. Undefined when it has moved meanwhile, or is
 * not followed any more: then whatever was read is dropped.
 */
export async function moveFeed(tx: TenantTx, key: FeedKey, version: bigint): Promise<Feed | undefined> {
  const rows = await tx.query<FeedRow>(
    `update feed f set version = f.version + 1 where ${KEY} and f.version = $5 and f.state = 'following' returning ${COLUMNS}`,
    [...keyOf(tx, key), version],
  );
  return rows[0] && toFeed(rows[0]);
}

/** The new end of a copy, after a page was written in this transaction. */
export type FeedAdvance = Readonly<{
  cursor: string | undefined;
  nextSequence: number;
  firstBalance: bigint | undefined;
  headBalance: bigint | undefined;
  lastContent: string | undefined;
  lastEntryAt: string | undefined;
  maxTime: string | undefined;
  lastLedgerDate: LedgerDate | undefined;
  headSeen: boolean;
  quietPolls: number;
  nowMs: number;
  nextPollAtMs: number;
  writtenCount: number;
}>;

export async function storeFeedHead(tx: TenantTx, key: FeedKey, advance: FeedAdvance): Promise<void> {
  await tx.execute(
    `update feed f set cursor = coalesce($5, cursor), next_sequence = $6, first_balance = $7, head_balance = $8,
       last_content = decode($9, 'hex'), last_entry_at = $10, max_time = $11, last_ledger_date = $12,
       head_seen_at = case when $13 then to_timestamp($14 / 1000.0) else head_seen_at end,
       quiet_polls = $15, next_poll_at = to_timestamp($16 / 1000.0), failures = 0, failure_code = null,
       rate_entries = case when rate_since is null or rate_since < to_timestamp($14 / 1000.0) - interval '15 seconds' then $17 else rate_entries + $17 end,
       rate = case when $13 then null
         when rate_since is not null and rate_since < to_timestamp($14 / 1000.0) - interval '15 seconds'
           then (rate_entries + $17) / greatest(extract(epoch from to_timestamp($14 / 1000.0) - rate_since), 1) else rate end,
       rate_since = case when rate_since is null or rate_since < to_timestamp($14 / 1000.0) - interval '15 seconds' then to_timestamp($14 / 1000.0) else rate_since end
     where ${KEY}`,
    [
      ...keyOf(tx, key),
      advance.cursor ?? null,
      advance.nextSequence,
      advance.firstBalance ?? null,
      advance.headBalance ?? null,
      advance.lastContent ?? null,
      advance.lastEntryAt ?? null,
      advance.maxTime ?? null,
      advance.lastLedgerDate ?? null,
      advance.headSeen,
      advance.nowMs,
      advance.quietPolls,
      advance.nextPollAtMs,
      advance.writtenCount,
    ],
  );
}

/** Notes that an attempt failed, and when to try again. Nothing else of the checkpoint moves. */
export async function noteFeedFailure(
  tx: TenantTx,
  key: FeedKey,
  failure: Readonly<{ version: bigint; code: string; nextPollAtMs: number }>,
): Promise<void> {
  await tx.execute(
    `update feed f set failures = f.failures + 1, failure_code = $6, next_poll_at = to_timestamp($7 / 1000.0), rate = null
     where ${KEY} and f.version = $5`,
    [...keyOf(tx, key), failure.version, failure.code, failure.nextPollAtMs],
  );
}

/** True when the head of any feed of the firm was seen since then. */
export async function isAnyHeadSeenSince(tx: TenantTx, sinceMs: number): Promise<boolean> {
  const rows = await tx.query(
    "select from feed where tenant_id = $1 and state = 'following' and head_seen_at > to_timestamp($2 / 1000.0) limit 1",
    [tx.tenantId, sinceMs],
  );
  return rows.length > 0;
}

/** Pause, resume, revocation, refusal: raises the version, so that a page under way is dropped. */
export async function setFeedStates(
  tx: TenantTx,
  ledger: LedgerUid,
  change: Readonly<{
    from: readonly FeedState[];
    to: FeedState;
    topic?: Topic;
    copy?: CopyId;
    nowMs: number;
    /** Its ledger is not taken in: nothing is due until it is. A feed that is due and never followed would stand in the way of the rest. */
    isResting?: boolean;
  }>,
): Promise<number> {
  return tx.execute(
    `update feed set state = $4, version = version + 1, failures = 0, failure_code = null, rate = null, quiet_polls = 0,
       next_poll_at = case when $4 = 'following' and not $8 then to_timestamp($5 / 1000.0) else null end
     where tenant_id = $1 and ledger = $2 and state = any($3::text[]) and ($6::text is null or topic = $6) and ($7::uuid is null or copy = $7)`,
    [
      tx.tenantId,
      ledger,
      change.from,
      change.to,
      change.nowMs,
      change.topic ?? null,
      change.copy ?? null,
      change.isResting === true,
    ],
  );
}

/** Makes the checkpoint of a new copy, at the start of the feed; `firstPollAtMs` undefined: followed when it is set going. */
export async function createFeed(
  tx: TenantTx,
  key: FeedKey,
  { nowMs, firstPollAtMs }: Readonly<{ nowMs: number; firstPollAtMs: number | undefined }>,
): Promise<void> {
  await tx.execute(
    `insert into feed (tenant_id, ledger, topic, copy, next_poll_at, created_at) values ($1, $2, $3, $4, to_timestamp($6 / 1000.0), to_timestamp($5 / 1000.0))`,
    [...keyOf(tx, key), nowMs, firstPollAtMs ?? null],
  );
}

/** Locks the topic and its copies, in one order everywhere: for a swap. */
export async function lockTopic(tx: TenantTx, ledger: LedgerUid, topic: Topic): Promise<CopyId> {
  // The follower holds its feed when it comes to the topic: so does everybody.
  await tx.query(
    "select from feed where tenant_id = $1 and ledger = $2 and topic = $3 order by copy for update",
    [tx.tenantId, ledger, topic],
  );
  const rows = await tx.query<{ active_copy: CopyId }>(
    "select active_copy from ledger_topic where tenant_id = $1 and ledger = $2 and topic = $3 for update",
    [tx.tenantId, ledger, topic],
  );
  return present(rows[0], "the ledger's topic").active_copy;
}

/** Makes another copy the active one, and retires the one before. Both rows must be locked. */
export async function swapActiveCopy(tx: TenantTx, key: FeedKey, before: CopyId): Promise<void> {
  await tx.execute(
    "update ledger_topic set active_copy = $4 where tenant_id = $1 and ledger = $2 and topic = $3",
    keyOf(tx, key),
  );
  // A pause is a person's: it goes over to the new copy.
  await tx.execute(
    `update feed f set version = f.version + 1, state = case when b.state = 'paused' then 'paused' else f.state end,
       next_poll_at = case when b.state = 'paused' then null else f.next_poll_at end
     from feed b where ${KEY} and b.tenant_id = f.tenant_id and b.ledger = f.ledger and b.topic = f.topic and b.copy = $5`,
    [...keyOf(tx, key), before],
  );
  await tx.execute(
    `update feed f set version = version + 1, state = 'retired', next_poll_at = null, rate = null where ${KEY}`,
    keyOf(tx, { ...key, copy: before }),
  );
}

function keyOf(tx: TenantTx, key: FeedKey): [string, string, string, string] {
  return [tx.tenantId, key.ledger, key.topic, key.copy];
}

function toFeed(row: FeedRow): Feed {
  return {
    ledger: row.ledger,
    topic: row.topic,
    copy: row.copy,
    version: row.version,
    state: row.state,
    cursor: row.cursor ?? undefined,
    nextSequence: Number(row.next_sequence),
    firstBalance: row.first_balance ?? undefined,
    headBalance: row.head_balance ?? undefined,
    lastContent: row.last_content ?? undefined,
    lastEntryAt: row.last_entry_at ?? undefined,
    maxTime: row.max_time ?? undefined,
    lastLedgerDate: row.last_ledger_date ?? undefined,
    headSeenAt: row.head_seen_at ?? undefined,
    quietPolls: row.quiet_polls,
    failures: row.failures,
    isActive: row.is_active,
  };
}
