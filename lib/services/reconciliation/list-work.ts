import { z } from "zod";

import { toPage } from "@/lib/core/page";
import type { Page } from "@/lib/core/page";
import type { OpenItem, OpenItemsQuery, WorkCounts, WorkCountsQuery } from "@/lib/contracts/reconciliation";
import { IdWire, LedgerDateWire } from "@/lib/contracts/wire";
import { expectedBankDate } from "@/lib/domain/payout/bank-days";
import { describeLine } from "@/lib/services/bank/describe-line";
import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, encodeCursor } from "@/lib/services/cursor";
import { readBooks } from "@/lib/services/read";
import { readNotWorked } from "@/lib/services/reconciliation/not-worked";
import { findLines } from "@/lib/store/bank-lines";
import { countOpenItems, listOpenItems, listWorkNotes } from "@/lib/store/open-items";
import type { OpenItem as OpenItemRow } from "@/lib/store/open-items";
import { findPayoutRows } from "@/lib/store/payouts-read";
import type { PayoutRow } from "@/lib/store/payouts-read";
import { findItemsOfEntries } from "@/lib/store/reconcile-items";
import { isAnyDue } from "@/lib/store/reconcile";
import type { TenantTx } from "@/lib/store/tenant";

const COUNTED_TO = 10_000;
const Place = z.object({ at: LedgerDateWire, id: IdWire });

/** The work that is left, newest first, with everything a person needs to decide it. Throws: forbidden, invalid_input (cursor). */
export async function listWork(ctx: ServiceContext, query: OpenItemsQuery): Promise<Page<OpenItem>> {
  const after = decodeCursor(query.cursor, Place);
  return readBooks(ctx, async (tx) => {
    const rows = await listOpenItems(tx, {
      account: query.accountId,
      merchant: query.merchantId,
      kinds: query.kind === undefined ? undefined : [query.kind],
      after,
      limit: query.limit,
    });
    const page = toPage(rows, query.limit, ({ at, id }) => encodeCursor({ at, id }));
    return { items: await describeItems(tx, page.items), nextCursor: page.nextCursor };
  });
}

/** How much is left, per kind and currency. Throws: forbidden. */
export async function countWork(ctx: ServiceContext, query: WorkCountsQuery): Promise<WorkCounts> {
  return readBooks(ctx, async (tx) => ({
    items: [
      ...(await countOpenItems(tx, { account: query.accountId, merchant: query.merchantId }, COUNTED_TO)),
    ],
    countedTo: COUNTED_TO,
    isMatching: await isAnyDue(tx),
    notWorked: await readNotWorked(tx, { account: query.accountId, merchant: query.merchantId }),
  }));
}

async function describeItems(tx: TenantTx, rows: readonly OpenItemRow[]): Promise<OpenItem[]> {
  const payouts = new Map(
    (
      await findPayoutRows(
        tx,
        rows.flatMap((row) => row.payouts),
      )
    ).map((payout) => [payout.id as string, payout]),
  );
  const lines = new Map(
    (
      await findLines(
        tx,
        rows.flatMap((row) => row.lines),
      )
    ).map((line) => [line.id as string, line]),
  );
  const entries = await findItemsOfEntries(
    tx,
    rows.flatMap((row) => row.entries),
  );
  const notes = new Map(
    (
      await listWorkNotes(
        tx,
        rows.flatMap((row) => [...row.payouts, ...row.lines]),
      )
    ).map((note) => [note.subject, note]),
  );
  return rows.map((row) => {
    const note = [...row.payouts, ...row.lines].flatMap((id) => notes.get(id) ?? [])[0];
    return {
      id: row.id,
      accountId: row.account,
      kind: row.kind,
      at: row.at,
      currency: row.currency,
      expected: row.expected,
      booked: row.booked,
      difference: row.booked - row.expected,
      method: row.method ?? null,
      isSure: row.kind === "suggestion" && row.reasons.every((reason) => reason.speaks === "for"),
      payouts: row.payouts.flatMap((id) => {
        const payout = payouts.get(id);
        return payout === undefined ? [] : [describeWorkPayout(payout)];
      }),
      entries: entries
        .filter((item) =>
          row.entries.some((key) => key.content === item.entry.content && key.ledger === item.entry.ledger),
        )
        .map((item) => ({
          key: item.entry,
          entryType: item.entryType,
          ledgerId: item.entry.ledger,
          amount: item.amount,
        })),
      lines: row.lines.flatMap((id) => {
        const line = lines.get(id);
        return line === undefined ? [] : [describeLine(line)];
      }),
      reasons: row.reasons.map((reason) => ({ ...reason, values: { ...reason.values } })),
      note:
        note === undefined
          ? null
          : {
              note: note.note ?? null,
              assignedId: note.assignedId ?? null,
              assignedName: note.assignedName ?? null,
              changedAt: note.changedAt,
              changedBy: note.changedBy,
            },
    };
  });
}

function describeWorkPayout(payout: PayoutRow): OpenItem["payouts"][number] {
  return {
    id: payout.id,
    payoutNumber: payout.payoutNumber ?? null,
    pspReference: payout.pspReference,
    bankReference: payout.reference === "" ? null : payout.reference,
    ledgerId: payout.ledgerId,
    merchantId: payout.merchantId ?? null,
    merchantName: payout.merchantName ?? null,
    ledgerDate: payout.ledgerDate,
    expectedDate: expectedBankDate(payout.country, payout.ledgerDate),
    amount: -payout.amount,
  };
}
