import { z } from "zod";

import { dataDirOf, readEnvFile } from "@/lib/platform/env-file";

const HEADER_CHARACTERS_MAX = 30; // the longest Vipps-System-* value that Vipps MobilePay takes
const KEY_BYTES = 32;
const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;

const postgresUrl = z.url({ protocol: /^postgres(ql)?$/ });
const httpUrl = z.url({ protocol: /^https?$/ });
const header = z.string().min(1).max(HEADER_CHARACTERS_MAX);
const port = z.coerce.number().int().min(1).max(65_535);
const keys = z
  .string()
  .transform((text) => text.split(",").map((pair) => pair.trim().split(":")))
  .refine((pairs) => pairs.every(([id, key, ...more]) => isKey(id, key) && more.length === 0))
  .refine((pairs) => new Set(pairs.map(([id]) => id)).size === pairs.length)
  .transform((pairs) => pairs.map(([id = "", key = ""]) => ({ id, key: Buffer.from(key, "base64") })));

/** Every variable that the programs read, with what it must be and an example. See .env.example. */
export const Variables = z.object({
  DATABASE_URL: postgresUrl.meta({
    description: "be the PostgreSQL URL of the run-time role",
    example: "postgresql://avstemt_app:password@127.0.0.1:5432/avstemt",
  }),
  QUEUE_DATABASE_URL: postgresUrl.optional().meta({
    description: "be the run-time role's PostgreSQL URL over a session connection (not a transaction pooler)",
    example: "postgresql://avstemt_app:password@127.0.0.1:5432/avstemt",
  }),
  DATABASE_ADMIN_URL: postgresUrl.optional().meta({
    description: "be the PostgreSQL URL of the migration role",
    example: "postgresql://avstemt_admin:password@127.0.0.1:5432/avstemt",
  }),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/ })
    .optional()
    .meta({
      description: "be the URL of a Redis or Valkey, or of a cluster",
      example: "redis://127.0.0.1:6379 or redis://127.0.0.1:6379?cluster=true",
    }),
  VIPPS_API_URL: httpUrl.default("https://api.vipps.no").meta({
    description: "be the base URL of the Vipps MobilePay APIs",
    example: "https://api.vipps.no",
  }),
  VIPPS_SYSTEM_NAME: header.default("avstemt").meta({
    description: `be 1 to ${HEADER_CHARACTERS_MAX} characters`,
    example: "avstemt",
  }),
  VIPPS_SYSTEM_VERSION: header.default("0.1.0").meta({
    description: `be 1 to ${HEADER_CHARACTERS_MAX} characters`,
    example: "0.1.0",
  }),
  VIPPS_PLUGIN_NAME: header.default("avstemt-worker").meta({
    description: `be 1 to ${HEADER_CHARACTERS_MAX} characters`,
    example: "avstemt-worker",
  }),
  VIPPS_PLUGIN_VERSION: header.default("0.1.0").meta({
    description: `be 1 to ${HEADER_CHARACTERS_MAX} characters`,
    example: "0.1.0",
  }),
  ENCRYPTION_KEYS: keys.meta({
    description: `be id:key pairs, each key ${KEY_BYTES} bytes in base64, ids not repeated; the first encrypts`,
    example: "k2:BASE64,k1:BASE64 (make one: openssl rand -base64 32)",
  }),
  NEXTAUTH_SECRET: z.string().min(32).meta({
    description: "be at least 32 characters that nobody can guess",
    example: "what `openssl rand -base64 32` prints",
  }),
  NEXTAUTH_URL: httpUrl.optional().meta({
    description: "be the origin that people see in the address bar",
    example: "https://avstemt.example.com",
  }),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .optional()
    .meta({
      description: "be the URL of a mail server",
      example: "smtp://user:password@mail.example.com:587",
    }),
  MAIL_FROM: z.string().min(3).optional().meta({
    description: "be the sender of our mail; it goes with SMTP_URL",
    example: "Avstemt <no-reply@example.com>",
  }),
  OIDC_ISSUER: httpUrl.optional().meta({
    description: "be the issuer's URL of an OpenID Connect provider; it goes with the other OIDC_ variables",
    example: "https://login.example.com",
  }),
  OIDC_CLIENT_ID: z.string().min(1).optional().meta({
    description: "be the client that the OpenID Connect provider knows Avstemt as",
    example: "avstemt",
  }),
  OIDC_CLIENT_SECRET: z.string().min(1).optional().meta({
    description: "be that client's secret",
    example: "what the provider gave",
  }),
  OIDC_NAME: z.string().min(1).max(60).optional().meta({
    description: "be what people call the OpenID Connect provider, 1 to 60 characters",
    example: "Entra ID",
  }),
  PORT: port.default(3000).meta({ description: "be a port, 1 to 65535", example: "3000" }),
  WORKER_PORT: port.optional().meta({
    description: "be the port of the worker's health and metrics, 1 to 65535; unset: it has none",
    example: "3001",
  }),
  WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(256).default(8).meta({
    description: "be how many jobs one worker runs at a time, 1 to 256",
    example: "8",
  }),
  LOG_LEVEL: z
    .enum(LOG_LEVELS)
    .default("info")
    .meta({
      description: `be one of ${LOG_LEVELS.join(", ")}`,
      example: "info",
    }),
  METRICS_TOKEN: z.string().min(16).optional().meta({
    description: "be at least 16 characters; unset: there are no metrics",
    example: "what `openssl rand -hex 16` prints",
  }),
  DATA_DIR: z.string().min(1).optional().meta({
    description: "be the folder for what a checkout keeps outside git, .data unless set",
    example: ".data",
  }),
});

