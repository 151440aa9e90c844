import { z } from "zod";

import { AppError } from "@/lib/core/errors";
import { parseId } from "@/lib/core/ids";
import { startOfMonth } from "@/lib/core/ledger-date";
import type { UnpairedFee, UnpairedFees, UnpairedFeesQuery } from "@/lib/contracts/bookkeeping";
import { PAIRED_FROM, feeLags } from "@/lib/domain/fee/pairing";
import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, encodeCursor } from "@/lib/services/cursor";
import { toInterval, todayFor } from "@/lib/services/merchants/interval";
import { readBooks } from "@/lib/services/read";
import { listFeePairs, listPairedLedgers } from "@/lib/store/fee-pairs";
import type { FeeRow, PairedLedger } from "@/lib/store/fee-pairs";
import { findMerchantName } from "@/lib/store/merchants";

/** Fees looked at for one answer. What is asked of the database is bounded by this, however few cannot be paired. */
const FEES_PAGE = 2_000;

const Place = z.object({ ledger: z.int().nonnegative(), sequence: z.int().nonnegative() });

/**
 * Capture fees of a merchant by ledger date, joined with their captures on the pspReference, whatever the capture's
 * date and on whichever of the merchant's ledgers it stands (DESIGN §5, "Fees"). A page looks at a bounded number of
 * fees: it may list none of them and still have a next one. Without dates: this month so far.
 * Throws: forbidden, not_found, invalid_input.
 */
export async function pairFees(ctx: ServiceContext, query: UnpairedFeesQuery): Promise<UnpairedFees> {
  const place = decodeCursor(query.cursor, Place) ?? { ledger: 0, sequence: 0 };
  return readBooks(ctx, async (tx, moment) => {
    const merchant = parseId<"merchant">(query.merchantId);
    const known = await findMerchantName(tx, merchant);
    if (known === undefined) throw new AppError("not_found", "there is no merchant with this id");
    const interval = toInterval(query, { today: todayFor(moment, known.country), startOf: startOfMonth });
    const ledgers = await listPairedLedgers(tx, merchant, { ...interval, pairedFrom: PAIRED_FROM });
    const seen: FeeRow[] = [];
    const items: UnpairedFee[] = [];
    let next: z.output<typeof Place> | undefined;
    for (let index = place.ledger; index < ledgers.length && next === undefined; index += 1) {
      const of = ledgers[index];
      if (of === undefined) break;
      const limit = FEES_PAGE - seen.length;
      const rows = await listFeePairs(tx, of, {
        ledgers: ledgers.map(({ ledger }) => ledger),
        after: index === place.ledger ? place.sequence : 0,
        limit,
      });
      seen.push(...rows);
      items.push(...rows.filter((row) => row.captureDate === undefined).map((row) => describeFee(row, of)));
      if (rows.length === limit) next = { ledger: index, sequence: rows.at(-1)?.sequence ?? 0 };
    }
    return {
      ...interval,
      items,
      lookedAt: seen.length,
      paired: seen.length - items.length,
      lags: feeLags(seen),
      nextCursor: next === undefined ? null : encodeCursor(next),
    };
  });
}

function describeFee(row: FeeRow, of: PairedLedger): UnpairedFee {
  return {
    ledgerUid: of.ledger,
    ledgerId: of.ledgerId,
    sequence: row.sequence,
    ledgerDate: row.ledgerDate,
    pspReference: row.pspReference,
    reference: row.reference === "" ? null : row.reference,
    recipientHandle: row.recipientHandle === "" ? null : row.recipientHandle,
    currency: of.currency,
    amount: row.amount,
  };
}
