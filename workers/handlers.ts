import type { CredentialId, LedgerUid, TenantId, UserId } from "@/lib/core/ids";
import type { Env } from "@/lib/platform/env";
import type { Log } from "@/lib/platform/log";
import type { JobHandlers } from "@/lib/platform/queue/consumer";
import type { JobQueue } from "@/lib/platform/queue/queue";
import { sealAudit } from "@/lib/services/audit/seal-audit";
import { systemContext } from "@/lib/services/context";
import { sweepEnded } from "@/lib/services/identity/sweep-ended";
import { sendDigest } from "@/lib/services/issues/send-digest";
import { discoverLedgers } from "@/lib/services/ledgers/discover-ledgers";
import { deleteFirm } from "@/lib/services/leaving/delete-firm";
import { makeExport } from "@/lib/services/leaving/make-export";
import { sendMail } from "@/lib/services/mail/send-mail";
import { remindMerchants } from "@/lib/services/onboarding/ask-for-grant";
import { runBatch } from "@/lib/services/onboarding/run-batch";
import type { BatchId } from "@/lib/services/onboarding/run-batch";
import { fetchPastPersons } from "@/lib/services/persons/fetch-past-persons";
import { purgePersonsOf } from "@/lib/services/persons/purge-persons";
import { proveTopic } from "@/lib/services/proof/prove-topic";
import { reconcileDue } from "@/lib/services/reconciliation/reconcile-due";
import { warnExpiring } from "@/lib/services/tokens/warn-expiring";
import { createServices } from "@/lib/services/wiring";
import { runFollow, runRebuild } from "@/lib/services/worker/follow-job";
import { ringDue } from "@/lib/services/worker/ring-due";
import { SHARDS } from "@/workers/schedules";

export type Handlers = Readonly<{ handlers: JobHandlers; close: () => Promise<void> }>;

/** What every job does: one service each. A job that is declared without a handler does not compile. */
export function createHandlers(env: Env, log: Log, queue: JobQueue): Handlers {
  // A job holds one connection at a time, and the scan one more.
  const services = createServices({ env, log, queue, connectionsMax: env.workerConcurrency + 2 });
  return {
    handlers: {
      "due.ring": async ({ shard }) => {
        await ringDue(services, { shard, shards: SHARDS });
      },
      "feed.follow": (job, signal) => runFollow(services, job, signal),
      "topic.prove": async ({ tenantId, ledger, topic }, signal) => {
        await proveTopic(
          systemContext(services, tenantId as TenantId, "topic.prove"),
          { ledger: ledger as LedgerUid, topic },
          { signal },
        );
      },
      "topic.rebuild": (job, signal) => runRebuild(services, job, signal),
      "credential.discover": async ({ credentialId }, signal) => {
        await discoverLedgers(services, credentialId as CredentialId, { signal });
      },
      "onboarding.take-in": async ({ tenantId, batch }, signal) => {
        await runBatch(
          systemContext(services, tenantId as TenantId, "onboarding.take-in"),
          { batch: batch as BatchId },
          { signal },
        );
      },
      "onboarding.remind": async ({ tenantId }, signal) => {
        await remindMerchants(systemContext(services, tenantId as TenantId, "onboarding.remind"), { signal });
      },
      "person.fetch": async ({ tenantId, ledger }, signal) => {
        const ctx = systemContext(services, tenantId as TenantId, "person.fetch");
        await fetchPastPersons(ctx, ledger as LedgerUid, { signal });
      },
      "person.purge": async ({ tenantId, ledger }, signal) => {
        const ctx = systemContext(services, tenantId as TenantId, "person.purge");
        await purgePersonsOf(ctx, ledger as LedgerUid, { signal });
      },
      "leaving.export": async ({ tenantId, export: id }, signal) => {
        await makeExport(systemContext(services, tenantId as TenantId, "leaving.export"), id, { signal });
      },
      "firm.delete": async ({ tenantId }, signal) => {
        await deleteFirm(systemContext(services, tenantId as TenantId, "firm.delete"), { signal });
      },
      "audit.seal": async ({ tenantId }, signal) => {
        await sealAudit(systemContext(services, tenantId as TenantId, "audit.seal"), signal);
      },
      "bank.reconcile": async ({ tenantId }, signal) => {
        await reconcileDue(systemContext(services, tenantId as TenantId, "bank.reconcile"), { signal });
      },
      "issue.digest": async ({ tenantId, userId }) => {
        const ctx = systemContext(services, tenantId as TenantId, "issue.digest");
        await sendDigest(ctx, userId as UserId);
      },
      "token.warn": async () => {
        await warnExpiring(services);
      },
      "ended.sweep": async (_, signal) => {
        await sweepEnded(services, signal);
      },
      "mail.send": async (_, signal) => {
        await sendMail(services, signal);
      },
    },
    close: services.close,
  };
}
