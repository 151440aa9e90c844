import type { BankAccountId, BankLineId, LedgerUid, PayoutId } from "@/lib/core/ids";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { MatchMethod, Reason } from "@/lib/domain/reconciliation/model";
import type { EntryKey } from "@/lib/store/matches";
import { createParameters } from "@/lib/store/parameters";
import type { TenantTx } from "@/lib/store/tenant";

/** What is left to decide: a suggestion, a difference, a payout that is missing in the bank, or a line that nothing explains. */
export const OPEN_ITEM_KINDS = ["suggestion", "difference", "missing", "line"] as const;
export type OpenItemKind = (typeof OPEN_ITEM_KINDS)[number];

/** One row of the work that is left, as the matching of an account writes it. */
export type OpenItem = Readonly<{
  /** Follows from what it is about: a row that is still there is still the same. */
  id: string;
  account: BankAccountId;
  kind: OpenItemKind;
  /** The date of the oldest thing in it. */
  at: LedgerDate;
  currency: string;
  /** What the settlement entries and what the lines come to, signed as in the bank. */
  expected: bigint;
  booked: bigint;
  method: MatchMethod | undefined;
  /** Of its first settlement entry. */
  ledger: LedgerUid | undefined;
  payouts: readonly PayoutId[];
  lines: readonly BankLineId[];
  /** Settlement entries that are no payouts. */
  entries: readonly EntryKey[];
  reasons: readonly Reason[];
}>;

type Row = {
  id: string;
  account: BankAccountId;
  kind: OpenItemKind;
  at: LedgerDate;
  currency: string;
  expected: bigint;
  booked: bigint;
  method: MatchMethod | null;
  ledger: LedgerUid | null;
  payouts: PayoutId[];
  lines: BankLineId[];
  entries: EntryKey[];
  reasons: Reason[];
};

const COLUMNS =
  "i.id, i.account, i.kind, i.at, i.currency, i.expected, i.booked, i.method, i.ledger, i.payouts, i.lines, i.entries, i.reasons";

function toOpenItem(row: Row): OpenItem {
  return { ...row, method: row.method ?? undefined, ledger: row.ledger ?? undefined };
}

/** The work that is left on an account becomes exactly this. Rows that say the same are not written again. */
export async function replaceOpenItems(
  tx: TenantTx,
  account: BankAccountId,
  items: readonly OpenItem[],
): Promise<void> {
  await tx.execute(
    "delete from open_item where tenant_id = $1 and account = $2 and not (id = any($3::uuid[]))",
    [tx.tenantId, account, items.map((item) => item.id)],
  );
  if (items.length === 0) return;
  await tx.execute(
    `insert into open_item as i (tenant_id, id, account, kind, at, currency, expected, booked, method, ledger, payouts, lines, entries, reasons)
     select $1, r.id, $2, r.kind, r.at, r.currency, r.expected, r.booked, r.method, r.ledger,
       array(select jsonb_array_elements_text(r.payouts))::uuid[], array(select jsonb_array_elements_text(r.lines))::uuid[], r.entries, r.reasons
     from jsonb_to_recordset($3::jsonb) r(id uuid, kind text, at date, currency char(3), expected bigint, booked bigint, method text, ledger uuid,
       payouts jsonb, lines jsonb, entries jsonb, reasons jsonb)
     on conflict (tenant_id, id) do update set account = excluded.account, kind = excluded.kind, at = excluded.at, expected = excluded.expected, booked = excluded.booked,
       method = excluded.method, ledger = excluded.ledger, payouts = excluded.payouts, lines = excluded.lines, entries = excluded.entries, reasons = excluded.reasons
     where (i.account, i.kind, i.at, i.expected, i.booked, i.method, i.ledger, i.payouts, i.lines, i.entries, i.reasons)
       is distinct from (excluded.account, excluded.kind, excluded.at, excluded.expected, excluded.booked, excluded.method, excluded.ledger, excluded.payouts, excluded.lines, excluded.entries, excluded.reasons)`,
    [
      tx.tenantId,
      account,
      JSON.stringify(
        items.map((item) => ({
          ...item,
          expected: item.expected.toString(),
          booked: item.booked.toString(),
          method: item.method ?? null,
          ledger: item.ledger ?? null,
        })),
      ),
    ],
  );
}

