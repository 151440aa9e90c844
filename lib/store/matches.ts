import { newId } from "@/lib/core/ids";
import type { BankAccountId, BankLineId, LedgerUid, MatchId, PayoutId } from "@/lib/core/ids";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { Topic } from "@/lib/domain/ledger/states";
import type { MatchMethod, Reason } from "@/lib/domain/reconciliation/model";
import type { TenantTx } from "@/lib/store/tenant";

/** What identifies a settlement entry over all copies. */
export type EntryKey = Readonly<{
  ledger: LedgerUid;
  topic: Topic;
  ledgerDate: LedgerDate;
  /** Hex. */
  content: string;
  ordinal: number;
}>;

/** One part of a match. An entry counts as it moves the balance, everything else as it moves the bank account. */
export type MatchPart = Readonly<{ amount: bigint; currency: string }> &
  (
    | Readonly<{ kind: "line"; line: BankLineId }>
    | Readonly<{ kind: "entry"; entry: EntryKey; entryType: string }>
    | Readonly<{ kind: "difference"; reason: string }>
    | Readonly<{ kind: "attested"; receivedOn: LedgerDate; reason: string | undefined }>
  );

export type NewMatch = Readonly<{
  account: BankAccountId | undefined;
  method: MatchMethod;
  maker: "system" | "person";
  by: string;
  nowMs: number;
  reasons: readonly Reason[];
  note?: string | undefined;
  parts: readonly MatchPart[];
}>;

/**
 * Writes matches with their parts. The database refuses parts that do not sum to zero, an entry that is in a match
 * already, and more of a line than is left. Payouts among the entries are received from then on.
 */
export async function insertMatches(tx: TenantTx, matches: readonly NewMatch[]): Promise<MatchId[]> {
  if (matches.length === 0) return [];
  const made = matches.map((match) => ({ ...match, id: newId<"match">(match.nowMs) as MatchId }));
  await tx.execute(
    `insert into match (tenant_id, id, account, method, maker, made_at, made_by, reasons, note)
     select $1, r.id, r.account, r.method, r.maker, to_timestamp(r.now / 1000.0), r.by, r.reasons, r.note
     from jsonb_to_recordset($2::jsonb) r(id uuid, account uuid, method text, maker text, now float8, by text, reasons jsonb, note text)`,
    [
      tx.tenantId,
      JSON.stringify(
        made.map(({ id, account, method, maker, nowMs, by, reasons, note }) => ({
          id,
          account: account ?? null,
          method,
          maker,
          now: nowMs,
          by,
          reasons,
          note: note ?? null,
        })),
      ),
    ],
  );
  await tx.execute(
    `insert into match_ledger (tenant_id, match, ledger, ledger_date)
     select distinct $1::uuid, r.match, r.ledger, r.date from jsonb_to_recordset($2::jsonb) r(match uuid, ledger uuid, date date)`,
    [
      tx.tenantId,
      JSON.stringify(
        made.flatMap(({ id, parts }) =>
          parts.flatMap((part) =>
            part.kind === "entry"
              ? [{ match: id, ledger: part.entry.ledger, date: part.entry.ledgerDate }]
              : [],
          ),
        ),
      ),
    ],
  );
  await tx.execute(
    `insert into match_part (tenant_id, match, place, kind, amount, currency, line, ledger, topic, ledger_date, content, ordinal, entry_type, received_on, reason)
     select $1, r.match, r.place, r.kind, r.amount, r.currency, r.line, r.ledger, r.topic, r.ledger_date, decode(r.content, 'hex'), r.ordinal, r.entry_type, r.received_on, r.reason
     from jsonb_to_recordset($2::jsonb) r(match uuid, place int, kind text, amount bigint, currency char(3), line uuid, ledger uuid, topic text, ledger_date date,
       content text, ordinal int, entry_type text, received_on date, reason text)`,
    [
      tx.tenantId,
      JSON.stringify(made.flatMap(({ id, parts }) => parts.map((part, at) => rowOf(id, part, at)))),
    ],
  );
  await setPayoutsOf(
    tx,
    made.map(({ id }) => id),
    "received",
  );
  return made.map(({ id }) => id);
}

function rowOf(match: MatchId, part: MatchPart, place: number): Record<string, unknown> {
  const base = {
    match,
    place,
    kind: part.kind,
    amount: part.amount.toString(),
    currency: part.currency,
  };
  switch (part.kind) {
    case "line":
      return { ...base, line: part.line };
    case "entry":
      return {
        ...base,
        ledger: part.entry.ledger,
        topic: part.entry.topic,
        ledger_date: part.entry.ledgerDate,
        content: part.entry.content,
        ordinal: part.entry.ordinal,
        entry_type: part.entryType,
      };
    case "difference":
      return { ...base, reason: part.reason };
    case "attested":
      return { ...base, received_on: part.receivedOn, reason: part.reason ?? null };
  }
}

