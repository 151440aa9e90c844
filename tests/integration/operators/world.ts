import { HOUR_MS } from "@/lib/core/clock";
import { newId } from "@/lib/core/ids";
import type { CredentialId, UserId } from "@/lib/core/ids";
import { createDatabase } from "@/lib/platform/database/database";
import type { Database } from "@/lib/platform/database/database";
import type { ServiceContext } from "@/lib/services/context";
import { secretContextOf } from "@/lib/services/keys/secret-context";
import type { OperatorContext } from "@/lib/services/operators/context";
import { openSession } from "@/lib/store/identity";
import { insertMember, putInstallationCredential } from "@/lib/store/installation";
import type { Listing } from "@/lib/store/ledgers";
import { insertOperator, insertPerson } from "@/lib/store/operators-admin";
import { recordListing, withSystem } from "@/lib/store/system";
import { openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

/** Long enough for tests that move the clock by days. */
export const SESSION_MS = 30 * 24 * HOUR_MS;

/** A read world, with people who have sessions, and the installation's own keys. */
export type OperatorWorld = ReadWorld &
  Readonly<{
    admin: Database;
    /** A person with an open session; a member of `firm` when there is one. */
    person: (
      name: string,
      of?: Readonly<{ isOperator?: boolean; firm?: ServiceContext; role?: "owner" | "viewer" }>,
    ) => Promise<OperatorContext>;
    /** The same person in a new session: hours without use end one. */
    again: (operator: OperatorContext) => Promise<OperatorContext>;
    /** The installation's own keys, and what a listing at this moment shows with them. */
    keys: (clientId?: string) => Promise<CredentialId>;
    list: (credential: CredentialId, listings: readonly Listing[]) => Promise<void>;
  }>;

export async function openOperatorWorld(): Promise<OperatorWorld> {
  const world = await openReadWorld();
  const { clock, services, database } = world;
  const admin = createDatabase({ url: database.adminUrl, connectionsMax: 2 });
  const openFor = (sessionId: string, userId: UserId): Promise<boolean> =>
    withSystem(services.database, (tx) =>
      openSession(tx, {
        id: sessionId,
        userId,
        openedAtMs: clock.nowMs(),
        expiresAtMs: clock.nowMs() + SESSION_MS,
        device: "test",
        address: "192.0.2.1",
      }),
    );
  return {
    ...world,
    admin,
    again: async (operator) => {
      const sessionId = newId<"session">(clock.nowMs());
      await openFor(sessionId, operator.person.id as UserId);
      return { ...operator, sessionId };
    },
    person: async (name, { isOperator = false, firm, role = "owner" } = {}) => {
      const nowMs = clock.nowMs();
      const email = `${name}-${newId<"user">(nowMs).slice(-8)}@example.com`;
      const sessionId = newId<"session">(nowMs);
      const id = newId<"user">(nowMs) as UserId;
      await withSystem(admin, async (tx) => {
        const person = { email, name, passwordHash: "no password opens this" };
        if (firm === undefined) await insertPerson(tx, { id, ...person });
        else await insertMember(tx, { userId: id, tenantId: firm.tenantId, role, ...person });
        if (isOperator) await insertOperator(tx, id);
      });
      await openFor(sessionId, id);
      return { ...services, sessionId, person: { id, name: email }, address: "192.0.2.7" };
    },
    keys: (clientId = "installation") =>
      withSystem(admin, (tx) =>
        putInstallationCredential(tx, {
          id: newId<"credential">(clock.nowMs()),
          clientId,
          secretSealed: services.secrets.seal("secret", secretContextOf({ clientId, owner: undefined })),
          fingerprint: services.secrets.fingerprint(
            "secret",
            secretContextOf({ clientId, owner: undefined }),
          ),
          nowMs: clock.nowMs(),
        }),
      ),
    list: (credential, listings) =>
      withSystem(services.database, (tx) => recordListing(tx, credential, clock.nowMs(), listings)),
    close: async () => {
      await admin.close();
      await world.close();
    },
  };
}

/** What a listing says of a ledger. */
export function listing(ledgerId: string, of: Readonly<{ ownerId?: string; unit?: string }> = {}): Listing {
  return {
    ledgerId,
    currency: "NOK",
    owner: { scheme: "business:NO:ORG", id: of.ownerId ?? `9${ledgerId.padStart(8, "0")}` },
    payoutAccount: { scheme: "BBAN:NO", id: "86011117947" },
    settlesFor: ["NO:57860"],
    salesUnits: [{ name: of.unit ?? `Shop ${ledgerId}`, recipientHandle: "NO:57860" }],
  };
}
