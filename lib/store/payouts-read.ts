import type { LedgerDate } from "@/lib/core/ledger-date";
import type { LedgerUid, MerchantId, PayoutId } from "@/lib/core/ids";
import type { Country } from "@/lib/domain/payout/bank-days";
import type { PayoutSettled } from "@/lib/domain/payout/status";
import type { CarriedBy } from "@/lib/store/entry-filter";
import { createParameters } from "@/lib/store/parameters";
import type { TenantTx } from "@/lib/store/tenant";

/** A payout with the ledger it left and the merchant it is for. */
export type PayoutRow = Readonly<{
  id: PayoutId;
  ledger: LedgerUid;
  ledgerId: string;
  merchantId: MerchantId | undefined;
  merchantName: string | undefined;
  country: Country;
  payoutNumber: string | undefined;
  pspReference: string;
  reference: string;
  amount: bigint;
  currency: string;
  ledgerDate: LedgerDate;
  payoutAccount: Readonly<{ scheme: string; id: string }> | undefined;
  settled: PayoutSettled;
}>;

type Row = {
  id: PayoutId;
  ledger: LedgerUid;
  ledger_id: string;
  merchant_id: MerchantId | null;
  merchant_name: string | null;
  country: Country;
  payout_number: string | null;
  psp_reference: string;
  reference: string;
  amount: bigint;
  currency: string;
  ledger_date: LedgerDate;
  payout_scheme: string | null;
  payout_account: string | null;
  settled: PayoutSettled;
};

const SELECT = `select p.id, p.ledger, l.ledger_id, m.id as merchant_id, m.name as merchant_name, l.country, p.payout_number, p.psp_reference,
  p.reference, p.amount, p.currency, p.ledger_date, p.payout_scheme, p.payout_account, p.settled`;
const JOINS = `join ledger l on l.tenant_id = p.tenant_id and l.id = p.ledger
  left join ledger_merchant lm on lm.tenant_id = p.tenant_id and lm.ledger = p.ledger and p.ledger_date between lm.valid_from and lm.valid_to
  left join merchant m on m.tenant_id = lm.tenant_id and m.id = lm.merchant`;

/** Payouts of a state whose ledger dates lie in a country's range. */
export type StatusRange = Readonly<{
  settled: PayoutSettled;
  /** Absent: any date. Ranges are per country, because bank days are. */
  ranges?: Readonly<
    Record<Country, Readonly<{ from: LedgerDate | undefined; before: LedgerDate | undefined }>>
  >;
}>;

export type PayoutFilter = Readonly<{
  status?: StatusRange | undefined;
  merchant?: MerchantId | undefined;
  ledger?: LedgerUid | undefined;
  from?: LedgerDate | undefined;
  to?: LedgerDate | undefined;
  after?: Readonly<{ ledgerDate: string; id: string }> | undefined;
  limit: number;
}>;

