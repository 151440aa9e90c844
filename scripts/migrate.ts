import { migrate } from "@/lib/platform/database/migrate";
import { dataDirOf, readEnvFile } from "@/lib/platform/env-file";
import { MIGRATIONS_FOLDER } from "@/scripts/services/folders";

/** `npm run migrate`: brings the database of DATABASE_ADMIN_URL up to date. */
async function main(): Promise<void> {
  const adminUrl =
    process.env["DATABASE_ADMIN_URL"] ?? readEnvFile(dataDirOf(process.env))["DATABASE_ADMIN_URL"];
  if (adminUrl === undefined) {
    throw new Error(
      "DATABASE_ADMIN_URL is not set: the URL of the migration role, for example " +
        "postgresql://avstemt_admin:password@127.0.0.1:5432/avstemt; `npm run services` makes one",
    );
  }
  const names = await migrate({
    adminUrl,
    folder: MIGRATIONS_FOLDER,
    onApplied: (name) => console.log(`applied ${name}`),
  });
  console.log(names.length === 0 ? "nothing to apply" : `${names.length} applied`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
