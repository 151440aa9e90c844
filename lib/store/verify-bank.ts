import type { BankAccountId, LedgerUid } from "@/lib/core/ids";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { TenantTx } from "@/lib/store/tenant";
import { bounded } from "@/lib/store/verify";
import type { Damage } from "@/lib/store/verify";

/** A bank account against itself: its statements, the lines that they make, and what matches use of them. */

/** An account by the number that people know; an account that was joined with another has none. */
export type CheckedAccount = Readonly<{ id: BankAccountId; number: string | undefined }>;

/** Accounts in the order of their ids, after one; of a ledger, those that it is or was paid out to. */
export async function listCheckedAccounts(
  tx: TenantTx,
  page: Readonly<{ ledger: LedgerUid | undefined; after: BankAccountId | undefined; limit: number }>,
): Promise<CheckedAccount[]> {
  const rows = await tx.query<{ id: BankAccountId; number: string | null }>(
    `select a.id, (select n.number from bank_account_number n where n.tenant_id = a.tenant_id and n.account = a.id order by n.linked_at, n.scheme, n.number limit 1) as number
     from bank_account a
     where a.tenant_id = $1 and ($2::uuid is null or a.id > $2)
       and ($3::uuid is null or a.id in (select b.account from bank_account_ledger b where b.tenant_id = $1 and b.ledger = $3))
     order by a.id limit $4`,
    [tx.tenantId, page.after ?? null, page.ledger ?? null, page.limit],
  );
  return rows.map((row) => ({ id: row.id, number: row.number ?? undefined }));
}

/**
 * Where a statement says both, its opening and its lines make its closing. One that did not add up when it was taken
 * in is told here too: the bank's file was not whole, and it covers nothing.
 */
export async function checkStatements(tx: TenantTx, account: BankAccountId): Promise<Damage[]> {
  const rows = await tx.query<{
    id: string;
    name: string;
    to_date: LedgerDate | null;
    opening: bigint | null;
    closing: bigint | null;
    difference: bigint | null;
    lines: number;
    held: bigint;
    sum: bigint;
  }>(
    `select * from (
       select s.id, case s.statement_ref when '' then f.name else s.statement_ref end as name, s.to_date, s.opening, s.closing, s.difference, s.lines,
         coalesce(x.held, 0) as held, coalesce(x.sum, 0) as sum
       from bank_statement s join bank_file f on f.tenant_id = s.tenant_id and f.id = s.file
       left join (select b.statement, count(*) as held, sum(b.amount) as sum from bank_line_source b where b.tenant_id = $1 and b.account = $2 group by b.statement) x on x.statement = s.id
       where s.tenant_id = $1 and s.account = $2) t
     where t.lines <> t.held or t.opening + t.sum - t.closing is distinct from t.difference or coalesce(t.difference, 0) <> 0
     order by t.to_date, t.id`,
    [tx.tenantId, account],
  );
  return bounded(
    rows.map((row): Damage => {
      const off = row.opening === null || row.closing === null ? 0n : row.opening + row.sum - row.closing;
      const said = [
        ...(BigInt(row.lines) === row.held
          ? []
          : [`${String(row.held)} of its ${String(row.lines)} lines are held`]),
        ...(off === 0n
          ? []
          : [
              `opening ${String(row.opening)} and lines ${String(row.sum)} miss closing ${String(row.closing)} by ${String(off)}`,
            ]),
        ...(off === (row.difference ?? 0n) ? [] : [`it is noted to be off by ${String(row.difference)}`]),
      ];
      const detail = `statement ${row.name} (${row.id}): ${said.join("; ")}`;
      return { kind: "statement-differs", ledgerDate: row.to_date ?? undefined, detail };
    }),
  );
}

/** Every line is one that a statement has, and every line of a statement is a line of the account. */
export async function checkLines(tx: TenantTx, account: BankAccountId): Promise<Damage[]> {
  const rows = await tx.query<{
    booking_date: LedgerDate;
    amount: bigint;
    line: string | null;
    statement: string | null;
  }>(
    `select l.booking_date, l.amount, l.id as line, null::uuid as statement from bank_line l
     where l.tenant_id = $1 and l.account = $2 and l.kind <> 'gone' and not exists (
       select from bank_line_source b where b.tenant_id = $1 and b.line = l.id and b.account = l.account and b.booking_date = l.booking_date and b.amount = l.amount)
     union all
     select b.booking_date, b.amount, b.line, b.statement from bank_line_source b
     where b.tenant_id = $1 and b.account = $2 and not exists (
       select from bank_line l where l.tenant_id = $1 and l.id = b.line and l.kind <> 'gone' and l.account = b.account and l.booking_date = b.booking_date and l.amount = b.amount)
     order by booking_date, line`,
    [tx.tenantId, account],
  );
  return bounded(
    rows.map((row) => ({
      kind: "line-differs",
      ledgerDate: row.booking_date,
      detail:
        row.statement === null
          ? `line ${row.line ?? ""} of ${String(row.amount)} is in no statement like that`
          : `statement ${row.statement} has a line of ${String(row.amount)} that the account does not have like that`,
    })),
  );
}

/** No line is used beyond its amount, and what a line says is used of it is what the parts of standing matches say. */
export async function checkUse(tx: TenantTx, account: BankAccountId): Promise<Damage[]> {
  const rows = await tx.query<{
    booking_date: LedgerDate;
    id: string;
    amount: bigint;
    matched: bigint;
    used: bigint;
    is_over: boolean;
  }>(
    `select x.*, case when x.amount >= 0 then x.used not between 0 and x.amount else x.used not between x.amount and 0 end as is_over from (
       select l.booking_date, l.id, l.amount, l.matched, coalesce(u.used, 0) as used from bank_line l
       left join (
         select p.line, sum(p.amount) as used from bank_line b
         join match_part p on p.tenant_id = b.tenant_id and p.line = b.id
         join match m on m.tenant_id = p.tenant_id and m.id = p.match and m.undone_at is null
         where b.tenant_id = $1 and b.account = $2 group by p.line) u on u.line = l.id
       where l.tenant_id = $1 and l.account = $2) x
     where x.matched <> x.used or case when x.amount >= 0 then x.used not between 0 and x.amount else x.used not between x.amount and 0 end
     order by x.booking_date, x.id`,
    [tx.tenantId, account],
  );
  return bounded(
    rows.map((row) => ({
      kind: row.is_over ? "line-overused" : "line-matched-differs",
      ledgerDate: row.booking_date,
      detail: row.is_over
        ? `line ${row.id} of ${String(row.amount)} is used with ${String(row.used)} by matches that stand`
        : `line ${row.id} of ${String(row.amount)} says that ${String(row.matched)} of it is matched; by the matches that stand it is ${String(row.used)}`,
    })),
  );
}

export async function countLines(tx: TenantTx, account: BankAccountId): Promise<number> {
  const rows = await tx.query<{ count: bigint }>(
    "select count(*) as count from bank_line where tenant_id = $1 and account = $2 and kind <> 'gone'",
    [tx.tenantId, account],
  );
  return Number(rows[0]?.count ?? 0n);
}
