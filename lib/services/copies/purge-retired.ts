import type { LedgerUid } from "@/lib/core/ids";
import type { Topic } from "@/lib/domain/ledger/states";
import type { ServiceContext } from "@/lib/services/context";
import { purgeCopy } from "@/lib/store/copy-comparison";
import { listRetiredCopies } from "@/lib/store/feeds";
import { withTenant } from "@/lib/store/tenant";

const ROWS_A_TRANSACTION = 20_000;

/** Deletes the copies of a topic that were replaced, a bounded number of rows a transaction. */
export async function purgeRetired(
  ctx: ServiceContext,
  { ledger, topic }: Readonly<{ ledger: LedgerUid; topic: Topic }>,
  signal?: AbortSignal,
): Promise<void> {
  for (const copy of await withTenant(ctx.database, ctx, (tx) => listRetiredCopies(tx, ledger, topic))) {
    for (let isGone = false; !isGone;) {
      signal?.throwIfAborted();
      isGone = await withTenant(ctx.database, ctx, (tx) =>
        purgeCopy(tx, { ledger, topic, copy }, ROWS_A_TRANSACTION),
      );
    }
  }
}
