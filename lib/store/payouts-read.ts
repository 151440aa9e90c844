import type { LedgerDate } from "@/lib/core/ledger-date";
import type { LedgerUid, MerchantId, PayoutId } from "@/lib/core/ids";
import type { Country } from "@/lib/domain/payout/bank-days";
import type { PayoutSettled } from "@/lib/domain/payout/status";
import { createParameters } from "@/lib/store/parameters";
import type { Parameters } from "@/lib/store/parameters";
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
  /** Open, and statements of its account that should show it are held. */
  isCovered: boolean;
  /** The bank lines that it was found in. */
  bankLines: readonly Readonly<{ id: string; bookingDate: LedgerDate; amount: bigint }>[];
  /** When a person attested that it came in, without a line. */
  attestedOn: LedgerDate | undefined;
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
  is_covered: boolean;
  bank_lines: { id: string; bookingDate: LedgerDate; amount: string }[] | null;
  attested_on: LedgerDate | null;
};

/** Statements of the payout's account hold its expected day and a bank day more. */
export const COVERED = `(p.settled = 'open' and exists (select from bank_account_number n
  join bank_coverage c on c.tenant_id = n.tenant_id and c.account = n.account and p.ledger_date between c.ledger_from and c.ledger_through
  where n.tenant_id = p.tenant_id and n.scheme = p.payout_scheme and n.number = p.payout_account))`;
const SELECT = `select p.id, p.ledger, l.ledger_id, m.id as merchant_id, m.name as merchant_name, l.country, p.payout_number, p.psp_reference,
  p.reference, p.amount, p.currency, p.ledger_date, p.payout_scheme, p.payout_account, p.settled, ${COVERED} as is_covered, got.bank_lines, got.attested_on`;
const JOINS = `join ledger l on l.tenant_id = p.tenant_id and l.id = p.ledger
  left join ledger_merchant lm on lm.tenant_id = p.tenant_id and lm.ledger = p.ledger and p.ledger_date between lm.valid_from and lm.valid_to
  left join merchant m on m.tenant_id = lm.tenant_id and m.id = lm.merchant
  left join lateral (
    select json_agg(json_build_object('id', bl.id, 'bookingDate', bl.booking_date, 'amount', q.amount::text) order by bl.booking_date, bl.id) filter (where bl.id is not null) as bank_lines,
      max(q.received_on) as attested_on
    from match_part mp join match_part q on q.tenant_id = mp.tenant_id and q.match = mp.match and q.is_active
    left join bank_line bl on bl.tenant_id = q.tenant_id and bl.id = q.line
    where p.settled in ('received', 'aborted') and mp.tenant_id = p.tenant_id and mp.ledger = p.ledger and mp.ledger_date = p.ledger_date and mp.content = p.content
      and mp.ordinal = p.ordinal and mp.topic = 'funds' and mp.kind = 'entry' and mp.is_active) got on true`;

/** The same, found from the coverage: few payouts are open where statements are held. */
const SEEN = `p.id in (select x.id from bank_coverage c
  join bank_account_number n on n.tenant_id = c.tenant_id and n.account = c.account
  join payout x on x.tenant_id = n.tenant_id and x.payout_account = n.number and x.payout_scheme = n.scheme and x.settled = 'open'
    and x.ledger_date between c.ledger_from and c.ledger_through
  where c.tenant_id = $1)`;

/** Payouts of a state whose ledger dates lie in a country's range. */
export type StatusRange = Readonly<{
  settled: PayoutSettled;
  /** Absent: any date. Ranges are per country, because bank days are. */
  ranges?: Readonly<
    Record<Country, Readonly<{ from: LedgerDate | undefined; before: LedgerDate | undefined }>>
  >;
  /** Of open payouts: only those that statements should show, or only those that none does. */
  isCovered?: boolean;
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

/** Conditions on a payout `p` and its ledger `l`. */
export function statusConditions(status: StatusRange, parameters: Parameters): string[] {
  const conditions = [`p.settled = ${parameters.add(status.settled)}`];
  if (status.isCovered === true) conditions.push(SEEN);
  if (status.isCovered === false) conditions.push(`not ${COVERED}`);
  const { ranges } = status;
  if (ranges === undefined) return conditions;
  const ofCountry = (["NO", "DK", "FI"] as const).map((country) => {
    const { from, before } = ranges[country];
    const within = [`l.country = ${parameters.add(country)}`];
    if (from !== undefined) within.push(`p.ledger_date >= ${parameters.add(from)}::date`);
    if (before !== undefined) within.push(`p.ledger_date < ${parameters.add(before)}::date`);
    return `(${within.join(" and ")})`;
  });
  conditions.push(`(${ofCountry.join(" or ")})`);
  return conditions;
}

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
  if (filter.status !== undefined) conditions.push(...statusConditions(filter.status, parameters));
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

/** Payouts by id, in no order. */
export async function findPayoutRows(tx: TenantTx, ids: readonly string[]): Promise<PayoutRow[]> {
  if (ids.length === 0) return [];
  const rows = await tx.query<Row>(
    `${SELECT} from payout p ${JOINS} where p.tenant_id = $1 and p.id = any($2::uuid[])`,
    [tx.tenantId, ids],
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
    isCovered: row.is_covered,
    bankLines: (row.bank_lines ?? []).map((line) => ({ ...line, amount: BigInt(line.amount) })),
    attestedOn: row.attested_on ?? undefined,
  };
}
