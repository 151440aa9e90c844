import { SECOND_MS } from "@/lib/core/clock";
import type { Clock } from "@/lib/core/clock";
import type { Database } from "@/lib/platform/database/database";
import { readMigrations } from "@/lib/platform/database/migration-files";
import { failed, ok, reasonOf, skipped } from "@/lib/services/doctor/check";
import type { Check } from "@/lib/services/doctor/check";
import { readAppliedMigrations, readServerFacts } from "@/lib/store/doctor";
import type { ServerFacts } from "@/lib/store/doctor";
import { withSystem } from "@/lib/store/system";

const VERSION_MIN = 15;
/** Tokens live for minutes, and polls are spread over minutes: seconds do not matter. */
const CLOCK_OFF_MAX_MS = 10 * SECOND_MS;

/** The database: that it answers, which version and role, that it is migrated, and that its clock is ours. */
export async function checkDatabase(
  of: Readonly<{ database: Database; clock: Clock; migrationsFolder: string }>,
): Promise<readonly Check[]> {
  let facts: ServerFacts;
  let applied: ReadonlyMap<string, string> | undefined;
  let offMs: number;
  try {
    const read = await withSystem(of.database, async (tx) => ({
      beforeMs: of.clock.nowMs(),
      facts: await readServerFacts(tx),
      afterMs: of.clock.nowMs(),
      applied: await readAppliedMigrations(tx),
    }));
    ({ facts, applied } = read);
    offMs = facts.nowMs - (read.beforeMs + read.afterMs) / 2;
  } catch (error) {
    return [
      failed(
        "database",
        reasonOf(error),
        "start PostgreSQL, and see that DATABASE_URL has its address, role and password",
      ),
      ...["role", "migrations", "clock"].map((name) => skipped(name, "the database does not answer")),
    ];
  }
  return [
    checkVersion(facts),
    checkRole(facts),
    checkMigrations(applied, of.migrationsFolder),
    checkClock(offMs),
  ];
}

function checkVersion({ version, versionNumber }: ServerFacts): Check {
  const detail = `PostgreSQL ${version}`;
  return versionNumber >= VERSION_MIN * 10_000
    ? ok("database", detail)
    : failed("database", detail, `use PostgreSQL ${String(VERSION_MIN)} or newer`);
}

function checkRole({ role, isSuperuser, bypassesRls, ownedTables }: ServerFacts): Check {
  const faults = [
    ...(isSuperuser ? ["is a superuser"] : []),
    ...(bypassesRls ? ["bypasses row level security"] : []),
    ...(ownedTables > 0 ? [`owns ${String(ownedTables)} tables`] : []),
  ];
  if (faults.length === 0) return ok("role", `${role} is bound by row level security`);
  return failed(
    "role",
    `${role} ${faults.join(" and ")}: nothing in the database keeps firms apart`,
    "give DATABASE_URL the run-time role, and DATABASE_ADMIN_URL the one that owns the tables",
  );
}

function checkMigrations(applied: ReadonlyMap<string, string> | undefined, folder: string): Check {
  if (applied === undefined)
    return failed("migrations", "the database is not migrated", "run `npm run migrate`");
  const files = readMigrations(folder);
  const pending = files.filter(({ name }) => !applied.has(name));
  const changed = files.filter(({ name, checksum }) => applied.has(name) && applied.get(name) !== checksum);
  const names = new Set(files.map(({ name }) => name));
  const unknown = [...applied.keys()].filter((name) => !names.has(name));
  if (changed.length > 0)
    return failed(
      "migrations",
      `${changed.map(({ name }) => name).join(", ")} changed after being applied`,
      "undo the change of the file, and put what is new into a new migration",
    );
  if (unknown.length > 0)
    return failed(
      "migrations",
      `the database is ahead of this program: ${unknown.join(", ")}`,
      "run the release that the database was migrated with",
    );
  if (pending.length > 0)
    return failed("migrations", `${String(pending.length)} not applied`, "run `npm run migrate`");
  return ok("migrations", `${String(files.length)} applied, none changed`);
}

function checkClock(offMs: number): Check {
  const seconds = (Math.abs(offMs) / SECOND_MS).toFixed(1);
  return Math.abs(offMs) <= CLOCK_OFF_MAX_MS
    ? ok("clock", `this machine and the database are ${seconds} s apart`)
    : failed(
        "clock",
        `this machine and the database are ${seconds} s apart`,
        "let both take their time from NTP; what is due is decided by these clocks",
      );
}
