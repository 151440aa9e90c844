import type { Ledger, Topic } from "@/lib/contracts/shapes";
import type { LedgerStatus } from "@/lib/domain/ledger/states";
import { startOfYear, dateInZone } from "@/lib/core/ledger-date";
import { countryOfLedger } from "@/lib/domain/merchant/country";
import { TIME_ZONES } from "@/lib/domain/payout/bank-days";
import { hashHex } from "@/lib/platform/hash";
import { systemContext } from "@/lib/services/context";
import type { Services } from "@/lib/services/context";
import { listAllLedgers } from "@/lib/services/ledgers/list-all-ledgers";
import { getTenantBySlug } from "@/lib/services/tenants/create-tenant";
import { listInstallationLedgers as listRows } from "@/lib/store/installation";
import type { Listing } from "@/lib/store/ledgers";
import { withSystem } from "@/lib/store/system";

/** A ledger found with the installation's keys. `tenant`: the slug of the firm that it is assigned to. */
export type InstallationLedger = Ledger & Readonly<{ tenant: string | null }>;

/**
 * What the installation's keys opened at the last discovery. A ledger that is assigned is shown as its firm has
 * it; one that waits for its firm as new. `admin` has a database connection of the migration role.
 */
export async function listInstallationLedgers(
  { admin, services }: Readonly<{ admin: Services; services: Services }>,
  filter: Readonly<{ status?: LedgerStatus | undefined }>,
): Promise<readonly InstallationLedger[]> {
  const rows = await withSystem(admin.database, (tx) => listRows(tx));
  const slugs = new Set(rows.flatMap(({ tenantSlug }) => tenantSlug ?? []));
  const held = new Map<string, Ledger>();
  for (const slug of slugs) {
    const tenant = await getTenantBySlug(services, slug);
    for (const ledger of await listAllLedgers(systemContext(services, tenant.id, "operator"), {}))
      held.set(`${slug}/${ledger.ledgerId}`, ledger);
  }
  return rows
    .map(({ credentialId, listing, tenantSlug, missingSince }): InstallationLedger => {
      const own = held.get(`${tenantSlug ?? ""}/${listing.ledgerId}`);
      const shown =
        own ?? toWaiting(listing, { credentialId, isMissing: missingSince !== undefined, services });
      return { ...shown, tenant: tenantSlug ?? null };
    })
    .filter((ledger) => filter.status === undefined || ledger.status === filter.status);
}

const UNREAD: Topic = {
  entryCount: 0,
  headBalance: null,
  headSeenAt: null,
  lastEntryAt: null,
  lastLedgerDate: null,
  state: "first-sync",
  verifiedThrough: null,
  rate: null,
};

function toWaiting(
  listing: Listing,
  of: Readonly<{ credentialId: string; isMissing: boolean; services: Services }>,
): Ledger {
  return {
    id: idOfDiscovery(of.credentialId, listing.ledgerId),
    ledgerId: listing.ledgerId,
    merchantId: null,
    merchantName: null,
    status: of.isMissing ? "revoked" : "new",
    currency: listing.currency,
    booksFrom: startOfYear(dateInZone(of.services.clock.nowMs(), TIME_ZONES[countryOfLedger(listing)])),
    owner: listing.owner,
    payoutAccount: listing.payoutAccount,
    settlesFor: [...listing.settlesFor],
    salesUnits: listing.salesUnits.map(({ name, recipientHandle }) => ({ name, recipientHandle })),
    funds: UNREAD,
    fees: UNREAD,
  };
}

/** A ledger that no firm has yet has no id of its own: a UUIDv8 (RFC 9562) of what it was found by. */
function idOfDiscovery(credentialId: string, ledgerId: string): string {
  const hex = hashHex(`${credentialId}/${ledgerId}`);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
