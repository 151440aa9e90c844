import type { BankAccountId, BankLineId, LedgerUid, MatchId, PayoutId } from "@/lib/core/ids";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { Topic } from "@/lib/domain/ledger/states";
import type { MatchMethod, Reason } from "@/lib/domain/reconciliation/model";
import type { FeedKey } from "@/lib/store/feeds";
import type { EntryKey } from "@/lib/store/matches";
import type { TenantTx } from "@/lib/store/tenant";

/** A part as it is read: an entry with the payout that it is, when it is one. */
export type PartRow = Readonly<{
  kind: "line" | "entry" | "difference" | "attested";
  amount: bigint;
  currency: string;
  line: BankLineId | undefined;
  bookingDate: LedgerDate | undefined;
  entry: EntryKey | undefined;
  entryType: string | undefined;
  payout: PayoutId | undefined;
  receivedOn: LedgerDate | undefined;
  reason: string | undefined;
}>;

export type MatchRow = Readonly<{
  id: MatchId;
  account: BankAccountId | undefined;
  method: MatchMethod;
  maker: "system" | "person";
  madeAt: string;
  madeBy: string;
  reasons: readonly Reason[];
  note: string | undefined;
  undoneAt: string | undefined;
  undoneBy: string | undefined;
  undoneReason: string | undefined;
  parts: readonly PartRow[];
}>;

type PartJson = {
  kind: PartRow["kind"];
  amount: string;
  currency: string;
  line: BankLineId | null;
  bookingDate: LedgerDate | null;
  ledger: LedgerUid | null;
  topic: Topic | null;
  ledgerDate: LedgerDate | null;
  content: string | null;
  ordinal: number | null;
  entryType: string | null;
  payout: PayoutId | null;
  receivedOn: LedgerDate | null;
  reason: string | null;
};

type Row = {
  id: MatchId;
  account: BankAccountId | null;
  method: MatchMethod;
  maker: "system" | "person";
  made_at: string;
  made_by: string;
  reasons: Reason[];
  note: string | null;
  undone_at: string | null;
  undone_by: string | null;
  undone_reason: string | null;
  parts: PartJson[];
};

const SELECT = `select m.id, m.account, m.method, m.maker, m.made_at, m.made_by, m.reasons, m.note, m.undone_at, m.undone_by, m.undone_reason,
  (select coalesce(json_agg(json_build_object('kind', p.kind, 'amount', p.amount::text, 'currency', p.currency, 'line', p.line, 'bookingDate', l.booking_date,
     'ledger', p.ledger, 'topic', p.topic, 'ledgerDate', p.ledger_date, 'content', encode(p.content, 'hex'), 'ordinal', p.ordinal, 'entryType', p.entry_type,
     'payout', o.id, 'receivedOn', p.received_on, 'reason', p.reason) order by p.place), '[]')
   from match_part p left join bank_line l on l.tenant_id = p.tenant_id and l.id = p.line
   left join payout o on o.tenant_id = p.tenant_id and o.ledger = p.ledger and o.ledger_date = p.ledger_date and o.content = p.content and o.ordinal = p.ordinal and p.topic = 'funds'
   where p.tenant_id = m.tenant_id and p.match = m.id) as parts
  from match m`;

function toMatch(row: Row): MatchRow {
  return {
    id: row.id,
    account: row.account ?? undefined,
    method: row.method,
    maker: row.maker,
    madeAt: row.made_at,
    madeBy: row.made_by,
    reasons: row.reasons,
    note: row.note ?? undefined,
    undoneAt: row.undone_at ?? undefined,
    undoneBy: row.undone_by ?? undefined,
    undoneReason: row.undone_reason ?? undefined,
    parts: row.parts.map(toPart),
  };
}

function toPart(part: PartJson): PartRow {
  return {
    kind: part.kind,
    amount: BigInt(part.amount),
    currency: part.currency,
    line: part.line ?? undefined,
    bookingDate: part.bookingDate ?? undefined,
    entry:
      part.ledger === null || part.topic === null || part.ledgerDate === null || part.content === null
        ? undefined
        : {
            ledger: part.ledger,
            topic: part.topic,
            ledgerDate: part.ledgerDate,
            content: part.content,
            ordinal: part.ordinal ?? 1,
          },
    entryType: part.entryType ?? undefined,
    payout: part.payout ?? undefined,
    receivedOn: part.receivedOn ?? undefined,
    reason: part.reason ?? undefined,
  };
}

