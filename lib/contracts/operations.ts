import type { z } from "zod";

import {
  ById,
  LedgerDaysInput,
  LedgerEntriesInput,
  MerchantIntervalInput,
  NoInput,
  OnboardInput,
} from "@/lib/contracts/inputs";
import {
  FeesQuery,
  LedgersQuery,
  MerchantsQuery,
  PaymentsQuery,
  PayoutsQuery,
} from "@/lib/contracts/queries";
import { BANK_OPERATIONS, BANK_SCHEMAS } from "@/lib/contracts/bank-operations";
import * as members from "@/lib/contracts/members";
import * as onboarding from "@/lib/contracts/onboarding";
import { BOOKKEEPING_OPERATIONS, BOOKKEEPING_SCHEMAS } from "@/lib/contracts/bookkeeping-operations";
import { ISSUE_OPERATIONS } from "@/lib/contracts/issue-operations";
import * as issues from "@/lib/contracts/issues";
import { MEMBER_OPERATIONS } from "@/lib/contracts/member-operations";
import { ONBOARDING_OPERATIONS } from "@/lib/contracts/onboarding-operations";
import { PERSON_OPERATIONS } from "@/lib/contracts/person-operations";
import { RECONCILIATION_OPERATIONS } from "@/lib/contracts/reconciliation-operations";
import { SETTINGS_OPERATIONS } from "@/lib/contracts/settings-operations";
import * as leaving from "@/lib/contracts/leaving";
import * as persons from "@/lib/contracts/persons";
import * as reconciliation from "@/lib/contracts/reconciliation";
import * as settings from "@/lib/contracts/settings";
import * as fees from "@/lib/contracts/fees";
import * as days from "@/lib/contracts/merchant-days";
import * as overview from "@/lib/contracts/overview";
import * as shapes from "@/lib/contracts/shapes";

/** One operation of the HTTP API, as its document describes it. */
export type Operation = Readonly<{
  method: "get" | "post" | "delete";
  path: string;
  summary: string;
  input: z.ZodObject;
  /** The name of the answer's schema, and whether the answer is a page of them. */
  answer?: Answer;
  hasCsv?: boolean;
  /** The body is a file, or several; what is asked besides stands in the address. */
  upload?: "one" | "many";
  /** Answers 201 when it made something new. */
  isCreating?: boolean;
  /** What it answers instead of JSON: a file of one of these media types, chosen by `format`. */
  files?: readonly string[];
}>;

type Answer = Readonly<{ name: keyof typeof SCHEMAS; isPage: boolean }>;

export const SCHEMAS = {
  Merchant: shapes.Merchant,
  Ledger: shapes.Ledger,
  Entry: shapes.Entry,
  Day: shapes.Day,
  Payout: shapes.Payout,
  PayoutAnswer: shapes.PayoutAnswer,
  Summary: shapes.Summary,
  Fees: fees.Fees,
  Payment: shapes.Payment,
  Issue: shapes.Issue,
  IssueChanges: issues.IssueChanges,
  IssueCounts: issues.IssueCounts,
  MerchantDays: days.MerchantDays,
  OverviewFigures: overview.OverviewFigures,
  SyncProgress: overview.SyncProgress,
  Onboarded: shapes.Onboarded,
  Member: members.Member,
  Invitation: members.Invitation,
  MerchantPerson: members.MerchantPerson,
  Accepted: members.Accepted,
  Done: members.Done,
  BoardCard: onboarding.BoardCard,
  BoardCounts: onboarding.BoardCounts,
  ChangedLedgers: onboarding.ChangedLedgers,
  People: onboarding.People,
  Batch: onboarding.Batch,
  Batches: onboarding.Batches,
  ExpectedGrant: onboarding.ExpectedGrant,
  Expected: onboarding.Expected,
  Imported: onboarding.Imported,
  OnboardingSettings: onboarding.OnboardingSettings,
  AccountChanges: onboarding.AccountChanges,
  Diagnosis: onboarding.Diagnosis,
  Looking: onboarding.Looking,
  Leaving: leaving.Leaving,
  PersonSetting: persons.PersonSetting,
  HeldPayers: persons.HeldPayers,
  Payer: persons.Payer,
  AuditEvent: settings.AuditEvent,
  KeysOnFile: settings.KeysOnFile,
  KeysList: settings.KeysList,
  KeysTrial: settings.KeysTrial,
  KeysRemoved: settings.KeysRemoved,
  OpenedLedger: settings.OpenedLedger,
  ApiToken: settings.ApiToken,
  NewApiToken: settings.NewApiToken,
  ...BANK_SCHEMAS,
  ...BOOKKEEPING_SCHEMAS,
  OpenItem: reconciliation.OpenItem,
  WorkCounts: reconciliation.WorkCounts,
  AcceptedWork: reconciliation.AcceptedWork,
  Match: reconciliation.Match,
  MatchMade: reconciliation.MatchMade,
  Attested: reconciliation.Attested,
  Learnt: reconciliation.Learnt,
  Patterns: reconciliation.Patterns,
  Reconciliation: reconciliation.Reconciliation,
} as const;

