import { z } from "zod";

import { PAYOUT_STATUSES } from "@/lib/domain/payout/status";
import {
  DAY_VERIFICATIONS,
  LEDGER_STATUSES,
  MERCHANT_SYNCS,
  PROOF_STATES,
  TOPICS,
  TOPIC_STATES,
} from "@/lib/domain/ledger/states";
import { ISSUE_KINDS, SEVERITIES } from "@/lib/domain/issue/kinds";
import { IdWire, InstantWire, LedgerDateWire, MinorWire } from "@/lib/contracts/wire";

/**
 * The shapes that scripts read: the JSON of the HTTP API and of the command line's `--json`.
 * Names are stable: fields are added, never renamed or removed. Amounts are minor units beside `currency`.
 */

export const Identifier = z.object({ scheme: z.string(), id: z.string() });
export const TopicName = z.enum(TOPICS);

export const Merchant = z.object({
  id: IdWire,
  name: z.string(),
  country: z.string().nullable(),
  businessIdentifier: Identifier.nullable(),
  ledgerCount: z.int(),
  balances: z.array(z.object({ currency: z.string(), balance: MinorWire, at: InstantWire.nullable() })),
  /** Of the current calendar month so far, funds topic captures and fees topic charges, per currency. */
  month: z.array(z.object({ currency: z.string(), captures: MinorWire, feesCharged: MinorWire })),
  lastPayout: z
    .object({
      id: IdWire,
      amount: MinorWire,
      currency: z.string(),
      scheduledDate: LedgerDateWire,
      status: z.enum(PAYOUT_STATUSES),
    })
    .nullable(),
  nextPayout: z
    .object({ id: IdWire, amount: MinorWire, currency: z.string(), expectedDate: LedgerDateWire })
    .nullable(),
  sync: z.enum(MERCHANT_SYNCS),
  /** When the head of the slowest feed was last seen. */
  headSeenAt: InstantWire.nullable(),
  proof: z.enum(PROOF_STATES),
  /** Every payout of the ledger dates through this one has been received, has come back, or lies before the start. */
  reconciledThrough: LedgerDateWire.nullable(),
  /** Payouts that the statements should show and do not, as the bank would show them, per currency. */
  atRisk: z.array(z.object({ currency: z.string(), amount: MinorWire, count: z.int() })),
  openIssues: z.int(),
  /** The gravest open issue: what holds the merchant back. */
  worstIssue: z.object({ id: IdWire, kind: z.enum(ISSUE_KINDS), title: z.string() }).nullable(),
});
export type Merchant = z.output<typeof Merchant>;

export const Topic = z.object({
  entryCount: z.int(),
  headBalance: MinorWire.nullable(),
  headSeenAt: InstantWire.nullable(),
  lastEntryAt: InstantWire.nullable(),
  lastLedgerDate: LedgerDateWire.nullable(),
  state: z.enum(TOPIC_STATES),
  verifiedThrough: LedgerDateWire.nullable(),
  /** Entries per second of the last minute of reading; null when at the head. */
  rate: z.number().nullable(),
});
export type Topic = z.output<typeof Topic>;

export const Ledger = z.object({
  id: IdWire,
  ledgerId: z.string(),
  merchantId: IdWire.nullable(),
  merchantName: z.string().nullable(),
  status: z.enum(LEDGER_STATUSES),
  currency: z.string(),
  booksFrom: LedgerDateWire,
  owner: Identifier,
  payoutAccount: Identifier,
  settlesFor: z.array(z.string()),
  salesUnits: z.array(z.object({ name: z.string(), recipientHandle: z.string() })),
  funds: Topic,
  fees: Topic,
});
export type Ledger = z.output<typeof Ledger>;

export const Entry = z.object({
  sequence: z.int(),
  topic: TopicName,
  ledgerDate: LedgerDateWire,
  time: InstantWire,
  entryType: z.string(),
  pspReference: z.string(),
  reference: z.string().nullable(),
  recipientHandle: z.string().nullable(),
  currency: z.string(),
  amount: MinorWire,
  balanceBefore: MinorWire,
  balanceAfter: MinorWire,
});
export type Entry = z.output<typeof Entry>;

export const Day = z.object({
  topic: TopicName,
  ledgerDate: LedgerDateWire,
  currency: z.string(),
  opening: MinorWire,
  closing: MinorWire,
  captures: MinorWire,
  refunds: MinorWire,
  fees: MinorWire,
  payouts: MinorWire,
  other: MinorWire,
  breaks: MinorWire,
  entryCount: z.int(),
  verification: z.enum(DAY_VERIFICATIONS),
});
export type Day = z.output<typeof Day>;

