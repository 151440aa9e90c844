import { UsageError } from "@/cli/usage-error";
import type { Terminal } from "@/cli/terminal";
import { isLedgerDate } from "@/lib/core/ledger-date";
import type { LedgerDate } from "@/lib/core/ledger-date";
import { EnvError, readEnv } from "@/lib/platform/env";
import type { Env } from "@/lib/platform/env";
import { createLog } from "@/lib/platform/log";
import type { Log } from "@/lib/platform/log";
import { systemContext } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { getTenantBySlug } from "@/lib/services/tenants/create-tenant";
import { createServices } from "@/lib/services/wiring";
import type { WiredServices } from "@/lib/services/wiring";

const CONNECTIONS_MAX = 8;

/** What a command works with. Nothing is opened before it is asked for; `close` closes what was. */
export type Session = Readonly<{
  terminal: Terminal;
  /** Throws: EnvError. */
  env: () => Env;
  log: () => Log;
  /** With the run-time role. Throws: EnvError. */
  services: () => WiredServices;
  /** With the migration role, for what belongs to the installation. Throws: EnvError, when DATABASE_ADMIN_URL is not set. */
  admin: () => WiredServices;
  /** The context of an operator's work in a firm. Throws: not_found, EnvError, database_unavailable. */
  firm: (slug: string) => Promise<ServiceContext>;
  close: () => Promise<void>;
}>;

export function createSession(terminal: Terminal): Session {
  let env: Env | undefined;
  let log: Log | undefined;
  const opened = new Map<string, WiredServices>();
  const getEnv = (): Env => (env ??= readEnv(terminal.env));
  // A person reads this output: only what went wrong is worth a line, unless more was asked for.
  const getLog = (): Log =>
    (log ??= createLog(isSet(terminal.env["LOG_LEVEL"]) ? getEnv().logLevel : "error", {
      write: terminal.err,
    }));
  const open = (databaseUrl: string): WiredServices => {
    const known = opened.get(databaseUrl);
    if (known !== undefined) return known;
    const services = createServices({
      env: getEnv(),
      log: getLog(),
      databaseUrl,
      clock: terminal.clock,
      connectionsMax: CONNECTIONS_MAX,
    });
    opened.set(databaseUrl, services);
    return services;
  };
  const services = (): WiredServices => open(getEnv().databaseUrl);
  return {
    terminal,
    env: getEnv,
    log: getLog,
    services,
    admin: () => {
      const { databaseAdminUrl } = getEnv();
      if (databaseAdminUrl === undefined) {
        throw new EnvError(
          "DATABASE_ADMIN_URL is not set; this command needs it: it must be the PostgreSQL URL of the migration role, " +
            "for example postgresql://avstemt_admin:password@127.0.0.1:5432/avstemt",
        );
      }
      return open(databaseAdminUrl);
    },
    firm: async (slug) => {
      const tenant = await getTenantBySlug(services(), slug);
      return {
        ...systemContext(services(), tenant.id, "cli"),
        actor: { kind: "operator", id: terminal.userName, name: terminal.userName },
      };
    },
    close: async () => {
      for (const one of opened.values()) await one.close();
    },
  };
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "";
}

/** A ledger date from the command line. Throws: UsageError. */
export function dateOf(option: string, text: string | undefined): LedgerDate | undefined {
  if (text === undefined) return undefined;
  if (!isLedgerDate(text))
    throw new UsageError(`--${option}: "${text}" is not a date; write it as 2026-11-21.`);
  return text;
}

/** One of a closed set from the command line. Throws: UsageError. */
export function choiceOf<T extends string>(
  option: string,
  text: string | undefined,
  choices: readonly T[],
): T | undefined {
  if (text === undefined) return undefined;
  const found = choices.find((choice) => choice === text);
  if (found === undefined) throw new UsageError(`--${option}: "${text}" is none of ${choices.join(", ")}.`);
  return found;
}
