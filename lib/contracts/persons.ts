import { z } from "zod";

import { ById } from "@/lib/contracts/inputs";
import { IdWire, InstantWire, LedgerDateWire, PageQuery } from "@/lib/contracts/wire";
import { TOPICS } from "@/lib/domain/ledger/states";
import { PERSON_PURPOSES, RETENTION_DAYS_MAX, RETENTION_DAYS_MIN } from "@/lib/domain/person/retention";

/** What crosses the API of payers' personal data: never more than one payer at a time. */

const RETENTION = `must be ${String(RETENTION_DAYS_MIN)} to ${String(RETENTION_DAYS_MAX)} days`;
const ENTRIES_MAX = 1_000;

export const PersonsQuery = PageQuery.extend({ state: z.enum(["all", "on"]).default("all") });
export type PersonsQuery = z.output<typeof PersonsQuery>;

/** What payers of a ledger are kept for, and for how many days after the ledger date. */
export const KeepPersonsInput = ById.extend({
  purpose: z.enum(PERSON_PURPOSES, { error: "choose what the data are for" }),
  purposeNote: z.string().trim().min(1, { error: "say in your own words what they are for" }).max(500),
  retentionDays: z
    .int({ error: RETENTION })
    .min(RETENTION_DAYS_MIN, { error: RETENTION })
    .max(RETENTION_DAYS_MAX, { error: RETENTION }),
});

/** A ledger, and whether and how its payers are kept. */
export const PersonSetting = z.object({
  ledgerUid: IdWire,
  ledgerId: z.string(),
  merchantName: z.string().nullable(),
  kept: z
    .object({
      purpose: z.enum(PERSON_PURPOSES),
      purposeNote: z.string(),
      retentionDays: z.int(),
      turnedOnAt: InstantWire,
      turnedOnBy: z.string(),
      payerCount: z.int(),
      /** Dates with past entries, and how many of them were asked for. */
      pastDates: z.int(),
      pastDatesDone: z.int(),
      nextDeletion: LedgerDateWire.nullable(),
    })
    .nullable(),
});
export type PersonSetting = z.output<typeof PersonSetting>;

/** Entries by their sequences, with commas between. */
export const HeldPayersInput = ById.extend({
  topic: z.enum(TOPICS).default("funds"),
  sequences: z
    .string()
    .regex(/^(\d{1,15}(,\d{1,15})*)?$/, { error: "must be numbers with commas between" })
    .default("")
    .transform((text) => (text === "" ? [] : text.split(",").map(Number)))
    .refine((list) => list.length <= ENTRIES_MAX, { error: "must be at most 1000 entries" }),
});
export const HeldPayers = z.object({ items: z.array(z.int()) });

export const PayerInput = ById.extend({
  topic: z.enum(TOPICS).default("funds"),
  sequence: z.int().positive(),
  pspReference: z.string().max(500),
});

/** What the report says of the payer; `''` for what it does not say. */
export const Payer = z.object({
  name: z.string(),
  maskedPhone: z.string(),
  message: z.string(),
  deletedOn: LedgerDateWire,
});
export type Payer = z.output<typeof Payer>;
