import { AppError } from "@/lib/core/errors";
import type { CredentialId } from "@/lib/core/ids";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext, Services } from "@/lib/services/context";
import { recordAudit } from "@/lib/store/audit";
import { listOwnCredentials } from "@/lib/store/credentials";
import { listInstallationCredentials } from "@/lib/store/installation";
import { resolveIssue } from "@/lib/store/issues";
import { liftHold, noteOperatorEvent } from "@/lib/store/operators-admin";
import { setCredentialState, withSystem } from "@/lib/store/system";
import { withTenant } from "@/lib/store/tenant";
import type { TenantTx } from "@/lib/store/tenant";

/** Keys whose hold was lifted. */
export type LiftedHold = Readonly<{ credentialId: CredentialId; clientId: string }>;

/**
 * Says, with a reason, that the ledgers that vanished from the firm's keys are gone: the next list, which is due at
 * once, may end what it lacks. Throws: forbidden, invalid_input, conflict (nothing is held).
 */
export async function confirmVanished(
  ctx: ServiceContext,
  input: Readonly<{ reason: string }>,
): Promise<readonly LiftedHold[]> {
  requirePermission(ctx, "keys.manage");
  const reason = checkedReason(input.reason);
  const nowMs = ctx.clock.nowMs();
  const lifted = await withTenant(ctx.database, ctx, async (tx) => {
    const done: LiftedHold[] = [];
    for (const credential of await listOwnCredentials(tx)) {
      if (!(await liftOwnHold(tx, { credentialId: credential.id, nowMs }))) continue;
      const subject = { subjectType: "credential", subjectId: credential.id } as const;
      await resolveIssue(tx, {
        kind: "many-ledgers-vanished",
        ...subject,
        nowMs,
        by: ctx.actor.name,
        reason,
      });
      await recordAudit(tx, ctx, { action: "keys.vanished-confirmed", ...subject, after: { reason } });
      done.push({ credentialId: credential.id, clientId: credential.clientId });
    }
    return done;
  });
  return someOf(lifted);
}

/** Lifts the hold on keys of the firm. False: there are no such keys, or nothing is held. */
export async function liftOwnHold(
  tx: TenantTx,
  of: Readonly<{ credentialId: string; nowMs: number }>,
): Promise<boolean> {
  const credential = (await listOwnCredentials(tx)).find((own) => own.id === of.credentialId);
  if (credential === undefined || !credential.vanishedHeld) return false;
  await setCredentialState(tx, credential.id, {
    state: credential.state,
    nowMs: of.nowMs,
    nextDiscoveryAtMs: of.nowMs,
    vanishedHeld: false,
    isProof: false,
  });
  return true;
}

/**
 * The same for the installation's own keys, written down in the operators' log. Needs a database connection of the
 * migration role. Throws: invalid_input, conflict (nothing is held).
 */
export async function confirmInstallationVanished(
  services: Services,
  input: Readonly<{ reason: string; operator: string }>,
): Promise<readonly LiftedHold[]> {
  const reason = checkedReason(input.reason);
  const nowMs = services.clock.nowMs();
  const lifted = await withSystem(services.database, async (tx) => {
    const done: LiftedHold[] = [];
    for (const { id, clientId } of await listInstallationCredentials(tx)) {
      const ledgers = await liftHold(tx, id, nowMs);
      if (ledgers === undefined) continue;
      await noteOperatorEvent(tx, {
        nowMs,
        by: input.operator,
        action: "keys.vanished-confirmed",
        subject: clientId,
        before: { held: "true", ledgers: String(ledgers) },
        after: { held: "false", reason },
      });
      done.push({ credentialId: id, clientId });
    }
    return done;
  });
  return someOf(lifted);
}

function checkedReason(text: string): string {
  const reason = text.trim();
  if (reason === "" || reason.length > 1_000)
    throw new AppError("invalid_input", "the reason must have 1 to 1000 characters");
  return reason;
}

function someOf(lifted: readonly LiftedHold[]): readonly LiftedHold[] {
  if (lifted.length > 0) return lifted;
  throw new AppError("conflict", "nothing is held: no keys miss many ledgers at once");
}