const page = (name: keyof typeof SCHEMAS): Answer => ({ name, isPage: true });
const one = (name: keyof typeof SCHEMAS): Answer => ({ name, isPage: false });

/** Every operation under /api/v1: the served document and its tests read this table. */
export const OPERATIONS: readonly Operation[] = [
  {
    method: "get",
    path: "/merchants",
    summary: "Merchants with balance, last payout, sync and proof; worst first unless sorted by name",
    input: MerchantsQuery,
    answer: page("Merchant"),
    hasCsv: true,
  },
  { method: "get", path: "/merchants/{id}", summary: "One merchant", input: ById, answer: one("Merchant") },
  {
    method: "get",
    path: "/merchants/{id}/summary",
    summary:
      "Sums of the funds topic per currency, and fees charged; closing = opening + captures + refunds + fees + payouts + other + breaks. The current month so far unless dates are given",
    input: MerchantIntervalInput,
    answer: one("Summary"),
  },
  {
    method: "get",
    path: "/merchants/{id}/days",
    summary:
      "Funds by ledger date, currency and sales unit, at most 400 days, the last 90 unless dates are given. The row with recipientHandle '' alone carries the closing of its date and currency, all sales units together",
    input: MerchantIntervalInput,
    answer: one("MerchantDays"),
    hasCsv: true,
  },
  {
    method: "get",
    path: "/ledgers",
    summary: "Ledgers with grant and sync state and both topics",
    input: LedgersQuery,
    answer: page("Ledger"),
    hasCsv: true,
  },
  { method: "get", path: "/ledgers/{id}", summary: "One ledger", input: ById, answer: one("Ledger") },
  {
    method: "get",
    path: "/ledgers/{id}/entries",
    summary: "Entries of one topic in feed order; with payoutId those that the payout carries",
    input: LedgerEntriesInput,
    answer: page("Entry"),
    hasCsv: true,
  },
  {
    method: "get",
    path: "/ledgers/{id}/days",
    summary: "One row per ledger date that has entries",
    input: LedgerDaysInput,
    answer: page("Day"),
    hasCsv: true,
  },
  {
    method: "post",
    path: "/ledgers/{id}/pause",
    summary: "Stops following a ledger's feeds until it is resumed",
    input: ById,
    answer: one("Ledger"),
  },
  {
    method: "post",
    path: "/ledgers/{id}/resume",
    summary: "Goes on following a ledger's feeds where they stood",
    input: ById,
    answer: one("Ledger"),
  },
  {
    method: "post",
    path: "/onboarding",
    summary: "Puts granted ledgers under a merchant and starts their sync",
    input: OnboardInput,
    answer: one("Onboarded"),
  },
  {
    method: "get",
    path: "/payouts",
    summary: "Payouts, newest ledger date first",
    input: PayoutsQuery,
    answer: page("Payout"),
    hasCsv: true,
  },
  {
    method: "get",
    path: "/payouts/{id}",
    summary:
      "A payout, and what it carries: leftBefore + captures + refunds + fees + payouts + other + breaks + amount = left",
    input: ById,
    answer: one("PayoutAnswer"),
  },
  {
    method: "get",
    path: "/fees",
    summary:
      "Fee totals of the fees topic, signed as they move its balance; the current month so far unless dates are given, by month the current year",
    input: FeesQuery,
    answer: one("Fees"),
    hasCsv: true,
  },
  {
    method: "get",
    path: "/payments",
    summary:
      "A payment, wherever in the firm it is, with its entries on both topics and the payout that carried it; by amount alone of the last 400 days unless dates are given",
    input: PaymentsQuery,
    answer: page("Payment"),
    hasCsv: true,
  },
  {
    method: "get",
    path: "/overview",
    summary: "The head of the firm's overview",
    input: NoInput,
    answer: one("OverviewFigures"),
  },
  {
    method: "get",
    path: "/sync-progress",
    summary: "First syncs that run now",
    input: NoInput,
    answer: one("SyncProgress"),
  },
  ...BANK_OPERATIONS,
  ...BOOKKEEPING_OPERATIONS,
  ...ISSUE_OPERATIONS,
  ...MEMBER_OPERATIONS,
  ...ONBOARDING_OPERATIONS,
  ...PERSON_OPERATIONS,
  ...RECONCILIATION_OPERATIONS,
  ...SETTINGS_OPERATIONS,
];
