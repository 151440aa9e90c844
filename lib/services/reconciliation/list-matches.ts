import { z } from "zod";

import { parseId } from "@/lib/core/ids";
import type { BankLineId, PayoutId } from "@/lib/core/ids";
import { toPage } from "@/lib/core/page";
import type { Page } from "@/lib/core/page";
import type { MatchesQuery, Match } from "@/lib/contracts/reconciliation";
import { IdWire, InstantWire } from "@/lib/contracts/wire";
import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, encodeCursor } from "@/lib/services/cursor";
import { readBooks } from "@/lib/services/read";
import { findLines } from "@/lib/store/bank-lines";
import { findMatchesOfEntries, listMatches } from "@/lib/store/matches-read";
import type { MatchRow } from "@/lib/store/matches-read";
import { findPayoutRows } from "@/lib/store/payouts-read";
import { findItemsOfPayouts } from "@/lib/store/reconcile-items";
import type { TenantTx } from "@/lib/store/tenant";

const Place = z.object({ madeAt: InstantWire, id: IdWire });

/**
 * Matches, newest first, undone ones included; with a payout, the one that stands for it. Throws: forbidden,
 * invalid_input (cursor).
 */
export async function listMatchesOf(ctx: ServiceContext, query: MatchesQuery): Promise<Page<Match>> {
  const after = decodeCursor(query.cursor, Place);
  return readBooks(ctx, async (tx) => {
    if (query.payoutId !== undefined) {
      const items = await findItemsOfPayouts(tx, [parseId<"payout">(query.payoutId)]);
      const rows = await findMatchesOfEntries(
        tx,
        items.map((item) => item.entry),
      );
      return { items: await describeMatches(tx, rows), nextCursor: undefined };
    }
    const rows = await listMatches(tx, { account: query.accountId, after, limit: query.limit + 1 });
    const page = toPage(rows, query.limit, ({ madeAt, id }) => encodeCursor({ madeAt, id }));
    return { items: await describeMatches(tx, page.items), nextCursor: page.nextCursor };
  });
}

/** Matches as the API shows them. */
export async function describeMatches(tx: TenantTx, rows: readonly MatchRow[]): Promise<Match[]> {
  const parts = rows.flatMap((row) => row.parts);
  const payouts = new Map(
    (
      await findPayoutRows(
        tx,
        parts.flatMap((part): PayoutId[] => (part.payout === undefined ? [] : [part.payout])),
      )
    ).map((payout) => [payout.id, payout]),
  );
  const lines = new Map(
    (
      await findLines(
        tx,
        parts.flatMap((part): BankLineId[] => (part.line === undefined ? [] : [part.line])),
      )
    ).map((line) => [line.id, line]),
  );
  return rows.map((row) => ({
    id: row.id,
    accountId: row.account ?? null,
    method: row.method,
    maker: row.maker,
    madeAt: row.madeAt,
    madeBy: row.madeBy,
    reasons: row.reasons.map((reason) => ({ ...reason, values: { ...reason.values } })),
    note: row.note ?? null,
    undoneAt: row.undoneAt ?? null,
    undoneBy: row.undoneBy ?? null,
    undoneReason: row.undoneReason ?? null,
    parts: row.parts.map((part) => {
      const payout = part.payout === undefined ? undefined : payouts.get(part.payout);
      const line = part.line === undefined ? undefined : lines.get(part.line);
      return {
        kind: part.kind,
        amount: part.amount,
        currency: part.currency,
        line:
          line === undefined
            ? null
            : {
                id: line.id,
                bookingDate: line.bookingDate,
                text: line.texts?.map(({ text }) => text).join(" · ") ?? null,
              },
        payout:
          payout === undefined
            ? null
            : {
                id: payout.id,
                payoutNumber: payout.payoutNumber ?? null,
                ledgerDate: payout.ledgerDate,
                merchantName: payout.merchantName ?? null,
              },
        entry:
          part.entry === undefined || part.entryType === undefined
            ? null
            : { entryType: part.entryType, ledgerDate: part.entry.ledgerDate },
        receivedOn: part.receivedOn ?? null,
        reason: part.reason ?? null,
      };
    }),
  }));
}
