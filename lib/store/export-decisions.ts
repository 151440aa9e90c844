import { ACCOUNTS, LEDGER, LEDGERS, MATCHES } from "@/lib/store/export-conditions";
import { amount, text, value } from "@/lib/store/export-records";
import type { RecordFile } from "@/lib/store/export-records";

/** What was decided, by matching and by people, of bank lines and of the books. */
export const DECISION_FILES: readonly RecordFile[] = [
  {
    path: "bank/matches.csv",
    table: "match",
    columns: [
      value("matchId", "r.id"),
      value("accountId", "r.account"),
      value("method", "r.method"),
      value("maker", "r.maker"),
      value("madeAt", "r.made_at"),
      text("madeBy", "r.made_by"),
      text("reasons", "r.reasons::text"),
      text("note", "r.note"),
      value("undoneAt", "r.undone_at"),
      text("undoneBy", "r.undone_by"),
      text("undoneReason", "r.undone_reason"),
    ],
    key: [["r.id", "uuid"]],
    // What was undone is the firm's own history: a line of it may have turned out to be somebody else's.
    ofMerchant: (merchant) => `r.undone_at is null and r.id in (${MATCHES(merchant)})`,
  },
  {
    path: "bank/match-parts.csv",
    table: "match_part",
    joins: LEDGER,
    columns: [
      value("matchId", "r.match"),
      value("place", "r.place"),
      value("kind", "r.kind"),
      value("currency", "r.currency"),
      amount("amount", "r.amount"),
      value("isInUse", "r.is_active"),
      value("lineId", "r.line"),
      value("ledgerUid", "r.ledger"),
      text("ledgerId", "l.ledger_id"),
      value("topic", "r.topic"),
      value("ledgerDate", "r.ledger_date"),
      value("content", "encode(r.content, 'hex')"),
      value("ordinal", "r.ordinal"),
      text("entryType", "r.entry_type"),
      value("receivedOn", "r.received_on"),
      text("reason", "r.reason"),
    ],
    currency: "r.currency",
    key: [
      ["r.match", "uuid"],
      ["r.place", "int"],
    ],
    ofMerchant: (merchant) =>
      `r.is_active and r.match in (${MATCHES(merchant)}) and (r.ledger is null or exists (select from ledger_merchant lm where lm.tenant_id = $1
         and lm.ledger = r.ledger and lm.merchant = ${merchant} and r.ledger_date between lm.valid_from and lm.valid_to))`,
  },
  {
    path: "bank/rejections.csv",
    table: "match_rejection",
    joins: LEDGER,
    columns: [
      value("lineId", "r.line"),
      value("ledgerUid", "r.ledger"),
      text("ledgerId", "l.ledger_id"),
      value("topic", "r.topic"),
      value("ledgerDate", "r.ledger_date"),
      value("content", "encode(r.content, 'hex')"),
      value("ordinal", "r.ordinal"),
      value("rejectedAt", "r.rejected_at"),
      text("rejectedBy", "r.rejected_by"),
    ],
    key: [
      ["r.line", "uuid"],
      ["r.ledger", "uuid"],
      ["r.topic", "text"],
      ["r.ledger_date", "date"],
      ["encode(r.content, 'hex')", "text"],
      ["r.ordinal", "int"],
    ],
  },
  {
    path: "bank/patterns.csv",
    table: "match_pattern",
    columns: [
      value("patternId", "r.id"),
      value("accountId", "r.account"),
      text("pattern", "r.pattern"),
      value("ledgerUids", "array_to_string(r.ledgers, ' ')"),
      value("confirmedAt", "r.confirmed_at"),
      text("confirmedBy", "r.confirmed_by"),
      value("revokedAt", "r.revoked_at"),
      text("revokedBy", "r.revoked_by"),
    ],
    key: [["r.id", "uuid"]],
    ofMerchant: (merchant) =>
      `r.revoked_at is null and r.account in (${ACCOUNTS(merchant)}) and r.ledgers <@ array(${LEDGERS(merchant)})`,
    isFirmOnly: true,
  },
  {
    path: "bank/notes.csv",
    table: "work_note",
    columns: [
      value("subjectType", "r.subject_type"),
      value("subjectId", "r.subject"),
      text("note", "r.note"),
      text("assignedName", "r.assigned_name"),
      value("changedAt", "r.changed_at"),
      text("changedBy", "r.changed_by"),
    ],
    key: [
      ["r.subject_type", "text"],
      ["r.subject", "uuid"],
    ],
  },
  {
    path: "bookkeeping/accounts.csv",
    table: "account_map",
    columns: [
      value("merchantId", "r.merchant"),
      value("country", "r.country"),
      value("role", "r.role"),
      text("account", "r.account"),
      text("name", "r.name"),
      text("vatCode", "r.vat_code"),
      value("changedAt", "r.changed_at"),
      text("changedBy", "r.changed_by"),
    ],
    key: [["r.id", "uuid"]],
    ofMerchant: (merchant) => `r.merchant = ${merchant}`,
  },
  {
    path: "bookkeeping/clearing-balances.csv",
    table: "clearing_balance",
    joins: LEDGER,
    columns: [
      value("ledgerUid", "r.ledger"),
      text("ledgerId", "l.ledger_id"),
      value("ledgerDate", "r.ledger_date"),
      value("currency", "l.currency"),
      amount("balance", "r.balance"),
      value("enteredAt", "r.entered_at"),
      text("enteredBy", "r.entered_by"),
    ],
    currency: "l.currency",
    key: [
      ["r.ledger", "uuid"],
      ["r.ledger_date", "date"],
    ],
    ofMerchant: (merchant) =>
      `exists (select from ledger_merchant lm where lm.tenant_id = $1 and lm.ledger = r.ledger and lm.merchant = ${merchant}
         and r.ledger_date between lm.valid_from and lm.valid_to)`,
  },
];
