import { randomUUID } from "node:crypto";

import { inject } from "vitest";

import { createDatabase, withClient } from "@/scripts/services/postgres-roles";

/** The migrated database that every test file gets a copy of. */
export const TEMPLATE_NAME = "avstemt_template";

export type PostgresUrls = Readonly<{ superuserUrl: string; adminUrl: string; appUrl: string }>;

declare module "vitest" {
  export interface ProvidedContext {
    postgres: PostgresUrls;
    /** A Redis or Valkey for the tests of that backend; empty where none can be had. */
    redisUrl: string;
  }
}

export type TestDatabase = Readonly<{
  /** The run-time role's URL: owns nothing, cannot bypass row level security. */
  url: string;
  /** The migration role's URL; no superuser either. */
  adminUrl: string;
  drop: () => Promise<void>;
}>;

/** A fresh copy of the migrated template; one a test file. Needs tests/setup/global.ts. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { superuserUrl, adminUrl, appUrl } = inject("postgres");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await withClient(superuserUrl, (client) => createDatabase(client, name, TEMPLATE_NAME));
  return {
    url: urlFor(appUrl, name),
    adminUrl: urlFor(adminUrl, name),
    drop: () =>
      withClient(superuserUrl, async (client) => {
        await client.query(`drop database if exists ${name} with (force)`);
      }),
  };
}

/** The same server and role, another database. */
export function urlFor(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