export type OpenItemFilter = Readonly<{
  account?: string | undefined;
  /** Of a merchant: what concerns its ledgers, and lines of its accounts that nothing explains. */
  merchant?: string | undefined;
  kinds?: readonly OpenItemKind[] | undefined;
  after?: Readonly<{ at: string; id: string }> | undefined;
  limit: number;
}>;

/** The work that is left, newest first; one more than the limit if there is one. */
export async function listOpenItems(tx: TenantTx, filter: OpenItemFilter): Promise<OpenItem[]> {
  const parameters = createParameters(tx.tenantId);
  const conditions = ["i.tenant_id = $1"];
  addFilter(filter, parameters, conditions);
  if (filter.after !== undefined) {
    conditions.push(
      `(i.at, i.id) < (${parameters.add(filter.after.at)}::date, ${parameters.add(filter.after.id)}::uuid)`,
    );
  }
  const rows = await tx.query<Row>(
    `select ${COLUMNS} from open_item i where ${conditions.join(" and ")} order by i.at desc, i.id desc limit ${parameters.add(filter.limit + 1)}`,
    parameters.values,
  );
  return rows.map(toOpenItem);
}

function addFilter(
  filter: Pick<OpenItemFilter, "account" | "merchant" | "kinds">,
  parameters: ReturnType<typeof createParameters>,
  conditions: string[],
): void {
  if (filter.account !== undefined) conditions.push(`i.account = ${parameters.add(filter.account)}::uuid`);
  if (filter.merchant !== undefined) {
    const merchant = parameters.add(filter.merchant);
    conditions.push(
      `i.account in (select b.account from ledger_merchant m join bank_account_ledger b on b.tenant_id = m.tenant_id and b.ledger = m.ledger
         where m.tenant_id = $1 and m.merchant = ${merchant}::uuid)
       and (i.ledger is null or i.ledger in (select m.ledger from ledger_merchant m where m.tenant_id = $1 and m.merchant = ${merchant}::uuid))`,
    );
  }
  if (filter.kinds !== undefined)
    conditions.push(`i.kind = any(${parameters.add([...filter.kinds])}::text[])`);
}

/** How many of each kind there are, and what they come to per currency. Counted to a bound: more is shown as such. */
export async function countOpenItems(
  tx: TenantTx,
  filter: Pick<OpenItemFilter, "account" | "merchant">,
  most: number,
): Promise<Readonly<{ kind: OpenItemKind; currency: string; count: number; amount: bigint }>[]> {
  const parameters = createParameters(tx.tenantId);
  const conditions = ["i.tenant_id = $1"];
  addFilter(filter, parameters, conditions);
  const rows = await tx.query<{ kind: OpenItemKind; currency: string; count: number; amount: bigint }>(
    `select x.kind, x.currency, count(*)::int as count, sum(case when x.kind = 'line' then abs(x.booked) else abs(x.expected) end) as amount
     from (select i.kind, i.currency, i.expected, i.booked from open_item i where ${conditions.join(" and ")} order by i.at desc, i.id desc limit ${parameters.add(most)}) x
     group by x.kind, x.currency order by x.kind, x.currency`,
    parameters.values,
  );
  return rows;
}

/** An account of which not everything that is open is looked at, by the name or the number that people know. */
export type CutAccount = Readonly<{ id: BankAccountId; name: string; from: LedgerDate }>;

