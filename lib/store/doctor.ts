import { present } from "@/lib/core/invariant";
import type { SystemTx } from "@/lib/store/system";

/** The server, and the role that we are on it. */
export type ServerFacts = Readonly<{
  /** `180004`: PostgreSQL's own number. */
  versionNumber: number;
  version: string;
  role: string;
  isSuperuser: boolean;
  bypassesRls: boolean;
  /** Tables outside schema `bullmq` that the role owns: row level security would not bind it there. */
  ownedTables: number;
  nowMs: number;
}>;

export async function readServerFacts(tx: SystemTx): Promise<ServerFacts> {
  const rows = await tx.query<{
    version_number: string;
    version: string;
    role: string;
    is_superuser: boolean;
    bypasses_rls: boolean;
    owned: bigint;
    now_ms: number;
  }>(
    `select current_setting('server_version_num') as version_number, current_setting('server_version') as version,
       r.rolname as role, r.rolsuper as is_superuser, r.rolbypassrls as bypasses_rls,
       (select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where c.relowner = r.oid and c.relkind in ('r', 'p') and n.nspname <> 'bullmq') as owned,
       extract(epoch from clock_timestamp())::float8 * 1000 as now_ms
     from pg_roles r where r.rolname = current_user`,
  );
  const row = present(rows[0], "the current role");
  return {
    versionNumber: Number(row.version_number),
    version: row.version,
    role: row.role,
    isSuperuser: row.is_superuser,
    bypassesRls: row.bypasses_rls,
    ownedTables: Number(row.owned),
    nowMs: row.now_ms,
  };
}

/** Checksums of the migrations that are applied, by name. Undefined: the database was never migrated, or not so far that we may ask. */
export async function readAppliedMigrations(tx: SystemTx): Promise<ReadonlyMap<string, string> | undefined> {
  const known = await tx.query<{ may: boolean | null }>(
    "select has_column_privilege(to_regclass('public._prisma_migrations'), 'checksum', 'select') as may",
  );
  if (known[0]?.may !== true) return undefined;
  const rows = await tx.query<{ migration_name: string; checksum: string }>(
    "select migration_name, checksum from public._prisma_migrations where finished_at is not null and rolled_back_at is null",
  );
  return new Map(rows.map((row) => [row.migration_name, row.checksum]));
}
