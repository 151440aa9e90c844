import { z } from "zod";

import { MAIL_LANGUAGES } from "@/lib/domain/access/language";
import { COUNTRIES } from "@/lib/domain/payout/bank-days";
import { Identifier } from "@/lib/contracts/shapes";
import { IdWire, InstantWire, LedgerDateWire, PageQuery } from "@/lib/contracts/wire";

/** What the pages and the API of onboarding ask and answer. */

/** Columns of the board that hold ledgers. */
export const STAGES = ["new", "first-sync", "live", "revoked", "ignored"] as const;
export type Stage = (typeof STAGES)[number];

const Search = z.string().trim().max(200).optional();
const Language = z.enum(MAIL_LANGUAGES);
const Email = z.email({ error: "must be an e-mail address" }).max(320);
/** A path's id. A text that is no id is not found, like any id that is not there. */
/** A field of a form that was left empty. */
const emptyless = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === "" ? undefined : value), schema.optional());

export const BoardQuery = PageQuery.extend({ stage: z.enum(STAGES).default("new"), search: Search });
export type BoardQuery = z.output<typeof BoardQuery>;

/** A ledger on the board. */
export const BoardCard = z.object({
  ledger: IdWire,
  ledgerId: z.string(),
  stage: z.enum(STAGES),
  since: InstantWire,
  currency: z.string(),
  booksFrom: LedgerDateWire,
  owner: Identifier,
  payoutAccount: Identifier,
  bankAccount: z.string().nullable(),
  handles: z.array(z.string()),
  /** Its merchant; of a new one the merchant proposed: one that is there, or the name of one to be made. */
  merchant: z.object({ id: IdWire.nullable(), name: z.string() }),
  /** Other new ledgers of the same owner: they become one merchant. */
  siblings: z.int(),
  ignoredReason: z.string().nullable(),
  /** How far the first reading has come, while it goes on. */
  sync: z
    .object({
      entryCount: z.int(),
      ledgerDate: LedgerDateWire.nullable(),
      /** Entries per second. */
      rate: z.number().nullable(),
      /** Share of the days from the first entry to now that are read; null before the first page. */
      share: z.number().min(0).max(1).nullable(),
      state: z.enum(["running", "paused", "waiting"]),
    })
    .nullable(),
  headSeenAt: InstantWire.nullable(),
});
export type BoardCard = z.output<typeof BoardCard>;

/** How many cards each column has; `waiting` null: not this person's to see. */
export const BoardCounts = z.object({
  new: z.int(),
  firstSync: z.int(),
  live: z.int(),
  revoked: z.int(),
  ignored: z.int(),
  waiting: z.int().nullable(),
});
export type BoardCounts = z.output<typeof BoardCounts>;

const Ledgers = z.array(IdWire).min(1, { error: "name at least one ledger" });
export const IgnoreInput = z.object({
  ledgers: Ledgers.max(500),
  reason: z.string().trim().min(1, { error: "say why, in a few words" }).max(500),
});
export const TakeBackInput = z.object({ ledgers: Ledgers.max(500) });
export const ChangedLedgers = z.object({ changed: z.int() });

export const Person = z.object({ id: IdWire, name: z.string() });
export const People = z.object({ items: z.array(Person) });
export type People = z.output<typeof People>;

/** Ledgers by our ids, or all new ones that a search finds. */
export const BatchInput = z.object({
  ledgers: Ledgers.max(500).optional(),
  matching: z.object({ search: z.string().trim().max(200) }).optional(),
  booksFrom: emptyless(LedgerDateWire),
  language: emptyless(Language),
  responsibleId: emptyless(IdWire),
});
export type BatchInput = z.output<typeof BatchInput>;

export const Batch = z.object({
  id: IdWire,
  createdAt: InstantWire,
  createdBy: z.string(),
  state: z.enum(["running", "done"]),
  total: z.int(),
  taken: z.int(),
  /** Were taken in already. */
  unchanged: z.int(),
  failed: z.int(),
  finishedAt: InstantWire.nullable(),
  failures: z.array(z.object({ ledger: IdWire, ledgerId: z.string(), code: z.string() })),
});
export type Batch = z.output<typeof Batch>;
export const Batches = z.object({ items: z.array(Batch) });

export const EXPECTED_STATES = ["waiting", "arrived", "withdrawn"] as const;
export const ExpectedQuery = PageQuery.extend({
  state: z.enum(EXPECTED_STATES).default("waiting"),
  search: Search,
});
export type ExpectedQuery = z.output<typeof ExpectedQuery>;

