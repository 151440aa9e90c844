import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { UserId } from "@/lib/core/ids";
import { present } from "@/lib/core/invariant";
import type { Accepted, AcceptInput } from "@/lib/contracts/members";
import { hashPassword } from "@/lib/platform/password";
import type { Actor, Services } from "@/lib/services/context";
import { checkPassword } from "@/lib/services/identity/check-password";
import { hashLink, isLink } from "@/lib/services/invitations/invitation-link";
import { placeText } from "@/lib/services/members/acting-user";
import { recordAudit } from "@/lib/store/audit";
import { acceptAsKnown, acceptAsNew, findOpenInvitation } from "@/lib/store/invitations";
import type { Admitted, OpenInvitation } from "@/lib/store/invitations";
import { listMerchantNames } from "@/lib/store/merchants";
import { withSystem } from "@/lib/store/system";
import { FIRM, withTenant } from "@/lib/store/tenant";
import type { TenantTx } from "@/lib/store/tenant";

/** What the page of a link shows. */
export type ShownInvitation = Readonly<{
  firm: string;
  email: string;
  role: OpenInvitation["role"];
  invitedBy: string;
  isKnown: boolean;
  /** Of a merchant's person: their companies. */
  companies: readonly string[];
}>;

type Needed = Pick<Services, "database" | "clock">;

/** The invitation of a link; undefined when it is unknown, used, withdrawn or expired, which look the same. */
export async function showInvitation(services: Needed, token: string): Promise<ShownInvitation | undefined> {
  const found = await find(services, token);
  if (found === undefined) return undefined;
  const { tenantId, merchantIds } = found;
  const companies =
    found.role === "merchant" && merchantIds !== undefined
      ? await withTenant(services.database, { tenantId, scope: { kind: "limited", merchantIds } }, (tx) =>
          listMerchantNames(tx, merchantIds),
        )
      : [];
  return {
    firm: found.tenantName,
    email: found.email,
    role: found.role,
    invitedBy: found.invitedBy,
    isKnown: found.isKnown,
    companies: companies.map(({ name }) => name),
  };
}

async function find(services: Needed, token: string): Promise<OpenInvitation | undefined> {
  if (!isLink(token)) return undefined;
  return withSystem(services.database, (tx) =>
    findOpenInvitation(tx, hashLink(token), services.clock.nowMs()),
  );
}

/**
 * Accepts an invitation, once: as the person of the session, whose e-mail must be the letter's; or, with a name and a
 * password, as somebody new. Throws: not_found (the link), unauthenticated (sign in as the invited), conflict, invalid_input.
 */
export async function acceptInvitation(
  services: Needed,
  input: AcceptInput &
    Readonly<{
      sessionId: string | undefined;
      /** Where the request comes from, for the audit trail. */
      origin?: Pick<Actor, "address" | "device" | "requestId">;
    }>,
): Promise<Accepted> {
  const invitation = await find(services, input.token);
  if (invitation === undefined) throw gone();
  const hash = hashLink(input.token);
  const nowMs = services.clock.nowMs();
  const newPerson = invitation.isKnown ? undefined : await readNewPerson(input, invitation);
  const { tenantId } = invitation;
  return withTenant(services.database, { tenantId, scope: FIRM }, async (tx) => {
    const admitted =
      newPerson === undefined
        ? await accept(tx, { hash, sessionId: input.sessionId, nowMs })
        : await acceptAsNew(tx, { hash, userId: newId<"user">(nowMs) as UserId, ...newPerson, nowMs });
    refuse(admitted);
    const userId = present(admitted.userId, "who accepted");
    const by = {
      clock: services.clock,
      actor: { kind: "user", id: userId, name: admitted.userName, ...input.origin },
    } as const;
    await recordAudit(tx, by, {
      action: "invitation.accepted",
      subjectType: "user",
      subjectId: userId,
      ...(admitted.before !== undefined && {
        before: placeText({ role: invitation.role, merchantIds: admitted.before }),
      }),
      after: placeText({ role: invitation.role, merchantIds: admitted.after }),
    });
    return { tenant: invitation.slug, role: invitation.role };
  });
}

async function accept(
  tx: TenantTx,
  given: Readonly<{ hash: Uint8Array; sessionId: string | undefined; nowMs: number }>,
): Promise<Admitted> {
  const { sessionId } = given;
  if (sessionId === undefined) throw notTheirs();
  return acceptAsKnown(tx, { ...given, sessionId });
}

async function readNewPerson(
  input: AcceptInput,
  { email, tenantName }: OpenInvitation,
): Promise<Readonly<{ name: string; passwordHash: string }>> {
  if (input.name === undefined) {
    throw new AppError("invalid_input", "say what colleagues call you", {
      fields: [{ field: "name", message: "must not be empty" }],
    });
  }
  const { name, password = "" } = input;
  checkPassword(password, { email, name, firmNames: [tenantName] }, "password");
  return { name, passwordHash: await hashPassword(password) };
}

function refuse({ outcome }: Admitted): void {
  if (outcome === "gone") throw gone();
  if (outcome === "other-person") throw notTheirs();
  if (outcome === "known") throw new AppError("conflict", "there is an account with this e-mail by now");
  if (outcome === "member") throw new AppError("conflict", "you have another place in this firm already");
}

function gone(): AppError {
  return new AppError("not_found", "this invitation was used or withdrawn, or has expired");
}

function notTheirs(): AppError {
  return new AppError("unauthenticated", "sign in with the e-mail that the invitation was sent to");
}
