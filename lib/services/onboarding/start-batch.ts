import { DAY_MS } from "@/lib/core/clock";
import { AppError } from "@/lib/core/errors";
import { newId, parseId } from "@/lib/core/ids";
import type { Batch, BatchInput } from "@/lib/contracts/onboarding";
import { searchWords } from "@/lib/domain/merchant/search-words";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { requireResponsible } from "@/lib/services/onboarding/take-in-ledger";
import { recordAudit } from "@/lib/store/audit";
import { listNewLedgers } from "@/lib/store/onboarding-board";
import {
  findBatch,
  insertBatch,
  listBatches as listRows,
  listFailedItems,
  listKnownLedgers,
} from "@/lib/store/onboarding-batches";
import type { BatchId, BatchRow } from "@/lib/store/onboarding-batches";
import { withTenant } from "@/lib/store/tenant";
import type { TenantTx } from "@/lib/store/tenant";

/** All that match are at most so many; the rest are taken in by another batch. */
const MATCHING_MAX = 10_000;
const FAILURES_SHOWN = 500;
const BATCHES_SHOWN = 5;
/** So long is a batch that has ended still shown. */
const SHOWN_MS = DAY_MS;

/**
 * Takes many ledgers in: notes them as a list that a job works off (run-batch.ts), and answers at once. Ledgers
 * named by id, or all new ones that a search finds. Throws: forbidden, invalid_input (none, unknown ones, responsible).
 */
export async function startBatch(ctx: ServiceContext, input: BatchInput): Promise<Batch> {
  requirePermission(ctx, "ledger.onboard");
  const nowMs = ctx.clock.nowMs();
  const id: BatchId = newId<"onboarding-batch">(nowMs);
  const batch = await withTenant(ctx.database, ctx, async (tx) => {
    const ledgers = await wantedLedgers(tx, input);
    const responsible = await requireResponsible(tx, input.responsibleId);
    await insertBatch(tx, {
      id,
      actor: ctx.actor,
      ledgers,
      booksFrom: input.booksFrom,
      language: input.language,
      responsible,
      nowMs,
    });
    await recordAudit(tx, ctx, {
      action: "onboarding.batch-started",
      subjectType: "onboarding-batch",
      subjectId: id,
      after: {
        ledgers: String(ledgers.length),
        ...(input.matching !== undefined && { search: input.matching.search }),
        ...(input.booksFrom !== undefined && { booksFrom: input.booksFrom }),
      },
    });
    return requireBatch(tx, id);
  });
  // The scan rings within seconds anyway.
  await ctx.enqueue("onboarding.take-in", { tenantId: ctx.tenantId, batch: id }).catch(() => undefined);
  return batch;
}

async function wantedLedgers(
  tx: TenantTx,
  input: BatchInput,
): Promise<Parameters<typeof insertBatch>[1]["ledgers"]> {
  if ((input.ledgers === undefined) === (input.matching === undefined)) {
    throw new AppError("invalid_input", "name ledgers, or give a search, and not both", {
      fields: [{ field: "ledgers", message: "either this or matching is needed" }],
    });
  }
  const found =
    input.ledgers === undefined
      ? await listNewLedgers(tx, { words: searchWords(input.matching?.search ?? ""), limit: MATCHING_MAX })
      : await listKnownLedgers(tx, [...new Set(input.ledgers)]);
  if (found.length === 0 || (input.ledgers !== undefined && found.length < new Set(input.ledgers).size)) {
    throw new AppError("invalid_input", "some of the ledgers are not there", {
      fields: [
        {
          field: input.ledgers === undefined ? "matching" : "ledgers",
          message: input.ledgers === undefined ? "finds no new ledger" : "must be ledgers of this firm",
        },
      ],
    });
  }
  return found;
}

/** How far a batch has come, and what went wrong. Throws: forbidden, not_found. */
export async function getBatch(ctx: ServiceContext, input: Readonly<{ id: string }>): Promise<Batch> {
  requirePermission(ctx, "ledger.onboard");
  const id = parseId<"onboarding-batch">(input.id);
  return withTenant(ctx.database, ctx, (tx) => requireBatch(tx, id), { snapshot: true });
}

/** Batches that run, and those that ended within a day: found again by whoever left the page. Throws: forbidden. */
export async function listBatches(ctx: ServiceContext): Promise<Readonly<{ items: Batch[] }>> {
  requirePermission(ctx, "ledger.onboard");
  return withTenant(
    ctx.database,
    ctx,
    async (tx) => {
      const rows = await listRows(tx, {
        endedSinceMs: ctx.clock.nowMs() - SHOWN_MS,
        limit: BATCHES_SHOWN,
      });
      const items: Batch[] = [];
      for (const row of rows) items.push(await describeBatch(tx, row));
      return { items };
    },
    { snapshot: true },
  );
}

async function requireBatch(tx: TenantTx, id: BatchId): Promise<Batch> {
  const row = await findBatch(tx, id);
  if (row === undefined) throw new AppError("not_found", "there is no batch with this id");
  return describeBatch(tx, row);
}

async function describeBatch(tx: TenantTx, row: BatchRow): Promise<Batch> {
  const failures = row.failed === 0 ? [] : await listFailedItems(tx, row.id, FAILURES_SHOWN);
  return {
    id: row.id,
    createdAt: row.createdAt,
    createdBy: row.actor.name,
    state: row.state,
    total: row.total,
    taken: row.taken,
    unchanged: row.unchanged,
    failed: row.failed,
    finishedAt: row.finishedAt ?? null,
    failures: failures.map((of) => ({ ledger: of.ledger, ledgerId: of.ledgerId, code: of.failure })),
  };
}
