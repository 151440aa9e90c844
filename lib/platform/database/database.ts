import { Pool, types } from "pg";
import type { PoolClient, QueryResultRow } from "pg";

import { AppError } from "@/lib/core/errors";
import { toAppError } from "@/lib/platform/database/failure";

const CONNECT_TIMEOUT_MS = 5_000;
const IDLE_TIMEOUT_MS = 30_000;
const STATEMENT_TIMEOUT_MS = 60_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 120_000;

type TypeId = (typeof types.builtins)[keyof typeof types.builtins];

/** Values as we carry them: bigint for counts and money, text for dates, RFC 3339 with microseconds for instants. */
const PARSERS: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [types.builtins.INT8, BigInt],
  // Sums of bigint are numeric; a fraction cannot come, and would throw.
  [types.builtins.NUMERIC, BigInt],
  [types.builtins.DATE, (text: string) => text],
  [types.builtins.TIMESTAMPTZ, toInstantText],
]);

/** `2026-11-21 22:00:00.5+00` → `2026-11-21T22:00:00.500000Z`. Sessions are in UTC. */
function toInstantText(text: string): string {
  const [date = "", clock = ""] = text.replace("+00", "").split(" ");
  const [whole = "", fraction = ""] = clock.split(".");
  return `${date}T${whole}.${fraction.padEnd(6, "0")}Z`;
}

export type SqlValue = string | number | bigint | boolean | null | Uint8Array | readonly unknown[];

/** One open transaction. Not for use outside lib/store. */
export type SqlTransaction = Readonly<{
  query: <Row extends QueryResultRow>(text: string, values?: readonly SqlValue[]) => Promise<Row[]>;
  /** Runs a statement and says how many rows it touched. */
  execute: (text: string, values?: readonly SqlValue[]) => Promise<number>;
}>;

export type Database = Readonly<{
  transaction: <T>(work: (tx: SqlTransaction) => Promise<T>, options?: TransactionOptions) => Promise<T>;
  close: () => Promise<void>;
}>;

export type TransactionOptions = Readonly<{
  /** Repeatable read, read only: everything that is read is of one moment. */
  snapshot?: boolean;
}>;

/** Connections to PostgreSQL, shared by the process. Failures are typed: database_unavailable, disk_full. */
export function createDatabase(options: Readonly<{ url: string; connectionsMax?: number }>): Database {
  const pool = new Pool({
    connectionString: options.url,
    max: options.connectionsMax ?? 10,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    options: "-c TimeZone=UTC -c DateStyle=ISO",
    types: {
      getTypeParser: (oid: TypeId, format?: "text" | "binary") =>
        PARSERS.get(oid) ?? (types.getTypeParser(oid, format) as (text: string) => unknown),
    },
  });
  // A connection that breaks while idle is replaced by the next query; unheard, the event would end the process.
  pool.on("error", () => undefined);
  return {
    transaction: (work, transactionOptions) => inTransaction(pool, work, transactionOptions),
    close: () => pool.end(),
  };
}

async function inTransaction<T>(
  pool: Pool,
  work: (tx: SqlTransaction) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  const client = await pool.connect().catch((error: unknown) => {
    throw toAppError(error);
  });
  let broken = false;
  // A connection that is cut while it is ours tells its query; unheard, the event would end the process.
  const onError = (): void => {
    broken = true;
  };
  client.on("error", onError);
  try {
    await client.query(
      options.snapshot === true ? "begin isolation level repeatable read read only" : "begin",
    );
    const result = await work(transactionOn(client));
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch(() => {
      broken = true;
    });
    throw error instanceof AppError ? error : toAppError(error);
  } finally {
    client.off("error", onError);
    client.release(broken);
  }
}

function transactionOn(client: PoolClient): SqlTransaction {
  return {
    query: async <Row extends QueryResultRow>(text: string, values?: readonly SqlValue[]) =>
      (await client.query<Row>(text, values?.map(toParameter))).rows,
    execute: async (text, values) => (await client.query(text, values?.map(toParameter))).rowCount ?? 0,
  };
}

/** node-postgres writes bytes and arrays; a bigint, also within an array, it takes as text. */
function toParameter(value: SqlValue): unknown {
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Uint8Array) return Buffer.from(value);
  return value;
}
