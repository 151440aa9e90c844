import { z } from "zod";

import { AppError } from "@/lib/core/errors";
import { parseId } from "@/lib/core/ids";
import type { LedgerUid } from "@/lib/core/ids";
import type { Page } from "@/lib/core/page";
import type { DaysQuery } from "@/lib/contracts/queries";
import type { Day } from "@/lib/contracts/shapes";
import { IdWire, LedgerDateWire } from "@/lib/contracts/wire";
import type { DayVerification } from "@/lib/domain/ledger/states";
import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, encodeCursor } from "@/lib/services/cursor";
import { readBooks } from "@/lib/services/read";
import { listDayRows } from "@/lib/store/days";
import type { DayRow } from "@/lib/store/days";
import { totalOf } from "@/lib/store/kind-columns";
import { findActiveCopy, findReckoning } from "@/lib/store/ledgers-read";
import type { Reckoning } from "@/lib/store/ledgers-read";
import { sumSpans } from "@/lib/store/spans";
import type { TenantTx } from "@/lib/store/tenant";

const Place = z.object({ copy: IdWire, ledgerDate: LedgerDateWire });

/**
 * Ledger dates of one topic of a ledger, one row each, oldest first unless asked otherwise: every date that has
 * entries, and such that the report says have some. `closing = opening + captures + refunds + fees + payouts +
 * other + breaks`. Throws: forbidden, not_found, invalid_input (cursor), copy_replaced (start again).
 */
export async function listDays(
  ctx: ServiceContext,
  query: DaysQuery & Readonly<{ id: string }>,
): Promise<Page<Day>> {
  const place = decodeCursor(query.cursor, Place);
  return readBooks(ctx, async (tx) => {
    const ledger = parseId<"ledger">(query.id);
    const copy = await findActiveCopy(tx, ledger, query.topic);
    const reckoning = await findReckoning(tx, ledger);
    if (copy === undefined || reckoning === undefined)
      throw new AppError("not_found", "there is no ledger with this id");
    if (place !== undefined && place.copy !== copy) {
      throw new AppError("copy_replaced", "the ledger was read anew; start again from the first page");
    }
    const found = await listDayRows(
      tx,
      { ledger, topic: query.topic, copy },
      { ...query, after: place?.ledgerDate },
    );
    const rows = found.slice(0, query.limit);
    const last = rows.at(-1);
    const isLast = found.length <= query.limit || last === undefined;
    return {
      items: await describeDays(tx, { ledger, query, reckoning }, rows),
      nextCursor: isLast ? undefined : encodeCursor({ copy, ledgerDate: last.ledgerDate }),
    };
  });
}

/** Opening and closing are never stored: the balance around the page is reckoned from the head, then carried date by date. */
async function describeDays(
  tx: TenantTx,
  of: Readonly<{ ledger: LedgerUid; query: DaysQuery; reckoning: Reckoning }>,
  rows: readonly DayRow[],
): Promise<Day[]> {
  const { ledger, query, reckoning } = of;
  const ascending = query.order === "oldest" ? rows : rows.toReversed();
  const [first] = ascending;
  const last = ascending.at(-1);
  if (first === undefined || last === undefined) return [];
  const span = {
    ledger,
    topic: query.topic,
    from: first.ledgerDate,
    to: last.ledgerDate,
    reckoned: reckoning.reckoned,
  };
  const [around] = await sumSpans(tx, [span]);
  let balance = around?.opening ?? 0n;
  const days = ascending.map((row): Day => {
    const opening = balance;
    balance += totalOf(row.sums) + row.breaks;
    return {
      topic: query.topic,
      ledgerDate: row.ledgerDate,
      currency: reckoning.currency,
      opening,
      closing: balance,
      captures: row.sums.capture,
      refunds: row.sums.refund,
      fees: row.sums.fee,
      payouts: row.sums.payout,
      other: row.sums.other,
      breaks: row.breaks,
      entryCount: row.entryCount,
      verification: verificationOf(row, reckoning),
    };
  });
  return query.order === "oldest" ? days : days.toReversed();
}

function verificationOf(row: DayRow, { booksFrom }: Reckoning): DayVerification {
  if (row.ledgerDate < booksFrom) return "before-start";
  if (row.hasOpenBreak || row.proof === "differs") return "in-doubt";
  return row.proof;
}
