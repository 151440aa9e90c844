import type { MerchantId } from "@/lib/core/ids";
import { createParameters } from "@/lib/store/parameters";
import type { TenantTx } from "@/lib/store/tenant";

/** Rows as they leave in a firm's own export: tables told as they are, a file each, read page by page by their key. */

/** One column: `text` was written outside or by people, an amount is money in the row's currency, all else is ours. */
export type RecordColumn = Readonly<{ header: string; sql: string; as: "value" | "text" | "amount" }>;

export type RecordFile = Readonly<{
  path: string;
  /** The table whose rows these are; it is `r` in every expression, and what it joins to adds no rows. */
  table: string;
  joins?: string;
  where?: string;
  columns: readonly RecordColumn[];
  currency?: string;
  /** What orders the rows beside the tenant, as an index does: expression and type. */
  key: readonly (readonly [sql: string, type: "uuid" | "text" | "date" | "int" | "bigint"])[];
  /**
   * Which rows concern one merchant and nobody else; absent: none of them leave with a merchant. They are read as
   * somebody would who sees that merchant only, so that row level security stands behind this.
   */
  ofMerchant?: (merchant: string) => string;
  /** Of a table that nobody sees but the firm: the condition alone says which rows are a merchant's. */
  isFirmOnly?: true;
}>;

export const value = (header: string, sql: string): RecordColumn => ({ header, sql, as: "value" });
export const text = (header: string, sql: string): RecordColumn => ({ header, sql, as: "text" });
export const amount = (header: string, sql: string): RecordColumn => ({ header, sql, as: "amount" });

/** A row: a value for each column, and where to go on after it. */
export type ExportRecord = Readonly<{
  values: readonly (string | number | bigint | boolean | null)[];
  currency: string;
  cursor: string;
}>;

/** The rows of a file in the order of its key, after one. */
export async function listRecords(
  tx: TenantTx,
  file: RecordFile,
  page: Readonly<{ merchant: MerchantId | undefined; after: string | undefined; limit: number }>,
): Promise<ExportRecord[]> {
  const parameters = createParameters(tx.tenantId);
  const conditions = ["r.tenant_id = $1"];
  if (file.where !== undefined) conditions.push(file.where);
  if (page.merchant !== undefined) {
    if (file.ofMerchant === undefined) return [];
    conditions.push(`(${file.ofMerchant(`${parameters.add(page.merchant)}::uuid`)})`);
  }
  const keys = file.key.map(([sql]) => sql).join(", ");
  if (page.after !== undefined) {
    const last = JSON.parse(page.after) as readonly string[];
    const places = file.key.map(([, type], at) => `${parameters.add(last[at] ?? null)}::${type}`);
    conditions.push(`(${keys}) > (${places.join(", ")})`);
  }
  const columns = file.columns.map(({ sql }, at) => `${sql} as "c${String(at)}"`);
  const rows = await tx.query<Record<string, string | number | bigint | boolean | null>>(
    `select ${columns.join(", ")}, ${file.currency ?? "''"} as currency, json_build_array(${file.key.map(([sql]) => `(${sql})::text`).join(", ")})::text as cursor
     from ${file.table} r ${file.joins ?? ""} where ${conditions.join(" and ")} order by ${keys} limit ${parameters.add(page.limit)}`,
    parameters.values,
  );
  return rows.map((row) => ({
    values: file.columns.map((_column, at) => row[`c${String(at)}`] ?? null),
    currency: String(row["currency"] ?? ""),
    cursor: String(row["cursor"]),
  }));
}