export type Env = ReturnType<typeof toEnv>;

/** All of them or none. */
const OIDC = ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_NAME"] as const;

/** What is wrong with the environment, all of it at once, one line a variable. */
export class EnvError extends Error {
  override readonly name = "EnvError";
}

/**
 * The environment, checked and frozen. Variables that are not set are looked up in `<DATA_DIR>/env`.
 * Throws: EnvError, which names every wrong or missing variable, never its value.
 */
export function readEnv(variables: Readonly<Record<string, string | undefined>> = process.env): Env {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const given = { ...readEnvFile(dataDirOf(set)), ...set };
  const parsed = Variables.safeParse(given);
  if (!parsed.success) throw new EnvError(explain(parsed.error, given));
  const values = parsed.data;
  if (values.SMTP_URL !== undefined && values.MAIL_FROM === undefined) {
    throw new EnvError(explainOne("MAIL_FROM", undefined));
  }
  const missing = OIDC.filter((name) => values[name] === undefined);
  if (missing.length > 0 && missing.length < OIDC.length) {
    throw new EnvError(missing.map((name) => explainOne(name, undefined)).join("\n"));
  }
  return toEnv(values, dataDirOf(set));
}

function toEnv(values: z.output<typeof Variables>, dataDir: string) {
  return Object.freeze({
    databaseUrl: values.DATABASE_URL,
    queueDatabaseUrl: values.QUEUE_DATABASE_URL ?? values.DATABASE_URL,
    databaseAdminUrl: values.DATABASE_ADMIN_URL,
    redisUrl: values.REDIS_URL,
    vippsApiUrl: values.VIPPS_API_URL.replace(/\/$/, ""),
    vippsSystem: Object.freeze({
      name: values.VIPPS_SYSTEM_NAME,
      version: values.VIPPS_SYSTEM_VERSION,
      pluginName: values.VIPPS_PLUGIN_NAME,
      pluginVersion: values.VIPPS_PLUGIN_VERSION,
    }),
    encryptionKeys: values.ENCRYPTION_KEYS,
    nextauthSecret: values.NEXTAUTH_SECRET,
    nextauthUrl: values.NEXTAUTH_URL ?? `http://localhost:${values.PORT}`,
    smtpUrl: values.SMTP_URL,
    mailFrom: values.MAIL_FROM,
    oidc: oidcOf(values),
    port: values.PORT,
    workerPort: values.WORKER_PORT,
    workerConcurrency: values.WORKER_CONCURRENCY,
    logLevel: values.LOG_LEVEL,
    metricsToken: values.METRICS_TOKEN,
    dataDir,
  });
}

/** The OpenID Connect provider that people may sign in with; undefined: there is none. */
function oidcOf(values: z.output<typeof Variables>) {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = values;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) return undefined;
  return Object.freeze({
    issuer: issuer.replace(/\/$/, ""),
    clientId,
    clientSecret,
    name: values.OIDC_NAME ?? "",
  });
}

function explain(error: z.ZodError, given: Readonly<Record<string, string | undefined>>): string {
  const names = new Set(error.issues.map((issue) => String(issue.path[0])));
  return [...names].map((name) => explainOne(name, given[name])).join("\n");
}

function explainOne(name: string, value: string | undefined): string {
  const { description, example } = Variables.shape[name as keyof typeof Variables.shape].meta() ?? {};
  return `${name} ${value === undefined ? "is not set; it" : "is wrong: it"} must ${description}, for example ${String(example)}`;
}

function isKey(id: string | undefined, key: string | undefined): boolean {
  return (
    id !== undefined && /^[\w-]{1,32}$/.test(id) && Buffer.from(key ?? "", "base64").length === KEY_BYTES
  );
}
