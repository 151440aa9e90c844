import { Pool } from "pg";

import type { Log } from "@/lib/platform/log";

const KEEPALIVE_MS = 10_000;

export type SessionsOptions = Readonly<{
  url: string;
  /** What these connections are for: PostgreSQL shows it beside each of them. */
  name: string;
  connectionsMax: number;
  searchPath?: string;
}>;

/**
 * Plain connections for libraries that speak SQL themselves, the queue and the rate limits. Our own rows are
 * reached through createDatabase only.
 */
export function openSessions(options: SessionsOptions, log: Log): Pool {
  const pool = new Pool({
    connectionString: options.url,
    application_name: `avstemt-${options.name}`,
    max: options.connectionsMax,
    keepAlive: true, // else a LISTEN that was cut silently goes unnoticed
    keepAliveInitialDelayMillis: KEEPALIVE_MS,
    ...(options.searchPath !== undefined && { options: `-c search_path=${options.searchPath}` }),
  });
  pool.on("error", (error) => log.warn({ error, sessions: options.name }, "idle connection failed"));
  return pool;
}
