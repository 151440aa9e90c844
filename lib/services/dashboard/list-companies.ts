import type { Company } from "@/lib/contracts/dashboard";
import type { Services } from "@/lib/services/context";
import type { Session } from "@/lib/services/identity/read-session";
import { listMerchantNames } from "@/lib/store/merchants";
import { withTenant } from "@/lib/store/tenant";

/** The companies that somebody looks at as one of their people, over all firms: by firm, then by name. */
export async function listCompanies(
  services: Pick<Services, "database">,
  session: Pick<Session, "memberships">,
): Promise<Company[]> {
  const companies: Company[] = [];
  for (const { role, scope, tenantId, slug, tenantName } of session.memberships) {
    if (role !== "merchant" || scope.kind !== "limited") continue;
    const { merchantIds } = scope;
    const names = await withTenant(services.database, { tenantId, scope }, (tx) =>
      listMerchantNames(tx, merchantIds),
    );
    companies.push(...names.map(({ id, name }) => ({ tenant: slug, firm: tenantName, id, name })));
  }
  return companies;
}
