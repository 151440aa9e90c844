import * as bank from "@/lib/contracts/bank";
import * as bankImport from "@/lib/contracts/bank-import";
import { ById, NoInput } from "@/lib/contracts/inputs";

/** What they answer with: a part of the schemas in operations.ts. */
export const BANK_SCHEMAS = {
  BankAccount: bank.BankAccount,
  BankFile: bank.BankFile,
  BankImported: bankImport.BankImported,
  BankPreview: bankImport.BankPreview,
  BankCoverage: bank.BankCoverage,
  BankLine: bank.BankLine,
  BankSettings: bank.BankSettings,
  FileRemoved: bankImport.FileRemoved,
} as const;

/** Operations on bank statements and accounts: a part of the table in operations.ts. */
export const BANK_OPERATIONS = [
  {
    method: "get",
    path: "/bank-statements",
    summary: "Files of statements that were taken in, newest first; with accountId those of one account",
    input: bank.BankFilesQuery,
    answer: { name: "BankFile", isPage: true },
  },
  {
    method: "post",
    path: "/bank-statements",
    summary:
      "Takes in files of bank statements (camt.053, MT940, CSV, or a zip of them), at most 200 MB each: one as the raw body with its name in the address, or several as multipart, fields before files. 201 when something is new; 200 when all of it was known (`duplicate`). One file is answered as BankImport, several as BankImports in their order: each is taken in whole or refused by itself; only when all are refused is the answer a problem, that of the first, whose `errors` name `line`, `column`, `found` and `expected`",
    input: bankImport.StatementUploadInput,
    answer: { name: "BankImported", isPage: false },
    upload: "many",
    isCreating: true,
  },
  {
    method: "post",
    path: "/bank-statements/preview",
    summary:
      "Says how a file would be read, by its first 64 kB: format, layout, account, first lines, or what is wrong. Nothing is stored",
    input: bankImport.StatementUploadInput,
    answer: { name: "BankPreview", isPage: false },
    upload: "one",
  },
  {
    method: "post",
    path: "/bank-statements/{id}/remove",
    summary: "Takes an import back, with the lines that no other file has and the matches on them",
    input: ById,
    answer: { name: "FileRemoved", isPage: false },
  },
  {
    method: "get",
    path: "/bank-accounts",
    summary: "Bank accounts, of statements and of payouts, with what is covered and what is left to do",
    input: bank.BankAccountsQuery,
    answer: { name: "BankAccount", isPage: true },
  },
  {
    method: "get",
    path: "/bank-accounts/{id}",
    summary:
      "One account: the dates that its statements cover, what is wrong with them, and the newest 200 statements",
    input: ById,
    answer: { name: "BankCoverage", isPage: false },
  },
  {
    method: "get",
    path: "/bank-accounts/{id}/lines",
    summary: "Booked lines of an account, newest first",
    input: bank.BankLinesQuery,
    answer: { name: "BankLine", isPage: true },
  },
  {
    method: "post",
    path: "/bank-accounts/{id}/rename",
    summary: "Names an account; an empty name takes it away",
    input: bank.RenameAccountInput,
    answer: { name: "BankAccount", isPage: false },
  },
  {
    method: "post",
    path: "/bank-accounts/{id}/link",
    summary:
      "Says that a number, as people write it, is this account; an account that goes by it becomes one with this one",
    input: bank.LinkNumberInput,
    answer: { name: "BankAccount", isPage: false },
  },
  {
    method: "post",
    path: "/bank-lines/{id}/kind",
    summary: "Says that a bank line is no settlement (`ignored`), or takes that back",
    input: bank.LineKindInput,
    answer: { name: "BankLine", isPage: false },
  },
  {
    method: "get",
    path: "/bank-settings",
    summary: "What is kept of lines that cannot be settlements",
    input: NoInput,
    answer: { name: "BankSettings", isPage: false },
  },
  {
    method: "post",
    path: "/bank-settings",
    summary: "Changes that; with `settlement` the texts of all other lines go for good",
    input: bank.BankSettings,
    answer: { name: "BankSettings", isPage: false },
  },
] as const;
