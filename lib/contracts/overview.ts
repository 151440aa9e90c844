import { z } from "zod";

import { TOPIC_STATES } from "@/lib/domain/ledger/states";
import { TopicName } from "@/lib/contracts/shapes";
import { IdWire, InstantWire, LedgerDateWire, MinorWire } from "@/lib/contracts/wire";

/** The head of the overview: four questions answered, each per currency and never across. */
export const OverviewFigures = z.object({
  merchantCount: z.int(),
  balances: z.array(z.object({ currency: z.string(), balance: MinorWire })),
  onTheirWay: z.array(z.object({ currency: z.string(), amount: MinorWire, count: z.int() })),
  /** Payouts that the statements should show and do not. */
  atRisk: z.array(z.object({ currency: z.string(), amount: MinorWire, count: z.int() })),
  /** What is left to decide in Reconcile: counted to 10000. */
  openWork: z.object({ suggestions: z.int(), differences: z.int(), missing: z.int(), lines: z.int() }),
  proof: z.object({ verified: z.int(), pending: z.int(), inDoubt: z.int() }),
  openIssues: z.int(),
  merchantsWithIssues: z.int(),
  firstSyncs: z.int(),
  /** Merchants whose head was not seen for three hours, or cannot be any more. */
  stale: z.int(),
  /** When the head of the slowest live feed was last seen. */
  oldestHeadSeenAt: InstantWire.nullable(),
});
export type OverviewFigures = z.output<typeof OverviewFigures>;

/** What runs now, for the progress in the side bar. */
export const SyncProgress = z.object({
  running: z.array(
    z.object({
      ledgerUid: IdWire,
      ledgerId: z.string(),
      merchantId: IdWire.nullable(),
      merchantName: z.string().nullable(),
      topic: TopicName,
      state: z.enum(TOPIC_STATES),
      entryCount: z.int(),
      ledgerDate: LedgerDateWire.nullable(),
      rate: z.number().nullable(),
    }),
  ),
  runningCount: z.int(),
});
export type SyncProgress = z.output<typeof SyncProgress>;