export async function findMatches(tx: TenantTx, ids: readonly string[]): Promise<MatchRow[]> {
  const rows = await tx.query<Row>(
    `${SELECT} where m.tenant_id = $1 and m.id = any($2::uuid[]) order by m.id`,
    [tx.tenantId, ids],
  );
  return rows.map(toMatch);
}

/** Matches that stand and hold one of these lines. */
export async function findMatchesOfLines(tx: TenantTx, lines: readonly string[]): Promise<MatchRow[]> {
  const rows = await tx.query<Row>(
    `${SELECT} where m.tenant_id = $1 and m.undone_at is null
       and m.id in (select p.match from match_part p where p.tenant_id = $1 and p.line = any($2::uuid[])) order by m.id`,
    [tx.tenantId, lines],
  );
  return rows.map(toMatch);
}

/** The match that each of these entries is in, if it is in one that stands. */
export async function findMatchesOfEntries(tx: TenantTx, entries: readonly EntryKey[]): Promise<MatchRow[]> {
  if (entries.length === 0) return [];
  const rows = await tx.query<Row>(
    `${SELECT} where m.tenant_id = $1 and m.undone_at is null and m.id in (
       select p.match from unnest($2::uuid[], $3::text[], $4::date[], $5::bytea[], $6::int[]) as w(ledger, topic, d, c, o)
       join match_part p on p.tenant_id = $1 and p.ledger = w.ledger and p.ledger_date = w.d and p.content = w.c and p.ordinal = w.o and p.topic = w.topic
         and p.kind = 'entry' and p.is_active)
     order by m.id`,
    [
      tx.tenantId,
      entries.map((entry) => entry.ledger),
      entries.map((entry) => entry.topic),
      entries.map((entry) => entry.ledgerDate),
      entries.map((entry) => `\\x${entry.content}`),
      entries.map((entry) => entry.ordinal),
    ],
  );
  return rows.map(toMatch);
}

/** Matches, newest first, those that were undone included; of one account when it is named. One more than the limit if there is one. */
export async function listMatches(
  tx: TenantTx,
  filter: Readonly<{
    account?: string | undefined;
    after?: Readonly<{ madeAt: string; id: string }> | undefined;
    limit: number;
  }>,
): Promise<MatchRow[]> {
  const rows = await tx.query<Row>(
    `${SELECT} where m.tenant_id = $1 and ($2::uuid is null or m.account = $2)
       and ($3::timestamptz is null or (m.made_at, m.id) < ($3, $4::uuid)) order by m.made_at desc, m.id desc limit $5`,
    [
      tx.tenantId,
      filter.account ?? null,
      filter.after?.madeAt ?? null,
      filter.after?.id ?? null,
      filter.limit,
    ],
  );
  return rows.map(toMatch);
}

/** How many entries and lines each of these matches has. */
export async function countParts(
  tx: TenantTx,
  matches: readonly MatchId[],
): Promise<ReadonlyMap<MatchId, number>> {
  if (matches.length === 0) return new Map();
  const rows = await tx.query<{ match: MatchId; parts: number }>(
    `select match, count(*)::int as parts from match_part
     where tenant_id = $1 and match = any($2::uuid[]) and kind in ('entry', 'line') group by match`,
    [tx.tenantId, matches],
  );
  return new Map(rows.map((row) => [row.match, row.parts]));
}

/** Matches that stand and hold an entry of the topic that this copy does not have. */
export async function listMatchesWithoutEntry(tx: TenantTx, key: FeedKey): Promise<MatchId[]> {
  const rows = await tx.query<{ match: MatchId }>(
    `select distinct p.match from match_part p
     where p.tenant_id = $1 and p.ledger = $2 and p.topic = $3 and p.kind = 'entry' and p.is_active
       and not exists (select from entry e where e.tenant_id = p.tenant_id and e.ledger = p.ledger and e.topic = p.topic and e.copy = $4
         and e.ledger_date = p.ledger_date and e.content = p.content and e.ordinal = p.ordinal)`,
    [tx.tenantId, key.ledger, key.topic, key.copy],
  );
  return rows.map((row) => row.match);
}
