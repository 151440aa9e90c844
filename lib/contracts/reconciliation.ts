import { z } from "zod";

import { BankLine } from "@/lib/contracts/bank";
import { PageQuery, IdWire, InstantWire, LedgerDateWire, MinorWire } from "@/lib/contracts/wire";
import { PAYOUT_STATUSES } from "@/lib/domain/payout/status";
import { MATCH_METHODS } from "@/lib/domain/reconciliation/model";

export const OPEN_ITEM_KINDS = ["suggestion", "difference", "missing", "line"] as const;

/** A settlement entry that is no payout, by its natural key. */
export const EntryKeyWire = z.object({
  ledger: IdWire,
  topic: z.enum(["funds", "fees"]),
  ledgerDate: LedgerDateWire,
  content: z.string().regex(/^[0-9a-f]{32}$/, { error: "must be 32 hex digits" }),
  ordinal: z.int().min(1),
});

export const ReasonWire = z.object({
  speaks: z.enum(["for", "against"]),
  /** A word that the interface has a sentence for. */
  code: z.string(),
  values: z.record(z.string(), z.string()),
});

/** A payout beside a bank line: its amount as the bank shows it. */
const WorkPayout = z.object({
  id: IdWire,
  payoutNumber: z.string().nullable(),
  pspReference: z.string(),
  bankReference: z.string().nullable(),
  ledgerId: z.string(),
  merchantId: IdWire.nullable(),
  merchantName: z.string().nullable(),
  ledgerDate: LedgerDateWire,
  expectedDate: LedgerDateWire,
  amount: MinorWire,
});

const WorkEntry = z.object({
  key: EntryKeyWire,
  entryType: z.string(),
  ledgerId: z.string(),
  amount: MinorWire,
});

export const WorkNote = z.object({
  note: z.string().nullable(),
  assignedId: IdWire.nullable(),
  assignedName: z.string().nullable(),
  changedAt: InstantWire,
  changedBy: z.string(),
});

/** One row of the work that is left: theirs, the bank's, and the reasons between. */
export const OpenItem = z.object({
  id: IdWire,
  accountId: IdWire,
  kind: z.enum(OPEN_ITEM_KINDS),
  at: LedgerDateWire,
  currency: z.string(),
  /** What the payouts, and what the lines come to, signed as in the bank; `difference = booked − expected`. */
  expected: MinorWire,
  booked: MinorWire,
  difference: MinorWire,
  method: z.enum(MATCH_METHODS).nullable(),
  /** Nothing speaks against it: it is accepted with all others of which that is true. */
  isSure: z.boolean(),
  payouts: z.array(WorkPayout),
  entries: z.array(WorkEntry),
  lines: z.array(BankLine),
  reasons: z.array(ReasonWire),
  note: WorkNote.nullable(),
});
export type OpenItem = z.output<typeof OpenItem>;

export const OpenItemsQuery = PageQuery.extend({
  kind: z.enum(OPEN_ITEM_KINDS).optional(),
  merchantId: IdWire.optional(),
  accountId: IdWire.optional(),
});
export type OpenItemsQuery = z.output<typeof OpenItemsQuery>;

/** Accounts on which more is open than is looked at: what is older than `from` is not all in the list. */
const NotWorked = z.array(z.object({ accountId: IdWire, account: z.string(), from: LedgerDateWire }));

export const WorkCounts = z.object({
  /** Per kind and currency; amounts are never added over currencies. */
  items: z.array(
    z.object({
      kind: z.enum(OPEN_ITEM_KINDS),
      currency: z.string(),
      count: z.int(),
      amount: MinorWire,
    }),
  ),
  /** Counted to this many: there may be more. */
  countedTo: z.int(),
  /** Something has changed and is being matched just now. */
  isMatching: z.boolean(),
  notWorked: NotWorked,
});
export type WorkCounts = z.output<typeof WorkCounts>;

export const WorkCountsQuery = z.object({ merchantId: IdWire.optional(), accountId: IdWire.optional() });
export type WorkCountsQuery = z.output<typeof WorkCountsQuery>;

const MatchPartWire = z.object({
  kind: z.enum(["line", "entry", "difference", "attested"]),
  /** An entry counts as it moves the balance, everything else as it moves the bank account: all parts sum to zero. */
  amount: MinorWire,
  currency: z.string(),
  line: z.object({ id: IdWire, bookingDate: LedgerDateWire, text: z.string().nullable() }).nullable(),
  payout: z
    .object({
      id: IdWire,
      payoutNumber: z.string().nullable(),
      ledgerDate: LedgerDateWire,
      merchantName: z.string().nullable(),
    })
    .nullable(),
  entry: z.object({ entryType: z.string(), ledgerDate: LedgerDateWire }).nullable(),
  receivedOn: LedgerDateWire.nullable(),
  reason: z.string().nullable(),
});

