import { AppError } from "@/lib/core/errors";
import { systemContext } from "@/lib/services/context";
import type { ServiceContext, Services } from "@/lib/services/context";
import type { OperatorAct } from "@/lib/store/operator-act";
import { isAtDesk } from "@/lib/store/operators";
import { findTenantBySlug, withSystem } from "@/lib/store/system";

export type Firm = Readonly<{ slug: string; name: string }>;

/**
 * What an operator's verb needs. It carries no authority: the database asks for each call whose session it is, and
 * whether the installation has keys of its own. Whoever is no operator gets not_found from every verb here.
 */
export type OperatorContext = Services &
  Readonly<{
    sessionId: string;
    /** Named in the audit trail of a firm that a verb changes. */
    person: Readonly<{ id: string; name: string }>;
    /** Of the network, for the log. */
    address: string;
  }>;

/** The call as the database's functions take it. */
export function actOf(ctx: OperatorContext): OperatorAct {
  return { sessionId: ctx.sessionId, nowMs: ctx.clock.nowMs(), address: ctx.address };
}

/** Whether the operators' pages exist for the person of this session: they run an installation with keys of its own. */
export function hasOperatorDesk(
  services: Pick<Services, "database" | "clock">,
  sessionId: string,
): Promise<boolean> {
  return withSystem(services.database, (tx) => isAtDesk(tx, { sessionId, nowMs: services.clock.nowMs() }));
}

/** The firm, and the context of an operator's act in it. A stranger learns nothing of which firms there are. Throws: not_found. */
export async function contextOfFirm(
  ctx: OperatorContext,
  slug: string,
): Promise<Readonly<{ firm: Firm; at: ServiceContext }>> {
  const tenant = await withSystem(ctx.database, async (tx) =>
    (await isAtDesk(tx, actOf(ctx))) ? findTenantBySlug(tx, slug) : undefined,
  );
  if (tenant === undefined) throw new AppError("not_found", `there is no firm with the slug "${slug}"`);
  return {
    firm: { slug, name: tenant.name },
    at: { ...systemContext(ctx, tenant.id, "operator"), actor: { kind: "operator", ...ctx.person } },
  };
}
