import type { TenantId } from "@/lib/core/ids";
import type { Database } from "@/lib/platform/database/database";
import { createLog } from "@/lib/platform/log";
import type { ServiceContext } from "@/lib/services/context";

/** The whole firm's context for services that only read: anything else that they reach for throws. */
export function readingContext(database: Database, tenant: string, nowMs: number): ServiceContext {
  const unused = (): never => {
    throw new Error("reading needs nothing else");
  };
  return {
    database,
    clock: { nowMs: () => nowMs, sleep: unused },
    log: createLog("silent"),
    enqueue: unused,
    vipps: { proveKeys: unused, withKeys: unused },
    secrets: { seal: unused, open: unused } as unknown as ServiceContext["secrets"],
    mailer: { send: unused, close: unused },
    publicUrl: "",
    dataDir: "",
    random: () => 0.5,
    tenantId: tenant as TenantId,
    scope: { kind: "firm" },
    actor: { kind: "system", id: "bench", name: "bench" },
    role: "system",
  };
}
