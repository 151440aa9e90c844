import { ById, NoInput } from "@/lib/contracts/inputs";
import * as leaving from "@/lib/contracts/leaving";
import * as persons from "@/lib/contracts/persons";

/** Operations on payers and on leaving: a part of the table in operations.ts. */
export const PERSON_OPERATIONS = [
  {
    method: "get",
    path: "/persons",
    summary: "Ledgers, and whether and how personal data of their payers are kept; people's sessions only",
    input: persons.PersonsQuery,
    answer: { name: "PersonSetting", isPage: true },
  },
  {
    method: "post",
    path: "/ledgers/{id}/persons/turn-on",
    summary: "Begins to keep name, masked phone number and message of a ledger's payers",
    input: persons.KeepPersonsInput,
    answer: { name: "PersonSetting", isPage: false },
  },
  {
    method: "post",
    path: "/ledgers/{id}/persons/change",
    summary: "Changes what payers are kept for and how long; a shorter time deletes at once",
    input: persons.KeepPersonsInput,
    answer: { name: "PersonSetting", isPage: false },
  },
  {
    method: "post",
    path: "/ledgers/{id}/persons/turn-off",
    summary: "Stops keeping payers and destroys what is kept",
    input: ById,
    answer: { name: "PersonSetting", isPage: false },
  },
  {
    method: "get",
    path: "/ledgers/{id}/payers",
    summary: "Of some entries, those whose payer is kept, by their sequences",
    input: persons.HeldPayersInput,
    answer: { name: "HeldPayers", isPage: false },
  },
  {
    method: "post",
    path: "/ledgers/{id}/payer",
    summary: "Shows the payer of one entry to a person; the look is in the audit trail",
    input: persons.PayerInput,
    answer: { name: "Payer", isPage: false },
  },
  {
    method: "get",
    path: "/leaving",
    summary: "Files that were asked for, merchants that were handed over, and the firm's own deletion",
    input: NoInput,
    answer: { name: "Leaving", isPage: false },
  },
  {
    method: "post",
    path: "/leaving/export",
    summary: "Makes a file of everything that the firm owns",
    input: NoInput,
    answer: { name: "Leaving", isPage: false },
  },
  {
    method: "post",
    path: "/leaving/delete-firm",
    summary: "Asks that the firm be deleted, by its name, in thirty days",
    input: leaving.DeleteFirmInput,
    answer: { name: "Leaving", isPage: false },
  },
  {
    method: "post",
    path: "/leaving/keep-firm",
    summary: "Undoes that, while the firm waits",
    input: NoInput,
    answer: { name: "Leaving", isPage: false },
  },
  {
    method: "post",
    path: "/merchants/{id}/hand-over",
    summary: "Hands a merchant over to another firm: ends its sync and makes a file of its books",
    input: leaving.HandOverInput,
    answer: { name: "Leaving", isPage: false },
  },
  {
    method: "post",
    path: "/merchants/{id}/take-back",
    summary: "Follows a merchant again that was handed over, while its grants stand",
    input: ById,
    answer: { name: "Leaving", isPage: false },
  },
] as const;
