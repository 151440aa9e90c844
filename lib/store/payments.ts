import type { LedgerDate } from "@/lib/core/ledger-date";
import type { LedgerUid, MerchantId, PayoutId } from "@/lib/core/ids";
import { ENTRY_COLUMNS, toEntryRow } from "@/lib/store/entries";
import type { EntryRow, EntrySqlRow } from "@/lib/store/entries";
import { createParameters } from "@/lib/store/parameters";
import type { TenantTx } from "@/lib/store/tenant";

/** What one payment is found by: the newest of its entries that fits. */
export type PaymentSeed = EntryRow &
  Readonly<{ ledgerId: string; merchantId: MerchantId | undefined; merchantName: string | undefined }>;

/** Where a page of payments ended. */
export type PaymentPlace = Readonly<{ ledgerDate: string; ledger: string; topic: string; sequence: number }>;

export type PaymentFilter = Readonly<{
  reference?: string | undefined;
  pspReference?: string | undefined;
  payoutNumber?: string | undefined;
  /** Captured, or refunded: found with either sign. */
  amount?: bigint | undefined;
  from?: LedgerDate | undefined;
  to?: LedgerDate | undefined;
  after?: PaymentPlace | undefined;
  limit: number;
}>;

const ACTIVE =
  "join ledger_topic t on t.tenant_id = e.tenant_id and t.ledger = e.ledger and t.topic = e.topic and t.active_copy = e.copy";
const PLACE = "(e.ledger_date, e.ledger, e.topic, e.sequence)";

/** Payments that fit, newest first, each by the newest entry that fits; one more than the limit if there is one. */
export async function listPaymentSeeds(tx: TenantTx, filter: PaymentFilter): Promise<PaymentSeed[]> {
  const parameters = createParameters(tx.tenantId);
  const found: string[] = [];
  if (filter.reference !== undefined)
    found.push(`# e.reference = ${parameters.add(filter.reference)} and # e.reference <> ''`);
  if (filter.pspReference !== undefined)
    found.push(`# e.psp_reference = ${parameters.add(filter.pspReference)}`);
  if (filter.payoutNumber !== undefined) {
    found.push(
      `(# e.ledger, # e.psp_reference) in (select p.ledger, p.psp_reference from payout p where p.tenant_id = $1 and p.payout_number = ${parameters.add(filter.payoutNumber)})`,
    );
  }
  if (filter.amount !== undefined) {
    const amount = parameters.add(filter.amount);
    // Two equalities, so that the index on amount is used for each sign.
    found.push(
      `# e.amount = any(array[${amount}::bigint, -${amount}::bigint]) and # e.entry_type in ('capture', 'refund')`,
    );
  }
  if (filter.from !== undefined) found.push(`# e.ledger_date >= ${parameters.add(filter.from)}::date`);
  if (filter.to !== undefined) found.push(`# e.ledger_date <= ${parameters.add(filter.to)}::date`);
  const fits = (alias: string): string =>
    found.map((condition) => condition.replaceAll("# e.", `${alias}.`)).join(" and ");
  const after =
    filter.after === undefined
      ? "true"
      : `${PLACE} < (${parameters.add(filter.after.ledgerDate)}::date, ${parameters.add(filter.after.ledger)}::uuid, ${parameters.add(filter.after.topic)}::text, ${parameters.add(filter.after.sequence)}::bigint)`;
  const rows = await tx.query<
    EntrySqlRow & { ledger_id: string; merchant_id: MerchantId | null; merchant_name: string | null }
  >(
    `with found as materialized (select e.* from entry e ${ACTIVE} where e.tenant_id = $1 and ${fits("e")})
     select ${ENTRY_COLUMNS}, l.ledger_id, m.id as merchant_id, m.name as merchant_name
     from found e join ledger l on l.tenant_id = e.tenant_id and l.id = e.ledger
     left join ledger_merchant lm on lm.tenant_id = e.tenant_id and lm.ledger = e.ledger and e.ledger_date between lm.valid_from and lm.valid_to
     left join merchant m on m.tenant_id = lm.tenant_id and m.id = lm.merchant
     where ${after} and not exists (
       select from found n where n.ledger = e.ledger
         and case when e.reference <> '' then n.reference = e.reference else n.reference = '' and n.psp_reference = e.psp_reference end
         and (n.ledger_date, n.ledger, n.topic, n.sequence) > ${PLACE})
     order by e.ledger_date desc, e.ledger desc, e.topic desc, e.sequence desc limit ${parameters.add(filter.limit + 1)}`,
    parameters.values,
  );
  return rows.map((row) => ({
    ...toEntryRow(row),
    ledgerId: row.ledger_id,
    merchantId: row.merchant_id ?? undefined,
    merchantName: row.merchant_name ?? undefined,
  }));
}

