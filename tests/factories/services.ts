import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Clock } from "@/lib/core/clock";
import { newId } from "@/lib/core/ids";
import type { TenantId } from "@/lib/core/ids";
import { createDatabase } from "@/lib/platform/database/database";
import { createHttpClient } from "@/lib/platform/http";
import { createLog } from "@/lib/platform/log";
import { createMailer } from "@/lib/platform/mailer";
import { createSecretBox } from "@/lib/platform/secret-box";
import { createVipps } from "@/lib/providers/vipps/client";
import { systemContext } from "@/lib/services/context";
import type { ServiceContext, Services } from "@/lib/services/context";
import { insertTenant } from "@/lib/store/installation";
import { withSystem } from "@/lib/store/system";
import type { TestDatabase } from "@/tests/setup/database";

/** The master key of the tests, also of the processes they start. */
export const TEST_KEY = randomBytes(32);

export const TEST_SYSTEM = {
  name: "avstemt",
  version: "0.0.0",
  pluginName: "avstemt-test",
  pluginVersion: "0.0.0",
};

export type TestServices = Services &
  Readonly<{ rung: { name: string; payload: unknown }[]; close: () => Promise<void> }>;

/**
 * The services of a process, over a test's own database and simulator, with a folder of their own unless one is given.
 * Bells are written down, not rung.
 */
export function createTestServices(
  options: Readonly<{ url: string; vippsUrl: string; clock: Clock; smtpUrl?: string; dataDir?: string }>,
): TestServices {
  const database = createDatabase({ url: options.url, connectionsMax: 8 });
  const http = createHttpClient({
    clock: options.clock,
    random: () => 0.5,
    limits: { attempts: 4, retryWindowMs: 15_000, connectMs: 5_000, wholeMs: 10_000 },
  });
  const rung: TestServices["rung"] = [];
  const own = options.dataDir === undefined ? mkdtempSync(join(tmpdir(), "avstemt-files-")) : undefined;
  const dataDir = options.dataDir ?? own ?? "";
  return {
    database,
    clock: options.clock,
    log: createLog("silent"),
    enqueue: (name, payload) => {
      rung.push({ name, payload });
      return Promise.resolve();
    },
    vipps: createVipps({
      http,
      clock: options.clock,
      random: () => 0.5,
      baseUrl: options.vippsUrl,
      system: TEST_SYSTEM,
    }),
    secrets: createSecretBox([{ id: "test", key: TEST_KEY }]),
    random: Math.random,
    // Without a server's URL a test that sends mail fails.
    mailer: createMailer({
      smtpUrl: options.smtpUrl ?? "smtp://127.0.0.1:1",
      mailFrom: "Avstemt <avstemt@avstemt.example>",
      dataDir,
    }),
    publicUrl: "https://avstemt.example",
    dataDir,
    rung,
    close: async () => {
      http.close();
      await database.close();
      if (own !== undefined) rmSync(own, { recursive: true, force: true });
    },
  };
}

/** A new firm, made with the migration role's connection; and the context of work in it. */
export async function createTestTenant(
  services: Services,
  database: TestDatabase,
  name = "firm",
): Promise<ServiceContext> {
  const admin = createDatabase({ url: database.adminUrl, connectionsMax: 1 });
  const id = newId<"tenant">(services.clock.nowMs()) as TenantId;
  await withSystem(admin, (tx) => insertTenant(tx, { id, name, slug: `${name}-${id.slice(-12)}` }));
  await admin.close();
  return systemContext(services, id, "test");
}
