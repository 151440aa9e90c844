import { randomBytes } from "node:crypto";

import { migrate } from "@/lib/platform/database/migrate";
import { readEnvFile } from "@/lib/platform/env-file";
import { writeEnvFile } from "@/scripts/services/env-file";
import { MIGRATIONS_FOLDER } from "@/scripts/services/folders";
import { startPostgres, type PostgresOptions, type RunningPostgres } from "@/scripts/services/postgres";

/** PostgreSQL, started and migrated, with its URLs and this checkout's keys in `<dataDir>/env`. */
export async function startDatabase(
  options: PostgresOptions,
  onApplied?: (name: string) => void,
): Promise<RunningPostgres> {
  const postgres = await startPostgres(options);
  try {
    await migrate({ adminUrl: postgres.adminUrl, folder: MIGRATIONS_FOLDER, onApplied });
    writeEnvFile(options.dataDir, {
      ...newKeys(readEnvFile(options.dataDir)),
      DATABASE_URL: postgres.appUrl,
      DATABASE_ADMIN_URL: postgres.adminUrl,
    });
    return postgres;
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

/** Keys that are made once: what they encrypted or signed must still open on the next run. */
function newKeys(known: Readonly<Record<string, string>>): Record<string, string> {
  return {
    ENCRYPTION_KEYS: known["ENCRYPTION_KEYS"] ?? `k1:${randomBytes(32).toString("base64")}`,
    NEXTAUTH_SECRET: known["NEXTAUTH_SECRET"] ?? randomBytes(32).toString("base64url"),
  };
}
