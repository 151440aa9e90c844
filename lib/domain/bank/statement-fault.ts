/**
 * Why a file is not read, as a word that the catalogue of messages turns into a sentence. A file is read whole or
 * not at all: the first fault ends it.
 */
export const STATEMENT_FAULTS = [
  "empty",
  "not-a-statement",
  "not-booked",
  "portal-export",
  "spreadsheet",
  "pdf",
  "encoding",
  "xml",
  "doctype",
  "too-deep",
  "too-long",
  "cut-off",
  "account",
  "amount",
  "balance",
  "currency",
  "other-currency",
  "date",
  "direction",
  "status",
  "tag",
  "order",
  "layout",
  "column",
  "zip",
  "zip-too-large",
] as const;
export type StatementFault = (typeof STATEMENT_FAULTS)[number];
