import { hasCode } from "@/lib/core/errors";
import { migrationNames } from "@/lib/platform/database/migration-names";
import type { WiredServices } from "@/lib/services/wiring";
import { listAppliedMigrations } from "@/lib/store/migrations";
import { withSystem } from "@/lib/store/system";

/** What a web process needs before it is given work; each "ok" or what is wrong, in words that may be shown to anyone. */
export type Readiness = Readonly<{ isReady: boolean; database: string; migrations: string; queue: string }>;

const OK = "ok";

export async function checkReadiness(
  services: Pick<WiredServices, "database" | "queueHealth">,
): Promise<Readiness> {
  const [store, queue] = await Promise.all([checkDatabase(services), checkQueue(services)]);
  const isReady = store.database === OK && store.migrations === OK && queue === OK;
  return { isReady, ...store, queue };
}

async function checkDatabase(
  services: Pick<WiredServices, "database">,
): Promise<Readonly<{ database: string; migrations: string }>> {
  try {
    const applied = new Set(await withSystem(services.database, listAppliedMigrations));
    const missing = migrationNames().filter((name) => !applied.has(name));
    return { database: OK, migrations: missing.length === 0 ? OK : `${String(missing.length)} not applied` };
  } catch (error) {
    return { database: hasCode(error, "disk_full") ? "disk full" : "does not answer", migrations: "unknown" };
  }
}

async function checkQueue(services: Pick<WiredServices, "queueHealth">): Promise<string> {
  try {
    await services.queueHealth();
    return OK;
  } catch {
    return "does not answer";
  }
}