/** The accounts of which that is to be said, those first of which most is left out. */
export async function listCutAccounts(
  tx: TenantTx,
  filter: Pick<OpenItemFilter, "account" | "merchant">,
  most: number,
): Promise<CutAccount[]> {
  return tx.query<CutAccount>(
    `select a.id, coalesce(a.name, (select n.number from bank_account_number n where n.tenant_id = a.tenant_id and n.account = a.id order by n.linked_at, n.scheme, n.number limit 1), '') as name,
       a.worked_from as "from"
     from bank_account a where a.tenant_id = $1 and a.worked_from is not null and ($2::uuid is null or a.id = $2)
       and ($3::uuid is null or a.id in (select b.account from ledger_merchant m join bank_account_ledger b on b.tenant_id = m.tenant_id and b.ledger = m.ledger
         where m.tenant_id = $1 and m.merchant = $3))
     order by a.worked_from desc, a.id desc limit $4`,
    [tx.tenantId, filter.account ?? null, filter.merchant ?? null, most],
  );
}

/** The oldest thing that is left to decide. */
export async function listOldestItem(
  tx: TenantTx,
  merchant: string | undefined,
): Promise<Readonly<{ kind: OpenItemKind; at: LedgerDate }> | undefined> {
  const parameters = createParameters(tx.tenantId);
  const conditions = ["i.tenant_id = $1"];
  addFilter({ merchant }, parameters, conditions);
  const rows = await tx.query<{ kind: OpenItemKind; at: LedgerDate }>(
    `select i.kind, i.at from open_item i where ${conditions.join(" and ")} order by i.at, i.id limit 1`,
    parameters.values,
  );
  return rows[0];
}

export async function findOpenItems(tx: TenantTx, ids: readonly string[]): Promise<OpenItem[]> {
  const rows = await tx.query<Row>(
    `select ${COLUMNS} from open_item i where i.tenant_id = $1 and i.id = any($2::uuid[]) order by i.at desc, i.id desc`,
    [tx.tenantId, ids],
  );
  return rows.map(toOpenItem);
}

/** A note of the firm's people beside a payout or a line, and who looks after it. */
export type WorkNote = Readonly<{
  subjectType: "payout" | "line";
  subject: string;
  note: string | undefined;
  assignedId: string | undefined;
  assignedName: string | undefined;
  changedAt: string;
  changedBy: string;
}>;

export async function listWorkNotes(tx: TenantTx, subjects: readonly string[]): Promise<WorkNote[]> {
  const rows = await tx.query<{
    subject_type: "payout" | "line";
    subject: string;
    note: string | null;
    assigned_id: string | null;
    assigned_name: string | null;
    changed_at: string;
    changed_by: string;
  }>(
    `select subject_type, subject, note, assigned_id, assigned_name, changed_at, changed_by from work_note
     where tenant_id = $1 and subject_type in ('payout', 'line') and subject = any($2::uuid[])`,
    [tx.tenantId, subjects],
  );
  return rows.map((row) => ({
    subjectType: row.subject_type,
    subject: row.subject,
    note: row.note ?? undefined,
    assignedId: row.assigned_id ?? undefined,
    assignedName: row.assigned_name ?? undefined,
    changedAt: row.changed_at,
    changedBy: row.changed_by,
  }));
}

/** Writes the note of a subject; without a note and without a person there is none. */
export async function writeWorkNote(
  tx: TenantTx,
  note: Omit<WorkNote, "changedAt" | "changedBy">,
  by: Readonly<{ name: string; nowMs: number }>,
): Promise<void> {
  const key = [tx.tenantId, note.subjectType, note.subject];
  if (note.note === undefined && note.assignedId === undefined) {
    await tx.execute(
      "delete from work_note where tenant_id = $1 and subject_type = $2 and subject = $3",
      key,
    );
    return;
  }
  await tx.execute(
    `insert into work_note (tenant_id, subject_type, subject, note, assigned_id, assigned_name, changed_at, changed_by)
     values ($1, $2, $3, $4, $5, $6, to_timestamp($7 / 1000.0), $8)
     on conflict (tenant_id, subject_type, subject) do update set note = excluded.note, assigned_id = excluded.assigned_id,
       assigned_name = excluded.assigned_name, changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
    [...key, note.note ?? null, note.assignedId ?? null, note.assignedName ?? null, by.nowMs, by.name],
  );
}