export const Payout = z.object({
  id: IdWire,
  ledgerId: z.string(),
  ledgerUid: IdWire,
  merchantId: IdWire.nullable(),
  merchantName: z.string().nullable(),
  payoutNumber: z.string().nullable(),
  pspReference: z.string(),
  amount: MinorWire,
  currency: z.string(),
  ledgerDate: LedgerDateWire,
  expectedDate: LedgerDateWire.nullable(),
  bankReference: z.string().nullable(),
  payoutAccount: Identifier.nullable(),
  status: z.enum(PAYOUT_STATUSES),
  receivedDate: LedgerDateWire.nullable(),
  receivedBy: z.enum(["bank-line", "attested"]).nullable(),
  bankLines: z.array(z.object({ id: IdWire, bookingDate: LedgerDateWire, amount: MinorWire })),
});
export type Payout = z.output<typeof Payout>;

/** A payout explained: `leftBefore + captures + refunds + fees + other + payouts + breaks + amount = left`. */
export const PayoutExplained = z.object({
  payout: Payout,
  cover: z
    .object({
      fromDate: LedgerDateWire.nullable(),
      toDate: LedgerDateWire,
      leftBefore: MinorWire,
      captures: MinorWire,
      refunds: MinorWire,
      fees: MinorWire,
      payouts: MinorWire,
      other: MinorWire,
      breaks: MinorWire,
      left: MinorWire,
      captureCount: z.int(),
      refundCount: z.int(),
      feeCount: z.int(),
      payoutCount: z.int(),
      otherCount: z.int(),
      proof: z.enum(PROOF_STATES),
    })
    .nullable(),
  previousPayoutId: IdWire.nullable(),
  nextPayoutId: IdWire.nullable(),
});
export type PayoutExplained = z.output<typeof PayoutExplained>;

/** A payout as one answer: its own fields, and what explains them. */
export const PayoutAnswer = Payout.extend({ explained: PayoutExplained.omit({ payout: true }) });
export type PayoutAnswer = z.output<typeof PayoutAnswer>;

export const Summary = z.object({
  from: LedgerDateWire,
  to: LedgerDateWire,
  currencies: z.array(
    z.object({
      currency: z.string(),
      opening: MinorWire,
      captures: MinorWire,
      refunds: MinorWire,
      fees: MinorWire,
      payouts: MinorWire,
      other: MinorWire,
      breaks: MinorWire,
      closing: MinorWire,
      feesCharged: MinorWire,
      entryCount: z.int(),
      proof: z.enum(PROOF_STATES),
    }),
  ),
});
export type Summary = z.output<typeof Summary>;

export const Payment = z.object({
  reference: z.string().nullable(),
  pspReference: z.string(),
  currency: z.string(),
  ledgerId: z.string(),
  ledgerUid: IdWire,
  merchantId: IdWire.nullable(),
  merchantName: z.string().nullable(),
  entries: z.array(Entry),
  payoutId: IdWire.nullable(),
});
export type Payment = z.output<typeof Payment>;

export const Issue = z.object({
  id: IdWire,
  kind: z.enum(ISSUE_KINDS),
  severity: z.enum(SEVERITIES),
  subject: z.object({ type: z.string(), id: z.string() }),
  /** The ledger it is about, by our id. */
  ledgerUid: IdWire.nullable(),
  merchantId: IdWire.nullable(),
  merchantName: z.string().nullable(),
  openedAt: InstantWire,
  resolvedAt: InstantWire.nullable(),
  /** The bank account whose work it follows. */
  accountId: IdWire.nullable(),
  /** Until when it is put off, and by whom; null once that time has come. */
  snoozedUntil: InstantWire.nullable(),
  snoozedBy: z.string().nullable(),
  /** The member who looks after it, by the name they had then. */
  assignedId: IdWire.nullable(),
  assignedName: z.string().nullable(),
  /** Who closed it, and why; null when it ended by itself. */
  resolvedBy: z.string().nullable(),
  reason: z.string().nullable(),
  title: z.string(),
  detail: z.string(),
  /** What a text in another language is made from: numbers and names of this issue. */
  facts: z.record(z.string(), z.string()),
});
export type Issue = z.output<typeof Issue>;

export const Onboarded = z.object({
  items: z.array(z.object({ ledger: IdWire, ledgerId: z.string(), merchantId: IdWire })),
});
export type Onboarded = z.output<typeof Onboarded>;
