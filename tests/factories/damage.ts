import { inject } from "vitest";

import { withClient } from "@/scripts/services/postgres-roles";
import { urlFor } from "@/tests/setup/database";
import type { TestDatabase } from "@/tests/setup/database";

/** Changes rows as nobody may: past row level security, grants, triggers and foreign keys. */
export function doDamage(database: TestDatabase, sql: string, values: readonly unknown[]): Promise<void> {
  const url = urlFor(inject("postgres").superuserUrl, new URL(database.url).pathname.slice(1));
  return withClient(url, async (client) => {
    await client.query("set session_replication_role = replica");
    const done = await client.query(sql, [...values]);
    if (done.rowCount === 0) throw new Error(`nothing was damaged by ${sql}`);
  });
}
