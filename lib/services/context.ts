import type { Clock } from "@/lib/core/clock";
import { AppError } from "@/lib/core/errors";
import type { TenantId } from "@/lib/core/ids";
import type { Enqueue } from "@/lib/contracts/jobs";
import { can } from "@/lib/domain/access/permissions";
import type { ActorRole, Permission } from "@/lib/domain/access/permissions";
import type { Database } from "@/lib/platform/database/database";
import type { Log } from "@/lib/platform/log";
import type { Mailer } from "@/lib/platform/mailer";
import type { SecretBox } from "@/lib/platform/secret-box";
import type { Vipps } from "@/lib/providers/vipps/client";
import { FIRM } from "@/lib/store/tenant";
import type { Scope } from "@/lib/store/tenant";

/** Who asks: named in the audit trail. */
export type Actor = Readonly<{ kind: "user" | "token" | "system" | "operator"; id: string; name: string }>;

/** What every process has: made once, in lib/services/wiring.ts. */
export type Services = Readonly<{
  database: Database;
  clock: Clock;
  log: Log;
  /** Rings for a job. Never inside a transaction. */
  enqueue: Enqueue;
  vipps: Vipps;
  secrets: SecretBox;
  mailer: Mailer;
  /** The origin that people see, without a slash at its end: links in mail begin with it. */
  publicUrl: string;
  /** Where files for people are kept until they are fetched. */
  dataDir: string;
  random: () => number;
}>;

/** What a verb needs: whose rows, who asks, and the services of the process. */
export type ServiceContext = Services &
  Readonly<{
    tenantId: TenantId;
    scope: Scope;
    actor: Actor;
    role: ActorRole;
  }>;

/** The context of work that nobody asked for: jobs and schedules. */
export function systemContext(services: Services, tenantId: TenantId, name: string): ServiceContext {
  return {
    ...services,
    tenantId,
    scope: FIRM,
    actor: { kind: "system", id: name, name },
    role: "system",
  };
}

/** Whether whoever asks may do it: for what is shown, never instead of asking in the verb. */
export function mayDo(ctx: Pick<ServiceContext, "role" | "scope">, permission: Permission): boolean {
  return can(ctx.role, permission, ctx.scope.kind === "limited");
}

/** Throws: forbidden. First line of every verb that acts for a person. */
export function requirePermission(ctx: ServiceContext, permission: Permission): void {
  if (!mayDo(ctx, permission)) {
    throw new AppError("forbidden", `your role may not do this (${permission})`);
  }
}
