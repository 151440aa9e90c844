import type { BankAccountId } from "@/lib/core/ids";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { TenantTx } from "@/lib/store/tenant";
import { bounded, checkedOf } from "@/lib/store/verify";
import type { Checked, Damage } from "@/lib/store/verify";

/** Matches against themselves and against the entries they hold (DESIGN §6, invariant 5). Every check only reads. */

/**
 * Every settlement entry stands in at most one match that was not undone, whole, and is an entry of the copy. Its
 * matches are found by `match_ledger`, which `checkMatches` holds against the parts.
 */
export async function checkMatchedEntries(tx: TenantTx, of: Checked): Promise<Damage[]> {
  const rows = await tx.query<{
    ledger_date: LedgerDate;
    matches: string[];
    used: bigint;
    amount: bigint | null;
  }>(
    `select h.ledger_date, h.matches, h.used, e.amount from (
       select p.ledger_date, p.content, p.ordinal, array_agg(p.match::text order by p.match) as matches, sum(p.amount) as used
       from match_ledger g
       join match m on m.tenant_id = g.tenant_id and m.id = g.match and m.undone_at is null
       join match_part p on p.tenant_id = g.tenant_id and p.match = g.match and p.kind = 'entry' and p.ledger = g.ledger and p.ledger_date = g.ledger_date
       where g.tenant_id = $1 and g.ledger = $2 and p.topic = $3
         and g.ledger_date between coalesce($5::date, '-infinity') and coalesce($6::date, 'infinity')
       group by p.ledger_date, p.content, p.ordinal) h
     left join entry e on e.tenant_id = $1 and e.ledger = $2 and e.topic = $3 and e.copy = $4
       and e.ledger_date = h.ledger_date and e.content = h.content and e.ordinal = h.ordinal
     where cardinality(h.matches) > 1 or e.amount is distinct from h.used order by h.ledger_date, h.matches`,
    checkedOf(tx, of),
  );
  return bounded(
    rows.map(({ ledger_date: ledgerDate, matches, used, amount }): Damage => {
      if (matches.length > 1) {
        const detail = `an entry of ${String(amount)} stands in ${String(matches.length)} matches, ${matches.join(", ")}, with ${String(used)} together`;
        return { kind: "entry-matched-twice", ledgerDate, detail };
      }
      const is = amount === null ? "which the copy does not have" : `which is ${String(amount)}`;
      const detail = `match ${matches[0] ?? ""} holds ${String(used)} of an entry ${is}`;
      return { kind: "entry-match-differs", ledgerDate, detail };
    }),
  );
}

/** A payout is received exactly when it stands in a match; one that came back is aborted either way. */
export async function checkSettled(tx: TenantTx, of: Checked): Promise<Damage[]> {
  const rows = await tx.query<{
    ledger_date: LedgerDate;
    id: string;
    amount: bigint;
    settled: string;
    is_matched: boolean;
  }>(
    `select x.ledger_date, x.id, x.amount, x.settled, x.is_matched from (
       select p.ledger_date, p.id, p.amount, p.settled, exists (
         select from match_part q join match m on m.tenant_id = q.tenant_id and m.id = q.match and m.undone_at is null
         where q.tenant_id = $1 and q.ledger = $2 and q.ledger_date = p.ledger_date and q.content = p.content and q.ordinal = p.ordinal
           and q.topic = 'funds' and q.kind = 'entry' and q.is_active) as is_matched
       from payout p where p.tenant_id = $1 and p.ledger = $2 and p.settled <> 'aborted'
         and p.ledger_date between coalesce($3::date, '-infinity') and coalesce($4::date, 'infinity')) x
     where (x.settled = 'received') <> x.is_matched order by x.ledger_date, x.id`,
    [tx.tenantId, of.ledger, of.from ?? null, of.to ?? null],
  );
  return bounded(
    rows.map((row) => ({
      kind: "payout-settled-differs",
      ledgerDate: row.ledger_date,
      detail: `payout ${row.id} of ${String(row.amount)} is ${row.settled}, and stands in ${row.is_matched ? "a match" : "no match"}`,
    })),
  );
}

