import type { BankAccountId, PayoutId } from "@/lib/core/ids";
import { RARE_SETTLEMENTS } from "@/lib/domain/ledger/kind";
import type { EntryKey } from "@/lib/store/matches";
import { PAYOUT_ITEM, PAYOUT_JOINS, toItem } from "@/lib/store/reconcile";
import type { ItemRow, ItemSqlRow } from "@/lib/store/reconcile";
import type { TenantTx } from "@/lib/store/tenant";

/** The account that all of these payouts went to; undefined when it is unknown, or when there are several. */
export async function findAccountOfPayouts(
  tx: TenantTx,
  payouts: readonly PayoutId[],
): Promise<BankAccountId | undefined> {
  const rows = await tx.query<{ account: BankAccountId }>(
    `select distinct n.account from payout p
     join bank_account_number n on n.tenant_id = p.tenant_id and n.scheme = p.payout_scheme and n.number = p.payout_account
     where p.tenant_id = $1 and p.id = any($2::uuid[])`,
    [tx.tenantId, payouts],
  );
  return rows.length === 1 ? rows[0]?.account : undefined;
}

/** Payouts by id, as settlement entries. */
export async function findItemsOfPayouts(tx: TenantTx, payouts: readonly PayoutId[]): Promise<ItemRow[]> {
  if (payouts.length === 0) return [];
  const rows = await tx.query<ItemSqlRow>(
    `${PAYOUT_ITEM} from payout p ${PAYOUT_JOINS} where p.tenant_id = $1 and p.id = any($2::uuid[]) order by p.ledger_date, p.id`,
    [tx.tenantId, payouts],
  );
  return rows.map(toItem);
}

/** Settlement entries that are no payouts, by their natural keys, in the active copies. */
export async function findItemsOfEntries(tx: TenantTx, entries: readonly EntryKey[]): Promise<ItemRow[]> {
  if (entries.length === 0) return [];
  const rows = await tx.query<ItemSqlRow>(
    `select e.ledger, e.topic, e.ledger_date, encode(e.content, 'hex') as content, e.ordinal, e.entry_type, null::uuid as payout, l.country, e.currency,
       -e.amount as amount, substring(e.psp_reference from '^[^-\\s]+-(\\d{1,15})$') as payout_number, e.reference,
       case when mp.match is null then 'open' else 'received' end as settled, lm.merchant, m.id as match, m.maker, m.method
     from unnest($2::uuid[], $3::text[], $4::date[], $5::bytea[], $6::int[]) as w(ledger, topic, d, c, o)
     join ledger_topic t on t.tenant_id = $1 and t.ledger = w.ledger and t.topic = w.topic
     join ledger l on l.tenant_id = $1 and l.id = w.ledger
     join entry e on e.tenant_id = $1 and e.ledger = w.ledger and e.topic = w.topic and e.copy = t.active_copy and e.ledger_date = w.d and e.content = w.c and e.ordinal = w.o
     left join ledger_merchant lm on lm.tenant_id = e.tenant_id and lm.ledger = e.ledger and e.ledger_date between lm.valid_from and lm.valid_to
     left join match_part mp on mp.tenant_id = e.tenant_id and mp.ledger = e.ledger and mp.ledger_date = e.ledger_date and mp.content = e.content
       and mp.ordinal = e.ordinal and mp.topic = e.topic and mp.kind = 'entry' and mp.is_active
     left join match m on m.tenant_id = mp.tenant_id and m.id = mp.match
     where e.entry_type in ('payout-aborted', 'top-up', 'fees-invoiced') order by e.ledger_date, e.sequence`,
    [
      tx.tenantId,
      entries.map((entry) => entry.ledger),
      entries.map((entry) => entry.topic),
      entries.map((entry) => entry.ledgerDate),
      entries.map((entry) => `\\x${entry.content}`),
      entries.map((entry) => entry.ordinal),
    ],
  );
  return rows.map(toItem);
}

/**
 * Settlement entries besides payouts, of ledgers that are paid out to the account now, from the start of their books
 * on: the newest of each type, or every one of these amounts (as the bank shows them).
 */
export async function listRareItems(
  tx: TenantTx,
  account: BankAccountId,
  of: Readonly<{ most: number }> | Readonly<{ amounts: readonly bigint[] }>,
): Promise<ItemRow[]> {
  const rows: ItemRow[] = [];
  for (const [topic, entryType] of RARE_SETTLEMENTS) {
    const found = await tx.query<ItemSqlRow>(
      `select e.ledger, e.topic, e.ledger_date, encode(e.content, 'hex') as content, e.ordinal, e.entry_type, null::uuid as payout, l.country, e.currency,
         -e.amount as amount, substring(e.psp_reference from '^[^-\\s]+-(\\d{1,15})$') as payout_number, e.reference,
         case when mp.match is null then 'open' else 'received' end as settled, lm.merchant, m.id as match, m.maker, m.method
       from bank_account_ledger b join ledger l on l.tenant_id = b.tenant_id and l.id = b.ledger
       join ledger_version v on v.tenant_id = b.tenant_id and v.ledger = b.ledger and v.valid_to is null
       join bank_account_number n on n.tenant_id = b.tenant_id and n.account = b.account and n.scheme = v.payout_scheme and n.number = v.payout_id
       join ledger_topic t on t.tenant_id = b.tenant_id and t.ledger = b.ledger and t.topic = $3
       join day_sum s on s.tenant_id = b.tenant_id and s.ledger = b.ledger and s.topic = t.topic and s.copy = t.active_copy and s.entry_type = $4 and s.ledger_date >= l.books_from
       join entry e on e.tenant_id = s.tenant_id and e.ledger = s.ledger and e.topic = s.topic and e.copy = s.copy and e.ledger_date = s.ledger_date
         and e.entry_type = s.entry_type and e.recipient_handle = s.recipient_handle
       left join ledger_merchant lm on lm.tenant_id = e.tenant_id and lm.ledger = e.ledger and e.ledger_date between lm.valid_from and lm.valid_to
       left join match_part mp on mp.tenant_id = e.tenant_id and mp.ledger = e.ledger and mp.ledger_date = e.ledger_date and mp.content = e.content
         and mp.ordinal = e.ordinal and mp.topic = e.topic and mp.kind = 'entry' and mp.is_active
       left join match m on m.tenant_id = mp.tenant_id and m.id = mp.match
       where b.tenant_id = $1 and b.account = $2 and ($6::bigint[] is null or e.amount = any($6)) order by e.ledger_date desc, e.sequence desc limit $5`,
      [
        tx.tenantId,
        account,
        topic,
        entryType,
        "most" in of ? of.most : null,
        "amounts" in of ? of.amounts.map((amount) => (-amount).toString()) : null,
      ],
    );
    rows.push(...found.map(toItem));
  }
  return rows;
}
