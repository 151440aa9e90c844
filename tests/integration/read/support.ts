import { createManualClock } from "@/tests/factories/clock";
import type { ManualClock } from "@/tests/factories/clock";
import { createTestServices, createTestTenant } from "@/tests/factories/services";
import type { TestServices } from "@/tests/factories/services";
import { createTestDatabase } from "@/tests/setup/database";
import type { TestDatabase } from "@/tests/setup/database";
import type { ServiceContext } from "@/lib/services/context";

/** Saturday, noon in Oslo. */
export const NOW_MS = Date.parse("2026-11-21T11:00:00Z");

export type ReadWorld = Readonly<{
  clock: ManualClock;
  database: TestDatabase;
  services: TestServices;
  newFirm: (name?: string) => Promise<ServiceContext>;
  close: () => Promise<void>;
}>;

/** A database of its own with services over it; nothing is asked of Vipps MobilePay. */
export async function openReadWorld(): Promise<ReadWorld> {
  const clock = createManualClock(NOW_MS);
  const database = await createTestDatabase();
  const services = createTestServices({ url: database.url, vippsUrl: "http://127.0.0.1:9", clock });
  return {
    clock,
    database,
    services,
    newFirm: (name = "firm") => createTestTenant(services, database, name),
    close: async () => {
      await services.close();
      await database.drop();
    },
  };
}
