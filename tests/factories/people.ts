import { newId } from "@/lib/core/ids";
import type { MerchantId, UserId } from "@/lib/core/ids";
import type { Role } from "@/lib/domain/access/permissions";
import { createDatabase } from "@/lib/platform/database/database";
import type { ServiceContext } from "@/lib/services/context";
import { insertMember } from "@/lib/store/installation";
import { openSession } from "@/lib/store/identity";
import { withSystem } from "@/lib/store/system";
import type { TestDatabase } from "@/tests/setup/database";

/** A member of a firm, as sign-in and the pages have them. */
export type TestPerson = Readonly<{ userId: UserId; email: string; ctx: ServiceContext }>;

/** Somebody with a role in the firm of `firm`; a limit makes their view limited. No password opens the account. */
export async function createTestPerson(
  firm: ServiceContext,
  database: TestDatabase,
  person: Readonly<{ name: string; role: Role; merchantIds?: readonly MerchantId[]; email?: string }>,
): Promise<TestPerson> {
  const email = person.email ?? `${person.name.toLowerCase()}-${firm.tenantId.slice(-6)}@example.com`;
  const admin = createDatabase({ url: database.adminUrl, connectionsMax: 1 });
  const { userId } = await withSystem(admin, (tx) =>
    insertMember(tx, {
      ...person,
      userId: newId<"user">(firm.clock.nowMs()),
      tenantId: firm.tenantId,
      email,
      passwordHash: "opened by nothing",
    }),
  );
  await admin.close();
  const { name, role, merchantIds } = person;
  return {
    userId,
    email,
    ctx: {
      ...firm,
      role,
      scope: merchantIds === undefined ? { kind: "firm" } : { kind: "limited", merchantIds },
      actor: { kind: "user", id: userId, name },
    },
  };
}

/** An open session of somebody, as sign-in leaves it; its id. */
export async function openTestSession(ctx: ServiceContext, userId: UserId): Promise<string> {
  const nowMs = ctx.clock.nowMs();
  const id = newId<"session">(nowMs);
  await withSystem(ctx.database, (tx) =>
    openSession(tx, {
      id,
      userId,
      openedAtMs: nowMs,
      expiresAtMs: nowMs + 12 * 3_600_000,
      device: "test",
      address: "127.0.0.1",
    }),
  );
  return id;
}
