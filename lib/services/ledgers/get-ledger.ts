import { AppError } from "@/lib/core/errors";
import { parseId } from "@/lib/core/ids";
import type { Ledger } from "@/lib/contracts/shapes";
import type { Moment } from "@/lib/domain/ledger/moment";
import type { ServiceContext } from "@/lib/services/context";
import { describeLedger } from "@/lib/services/ledgers/describe-ledger";
import { readBooks } from "@/lib/services/read";
import { listLedgerOverviews } from "@/lib/store/ledgers-read";
import type { LedgerOverview } from "@/lib/store/ledgers-read";
import type { TenantTx } from "@/lib/store/tenant";

/** Throws: forbidden, not_found. */
export async function getLedger(ctx: ServiceContext, input: Readonly<{ id: string }>): Promise<Ledger> {
  return readBooks(ctx, async (tx, moment) => describeLedger(await requireLedger(tx, input.id, moment)));
}

/** The ledger with this id, as it stands. Throws: not_found. */
export async function requireLedger(tx: TenantTx, id: string, moment: Moment): Promise<LedgerOverview> {
  const [ledger] = await listLedgerOverviews(tx, { id: parseId(id), limit: 1 }, moment);
  if (ledger === undefined) throw new AppError("not_found", "there is no ledger with this id");
  return ledger;
}
