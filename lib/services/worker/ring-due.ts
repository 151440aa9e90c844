import type { Services } from "@/lib/services/context";
import { endedBefore } from "@/lib/services/identity/sweep-ended";
import { TOKEN_WARNING_MS } from "@/lib/services/tokens/warn-expiring";
import { listDueAudits } from "@/lib/store/audit-chain";
import { listDueDigests } from "@/lib/store/digests";
import { isSweepDue } from "@/lib/store/ended";
import { isMailDue } from "@/lib/store/mail";
import { listDueOnboarding } from "@/lib/store/onboarding-facts";
import { listDueLeaving } from "@/lib/store/leaving";
import { listDuePersons } from "@/lib/store/persons";
import { listDueReconciliation } from "@/lib/store/reconcile";
import { listDueCredentials, listDueFeeds, listDueProofs, withSystem } from "@/lib/store/system";
import { isTokenExpiring } from "@/lib/store/tokens";

const RING_MAX = 500;
/** Of one scan, so that one huge firm cannot starve the rest. */
const TENANT_SHARE = 50;
const CREDENTIALS_MAX = 20;
const ONBOARDING_MAX = 50;
const LEAVING_MAX = 20;
const AUDITS_MAX = 200;
const RECONCILE_MAX = 200;
const DIGESTS_MAX = 200;

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
    onboarding: shard.shard === 0 ? await listDueOnboarding(tx, nowMs, ONBOARDING_MAX) : [],
    persons:
      shard.shard === 0
        ? await listDuePersons(tx, { nowMs, tenantShare: TENANT_SHARE, limit: RING_MAX })
        : [],
    leaving: shard.shard === 0 ? await listDueLeaving(tx, nowMs, LEAVING_MAX) : [],
    isMailDue: shard.shard === 0 && (await isMailDue(tx, nowMs)),
    isTokenExpiring: shard.shard === 0 && (await isTokenExpiring(tx, nowMs, TOKEN_WARNING_MS)),
    isSweepDue: shard.shard === 0 && (await isSweepDue(tx, endedBefore(nowMs))),
    reconcile: shard.shard === 0 ? await listDueReconciliation(tx, nowMs, RECONCILE_MAX) : [],
    digests: shard.shard === 0 ? await listDueDigests(tx, nowMs, DIGESTS_MAX) : [],
    audits: shard.shard === 0 ? await listDueAudits(tx, AUDITS_MAX) : [],
  }));
  if (due.isMailDue) await services.enqueue("mail.send", {});
  for (const { tenantId, batch } of due.onboarding) {
    await (batch === undefined
      ? services.enqueue("onboarding.remind", { tenantId })
      : services.enqueue("onboarding.take-in", { tenantId, batch }));
  }
  if (due.isTokenExpiring) await services.enqueue("token.warn", {});
  if (due.isSweepDue) await services.enqueue("ended.sweep", {});
  for (const tenantId of due.audits) await services.enqueue("audit.seal", { tenantId });
  for (const tenantId of due.reconcile) await services.enqueue("bank.reconcile", { tenantId });
  for (const digest of due.digests) await services.enqueue("issue.digest", digest);
  for (const credentialId of due.credentials) await services.enqueue("credential.discover", { credentialId });
  for (const { tenantId, ledger, topic, isActive } of due.feeds) {
    await services.enqueue(isActive ? "feed.follow" : "topic.rebuild", { tenantId, ledger, topic });
  }
  for (const { tenantId, ledger, topic } of due.proofs)
    await services.enqueue("topic.prove", { tenantId, ledger, topic });
  for (const { tenantId, ledger, work } of due.persons)
    await services.enqueue(work === "read" ? "person.fetch" : "person.purge", { tenantId, ledger });
  for (const { tenantId, export: id } of due.leaving) {
    if (id === undefined) await services.enqueue("firm.delete", { tenantId });
    else await services.enqueue("leaving.export", { tenantId, export: id });
  }
  return (
    due.feeds.length +
    due.proofs.length +
    due.credentials.length +
    due.onboarding.length +
    due.persons.length +
    due.leaving.length
  );
}
