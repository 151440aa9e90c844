import { AppError } from "@/lib/core/errors";
import type { CredentialId, TenantId } from "@/lib/core/ids";
import type { Topic } from "@/lib/domain/ledger/states";
import { sealAudit } from "@/lib/services/audit/seal-audit";
import { systemContext } from "@/lib/services/context";
import { discoverLedgers } from "@/lib/services/ledgers/discover-ledgers";
import { warnExpiring } from "@/lib/services/tokens/warn-expiring";
import { runFollow, runRebuild } from "@/lib/services/worker/follow-job";
import { ringDue } from "@/lib/services/worker/ring-due";
import type { TestServices } from "@/tests/factories/services";

type FeedJob = Readonly<{ tenantId: string; ledger: string; topic: Topic }>;

/**
 * One round of a worker in this process: what PostgreSQL says is due is rung for, and every bell but
 * those for proof answered, one after the other. A job that fails does not stop the next. Returns the codes of the failures; what has no code is thrown.
 */
export async function takeTurn(services: TestServices): Promise<readonly string[]> {
  const failures: string[] = [];
  services.rung.length = 0;
  await ringDue(services, { shard: 0, shards: 1 });
  for (let bell = services.rung.shift(); bell !== undefined; bell = services.rung.shift()) {
    await answer(services, bell).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error;
      failures.push(error.code);
    });
  }
  return failures;
}

async function answer(
  services: TestServices,
  { name, payload }: Readonly<{ name: string; payload: unknown }>,
): Promise<void> {
  switch (name) {
    case "credential.discover": {
      const { credentialId } = payload as { credentialId: CredentialId };
      await discoverLedgers(services, credentialId);
      return;
    }
    case "feed.follow":
      return runFollow(services, payload as FeedJob);
    case "topic.rebuild":
      return runRebuild(services, payload as FeedJob);
    case "audit.seal": {
      const { tenantId } = payload as { tenantId: TenantId };
      await sealAudit(systemContext(services, tenantId, "audit.seal"));
      return;
    }
    case "token.warn":
      await warnExpiring(services);
      return;
    case "mail.send": // tests of letters take them from the outbox
      return;
    case "topic.prove": // tests/integration/ledger/proof.test.ts; here it would only cost time
      return;
    default:
      throw new Error(`no answer to ${name}`);
  }
}
