import type { LedgerUid } from "@/lib/core/ids";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { PersonPurpose } from "@/lib/domain/person/retention";
import type { LedgerStatus } from "@/lib/domain/ledger/states";
import type { PersonSetting } from "@/lib/store/persons";
import type { TenantTx } from "@/lib/store/tenant";

/** Dates whose past payers are asked for, and the list of ledgers that people see. */

type Period = Pick<PersonSetting, "ledger" | "id">;
const KEY = "tenant_id = $1 and ledger = $2 and setting = $3";

/** Marks the dates that have entries, within the interval, to be asked for: again, if they were before. */
export async function wantDates(
  tx: TenantTx,
  period: Period,
  dates: Readonly<{ from: LedgerDate; to: LedgerDate | undefined; nowMs: number }>,
): Promise<void> {
  await tx.execute(
    `insert into person_date (tenant_id, ledger, setting, ledger_date, due_at)
     select $1, $2, $3, d.ledger_date, to_timestamp($6 / 1000.0)
     from ledger_topic t join day d on d.tenant_id = t.tenant_id and d.ledger = t.ledger and d.topic = t.topic and d.copy = t.active_copy
     where t.tenant_id = $1 and t.ledger = $2 and t.topic = 'funds' and d.entry_count > 0
       and d.ledger_date >= $4::date and ($5::date is null or d.ledger_date <= $5::date)
     on conflict (tenant_id, ledger, setting, ledger_date) do update set done_at = null, tries = 0, due_at = excluded.due_at`,
    [tx.tenantId, period.ledger, period.id, dates.from, dates.to ?? null, dates.nowMs],
  );
  await tx.execute(
    "update person_setting set next_read_at = to_timestamp($4 / 1000.0) where tenant_id = $1 and ledger = $2 and id = $3 and ended_at is null",
    [tx.tenantId, period.ledger, period.id, dates.nowMs],
  );
}

/** The next date to ask for, newest first of those that are due. */
export async function findDueDate(
  tx: TenantTx,
  period: Period,
  nowMs: number,
): Promise<Readonly<{ ledgerDate: LedgerDate; tries: number }> | undefined> {
  const rows = await tx.query<{ ledger_date: LedgerDate; tries: number }>(
    `select ledger_date, tries from person_date where ${KEY} and done_at is null and due_at <= to_timestamp($4 / 1000.0) order by ledger_date desc limit 1`,
    [tx.tenantId, period.ledger, period.id, nowMs],
  );
  return rows[0] && { ledgerDate: rows[0].ledger_date, tries: rows[0].tries };
}

/** A date was read: for good, or to be asked for again at `againAtMs`. */
export async function settleDate(
  tx: TenantTx,
  period: Period,
  date: Readonly<{ ledgerDate: LedgerDate; nowMs: number; againAtMs: number | undefined }>,
): Promise<void> {
  await tx.execute(
    `update person_date set tries = tries + 1, due_at = coalesce(to_timestamp($6 / 1000.0), due_at),
       done_at = case when $6::bigint is null then to_timestamp($5 / 1000.0) end where ${KEY} and ledger_date = $4`,
    [tx.tenantId, period.ledger, period.id, date.ledgerDate, date.nowMs, date.againAtMs ?? null],
  );
}

/** When to go on: at `atMs` after a failure, else when the next date is due; never when none is left. */
export async function scheduleReading(
  tx: TenantTx,
  period: Period,
  { atMs, failed }: Readonly<{ atMs: number | undefined; failed: boolean }>,
): Promise<void> {
  await tx.execute(
    `update person_setting set failures = case when $5 then failures + 1 else 0 end,
       next_read_at = coalesce(to_timestamp($4 / 1000.0), (select min(due_at) from person_date where ${KEY} and done_at is null))
     where tenant_id = $1 and ledger = $2 and id = $3 and ended_at is null`,
    [tx.tenantId, period.ledger, period.id, atMs ?? null, failed],
  );
}

/** A ledger, and whether and how its payers are kept. */
export type PersonLedger = Readonly<{
  ledger: LedgerUid;
  ledgerId: string;
  merchantName: string | undefined;
  status: LedgerStatus;
  setting:
    | Readonly<{
        purpose: PersonPurpose;
        purposeNote: string;
        retentionDays: number;
        turnedOnAt: string;
        turnedOnBy: string;
        held: number;
        datesDone: number;
        datesWanted: number;
        oldestDate: LedgerDate | undefined;
      }>
    | undefined;
}>;

type ListRow = {
  id: LedgerUid;
  ledger_id: string;
  merchant_name: string | null;
  status: LedgerStatus;
  purpose: PersonPurpose | null;
  purpose_note: string | null;
  retention_days: number | null;
  turned_on_at: string | null;
  turned_on_by: string | null;
  held: bigint | null;
  done: bigint | null;
  wanted: bigint | null;
  oldest: LedgerDate | null;
};

/** Ledgers in the order of Vipps MobilePay's ids, one more than the limit; those that are taken in, and those that keep payers. */
export async function listPersonLedgers(
  tx: TenantTx,
  filter: Readonly<{ onlyOn: boolean; ledger?: LedgerUid; after: string | undefined; limit: number }>,
): Promise<PersonLedger[]> {
  const rows = await tx.query<ListRow>(
    `select l.id, l.ledger_id, m.name as merchant_name, l.status, s.purpose, s.purpose_note, s.retention_days, s.turned_on_at, s.turned_on_by, s.held,
       d.done, d.wanted, (select min(p.ledger_date) from entry_person p where p.tenant_id = $1 and p.ledger = l.id and p.setting = s.id) as oldest
     from ledger l left join person_setting s on s.tenant_id = l.tenant_id and s.ledger = l.id and s.ended_at is null
     left join ledger_merchant lm on lm.tenant_id = l.tenant_id and lm.ledger = l.id and lm.valid_to = 'infinity'
     left join merchant m on m.tenant_id = lm.tenant_id and m.id = lm.merchant
     left join lateral (select count(*) as wanted, count(x.done_at) as done from person_date x
       where x.tenant_id = $1 and x.ledger = l.id and x.setting = s.id) d on s.id is not null
     where l.tenant_id = $1 and ($2::uuid is null or l.id = $2) and ($3::text is null or l.ledger_id > $3)
       and (s.id is not null or (l.status = 'active' and not $4)) order by l.ledger_id limit $5`,
    [tx.tenantId, filter.ledger ?? null, filter.after ?? null, filter.onlyOn, filter.limit + 1],
  );
  return rows.map(toPersonLedger);
}

function toPersonLedger(row: ListRow): PersonLedger {
  return {
    ledger: row.id,
    ledgerId: row.ledger_id,
    merchantName: row.merchant_name ?? undefined,
    status: row.status,
    setting:
      row.purpose !== null && row.retention_days !== null && row.turned_on_at !== null
        ? {
            purpose: row.purpose,
            purposeNote: row.purpose_note ?? "",
            retentionDays: row.retention_days,
            turnedOnAt: row.turned_on_at,
            turnedOnBy: row.turned_on_by ?? "",
            held: Number(row.held ?? 0n),
            datesDone: Number(row.done ?? 0n),
            datesWanted: Number(row.wanted ?? 0n),
            oldestDate: row.oldest ?? undefined,
          }
        : undefined,
  };
}