/** Matches of an account; without one, those that nobody knows the account of (receipts that were attested). */
const OF_ACCOUNT = (account: BankAccountId | undefined): string =>
  account === undefined ? "m.account is null and $2::uuid is null" : "m.account = $2::uuid";

/**
 * The parts of every match, undone ones too, sum to zero; they are in use exactly while it stands; and whose ledgers
 * it concerns, on which hangs who sees it, is what its parts say.
 */
export async function checkMatches(tx: TenantTx, account: BankAccountId | undefined): Promise<Damage[]> {
  const parameters = [tx.tenantId, account ?? null];
  const matches = `match m where m.tenant_id = $1 and ${OF_ACCOUNT(account)}`;
  const unbalanced = await tx.query<{ id: string; currency: string | null; sum: bigint | null }>(
    `select m.id, p.currency, sum(p.amount) as sum
     from (select m.tenant_id, m.id from ${matches}) m left join match_part p on p.tenant_id = m.tenant_id and p.match = m.id
     group by m.id, p.currency having count(p.match) = 0 or sum(p.amount) <> 0 order by m.id`,
    parameters,
  );
  const loose = await tx.query<{ id: string; is_undone: boolean; parts: bigint }>(
    `select m.id, m.is_undone, count(*) as parts
     from (select m.tenant_id, m.id, m.undone_at is not null as is_undone from ${matches}) m
     join match_part p on p.tenant_id = m.tenant_id and p.match = m.id and p.is_active = m.is_undone
     group by m.id, m.is_undone order by m.id`,
    parameters,
  );
  const strayed = await tx.query<{ match: string; ledger_date: LedgerDate; is_named: boolean }>(
    `select match, ledger_date, g.ledger is not null as is_named
     from (select g.match, g.ledger, g.ledger_date from (select m.tenant_id, m.id from ${matches}) m
       join match_ledger g on g.tenant_id = m.tenant_id and g.match = m.id) g
     full join (select distinct p.match, p.ledger, p.ledger_date from (select m.tenant_id, m.id from ${matches}) m
       join match_part p on p.tenant_id = m.tenant_id and p.match = m.id and p.kind = 'entry') p using (match, ledger, ledger_date)
     where g.match is null or p.match is null order by match, ledger_date`,
    parameters,
  );
  return [
    ...bounded(
      unbalanced.map((row) => ({
        kind: "match-unbalanced",
        ledgerDate: undefined,
        detail:
          row.sum === null
            ? `match ${row.id} has no parts`
            : `the parts of match ${row.id} come to ${String(row.sum)} ${row.currency ?? ""}, not to zero`,
      })),
    ),
    ...bounded(
      loose.map((row) => ({
        kind: "match-parts-differ",
        ledgerDate: undefined,
        detail: row.is_undone
          ? `match ${row.id} was undone, and ${String(row.parts)} of its parts are in use`
          : `match ${row.id} stands, and ${String(row.parts)} of its parts are not in use`,
      })),
    ),
    ...bounded(
      strayed.map((row) => ({
        kind: "match-ledgers-differ",
        ledgerDate: row.ledger_date,
        detail: `match ${row.match} ${row.is_named ? "names a ledger and date that no part has" : "has a part whose ledger and date it does not name"}`,
      })),
    ),
  ];
}

export async function countMatches(tx: TenantTx, account: BankAccountId | undefined): Promise<number> {
  const rows = await tx.query<{ count: bigint }>(
    `select count(*) as count from match m where m.tenant_id = $1 and ${OF_ACCOUNT(account)}`,
    [tx.tenantId, account ?? null],
  );
  return Number(rows[0]?.count ?? 0n);
}
