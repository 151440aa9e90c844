import type { LedgerDate } from "@/lib/core/ledger-date";
import type { MerchantId } from "@/lib/core/ids";
import { createParameters } from "@/lib/store/parameters";
import type { TenantTx } from "@/lib/store/tenant";

export type FeeGroup = "merchant" | "month" | "entryType" | "recipientHandle";

/** Sums of the fees topic, signed as they move its balance: a charge is negative. */
export type FeeSums = Readonly<{
  key: string;
  label: string;
  currency: string;
  captureFees: bigint;
  serviceFees: bigint;
  corrections: bigint;
  creditNotes: bigint;
  other: bigint;
  retained: bigint;
  invoiced: bigint;
}>;

type Row = {
  key: string;
  label: string | null;
  currency: string;
  capture_fees: bigint;
  service_fees: bigint;
  corrections: bigint;
  credit_notes: bigint;
  other: bigint;
  retained: bigint;
  invoiced: bigint;
};

const GROUPS: Readonly<Record<FeeGroup, Readonly<{ key: string; label: string }>>> = {
  merchant: { key: "s.merchant::text", label: "min(s.name)" },
  month: { key: "to_char(s.ledger_date, 'YYYY-MM')", label: "to_char(min(s.ledger_date), 'YYYY-MM')" },
  entryType: { key: "s.entry_type", label: "min(s.entry_type)" },
  recipientHandle: { key: "s.recipient_handle", label: "min(s.recipient_handle)" },
};

/** Fee sums of the dates, per group and currency: a fold over sums by date. At most `limit` rows. */
export async function listFeeSums(
  tx: TenantTx,
  filter: Readonly<{
    from: LedgerDate;
    to: LedgerDate;
    groupBy: FeeGroup;
    merchant?: MerchantId | undefined;
    limit: number;
  }>,
): Promise<FeeSums[]> {
  const parameters = createParameters(tx.tenantId, filter.from, filter.to);
  const merchant =
    filter.merchant === undefined ? "true" : `lm.merchant = ${parameters.add(filter.merchant)}`;
  const { key, label } = GROUPS[filter.groupBy];
  const of = (condition: string): string => `coalesce(sum(s.amount) filter (where ${condition}), 0)`;
  const rows = await tx.query<Row>(
    `with ours as materialized (
       select l.id as ledger, l.currency, t.active_copy as copy, m.id as merchant, m.name,
         greatest(lm.valid_from, $2::date) as since, least(lm.valid_to, $3::date) as until
       from ledger_merchant lm
       join merchant m on m.tenant_id = lm.tenant_id and m.id = lm.merchant
       join ledger l on l.tenant_id = lm.tenant_id and l.id = lm.ledger
       join ledger_topic t on t.tenant_id = l.tenant_id and t.ledger = l.id and t.topic = 'fees'
       where lm.tenant_id = $1 and lm.valid_from <= $3::date and lm.valid_to >= $2::date and ${merchant}
     ), s as (
       select o.merchant, o.name, o.currency, d.* from ours o cross join lateral (
         select ledger_date, recipient_handle, entry_type, amount from day_sum
         where tenant_id = $1 and ledger = o.ledger and topic = 'fees' and copy = o.copy and ledger_date between o.since and o.until offset 0) d
     )
     select ${key} as key, ${label} as label, s.currency,
       ${of("s.entry_type = 'capture-fee'")} as capture_fees, ${of("s.entry_type = 'service-fee'")} as service_fees,
       ${of("s.entry_type = 'correction'")} as corrections, ${of("s.entry_type = 'credit-note'")} as credit_notes,
       ${of("s.entry_type not in ('capture-fee', 'service-fee', 'correction', 'credit-note', 'fees-retained', 'fees-invoiced')")} as other,
       ${of("s.entry_type = 'fees-retained'")} as retained, ${of("s.entry_type = 'fees-invoiced'")} as invoiced
     from s group by ${key}, s.currency order by ${filter.groupBy === "merchant" ? `min(s.name) collate "nb-NO-x-icu", ` : ""}${key}, s.currency
     limit ${parameters.add(filter.limit)}`,
    parameters.values,
  );
  return rows.map((row) => ({
    key: row.key,
    label: row.label ?? row.key,
    currency: row.currency,
    captureFees: row.capture_fees,
    serviceFees: row.service_fees,
    corrections: row.corrections,
    creditNotes: row.credit_notes,
    other: row.other,
    retained: row.retained,
    invoiced: row.invoiced,
  }));
}
