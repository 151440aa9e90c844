import { randomUUID } from "node:crypto";

import { runMigrations } from "bullmq";
import { Client } from "pg";

import { readMigrations, type Migration } from "@/lib/platform/database/migration-files";

/** The role of web and worker. Its grants are in the migrations, so its name is fixed. */
const APP_ROLE = "avstemt_app";
const QUEUE_SCHEMA = "bullmq";
/** Prisma's own lock, so that its CLI and this runner wait for each other. */
const LOCK_ID = 72_707_369;

export type MigrateOptions = Readonly<{
  /** The migration role's URL. */
  adminUrl: string;
  /** The folder of `<time>_<name>/migration.sql`. */
  folder: string;
  /** Told about each migration as it is applied. */
  onApplied?: (name: string) => void;
}>;

/**
 * Brings the database up to date: our SQL files in order, each in a transaction, recorded as Prisma
 * does, then the queue's tables and the run-time role's grants on them. Returns the names applied now.
 * Throws when an applied migration was changed, removed, or did not finish.
 */
export async function migrate(options: MigrateOptions): Promise<readonly string[]> {
  const client = new Client({ connectionString: options.adminUrl });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [LOCK_ID]);
    const migrations = readMigrations(options.folder);
    await createJournal(client);
    const applied = await readJournal(client);
    requireUnchanged(migrations, applied);
    const pending = migrations.filter((migration) => !applied.has(migration.name));
    for (const migration of pending) {
      await apply(client, migration);
      options.onApplied?.(migration.name);
    }
    await migrateQueue(client);
    return pending.map((migration) => migration.name);
  } finally {
    await client.end(); // the session's end gives the lock back, whatever happened
  }
}

/** The table that `prisma migrate` makes, column for column. */
async function createJournal(client: Client): Promise<void> {
  await client.query(`
    create table if not exists _prisma_migrations (
      id varchar(36) primary key not null,
      checksum varchar(64) not null,
      finished_at timestamptz,
      migration_name varchar(255) not null,
      logs text,
      rolled_back_at timestamptz,
      started_at timestamptz not null default now(),
      applied_steps_count integer not null default 0
    )`);
}

async function readJournal(client: Client): Promise<ReadonlyMap<string, string>> {
  type Row = Readonly<{ migration_name: string; checksum: string; finished_at: Date | null }>;
  const { rows } = await client.query<Row>(
    "select migration_name, checksum, finished_at from _prisma_migrations where rolled_back_at is null",
  );
  const unfinished = rows.find((row) => row.finished_at === null);
  if (unfinished !== undefined) {
    throw new Error(
      `migration ${unfinished.migration_name} began and did not finish, under another tool than this one: ` +
        "see its row in _prisma_migrations, and mend it with `prisma migrate resolve`",
    );
  }
  return new Map(rows.map((row) => [row.migration_name, row.checksum]));
}

function requireUnchanged(migrations: readonly Migration[], applied: ReadonlyMap<string, string>): void {
  const byName = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const [name, checksum] of applied) {
    const migration = byName.get(name);
    if (migration === undefined) {
      throw new Error(`migration ${name} is applied in the database, but its file is gone: restore the file`);
    }
    if (migration.checksum !== checksum) {
      throw new Error(
        `migration ${name} was changed after it was applied: undo the change, and put what is new into a new ` +
          "migration (a demo's database can start over with `npm run demo -- --reset`)",
      );
    }
  }
}

async function apply(client: Client, migration: Migration): Promise<void> {
  await client.query("begin");
  try {
    const id = randomUUID();
    await client.query("insert into _prisma_migrations (id, checksum, migration_name) values ($1, $2, $3)", [
      id,
      migration.checksum,
      migration.name,
    ]);
    await client.query(migration.sql);
    await client.query(
      "update _prisma_migrations set finished_at = clock_timestamp(), applied_steps_count = 1 where id = $1",
      [id],
    );
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw new Error(
      `migration ${migration.name} failed, and nothing of it was kept: ${reasonOf(error, migration)}`,
      {
        cause: error,
      },
    );
  }
}

function reasonOf(error: unknown, migration: Migration): string {
  if (!(error instanceof Error)) return String(error);
  const position = "position" in error ? Number(error.position) : Number.NaN;
  if (!Number.isFinite(position)) return error.message;
  return `${error.message} (line ${migration.sql.slice(0, position).split("\n").length})`;
}

/** BullMQ makes a sequence per queue when it first adds a job, and must own it: hence CREATE. */
async function migrateQueue(client: Client): Promise<void> {
  await runMigrations(client, QUEUE_SCHEMA);
  await client.query(`
    grant usage, create on schema ${QUEUE_SCHEMA} to ${APP_ROLE};
    grant select, insert, update, delete on all tables in schema ${QUEUE_SCHEMA} to ${APP_ROLE};
    grant execute on all functions in schema ${QUEUE_SCHEMA} to ${APP_ROLE};
  `);
  // Sequences of queues belong to the run-time role itself; only those of the migrations need a grant.
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', schemaname, sequencename) as name from pg_sequences
     where schemaname = $1 and sequenceowner = current_user`,
    [QUEUE_SCHEMA],
  );
  for (const { name } of rows)
    await client.query(`grant usage, select, update on sequence ${name} to ${APP_ROLE}`);
}
