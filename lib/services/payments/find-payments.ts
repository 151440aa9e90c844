import { z } from "zod";

import { addDays } from "@/lib/core/ledger-date";
import { toPage } from "@/lib/core/page";
import type { Page } from "@/lib/core/page";
import type { PaymentsQuery } from "@/lib/contracts/queries";
import type { Payment } from "@/lib/contracts/shapes";
import { IdWire, LedgerDateWire } from "@/lib/contracts/wire";
import { TOPICS } from "@/lib/domain/ledger/states";
import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, encodeCursor } from "@/lib/services/cursor";
import { describeEntry } from "@/lib/services/ledgers/describe-entry";
import { readBooks } from "@/lib/services/read";
import type { EntryRow } from "@/lib/store/entries";
import { listCarryingPayouts, listPaymentEntries, listPaymentSeeds } from "@/lib/store/payments";

/** How far back an amount is looked for unless dates are given. */
const AMOUNT_DAYS = 400;
/** Entries shown of one payment. */
const ENTRIES_MAX = 200;

const Place = z.object({
  ledgerDate: LedgerDateWire,
  ledger: IdWire,
  topic: z.enum(TOPICS),
  sequence: z.int(),
});

/**
 * A payment, wherever in the firm it is: by reference, pspReference or payout number exactly, or by the amount
 * captured or refunded, of the last 400 days unless dates are given; all that are given must fit. Newest first,
 * each with its entries on both topics and the payout that carried it. Throws: forbidden, invalid_input (cursor).
 */
export async function findPayments(ctx: ServiceContext, query: PaymentsQuery): Promise<Page<Payment>> {
  const after = decodeCursor(query.cursor, Place);
  return readBooks(ctx, async (tx, moment) => {
    const isByAmountOnly =
      given(query.reference) === undefined &&
      given(query.pspReference) === undefined &&
      given(query.payoutNumber) === undefined;
    const from =
      query.from ?? (isByAmountOnly ? addDays(query.to ?? moment.today.NO, -AMOUNT_DAYS) : undefined);
    const seeds = await listPaymentSeeds(tx, {
      reference: given(query.reference),
      pspReference: given(query.pspReference),
      payoutNumber: given(query.payoutNumber),
      amount: query.amount,
      from,
      to: query.to,
      after,
      limit: query.limit,
    });
    const page = toPage(seeds, query.limit, ({ ledgerDate, ledger, topic, sequence }) =>
      encodeCursor({ ledgerDate, ledger, topic, sequence }),
    );
    const entries = await listPaymentEntries(tx, page.items, ENTRIES_MAX);
    const carried = await listCarryingPayouts(
      tx,
      page.items.map((seed, index) => anchorOf(entries[index] ?? [], seed)),
    );
    const items = page.items.map((seed, index): Payment => {
      const own = entries[index] ?? [seed];
      const anchor = anchorOf(own, seed);
      return {
        reference: own.find((entry) => entry.reference !== "")?.reference ?? null,
        pspReference: anchor.pspReference,
        currency: seed.currency,
        ledgerId: seed.ledgerId,
        ledgerUid: seed.ledger,
        merchantId: seed.merchantId ?? null,
        merchantName: seed.merchantName ?? null,
        entries: own.map(describeEntry),
        payoutId: anchor.topic === "funds" ? (carried[index] ?? null) : null,
      };
    });
    return { items, nextCursor: page.nextCursor };
  });
}

/** The entry that a payment is known by: its capture, else what it has of the funds topic, else anything. */
function anchorOf(entries: readonly EntryRow[], seed: EntryRow): EntryRow {
  return (
    entries.find((entry) => entry.topic === "funds" && entry.entryType === "capture") ??
    entries.find((entry) => entry.topic === "funds") ??
    entries[0] ??
    seed
  );
}

function given(text: string | undefined): string | undefined {
  return text === undefined || text === "" ? undefined : text;
}
