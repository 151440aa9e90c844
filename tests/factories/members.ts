import { newId } from "@/lib/core/ids";
import type { MerchantId, UserId } from "@/lib/core/ids";
import type { Role } from "@/lib/domain/access/permissions";
import { createDatabase } from "@/lib/platform/database/database";
import type { ServiceContext } from "@/lib/services/context";
import { insertMember } from "@/lib/store/installation";
import { withSystem } from "@/lib/store/system";
import type { TestDatabase } from "@/tests/setup/database";

/** A member of the firm who cannot sign in; and the context of what they do. */
export async function addTestMember(
  ctx: ServiceContext,
  database: TestDatabase,
  member: Readonly<{ email: string; role: Role; merchantIds?: readonly MerchantId[] }>,
): Promise<ServiceContext> {
  const admin = createDatabase({ url: database.adminUrl, connectionsMax: 1 });
  const userId = newId<"user">(ctx.clock.nowMs()) as UserId;
  const name = member.email.split("@")[0] ?? member.email;
  await withSystem(admin, (tx) =>
    insertMember(tx, { userId, tenantId: ctx.tenantId, name, passwordHash: "no password fits", ...member }),
  );
  await admin.close();
  return { ...ctx, role: member.role, actor: { kind: "user", id: userId, name } };
}
