import { Cluster, Redis, type RedisOptions } from "ioredis";

import type { Log } from "@/lib/platform/log";

const CLUSTER_PARAMETER = "cluster";
const DEFAULT_PORT = 6_379;
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * `caller`: a request waits for the answer, so a command fails at once when Redis is away.
 * `consumer`: a worker waits for work, so it goes on trying for as long as it takes.
 */
export type RedisUse = "caller" | "consumer";

/** Opens `redis://…`, or the cluster of `redis://…?cluster=true` found through that node. */
export async function openRedis(url: string, use: RedisUse, log: Log): Promise<Redis | Cluster> {
  const parsed = new URL(url);
  const options: RedisOptions = {
    maxRetriesPerRequest: use === "caller" ? 1 : null,
    enableOfflineQueue: use === "consumer",
    connectTimeout: CONNECT_TIMEOUT_MS,
    lazyConnect: true,
  };
  const client = parsed.searchParams.has(CLUSTER_PARAMETER)
    ? openCluster(parsed, options)
    : new Redis(withoutCluster(parsed), options);
  client.on("error", (error: unknown) => log.warn({ error }, "redis connection failed"));
  await client.connect();
  return client;
}

/** Keys must never be evicted: a queue that forgets is worse than one that is full. Throws when they may be. */
export async function requireNoEviction(client: Redis | Cluster, log: Log): Promise<void> {
  // INFO and not CONFIG GET: managed services forbid the latter.
  const text = await client.info("memory");
  const policy = /^maxmemory_policy:(\S+)/m.exec(text)?.[1];
  if (policy === undefined) {
    log.warn({}, "redis did not tell its maxmemory-policy; it must be noeviction");
  } else if (policy !== "noeviction") {
    throw new Error(
      `Redis may evict our keys: its maxmemory-policy is ${policy} and must be noeviction ` +
        "(redis-cli config set maxmemory-policy noeviction, and in its configuration file)",
    );
  }
}

function openCluster(url: URL, options: RedisOptions): Cluster {
  const { enableOfflineQueue, ...redisOptions } = options;
  return new Cluster([{ host: url.hostname, port: Number(url.port || DEFAULT_PORT) }], {
    enableOfflineQueue,
    lazyConnect: true,
    redisOptions: {
      ...redisOptions,
      ...(url.username !== "" && { username: decodeURIComponent(url.username) }),
      ...(url.password !== "" && { password: decodeURIComponent(url.password) }),
      ...(url.protocol === "rediss:" && { tls: {} }),
    },
  });
}

function withoutCluster(url: URL): string {
  const plain = new URL(url);
  plain.searchParams.delete(CLUSTER_PARAMETER);
  return plain.href;
}
