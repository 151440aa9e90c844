import { z } from "zod";

import { MAIL_LANGUAGES } from "@/lib/domain/access/language";
import { DaysQuery, EntriesQuery, IntervalQuery } from "@/lib/contracts/queries";
import { IdWire, LedgerDateWire } from "@/lib/contracts/wire";

/** What routes with an id in their path take. A text that is no id is not found, like any id that is not there. */
const PathId = z.string();

export const NoInput = z.object({});
export const ById = z.object({ id: PathId });
export const MerchantIntervalInput = IntervalQuery.extend({ id: PathId });
export const LedgerEntriesInput = EntriesQuery.extend({ id: PathId });
export const LedgerDaysInput = DaysQuery.extend({ id: PathId });
export const AcknowledgeInput = z.object({
  id: PathId,
  reason: z.string().trim().min(1, { error: "say why, in a few words" }).max(1000),
});

/** Ledgers to take in, by our ids; without a name the merchant is named after its sales units. */
export const OnboardInput = z.object({
  ledgers: z.array(IdWire).min(1, { error: "name at least one ledger" }).max(1000),
  merchantName: z.string().trim().min(1).max(300).optional(),
  booksFrom: LedgerDateWire.optional(),
  /** Where payouts are expected, of a single ledger; the payout account unless given. */
  bankAccount: z.string().trim().min(1).max(60).optional(),
  /** The merchant's: of the country unless given. */
  language: z.enum(MAIL_LANGUAGES).optional(),
  /** Who looks after the merchant: a member of the firm. */
  responsibleId: IdWire.optional(),
  contactEmail: z.email({ error: "must be an e-mail address" }).max(320).optional(),
});
export type OnboardInput = z.output<typeof OnboardInput>;
