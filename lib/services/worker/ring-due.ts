import type { Services } from "@/lib/services/context";
import { TOKEN_WARNING_MS } from "@/lib/services/tokens/warn-expiring";
import { listDueAudits } from "@/lib/store/audit-chain";
import { isMailDue } from "@/lib/store/mail";
import { listDueCredentials, listDueFeeds, listDueProofs, withSystem } from "@/lib/store/system";
import { isTokenExpiring } from "@/lib/store/tokens";

const RING_MAX = 500;
/** Of one scan, so that one huge firm cannot starve the rest. */
const TENANT_SHARE = 50;
const CREDENTIALS_MAX = 20;
const AUDITS_MAX = 200;

/**
 * Looks in PostgreSQL for what is due, and rings for it (DESIGN §5, "Scheduling"). Returns how often it rang.
 * A bell that is lost is rung again by the next scan; one that rings twice is dropped by its deduplication id.
 */
export async function ringDue(
  services: Services,
  shard: Readonly<{ shard: number; shards: number }>,
): Promise<number> {
  const nowMs = services.clock.nowMs();
  const scan = { nowMs, ...shard, tenantShare: TENANT_SHARE, limit: RING_MAX };
  const due = await withSystem(services.database, async (tx) => ({
    feeds: await listDueFeeds(tx, scan),
    proofs: await listDueProofs(tx, scan),
    credentials: shard.shard === 0 ? await listDueCredentials(tx, nowMs, CREDENTIALS_MAX) : [],
    isMailDue: shard.shard === 0 && (await isMailDue(tx, nowMs)),
    isTokenExpiring: shard.shard === 0 && (await isTokenExpiring(tx, nowMs, TOKEN_WARNING_MS)),
    audits: shard.shard === 0 ? await listDueAudits(tx, AUDITS_MAX) : [],
  }));
  if (due.isMailDue) await services.enqueue("mail.send", {});
  if (due.isTokenExpiring) await services.enqueue("token.warn", {});
  for (const tenantId of due.audits) await services.enqueue("audit.seal", { tenantId });
  for (const credentialId of due.credentials) await services.enqueue("credential.discover", { credentialId });
  for (const { tenantId, ledger, topic, isActive } of due.feeds) {
    await services.enqueue(isActive ? "feed.follow" : "topic.rebuild", { tenantId, ledger, topic });
  }
  for (const { tenantId, ledger, topic } of due.proofs)
    await services.enqueue("topic.prove", { tenantId, ledger, topic });
  return due.feeds.length + due.proofs.length + due.credentials.length;
}
