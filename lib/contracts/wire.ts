import { z } from "zod";

import { invariant } from "@/lib/core/invariant";
import { isLedgerDate } from "@/lib/core/ledger-date";
import type { LedgerDate } from "@/lib/core/ledger-date";
import { isUuid } from "@/lib/core/ids";

/** An amount in minor units: an integer on the wire; beyond 2^53 the answer is an error, never a rounded number. */
export const MinorWire = z.codec(z.int(), z.bigint(), {
  decode: (minor) => BigInt(minor),
  encode: (minor) => {
    const number = Number(minor);
    invariant(Number.isSafeInteger(number), "an amount is too large for JSON");
    return number;
  },
});

/** A ledger date `YYYY-MM-DD`. */
export const LedgerDateWire = z.custom<LedgerDate>(
  (value) => typeof value === "string" && isLedgerDate(value),
  { error: "must be a date, written as 2026-11-21" },
);

/** An instant as RFC 3339 UTC text; microseconds are kept, so it stays text. */
export const InstantWire = z.string();

/** One of our ids. */
export const IdWire = z.string().refine(isUuid, { error: "must be an id (UUID)" });

/** A list's answer. */
export const listOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** `limit` and `cursor` of every list. */
export const PageQuery = z.object({
  limit: z.coerce
    .number({ error: "must be a number from 1 to 1000" })
    .int()
    .min(1, { error: "must be at least 1" })
    .max(1000, { error: "must be at most 1000" })
    .default(100),
  cursor: z.string().max(500).optional(),
});
