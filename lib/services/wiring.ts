import type { Clock } from "@/lib/core/clock";
import type { Enqueue } from "@/lib/contracts/jobs";
import { systemClock } from "@/lib/platform/clock";
import { createDatabase } from "@/lib/platform/database/database";
import { readEnv } from "@/lib/platform/env";
import type { Env } from "@/lib/platform/env";
import { createHttpClient } from "@/lib/platform/http";
import { createLog } from "@/lib/platform/log";
import { createMailer } from "@/lib/platform/mailer";
import type { Log } from "@/lib/platform/log";
import type { JobQueue } from "@/lib/platform/queue/queue";
import { createSecretBox } from "@/lib/platform/secret-box";
import { createVipps } from "@/lib/providers/vipps/client";
import type { Services } from "@/lib/services/context";

export type WiringOptions = Readonly<{
  env: Env;
  log: Log;
  /** The queue of the process; undefined: opened at the first bell. */
  queue?: JobQueue;
  /** Another role than the run-time one: the command line's installation commands. */
  databaseUrl?: string;
  clock?: Clock;
  connectionsMax?: number;
}>;

export type WiredServices = Services &
  Readonly<{
    /** Throws: queue_unavailable. */
    queueHealth: () => Promise<void>;
    close: () => Promise<void>;
  }>;

/** The composition root: what every process has, made from its environment. Connects to nothing yet. */
export function createServices(options: WiringOptions): WiredServices {
  const { env, log, clock = systemClock } = options;
  const random = Math.random;
  const database = createDatabase({
    url: options.databaseUrl ?? env.databaseUrl,
    ...(options.connectionsMax === undefined ? {} : { connectionsMax: options.connectionsMax }),
  });
  const http = createHttpClient({ clock, random });
  const bell = createBell(options);
  const mailer = createMailer(env);
  return {
    database,
    clock,
    log,
    random,
    enqueue: bell.enqueue,
    queueHealth: bell.health,
    vipps: createVipps({ http, clock, random, baseUrl: env.vippsApiUrl, system: env.vippsSystem }),
    secrets: createSecretBox(env.encryptionKeys),
    mailer,
    dataDir: env.dataDir,
    publicUrl: env.nextauthUrl.replace(/\/$/, ""),
    close: async () => {
      await bell.close();
      http.close();
      mailer.close();
      await database.close();
    },
  };
}

/** Rings on the given queue, or on one that is opened when it is first needed, and closed with the services. */
function createBell({
  env,
  log,
  queue,
}: WiringOptions): Readonly<{ enqueue: Enqueue; health: () => Promise<void>; close: () => Promise<void> }> {
  if (queue !== undefined)
    return { enqueue: queue.enqueue, health: queue.health, close: () => Promise.resolve() };
  let own: Promise<JobQueue> | undefined;
  const opened = (): Promise<JobQueue> => {
    // Loaded when it rings: most commands never do, and must start quickly.
    own ??= import("@/lib/platform/queue/queue")
      .then((queues) => queues.createQueue(env, log))
      .catch((error: unknown) => {
        own = undefined;
        throw error;
      });
    return own;
  };
  return {
    enqueue: async (name, payload) => (await opened()).enqueue(name, payload),
    health: async () => (await opened()).health(),
    close: async () => {
      await (await own?.catch(() => undefined))?.close();
    },
  };
}

const SHARED = Symbol.for("avstemt.services");
type Holder = { [SHARED]?: WiredServices };

/** The services of a web process: made once, also when modules are loaded twice. */
export function sharedServices(): WiredServices {
  const holder = globalThis as Holder;
  if (holder[SHARED] === undefined) {
    const env = readEnv();
    holder[SHARED] = createServices({ env, log: createLog(env.logLevel).child({ process: "web" }) });
  }
  return holder[SHARED];
}