export const Match = z.object({
  id: IdWire,
  accountId: IdWire.nullable(),
  method: z.enum(MATCH_METHODS),
  maker: z.enum(["system", "person"]),
  madeAt: InstantWire,
  madeBy: z.string(),
  reasons: z.array(ReasonWire),
  note: z.string().nullable(),
  undoneAt: InstantWire.nullable(),
  undoneBy: z.string().nullable(),
  undoneReason: z.string().nullable(),
  parts: z.array(MatchPartWire),
});
export type Match = z.output<typeof Match>;

export const MatchesQuery = PageQuery.extend({ accountId: IdWire.optional(), payoutId: IdWire.optional() });
export type MatchesQuery = z.output<typeof MatchesQuery>;

const Difference = z.object({
  amount: MinorWire,
  reason: z.string().trim().min(3, { error: "say in a few words why" }).max(500),
});

const ONCE = { error: "must name each one once" };
const isOnce = (keys: readonly string[]): boolean => new Set(keys).size === keys.length;

/** Parts that a person matches. Without an amount a line is used whole; what is left of it stays open. */
export const MatchInput = z.object({
  payoutIds: z.array(IdWire).max(200).default([]),
  entries: z
    .array(EntryKeyWire)
    .max(50)
    .refine((entries) => isOnce(entries.map((entry) => JSON.stringify(Object.values(entry)))), ONCE)
    .default([]),
  lines: z
    .array(z.object({ id: IdWire, amount: MinorWire.optional() }))
    .max(200)
    .refine((lines) => isOnce(lines.map(({ id }) => id)), ONCE)
    .default([]),
  difference: Difference.optional(),
  note: z.string().trim().min(1).max(2000).optional(),
});
export type MatchInput = z.output<typeof MatchInput>;

export const AcceptInput = z.object({ ids: z.array(IdWire).min(1).max(500) });
export type AcceptInput = z.output<typeof AcceptInput>;

export const AcceptedWork = z.object({
  matches: z.array(z.object({ itemId: IdWire, matchId: IdWire })),
  /** What somebody else, or matching, was faster with; nothing was done to these. */
  gone: z.array(IdWire),
});
export type AcceptedWork = z.output<typeof AcceptedWork>;

export const AttestInput = z.object({
  payoutIds: z.array(IdWire).min(1).max(200),
  receivedOn: LedgerDateWire,
  reason: z.string().trim().max(500).optional(),
});
export type AttestInput = z.output<typeof AttestInput>;

export const UndoInput = z.object({ id: IdWire, reason: z.string().trim().max(500).optional() });
export type UndoInput = z.output<typeof UndoInput>;

export const PairInput = z.object({
  payoutIds: z.array(IdWire).max(200).default([]),
  entries: z.array(EntryKeyWire).max(50).default([]),
  lineIds: z.array(IdWire).min(1).max(200),
});
export type PairInput = z.output<typeof PairInput>;

/** A pattern of this line's text: payouts of these ledgers are matched by it from now on. */
export const LearnInput = z.object({ lineId: IdWire, payoutId: IdWire });
export type LearnInput = z.output<typeof LearnInput>;

export const Learnt = z.object({ id: IdWire, pattern: z.string(), made: z.int() });
export type Learnt = z.output<typeof Learnt>;

export const Pattern = z.object({
  id: IdWire,
  accountId: IdWire,
  pattern: z.string(),
  ledgers: z.array(z.string()),
  confirmedAt: InstantWire,
  confirmedBy: z.string(),
});
export type Pattern = z.output<typeof Pattern>;

export const Patterns = z.object({ items: z.array(Pattern) });
export type Patterns = z.output<typeof Patterns>;

export const WorkNoteInput = z.object({
  subjectType: z.enum(["payout", "line"]),
  subjectId: IdWire,
  note: z.string().trim().max(2000).nullable(),
  assignedId: IdWire.nullable(),
});
export type WorkNoteInput = z.output<typeof WorkNoteInput>;

export const MatchMade = z.object({ id: IdWire });
export type MatchMade = z.output<typeof MatchMade>;
export const Attested = z.object({ ids: z.array(IdWire) });
export type Attested = z.output<typeof Attested>;

/** Payouts of an interval by status, and bank lines by what became of them. */
export const Reconciliation = z.object({
  from: LedgerDateWire.nullable(),
  to: LedgerDateWire.nullable(),
  payouts: z.array(
    z.object({ status: z.enum(PAYOUT_STATUSES), currency: z.string(), count: z.int(), amount: MinorWire }),
  ),
  bankLines: z.object({ matched: z.int(), unmatched: z.int(), ignored: z.int() }),
  suggestions: z.int(),
  oldestException: z.object({ kind: z.enum(OPEN_ITEM_KINDS), at: LedgerDateWire }).nullable(),
  notWorked: NotWorked,
});
export type Reconciliation = z.output<typeof Reconciliation>;

export const ReconciliationQuery = z.object({
  merchantId: IdWire.optional(),
  from: LedgerDateWire.optional(),
  to: LedgerDateWire.optional(),
});
export type ReconciliationQuery = z.output<typeof ReconciliationQuery>;
