import { newId } from "@/lib/core/ids";
import type { BankAccountId, BankLineId, LedgerUid, MatchId } from "@/lib/core/ids";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { Topic } from "@/lib/domain/ledger/states";
import type { MatchMethod, Reason } from "@/lib/domain/reconciliation/model";
import type { TenantTx } from "@/lib/store/tenant";

/** Why an attested receipt was undone: a line shows it. */
export const FOUND_IN_BANK = "found-in-bank";

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
    default:
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

/**
 * Receipts that were attested, gave way to a line that showed them, and that no match holds any more: they stand again.
 * Of each entry the attestation that was made last.
 */
export async function restoreAttested(tx: TenantTx, entries: readonly EntryKey[]): Promise<void> {
  if (entries.length === 0) return;
  const rows = await tx.query<{ id: MatchId }>(
    `update match m set undone_at = null, undone_by = null, undone_reason = null from (
       select distinct on (p.ledger, p.topic, p.ledger_date, p.content, p.ordinal) a.id
       from unnest($2::uuid[], $3::text[], $4::date[], $5::bytea[], $6::int[]) as w(ledger, topic, d, c, o)
       join match_ledger l on l.tenant_id = $1 and l.ledger = w.ledger and l.ledger_date = w.d
       join match a on a.tenant_id = l.tenant_id and a.id = l.match and a.method = 'attested'
       join match_part p on p.tenant_id = a.tenant_id and p.match = a.id and p.kind = 'entry' and p.ledger = w.ledger and p.topic = w.topic
         and p.ledger_date = w.d and p.content = w.c and p.ordinal = w.o
       where not exists (select from match_part s where s.tenant_id = $1 and s.kind = 'entry' and s.is_active
         and s.ledger = p.ledger and s.topic = p.topic and s.ledger_date = p.ledger_date and s.content = p.content and s.ordinal = p.ordinal)
       order by p.ledger, p.topic, p.ledger_date, p.content, p.ordinal, a.made_at desc, a.id desc) x
     where m.tenant_id = $1 and m.id = x.id and m.undone_by = 'matching' and m.undone_reason = $7 returning m.id`,
    [
      tx.tenantId,
      entries.map((entry) => entry.ledger),
      entries.map((entry) => entry.topic),
      entries.map((entry) => entry.ledgerDate),
      entries.map((entry) => `\\x${entry.content}`),
      entries.map((entry) => entry.ordinal),
      FOUND_IN_BANK,
    ],
  );
  if (rows.length === 0) return;
  const ids = rows.map((row) => row.id);
  await tx.execute(
    "update match_part set is_active = true where tenant_id = $1 and match = any($2::uuid[])",
    [tx.tenantId, ids],
  );
  await setPayoutsOf(tx, ids, "received");
}