/** Payouts, newest first; one more than the limit if there is one. */
export async function listPayoutRows(tx: TenantTx, filter: PayoutFilter): Promise<PayoutRow[]> {
  const parameters = createParameters(tx.tenantId);
  const conditions = ["p.tenant_id = $1"];
  if (filter.from !== undefined) conditions.push(`p.ledger_date >= ${parameters.add(filter.from)}::date`);
  if (filter.to !== undefined) conditions.push(`p.ledger_date <= ${parameters.add(filter.to)}::date`);
  if (filter.after !== undefined) {
    conditions.push(
      `(p.ledger_date, p.id) < (${parameters.add(filter.after.ledgerDate)}::date, ${parameters.add(filter.after.id)}::uuid)`,
    );
  }
  if (filter.status !== undefined) {
    conditions.push(`p.settled = ${parameters.add(filter.status.settled)}`);
    const { ranges } = filter.status;
    if (ranges !== undefined) {
      const ofCountry = (["NO", "DK", "FI"] as const).map((country) => {
        const { from, before } = ranges[country];
        const within = [`l.country = ${parameters.add(country)}`];
        if (from !== undefined) within.push(`p.ledger_date >= ${parameters.add(from)}::date`);
        if (before !== undefined) within.push(`p.ledger_date < ${parameters.add(before)}::date`);
        return `(${within.join(" and ")})`;
      });
      conditions.push(`(${ofCountry.join(" or ")})`);
    }
  }
  const limit = parameters.add(filter.limit + 1);
  const newestFirst = `order by p.ledger_date desc, p.id desc limit ${limit}`;
  if (filter.merchant === undefined && filter.ledger === undefined) {
    return (
      await tx.query<Row>(
        `${SELECT} from payout p ${JOINS} where ${conditions.join(" and ")} ${newestFirst}`,
        parameters.values,
      )
    ).map(toPayoutRow);
  }
  // Ledger by ledger, each newest first: a merchant's page never walks the firm's payouts.
  const wanted: string[] = ["x.tenant_id = $1"];
  if (filter.merchant !== undefined) wanted.push(`x.merchant = ${parameters.add(filter.merchant)}`);
  const spans =
    filter.merchant === undefined
      ? `(select ${parameters.add(filter.ledger ?? null)}::uuid as ledger, '-infinity'::date as valid_from, 'infinity'::date as valid_to)`
      : `(select x.ledger, x.valid_from, x.valid_to from ledger_merchant x where ${wanted.join(" and ")}${filter.ledger === undefined ? "" : ` and x.ledger = ${parameters.add(filter.ledger)}`})`;
  const rows = await tx.query<Row>(
    `select p.* from ${spans} w cross join lateral (
       ${SELECT} from payout p ${JOINS}
       where p.ledger = w.ledger and p.ledger_date between w.valid_from and w.valid_to and ${conditions.join(" and ")} ${newestFirst}) p
     ${newestFirst}`,
    parameters.values,
  );
  return rows.map(toPayoutRow);
}

export async function findPayoutRow(tx: TenantTx, id: PayoutId): Promise<PayoutRow | undefined> {
  const rows = await tx.query<Row>(`${SELECT} from payout p ${JOINS} where p.tenant_id = $1 and p.id = $2`, [
    tx.tenantId,
    id,
  ]);
  return rows[0] && toPayoutRow(rows[0]);
}

/** What is on its way to the bank, per currency. */
export async function sumOnTheirWay(
  tx: TenantTx,
  inTransitFrom: Readonly<Record<Country, LedgerDate>>,
): Promise<Readonly<{ currency: string; amount: bigint; count: number }>[]> {
  const rows = await tx.query<{ currency: string; amount: bigint; count: bigint }>(
    `select p.currency, -sum(p.amount) as amount, count(*) as count
     from payout p join ledger l on l.tenant_id = p.tenant_id and l.id = p.ledger
     where p.tenant_id = $1 and p.settled = 'open' and p.ledger_date >= least($2::date, $3::date, $4::date)
       and p.ledger_date >= case l.country when 'NO' then $2::date when 'DK' then $3::date else $4::date end
     group by p.currency order by p.currency`,
    [tx.tenantId, inTransitFrom.NO, inTransitFrom.DK, inTransitFrom.FI],
  );
  return rows.map((row) => ({ currency: row.currency, amount: row.amount, count: Number(row.count) }));
}

/** What a payout carries, in the active copy. */
export type CoverRow = Readonly<{
  sequence: number;
  fromDate: LedgerDate | undefined;
  captures: bigint;
  refunds: bigint;
  fees: bigint;
  payouts: bigint;
  other: bigint;
  breaks: bigint;
  captureCount: number;
  refundCount: number;
  feeCount: number;
  payoutCount: number;
  otherCount: number;
  leftBefore: bigint;
  left: bigint;
  previous: PayoutId | undefined;
  next: PayoutId | undefined;
}>;

type CoverSqlRow = {
  sequence: bigint;
  from_date: LedgerDate | null;
  captures: bigint;
  refunds: bigint;
  fees: bigint;
  payouts: bigint;
  other: bigint;
  breaks: bigint;
  capture_count: bigint;
  refund_count: bigint;
  fee_count: bigint;
  payout_count: bigint;
  other_count: bigint;
  left_before: bigint;
  left_after: bigint;
  previous: PayoutId | null;
  next: PayoutId | null;
};

