import type { LedgerUid } from "@/lib/core/ids";
import type { ServiceContext } from "@/lib/services/context";
import { setKeys } from "@/lib/services/keys/set-keys";
import { discoverLedgers } from "@/lib/services/ledgers/discover-ledgers";
import { onboardLedgers } from "@/lib/services/ledgers/onboard-ledgers";
import { listLedgerRecords } from "@/lib/store/ledgers";
import type { LedgerRecord } from "@/lib/store/ledgers";
import { withTenant } from "@/lib/store/tenant";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { TestSimulator } from "@/tests/factories/simulator";

/** Stores the simulator's keys of the firm, discovers its ledgers and takes them all in. */
export async function takeInAll(
  ctx: ServiceContext,
  simulator: TestSimulator,
  options: Readonly<{ clientId?: string; booksFrom?: LedgerDate; ledgerIds?: readonly string[] }> = {},
): Promise<readonly LedgerRecord[]> {
  const clientId = options.clientId ?? "firm-nordfjord";
  const credentialId = await setKeys(ctx, {
    clientId,
    clientSecret: `${clientId}-secret-${String(simulator.seed)}`,
  });
  await discoverLedgers(ctx, credentialId);
  const found = await listLedgers(ctx);
  const wanted = found.filter(
    (ledger) => ledger.status === "new" && (options.ledgerIds?.includes(ledger.ledgerId) ?? true),
  );
  await onboardLedgers(ctx, { ledgers: wanted.map((ledger) => ledger.id), booksFrom: options.booksFrom });
  return listLedgers(ctx, "active");
}

export function listLedgers(ctx: ServiceContext, status?: LedgerRecord["status"]): Promise<LedgerRecord[]> {
  return withTenant(ctx.database, ctx, (tx) =>
    listLedgerRecords(tx, {
      statuses: status === undefined ? ["new", "active", "ignored", "revoked"] : [status],
      limit: 1000,
    }),
  );
}

export async function ledgerUid(ctx: ServiceContext, ledgerId: string): Promise<LedgerUid> {
  const found = (await listLedgers(ctx)).find((ledger) => ledger.ledgerId === ledgerId);
  if (found === undefined) throw new Error(`no ledger ${ledgerId}`);
  return found.id;
}
