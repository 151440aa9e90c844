import { ById, NoInput } from "@/lib/contracts/inputs";
import * as settings from "@/lib/contracts/settings";

/** Operations on the audit trail, keys and tokens: a part of the table in operations.ts. */
export const SETTINGS_OPERATIONS = [
  {
    method: "get",
    path: "/audit",
    summary:
      "The audit trail, newest first: who changed what, from where, before and after; dates are those of Oslo",
    input: settings.AuditQuery,
    answer: { name: "AuditEvent", isPage: true },
    hasCsv: true,
  },
  {
    method: "get",
    path: "/keys",
    summary: "The firm's accounting keys, their secrets as fingerprints",
    input: NoInput,
    answer: { name: "KeysList", isPage: false },
  },
  {
    method: "post",
    path: "/keys",
    summary:
      "Proves and stores accounting keys, beside those there are or in the place of some, which are used until then",
    input: settings.SetKeysInput,
    answer: { name: "KeysOnFile", isPage: false },
  },
  {
    method: "post",
    path: "/keys/trial",
    summary: "Proves accounting keys and tells what they open, and what would be lost; stores nothing",
    input: settings.TryKeysInput,
    answer: { name: "KeysTrial", isPage: false },
  },
  {
    method: "get",
    path: "/keys/{id}/ledgers",
    summary: "The ledgers that a set of keys opens; with alone=true those that no other keys open",
    input: settings.OpenedLedgersQuery,
    answer: { name: "OpenedLedger", isPage: true },
    hasCsv: true,
  },
  {
    method: "post",
    path: "/keys/{id}/remove",
    summary: "Removes a set of keys; its ledgers are read with other keys that open them, or are revoked",
    input: settings.RemoveKeysInput,
    answer: { name: "KeysRemoved", isPage: false },
  },
  {
    method: "get",
    path: "/tokens",
    summary: "The firm's API tokens, newest first",
    input: settings.TokensQuery,
    answer: { name: "ApiToken", isPage: true },
    hasCsv: true,
  },
  {
    method: "post",
    path: "/tokens",
    summary: "Makes an API token; the answer is the only place where it stands",
    input: settings.CreateTokenInput,
    answer: { name: "NewApiToken", isPage: false },
  },
  {
    method: "post",
    path: "/tokens/{id}/revoke",
    summary: "Ends an API token at once",
    input: ById,
    answer: { name: "ApiToken", isPage: false },
  },
] as const;