/** Payouts among the entries of these matches become received, or are open again. What was aborted stays aborted. */
async function setPayoutsOf(
  tx: TenantTx,
  matches: readonly MatchId[],
  settled: "received" | "open",
): Promise<void> {
  await tx.execute(
    `update payout p set settled = $3 from match_part m
     where m.tenant_id = $1 and m.match = any($2::uuid[]) and m.kind = 'entry' and m.topic = 'funds'
       and p.tenant_id = m.tenant_id and p.ledger = m.ledger and p.ledger_date = m.ledger_date and p.content = m.content and p.ordinal = m.ordinal
       and p.settled <> 'aborted' and p.settled <> $3`,
    [tx.tenantId, matches, settled],
  );
}

/**
 * Undoes matches that stand: their lines are free again, and their payouts open. Whether a payout lies before the
 * start of its books is for the caller to say. Returns those that stood.
 */
export async function undoMatches(
  tx: TenantTx,
  ids: readonly MatchId[],
  undone: Readonly<{ by: string; reason: string; nowMs: number }>,
): Promise<readonly MatchId[]> {
  const rows = await tx.query<{ id: MatchId }>(
    `update match set undone_at = to_timestamp($3 / 1000.0), undone_by = $4, undone_reason = $5
     where tenant_id = $1 and id = any($2::uuid[]) and undone_at is null returning id`,
    [tx.tenantId, ids, undone.nowMs, undone.by, undone.reason],
  );
  const stood = rows.map((row) => row.id);
  if (stood.length === 0) return [];
  await tx.execute(
    "update match_part set is_active = false where tenant_id = $1 and match = any($2::uuid[]) and is_active",
    [tx.tenantId, stood],
  );
  await setPayoutsOf(tx, stood, "open");
  return stood;
}

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
  (select json_agg(json_build_object('kind', p.kind, 'amount', p.amount::text, 'currency', p.currency, 'line', p.line, 'bookingDate', l.booking_date,
     'ledger', p.ledger, 'topic', p.topic, 'ledgerDate', p.ledger_date, 'content', encode(p.content, 'hex'), 'ordinal', p.ordinal, 'entryType', p.entry_type,
     'payout', o.id, 'receivedOn', p.received_on, 'reason', p.reason) order by p.place)
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

/** Pairs that a person has said are none. */
export async function insertRejections(
  tx: TenantTx,
  pairs: readonly Readonly<{ line: BankLineId; entry: EntryKey }>[],
  by: Readonly<{ name: string; nowMs: number }>,
): Promise<void> {
  if (pairs.length === 0) return;
  await tx.execute(
    `insert into match_rejection (tenant_id, line, ledger, topic, ledger_date, content, ordinal, rejected_at, rejected_by)
     select $1, w.line, w.ledger, w.topic, w.d, w.c, w.o, to_timestamp($8 / 1000.0), $9
     from unnest($2::uuid[], $3::uuid[], $4::text[], $5::date[], $6::bytea[], $7::int[]) as w(line, ledger, topic, d, c, o) on conflict do nothing`,
    [tx.tenantId, ...pairColumns(pairs), by.nowMs, by.name],
  );
}

export async function deleteRejections(
  tx: TenantTx,
  pairs: readonly Readonly<{ line: BankLineId; entry: EntryKey }>[],
): Promise<void> {
  if (pairs.length === 0) return;
  await tx.execute(
    `delete from match_rejection r using unnest($2::uuid[], $3::uuid[], $4::text[], $5::date[], $6::bytea[], $7::int[]) as w(line, ledger, topic, d, c, o)
     where r.tenant_id = $1 and r.line = w.line and r.ledger = w.ledger and r.topic = w.topic and r.ledger_date = w.d and r.content = w.c and r.ordinal = w.o`,
    [tx.tenantId, ...pairColumns(pairs)],
  );
}

function pairColumns(
  pairs: readonly Readonly<{ line: BankLineId; entry: EntryKey }>[],
): readonly (string | number)[][] {
  return [
    pairs.map((pair) => pair.line),
    pairs.map((pair) => pair.entry.ledger),
    pairs.map((pair) => pair.entry.topic),
    pairs.map((pair) => pair.entry.ledgerDate),
    pairs.map((pair) => `\\x${pair.entry.content}`),
    pairs.map((pair) => pair.entry.ordinal),
  ];
}

/** Rejected pairs of these lines. */
export async function listRejections(
  tx: TenantTx,
  lines: readonly BankLineId[],
): Promise<Readonly<{ line: BankLineId; entry: EntryKey }>[]> {
  const rows = await tx.query<{
    line: BankLineId;
    ledger: LedgerUid;
    topic: Topic;
    ledger_date: LedgerDate;
    content: string;
    ordinal: number;
  }>(
    `select line, ledger, topic, ledger_date, encode(content, 'hex') as content, ordinal from match_rejection
     where tenant_id = $1 and line = any($2::uuid[])`,
    [tx.tenantId, lines],
  );
  return rows.map((row) => ({
    line: row.line,
    entry: {
      ledger: row.ledger,
      topic: row.topic,
      ledgerDate: row.ledger_date,
      content: row.content,
      ordinal: row.ordinal,
    },
  }));
}