const ACTIVE_COVER = `payout_cover c join ledger_topic t on t.tenant_id = c.tenant_id and t.ledger = c.ledger and t.topic = 'funds' and t.active_copy = c.copy`;

/** The cover of a payout of the ledger in the active copy, with the payouts before and after it in the feed. */
export async function findCover(
  tx: TenantTx,
  ledger: LedgerUid,
  payout: PayoutId,
): Promise<CoverRow | undefined> {
  const beside = (comparison: string, direction: string): string =>
    `(select o.payout from payout_cover o where o.tenant_id = c.tenant_id and o.ledger = c.ledger and o.copy = c.copy
       and o.sequence ${comparison} c.sequence order by o.sequence ${direction} limit 1)`;
  const rows = await tx.query<CoverSqlRow>(
    `select c.*, ${beside("<", "desc")} as previous, ${beside(">", "asc")} as next
     from ${ACTIVE_COVER} where c.tenant_id = $1 and c.ledger = $2 and c.payout = $3`,
    [tx.tenantId, ledger, payout],
  );
  const row = rows[0];
  if (row === undefined) return undefined;
  return {
    sequence: Number(row.sequence),
    fromDate: row.from_date ?? undefined,
    captures: row.captures,
    refunds: row.refunds,
    fees: row.fees,
    payouts: row.payouts,
    other: row.other,
    breaks: row.breaks,
    captureCount: Number(row.capture_count),
    refundCount: Number(row.refund_count),
    feeCount: Number(row.fee_count),
    payoutCount: Number(row.payout_count),
    otherCount: Number(row.other_count),
    leftBefore: row.left_before,
    left: row.left_after,
    previous: row.previous ?? undefined,
    next: row.next ?? undefined,
  };
}

/** Where a payout of the ledger stands in the active copy: what is carried by it is found from that. */
export async function findCarriedBy(
  tx: TenantTx,
  ledger: LedgerUid,
  payout: PayoutId,
): Promise<CarriedBy | undefined> {
  const rows = await tx.query<{
    sequence: bigint;
    ledger_date: LedgerDate;
    previous_sequence: bigint | null;
    previous_date: LedgerDate | null;
  }>(
    `select c.sequence, p.ledger_date, o.sequence as previous_sequence, o.ledger_date as previous_date
     from ${ACTIVE_COVER} join payout p on p.tenant_id = c.tenant_id and p.id = c.payout
     left join lateral (
       select x.sequence, q.ledger_date from payout_cover x join payout q on q.tenant_id = x.tenant_id and q.id = x.payout
       where x.tenant_id = c.tenant_id and x.ledger = c.ledger and x.copy = c.copy and x.sequence < c.sequence order by x.sequence desc limit 1) o on true
     where c.tenant_id = $1 and c.ledger = $2 and c.payout = $3`,
    [tx.tenantId, ledger, payout],
  );
  const row = rows[0];
  if (row === undefined) return undefined;
  return {
    sequence: Number(row.sequence),
    ledgerDate: row.ledger_date,
    previousSequence: Number(row.previous_sequence ?? 0),
    previousDate: row.previous_date ?? undefined,
  };
}

function toPayoutRow(row: Row): PayoutRow {
  return {
    id: row.id,
    ledger: row.ledger,
    ledgerId: row.ledger_id,
    merchantId: row.merchant_id ?? undefined,
    merchantName: row.merchant_name ?? undefined,
    country: row.country,
    payoutNumber: row.payout_number ?? undefined,
    pspReference: row.psp_reference,
    reference: row.reference,
    amount: row.amount,
    currency: row.currency,
    ledgerDate: row.ledger_date,
    payoutAccount:
      row.payout_scheme === null || row.payout_account === null
        ? undefined
        : { scheme: row.payout_scheme, id: row.payout_account },
    settled: row.settled,
  };
}
