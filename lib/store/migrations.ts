import type { SystemTx } from "@/lib/store/system";

/** Names of the migrations that are applied. */
export async function listAppliedMigrations(tx: SystemTx): Promise<string[]> {
  const rows = await tx.query<{ migration_name: string }>(
    "select migration_name from public._prisma_migrations where finished_at is not null and rolled_back_at is null",
  );
  return rows.map((row) => row.migration_name);
}
