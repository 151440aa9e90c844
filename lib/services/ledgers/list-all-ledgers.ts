import type { Ledger } from "@/lib/contracts/shapes";
import type { LedgerStatus } from "@/lib/domain/ledger/states";
import { PAGE_LIMIT_MAX } from "@/lib/core/page";
import type { ServiceContext } from "@/lib/services/context";
import { listLedgers } from "@/lib/services/ledgers/list-ledgers";

/** Every ledger of the firm, page after page. Throws: forbidden. */
export async function listAllLedgers(
  ctx: ServiceContext,
  filter: Readonly<{ status?: LedgerStatus | undefined }>,
): Promise<readonly Ledger[]> {
  const ledgers: Ledger[] = [];
  let cursor: string | undefined;
  do {
    const page = await listLedgers(ctx, { limit: PAGE_LIMIT_MAX, status: filter.status, cursor });
    ledgers.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return ledgers;
}
