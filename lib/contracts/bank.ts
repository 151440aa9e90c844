import { z } from "zod";

import { PageQuery, IdWire, InstantWire, LedgerDateWire, MinorWire } from "@/lib/contracts/wire";
import { STATEMENT_FORMATS, TEXT_FIELDS } from "@/lib/domain/bank/statement";
import { COUNTRIES } from "@/lib/domain/payout/bank-days";

/** An account number: as people write it, and as machines do. */
export const NumberWire = z.object({ scheme: z.string(), id: z.string(), written: z.string() });

export const BankAccount = z.object({
  id: IdWire,
  name: z.string().nullable(),
  numbers: z.array(NumberWire),
  country: z.enum(COUNTRIES),
  currency: z.string().nullable(),
  merchants: z.array(z.object({ id: IdWire, name: z.string() })),
  /** How many ledgers are paid out to it. */
  ledgers: z.int(),
  /** The first and last date for which statements are held, and how many stretches between them are not. */
  coveredFrom: LedgerDateWire.nullable(),
  coveredThrough: LedgerDateWire.nullable(),
  gaps: z.int(),
  /** Counted to 1000. */
  openItems: z.int(),
});
export type BankAccount = z.output<typeof BankAccount>;

/** Something in a file that did not add up: a word that the interface has a sentence for, with its values. */
const FindingWire = z.object({ code: z.string(), values: z.record(z.string(), z.string()) });

export const BankFile = z.object({
  id: IdWire,
  name: z.string(),
  format: z.enum(STATEMENT_FORMATS),
  sizeBytes: z.int(),
  source: z.enum(["browser", "api", "cli"]),
  importedAt: InstantWire,
  importedBy: z.string(),
  statements: z.int(),
  lines: z.int(),
  /** Of the lines those that other files had already. */
  known: z.int(),
  /** Not booked yet, so not taken in. */
  pending: z.int(),
  findings: z.array(FindingWire),
});
export type BankFile = z.output<typeof BankFile>;

export const BankImport = z.object({
  /** The same bytes were taken in before: nothing has changed. */
  duplicate: z.boolean(),
  file: BankFile,
  accounts: z.array(IdWire),
});
export type BankImport = z.output<typeof BankImport>;

export const BankStatement = z.object({
  id: IdWire,
  fileId: IdWire,
  fileName: z.string(),
  statementId: z.string().nullable(),
  sequence: z.int().nullable(),
  from: LedgerDateWire.nullable(),
  to: LedgerDateWire.nullable(),
  opening: MinorWire.nullable(),
  closing: MinorWire.nullable(),
  /** opening + lines − closing: zero when it adds up; null when it does not say both. */
  difference: MinorWire.nullable(),
  lines: z.int(),
});
export type BankStatement = z.output<typeof BankStatement>;

export const BankCoverage = z.object({
  account: BankAccount,
  ranges: z.array(z.object({ from: LedgerDateWire, to: LedgerDateWire })),
  findings: z.array(FindingWire),
  statements: z.array(BankStatement),
});
export type BankCoverage = z.output<typeof BankCoverage>;

const TextWire = z.object({ field: z.enum(TEXT_FIELDS), text: z.string() });

export const BankLine = z.object({
  id: IdWire,
  accountId: IdWire,
  bookingDate: LedgerDateWire,
  valueDate: LedgerDateWire.nullable(),
  currency: z.string(),
  /** Signed: money in is positive. */
  amount: MinorWire,
  /** What of it no match uses. */
  left: MinorWire,
  bankReference: z.string().nullable(),
  /** Null: only date and amount are kept, because the firm has chosen so. */
  texts: z.array(TextWire).nullable(),
  kind: z.enum(["settlement", "other", "ignored", "gone"]),
});
export type BankLine = z.output<typeof BankLine>;

export const BankAccountsQuery = PageQuery.extend({ merchantId: IdWire.optional() });
export type BankAccountsQuery = z.output<typeof BankAccountsQuery>;

export const BankFilesQuery = PageQuery.extend({ accountId: IdWire.optional() });
export type BankFilesQuery = z.output<typeof BankFilesQuery>;

export const BankLinesQuery = PageQuery.extend({
  id: IdWire,
  kind: z.enum(["settlement", "other", "ignored"]).optional(),
  from: LedgerDateWire.optional(),
  to: LedgerDateWire.optional(),
  /** In minor units. */
  amount: z.coerce.bigint({ error: "must be an integer in minor units: 49900 for 499,00" }).optional(),
});
export type BankLinesQuery = z.output<typeof BankLinesQuery>;

export const RenameAccountInput = z.object({ id: IdWire, name: z.string().trim().max(120) });
export type RenameAccountInput = z.output<typeof RenameAccountInput>;

/** Says that a number, as a person types it, is this account. */
export const LinkNumberInput = z.object({ id: IdWire, number: z.string().trim().min(1).max(60) });
export type LinkNumberInput = z.output<typeof LinkNumberInput>;

export const BankSettings = z.object({
  /** Of lines that cannot be settlements: keep everything, or date, amount and a digest only. */
  keepTexts: z.enum(["all", "settlement"]),
});
export type BankSettings = z.output<typeof BankSettings>;

export const LineKindInput = z.object({ id: IdWire, kind: z.enum(["settlement", "ignored"]) });
export type LineKindInput = z.output<typeof LineKindInput>;
