import type { SyncProgress } from "@/lib/contracts/overview";
import type { ServiceContext } from "@/lib/services/context";
import { readBooks } from "@/lib/services/read";
import { listRunning } from "@/lib/store/ledgers-read";

const RUNNING_MAX = 50;

/** First syncs that run now, at most 50 of them with their place. Throws: forbidden. */
export async function getSyncProgress(ctx: ServiceContext): Promise<SyncProgress> {
  return readBooks(ctx, async (tx, moment) => {
    const { running, count } = await listRunning(tx, RUNNING_MAX, moment);
    return {
      runningCount: count,
      running: running.map((topic) => ({
        ledgerUid: topic.ledger,
        ledgerId: topic.ledgerId,
        merchantId: topic.merchantId ?? null,
        merchantName: topic.merchantName ?? null,
        topic: topic.topic,
        state: topic.state,
        entryCount: topic.entryCount,
        ledgerDate: topic.ledgerDate ?? null,
        rate: topic.rate ?? null,
      })),
    };
  });
}