/**
 * All entries of each payment, on both topics: those with a reference of the payment, or with a pspReference of
 * one of these. At most `entriesMax` a payment, oldest first.
 */
export async function listPaymentEntries(
  tx: TenantTx,
  seeds: readonly Pick<EntryRow, "ledger" | "reference" | "pspReference">[],
  entriesMax: number,
): Promise<EntryRow[][]> {
  if (seeds.length === 0) return [];
  const rows = await tx.query<EntrySqlRow & { n: number }>(
    `with seed as materialized (
       select * from unnest($2::int[], $3::uuid[], $4::text[], $5::text[]) s(n, ledger, reference, psp_reference)
     ), named as materialized (
       -- An entry without a reference, as fees have, belongs to the payment that its pspReference names.
       select s.n, s.ledger, s.psp_reference, case when s.reference <> '' then s.reference else coalesce((
         select e.reference from entry e ${ACTIVE} where e.tenant_id = $1 and e.psp_reference = s.psp_reference and e.ledger = s.ledger and e.reference <> '' limit 1), '') end as reference
       from seed s
     ), psp as materialized (
       select n.n, n.ledger, n.psp_reference from named n
       union
       select n.n, n.ledger, e.psp_reference from named n cross join lateral (
         select e.psp_reference from entry e ${ACTIVE} where e.tenant_id = $1 and e.reference = n.reference and e.reference <> '' and e.ledger = n.ledger limit $6) e
     ), wanted as materialized (
       select p.n, e.* from psp p cross join lateral (
         select ${ENTRY_COLUMNS} from entry e ${ACTIVE} where e.tenant_id = $1 and e.psp_reference = p.psp_reference and e.ledger = p.ledger limit $6) e
       union
       select n.n, e.* from named n cross join lateral (
         select ${ENTRY_COLUMNS} from entry e ${ACTIVE} where e.tenant_id = $1 and e.reference = n.reference and e.reference <> '' and e.ledger = n.ledger limit $6) e
     )
     select * from (select w.*, row_number() over (partition by w.n order by w.time, w.topic desc, w.sequence) as place from wanted w) w
     where w.place <= $6 order by w.n, w.place`,
    [
      tx.tenantId,
      seeds.map((_, index) => index),
      seeds.map((seed) => seed.ledger),
      seeds.map((seed) => seed.reference),
      seeds.map((seed) => seed.pspReference),
      entriesMax,
    ],
  );
  const payments: EntryRow[][] = seeds.map(() => []);
  for (const row of rows) payments[row.n]?.push(toEntryRow(row));
  return payments;
}

/** The payout that carries each of these entries of the funds topic; a payout's own entry is its own. In their order. */
export async function listCarryingPayouts(
  tx: TenantTx,
  entries: readonly Pick<EntryRow, "ledger" | "sequence" | "ledgerDate">[],
): Promise<(PayoutId | undefined)[]> {
  if (entries.length === 0) return [];
  const rows = await tx.query<{ n: number; payout: PayoutId }>(
    `select w.n, c.payout from unnest($2::int[], $3::uuid[], $4::bigint[], $5::date[]) w(n, ledger, sequence, ledger_date)
     join ledger_topic t on t.tenant_id = $1 and t.ledger = w.ledger and t.topic = 'funds'
     cross join lateral (
       select c.payout from payout_cover c join payout p on p.tenant_id = c.tenant_id and p.id = c.payout
       where c.tenant_id = $1 and c.ledger = w.ledger and c.copy = t.active_copy and c.sequence >= w.sequence and p.ledger_date >= w.ledger_date
       order by c.sequence limit 1) c`,
    [
      tx.tenantId,
      entries.map((_, index) => index),
      entries.map((entry) => entry.ledger as LedgerUid),
      entries.map((entry) => entry.sequence),
      entries.map((entry) => entry.ledgerDate),
    ],
  );
  const byIndex = new Map(rows.map((row) => [row.n, row.payout]));
  return entries.map((_, index) => byIndex.get(index));
}