export const ExpectedGrant = z.object({
  id: IdWire,
  country: z.enum(COUNTRIES),
  owner: Identifier,
  name: z.string(),
  email: z.string().nullable(),
  language: Language,
  state: z.enum(EXPECTED_STATES),
  createdAt: InstantWire,
  createdBy: z.string(),
  letters: z.int(),
  firstLetterAt: InstantWire.nullable(),
  lastLetterAt: InstantWire.nullable(),
  /** When the next reminder goes by itself. */
  nextLetterAt: InstantWire.nullable(),
  endedAt: InstantWire.nullable(),
  ledger: IdWire.nullable(),
});
export type ExpectedGrant = z.output<typeof ExpectedGrant>;

/** A merchant to wait for; without a language the country's. */
export const ExpectInput = z.object({
  country: z.enum(COUNTRIES),
  organisationNumber: z.string().trim().min(1, { error: "give the organisation number" }).max(40),
  name: z.string().trim().min(1, { error: "give the merchant's name" }).max(300),
  email: emptyless(Email),
  language: emptyless(Language),
});
export type ExpectInput = z.output<typeof ExpectInput>;
/** `alreadyGranted`: a ledger of this owner is there, and nothing is waited for. */
export const Expected = z.object({
  outcome: z.enum(["added", "unchanged", "alreadyGranted"]),
  expected: ExpectedGrant.nullable(),
});
export type Expected = z.output<typeof Expected>;

export const ImportInput = z.object({ csv: z.string().min(1, { error: "the file is empty" }) });
export const CSV_FIELDS = ["country", "organisationNumber", "name", "email", "language"] as const;
export const CSV_FAULTS = [
  "empty",
  "unreadable",
  "missing-column",
  "repeated-column",
  "too-many-lines",
  "missing",
  "unknown-country",
  "length",
  "check-digit",
  "too-long",
  "not-an-address",
  "unknown-language",
  "repeated-line",
] as const;
/** What is wrong in a file: line (from 1, the header included), field, fault, and what stands there. */
export const CsvError = z.object({
  line: z.int(),
  field: z.enum(CSV_FIELDS).nullable(),
  fault: z.enum(CSV_FAULTS),
  value: z.string(),
});
export type CsvError = z.output<typeof CsvError>;
/** With errors nothing is stored. */
export const Imported = z.object({
  added: z.int(),
  unchanged: z.int(),
  alreadyGranted: z.int(),
  errors: z.array(CsvError),
});
export type Imported = z.output<typeof Imported>;

/** How the firm asks for grants. `partnerName` null: the firm's own name is what the merchant ticks. */
export const OnboardingSettings = z.object({
  partnerName: z.string().nullable(),
  firmName: z.string(),
  sendAtAdding: z.boolean(),
});
export type OnboardingSettings = z.output<typeof OnboardingSettings>;
export const OnboardingSettingsInput = z.object({
  partnerName: emptyless(z.string().trim().min(1).max(200)),
  sendAtAdding: z.boolean(),
});

export const AccountChangesQuery = z.object({ merchantId: emptyless(IdWire) });
/** A payout account that changed, and that nobody has confirmed yet. */
export const AccountChange = z.object({
  issue: IdWire,
  ledger: IdWire,
  ledgerId: z.string(),
  merchantId: IdWire.nullable(),
  merchantName: z.string().nullable(),
  before: z.string(),
  after: z.string(),
  since: InstantWire,
});
export type AccountChange = z.output<typeof AccountChange>;
/** `total`: how many there are; the items are the oldest of them. */
export const AccountChanges = z.object({ items: z.array(AccountChange), total: z.int() });
export type AccountChanges = z.output<typeof AccountChanges>;

/** An organisation number, or a recipient handle: `NO:123456`, `api:123456`, or the bare number of a sales unit. */
export const DiagnosisQuery = z.object({
  query: z.string().trim().min(1, { error: "give an organisation number or a Vipps number" }).max(60),
  country: z.enum(COUNTRIES).default("NO"),
});
export type DiagnosisQuery = z.output<typeof DiagnosisQuery>;
export const DIAGNOSIS_STEPS = ["keys", "discovery", "identifier", "unit", "grant", "elsewhere"] as const;
/** One question answered: `good`, `bad` (this is why), or `open` (nobody here can know). */
export const DiagnosisStep = z.object({
  step: z.enum(DIAGNOSIS_STEPS),
  verdict: z.enum(["good", "bad", "open"]),
  /** What was found: the name of a text. */
  finding: z.string(),
  facts: z.record(z.string(), z.string()),
  at: InstantWire.nullable(),
  /** The ledger that it is about, if the firm has it. */
  ledger: IdWire.nullable(),
});
export type DiagnosisStep = z.output<typeof DiagnosisStep>;
export const Diagnosis = z.object({
  kind: z.enum(["business", "handle"]),
  asked: z.string(),
  steps: z.array(DiagnosisStep),
});
export type Diagnosis = z.output<typeof Diagnosis>;
/** How many sets of keys are being read anew. */
export const Looking = z.object({ keys: z.int() });
