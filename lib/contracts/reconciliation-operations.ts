import { ById, NoInput } from "@/lib/contracts/inputs";
import * as r from "@/lib/contracts/reconciliation";

/** Operations of reconciliation: a part of the table in operations.ts. */
export const RECONCILIATION_OPERATIONS = [
  {
    method: "get",
    path: "/reconciliation",
    summary:
      "Payouts of an interval by status, bank lines by what became of them, and the oldest thing that is left",
    input: r.ReconciliationQuery,
    answer: { name: "Reconciliation", isPage: false },
  },
  {
    method: "get",
    path: "/reconciliation/items",
    summary: "The work that is left, one row a decision, newest first",
    input: r.OpenItemsQuery,
    answer: { name: "OpenItem", isPage: true },
  },
  {
    method: "get",
    path: "/reconciliation/counts",
    summary: "How much is left, per kind and currency",
    input: r.WorkCountsQuery,
    answer: { name: "WorkCounts", isPage: false },
  },
  {
    method: "post",
    path: "/reconciliation/accept",
    summary: "Accepts suggestions; what somebody else was faster with is named",
    input: r.AcceptInput,
    answer: { name: "AcceptedWork", isPage: false },
  },
  {
    method: "post",
    path: "/reconciliation/reject",
    summary: "Says that payouts and bank lines are no pair",
    input: r.PairInput,
    answer: { name: "Done", isPage: false },
  },
  {
    method: "post",
    path: "/reconciliation/unreject",
    summary: "Takes that back",
    input: r.PairInput,
    answer: { name: "Done", isPage: false },
  },
  {
    method: "post",
    path: "/reconciliation/learn",
    summary: "Remembers what the text of a line says",
    input: r.LearnInput,
    answer: { name: "Learnt", isPage: false },
  },
  {
    method: "post",
    path: "/reconciliation/note",
    summary: "Writes a note beside a payout or a line, and who looks after it",
    input: r.WorkNoteInput,
    answer: { name: "Done", isPage: false },
  },
  {
    method: "get",
    path: "/reconciliation/people",
    summary: "Members who may look after work",
    input: NoInput,
    answer: { name: "People", isPage: false },
  },
  {
    method: "get",
    path: "/reconciliation/patterns",
    summary: "Patterns of texts that people have confirmed",
    input: NoInput,
    answer: { name: "Patterns", isPage: false },
  },
  {
    method: "post",
    path: "/reconciliation/patterns/{id}/revoke",
    summary: "Forgets a pattern",
    input: ById,
    answer: { name: "Done", isPage: false },
  },
  {
    method: "get",
    path: "/matches",
    summary: "Matches, newest first, undone ones included; with a payout, the one that stands for it",
    input: r.MatchesQuery,
    answer: { name: "Match", isPage: true },
  },
  {
    method: "post",
    path: "/matches",
    summary: "Matches payouts with bank lines by hand: parts sum to zero, or a difference says why not",
    input: r.MatchInput,
    answer: { name: "MatchMade", isPage: false },
  },
  {
    method: "delete",
    path: "/matches/{id}",
    summary: "Undoes a match",
    input: r.UndoInput,
    answer: { name: "Done", isPage: false },
  },
  {
    method: "post",
    path: "/matches/{id}/undo",
    summary: "Undoes a match, with a reason",
    input: r.UndoInput,
    answer: { name: "Done", isPage: false },
  },
  {
    method: "post",
    path: "/payouts/attest",
    summary: "Says that payouts were received although no bank line shows it",
    input: r.AttestInput,
    answer: { name: "Attested", isPage: false },
  },
] as const;
