import type { Clock } from "@/lib/core/clock";
import { AppError } from "@/lib/core/errors";
import type { TenantId } from "@/lib/core/ids";
import type { Enqueue } from "@/lib/contracts/jobs";
import { can, tokenMay } from "@/lib/domain/access/permissions";
import type { ActorRole, Permission, TokenScope } from "@/lib/domain/access/permissions";
import type { Database } from "@/lib/platform/database/database";
import type { Log } from "@/lib/platform/log";
import type { Mailer } from "@/lib/platform/mailer";
import type { SecretBox } from "@/lib/platform/secret-box";
import type { Vipps } from "@/lib/providers/vipps/client";
import { FIRM } from "@/lib/store/tenant";
import type { Scope } from "@/lib/store/tenant";

/** Who asks, and from where: named in the audit trail. A job is named by its name. */
export type Actor = Readonly<{
  kind: "user" | "token" | "system" | "operator";
  id: string;
  name: string;
  /** The address that the request came from. */
  address?: string | undefined;
  /** What the request says of its browser or program. */
  device?: string | undefined;
  /** The request, as its answer names it. */
  requestId?: string | undefined;
}>;

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
    /** What a token was made for; a token without them may do nothing. */
    tokenScopes?: readonly TokenScope[];
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

/** Whether whoever asks may do something: by role, by limit, and for a token by what it was made for. */
export function isPermitted(
  ctx: Pick<ServiceContext, "role" | "scope" | "tokenScopes">,
  permission: Permission,
): boolean {
  if (!can(ctx.role, permission, ctx.scope.kind === "limited")) return false;
  return ctx.role !== "token" || tokenMay(ctx.tokenScopes ?? [], permission);
}

/** Throws: forbidden. First line of every verb that acts for a person. */
export function requirePermission(ctx: ServiceContext, permission: Permission): void {
  if (isPermitted(ctx, permission)) return;
  const who = ctx.role === "token" ? "this token" : "your role";
  throw new AppError("forbidden", `${who} may not do this (${permission})`);
}
