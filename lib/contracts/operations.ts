import type { z } from "zod";

import {
  AcknowledgeInput,
  ById,
  LedgerDaysInput,
  LedgerEntriesInput,
  MerchantIntervalInput,
  NoInput,
  OnboardInput,
} from "@/lib/contracts/inputs";
import {
  FeesQuery,
  IssuesQuery,
  LedgersQuery,
  MerchantsQuery,
  PaymentsQuery,
  PayoutsQuery,
} from "@/lib/contracts/queries";
import * as members from "@/lib/contracts/members";
import * as onboarding from "@/lib/contracts/onboarding";
import { ONBOARDING_OPERATIONS } from "@/lib/contracts/onboarding-operations";
import * as leaving from "@/lib/contracts/leaving";
import * as persons from "@/lib/contracts/persons";
import * as shapes from "@/lib/contracts/shapes";

/** One operation of the HTTP API, as its document describes it. */
export type Operation = Readonly<{
  method: "get" | "post";
  path: string;
  summary: string;
  input: z.ZodObject;
  /** The name of the answer's schema, and whether the answer is a page of them. */
  answer: Readonly<{ name: keyof typeof SCHEMAS; isPage: boolean }>;
  hasCsv?: boolean;
}>;

export const SCHEMAS = {
  Merchant: shapes.Merchant,
  Ledger: shapes.Ledger,
  Entry: shapes.Entry,
  Day: shapes.Day,
  Payout: shapes.Payout,
  PayoutAnswer: shapes.PayoutAnswer,
  Summary: shapes.Summary,
  Fees: shapes.Fees,
  Payment: shapes.Payment,
  Issue: shapes.Issue,
  MerchantDays: shapes.MerchantDays,
  OverviewFigures: shapes.OverviewFigures,
  SyncProgress: shapes.SyncProgress,
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
} as const;

const page = (name: keyof typeof SCHEMAS): Operation["answer"] => ({ name, isPage: true });
const one = (name: keyof typeof SCHEMAS): Operation["answer"] => ({ name, isPage: false });

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
    path: "/issues",
    summary: "What needs a person, gravest first",
    input: IssuesQuery,
    answer: page("Issue"),
    hasCsv: true,
  },
  { method: "get", path: "/issues/{id}", summary: "One issue", input: ById, answer: one("Issue") },
  {
    method: "post",
    path: "/issues/{id}/acknowledge",
    summary: "Ends an issue with a reason",
    input: AcknowledgeInput,
    answer: one("Issue"),
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
  {
    method: "get",
    path: "/members",
    summary: "The firm's people, or its merchants'; for people, not for tokens",
    input: members.MembersQuery,
    answer: page("Member"),
  },
  { method: "get", path: "/members/{id}", summary: "One member", input: ById, answer: one("Member") },
  {
    method: "post",
    path: "/members/{id}/change",
    summary: "Gives a member another role, or an accountant another limit",
    input: members.ChangeMemberInput,
    answer: one("Member"),
  },
  {
    method: "post",
    path: "/members/{id}/remove",
    summary: "Ends a membership at once",
    input: ById,
    answer: one("Done"),
  },
  {
    method: "post",
    path: "/members/{id}/transfer",
    summary: "An owner gives the firm to another of its people",
    input: members.TransferInput,
    answer: one("Done"),
  },
  {
    method: "get",
    path: "/invitations",
    summary: "Invitations that nobody has accepted yet",
    input: members.InvitationsQuery,
    answer: page("Invitation"),
  },
  {
    method: "post",
    path: "/invitations",
    summary: "Invites somebody to the firm by mail",
    input: members.InviteInput,
    answer: one("Done"),
  },
  {
    method: "post",
    path: "/invitations/{id}/resend",
    summary: "Sends an invitation again with a new link",
    input: ById,
    answer: one("Done"),
  },
  {
    method: "post",
    path: "/invitations/{id}/withdraw",
    summary: "Withdraws an invitation: its link stops working",
    input: ById,
    answer: one("Done"),
  },
  {
    method: "post",
    path: "/invitations/accept",
    summary: "Accepts an invitation by its link, as the signed-in person or as somebody new",
    input: members.AcceptInput,
    answer: one("Accepted"),
  },
  {
    method: "get",
    path: "/merchants/{id}/invitations",
    summary: "Invitations to a merchant's own people",
    input: members.MerchantPeopleInput,
    answer: page("Invitation"),
  },
  {
    method: "get",
    path: "/merchants/{id}/people",
    summary: "A merchant's own people",
    input: members.MerchantPeopleInput,
    answer: page("MerchantPerson"),
  },
  {
    method: "post",
    path: "/merchants/{id}/people",
    summary: "Invites one of a merchant's people by mail",
    input: members.InvitePersonInput,
    answer: one("Done"),
  },
  {
    method: "post",
    path: "/merchants/{id}/people/{userId}/remove",
    summary: "Takes the merchant from one of its people",
    input: members.MerchantPersonInput,
    answer: one("Done"),
  },
  ...ONBOARDING_OPERATIONS,
  {
    method: "get",
    path: "/persons",
    summary: "Ledgers, and whether and how personal data of their payers are kept; people's sessions only",
    input: persons.PersonsQuery,
    answer: page("PersonSetting"),
  },
  {
    method: "post",
    path: "/ledgers/{id}/persons/turn-on",
    summary: "Begins to keep name, masked phone number and message of a ledger's payers",
    input: persons.KeepPersonsInput,
    answer: one("PersonSetting"),
  },
  {
    method: "post",
    path: "/ledgers/{id}/persons/change",
    summary: "Changes what payers are kept for and how long; a shorter time deletes at once",
    input: persons.KeepPersonsInput,
    answer: one("PersonSetting"),
  },
  {
    method: "post",
    path: "/ledgers/{id}/persons/turn-off",
    summary: "Stops keeping payers and destroys what is kept",
    input: ById,
    answer: one("PersonSetting"),
  },
  {
    method: "get",
    path: "/ledgers/{id}/payers",
    summary: "Of some entries, those whose payer is kept, by their sequences",
    input: persons.HeldPayersInput,
    answer: one("HeldPayers"),
  },
  {
    method: "post",
    path: "/ledgers/{id}/payer",
    summary: "Shows the payer of one entry to a person; the look is in the audit trail",
    input: persons.PayerInput,
    answer: one("Payer"),
  },
  {
    method: "get",
    path: "/leaving",
    summary: "Files that were asked for, merchants that were handed over, and the firm's own deletion",
    input: NoInput,
    answer: one("Leaving"),
  },
  {
    method: "post",
    path: "/leaving/export",
    summary: "Makes a file of everything that the firm owns",
    input: NoInput,
    answer: one("Leaving"),
  },
  {
    method: "post",
    path: "/leaving/delete-firm",
    summary: "Asks that the firm be deleted, by its name, in thirty days",
    input: leaving.DeleteFirmInput,
    answer: one("Leaving"),
  },
  {
    method: "post",
    path: "/leaving/keep-firm",
    summary: "Undoes that, while the firm waits",
    input: NoInput,
    answer: one("Leaving"),
  },
  {
    method: "post",
    path: "/merchants/{id}/hand-over",
    summary: "Hands a merchant over to another firm: ends its sync and makes a file of its books",
    input: leaving.HandOverInput,
    answer: one("Leaving"),
  },
  {
    method: "post",
    path: "/merchants/{id}/take-back",
    summary: "Follows a merchant again that was handed over, while its grants stand",
    input: ById,
    answer: one("Leaving"),
  },
];
