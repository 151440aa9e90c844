import { z } from "zod";

import { AppError } from "@/lib/core/errors";
import { parseId } from "@/lib/core/ids";
import type { PayoutId } from "@/lib/core/ids";
import type { Page } from "@/lib/core/page";
import type { EntriesQuery } from "@/lib/contracts/queries";
import type { Entry } from "@/lib/contracts/shapes";
import { IdWire } from "@/lib/contracts/wire";
import { entryTypesOf, namedEntryTypes } from "@/lib/domain/ledger/kind";
import type { Kind } from "@/lib/domain/ledger/kind";
import type { Topic } from "@/lib/domain/ledger/states";
import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, encodeCursor } from "@/lib/services/cursor";
import { describeEntry } from "@/lib/services/ledgers/describe-entry";
import { readBooks } from "@/lib/services/read";
import { listEntryRows } from "@/lib/store/entries";
import type { TypeFilter } from "@/lib/store/entry-filter";
import { findActiveCopy } from "@/lib/store/ledgers-read";
import { findCarriedBy } from "@/lib/store/payout-covers";

const Place = z.object({ copy: IdWire, sequence: z.int().nonnegative() });

/**
 * Entries of one topic of a ledger, in feed order. With `payoutId`: those that the payout carries.
 * Throws: forbidden, not_found, invalid_input (cursor, topic), copy_replaced (start again).
 */
export async function listEntries(
  ctx: ServiceContext,
  query: EntriesQuery & Readonly<{ id: string }>,
): Promise<Page<Entry>> {
  const place = decodeCursor(query.cursor, Place);
  if (query.payoutId !== undefined && query.topic !== "funds") {
    throw new AppError("invalid_input", "a payout carries entries of the funds topic", {
      fields: [{ field: "topic", message: "must be funds when payoutId is given" }],
    });
  }
  return readBooks(ctx, async (tx) => {
    const ledger = parseId<"ledger">(query.id);
    const copy = await findActiveCopy(tx, ledger, query.topic);
    if (copy === undefined) throw new AppError("not_found", "there is no ledger with this id");
    if (place !== undefined && place.copy !== copy) {
      throw new AppError("copy_replaced", "the ledger was read anew; start again from the first page");
    }
    const carried =
      query.payoutId === undefined ? undefined : await findCarriedBy(tx, ledger, query.payoutId as PayoutId);
    if (query.payoutId !== undefined && carried === undefined) {
      throw new AppError("not_found", "there is no payout with this id on the ledger");
    }
    const page = await listEntryRows(
      tx,
      { ledger, topic: query.topic, copy },
      { ...query, types: typeFilters(query.topic, query), carried, after: place?.sequence },
    );
    return {
      items: page.entries.map(describeEntry),
      nextCursor: page.next === undefined ? undefined : encodeCursor({ copy, sequence: page.next }),
    };
  });
}

function typeFilters(topic: Topic, query: Pick<EntriesQuery, "entryType" | "kind">): TypeFilter[] {
  const filters: TypeFilter[] = [];
  if (query.entryType !== undefined && query.entryType !== "")
    filters.push({ types: [query.entryType], isExcluded: false });
  if (query.kind !== undefined) filters.push(ofKind(topic, query.kind));
  return filters;
}

function ofKind(topic: Topic, kind: Kind): TypeFilter {
  return kind === "other"
    ? { types: namedEntryTypes(topic), isExcluded: true }
    : { types: entryTypesOf(topic, kind), isExcluded: false };
}
