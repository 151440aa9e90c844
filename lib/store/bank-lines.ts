import type { BankAccountId, BankLineId } from "@/lib/core/ids";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { LineText } from "@/lib/domain/bank/statement";
import type { TenantTx } from "@/lib/store/tenant";

/** A line as people read it. */
export type BankLineRow = Readonly<{
  id: BankLineId;
  account: BankAccountId;
  bookingDate: LedgerDate;
  valueDate: LedgerDate | undefined;
  currency: string;
  amount: bigint;
  matched: bigint;
  bankReference: string;
  texts: readonly LineText[] | undefined;
  details: readonly Readonly<{ amount: string; texts: readonly LineText[] }>[];
  /** gone: no file has it any more, but a match once did. */
  kind: "settlement" | "other" | "ignored" | "gone";
  /** A person has said that it is a settlement. */
  isConfirmed: boolean;
}>;

export type LineSqlRow = {
  id: BankLineId;
  account: BankAccountId;
  booking_date: LedgerDate;
  value_date: LedgerDate | null;
  currency: string;
  amount: bigint;
  matched: bigint;
  bank_reference: string;
  texts: LineText[] | null;
  details: { amount: string; texts: LineText[] }[];
  kind: "settlement" | "other" | "ignored" | "gone";
  is_confirmed: boolean;
};

export const LINE_COLUMNS =
  "l.id, l.account, l.booking_date, l.value_date, l.currency, l.amount, l.matched, l.bank_reference, l.texts, l.details, l.kind, l.is_confirmed";

export function toLine(row: LineSqlRow): BankLineRow {
  return {
    id: row.id,
    account: row.account,
    bookingDate: row.booking_date,
    valueDate: row.value_date ?? undefined,
    currency: row.currency,
    amount: row.amount,
    matched: row.matched,
    bankReference: row.bank_reference,
    texts: row.texts ?? undefined,
    details: row.details,
    kind: row.kind,
    isConfirmed: row.is_confirmed,
  };
}

export async function findLines(tx: TenantTx, ids: readonly string[]): Promise<BankLineRow[]> {
  const rows = await tx.query<LineSqlRow>(
    `select ${LINE_COLUMNS} from bank_line l where l.tenant_id = $1 and l.id = any($2::uuid[]) order by l.booking_date, l.id`,
    [tx.tenantId, ids],
  );
  return rows.map(toLine);
}

/** Lines of an account that its statements have, newest first, at most `limit`. */
export async function listLines(
  tx: TenantTx,
  filter: Readonly<{
    account: BankAccountId;
    kind?: "settlement" | "other" | "ignored" | undefined;
    from?: LedgerDate | undefined;
    to?: LedgerDate | undefined;
    amount?: bigint | undefined;
    after?: Readonly<{ bookingDate: string; id: string }> | undefined;
    limit: number;
  }>,
): Promise<BankLineRow[]> {
  const rows = await tx.query<LineSqlRow>(
    `select ${LINE_COLUMNS} from bank_line l where l.tenant_id = $1 and l.account = $2 and l.kind <> 'gone'
       and ($3::text is null or l.kind = $3) and ($4::date is null or l.booking_date >= $4) and ($5::date is null or l.booking_date <= $5)
       and ($6::date is null or (l.booking_date, l.id) < ($6, $7::uuid)) and ($9::bigint is null or l.amount = $9)
     order by l.booking_date desc, l.id desc limit $8`,
    [
      tx.tenantId,
      filter.account,
      filter.kind ?? null,
      filter.from ?? null,
      filter.to ?? null,
      filter.after?.bookingDate ?? null,
      filter.after?.id ?? null,
      filter.limit,
      filter.amount ?? null,
    ],
  );
  return rows.map(toLine);
}

/** A person says that a line is no settlement, or that it is one. */
export async function setLineKind(
  tx: TenantTx,
  line: BankLineId,
  kind: "settlement" | "ignored",
): Promise<void> {
  await tx.execute("update bank_line set kind = $3, is_confirmed = $4 where tenant_id = $1 and id = $2", [
    tx.tenantId,
    line,
    kind,
    kind === "settlement",
  ]);
}
