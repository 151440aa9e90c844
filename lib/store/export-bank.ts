import { amount, text, value } from "@/lib/store/export-records";
import type { RecordFile } from "@/lib/store/export-records";

/** Bank accounts, what came of their statements, and what was decided on them, as files of a firm's own export. */

/** Matches that hold an entry of the merchant's, on a date on which the ledger was the merchant's. */
const MATCHES = (merchant: string): string =>
  `select g.match from match_ledger g join ledger_merchant lm on lm.tenant_id = g.tenant_id and lm.ledger = g.ledger
     and g.ledger_date between lm.valid_from and lm.valid_to where g.tenant_id = $1 and lm.merchant = ${merchant}`;
const LEDGERS = (merchant: string): string =>
  `select lm.ledger from ledger_merchant lm where lm.tenant_id = $1 and lm.merchant = ${merchant}`;
const ACCOUNTS = (merchant: string): string =>
  `select b.account from bank_account_ledger b where b.tenant_id = $1 and b.ledger in (${LEDGERS(merchant)})`;
/** An account that was joined with another has no number any more: nothing is left of it but its row. */
const HAS_NUMBER = (account: string): string =>
  `exists (select from bank_account_number n where n.tenant_id = r.tenant_id and n.account = ${account})`;
const LEDGER = "left join ledger l on l.tenant_id = r.tenant_id and l.id = r.ledger";

export const BANK_FILES: readonly RecordFile[] = [
  {
    path: "bank/settings.csv",
    table: "bank_setting",
    columns: [
      value("keepTexts", "r.keep_texts"),
      value("changedAt", "r.changed_at"),
      text("changedBy", "r.changed_by"),
    ],
    key: [["r.tenant_id", "uuid"]],
  },
  {
    path: "bank/accounts.csv",
    table: "bank_account",
    where: HAS_NUMBER("r.id"),
    columns: [
      value("accountId", "r.id"),
      text("name", "r.name"),
      value("country", "r.country"),
      value("currency", "r.currency"),
      text("csvLayout", "r.csv_layout::text"),
      value("createdAt", "r.created_at"),
    ],
    key: [["r.id", "uuid"]],
    ofMerchant: (merchant) => `r.id in (${ACCOUNTS(merchant)})`,
  },
  {
    path: "bank/account-numbers.csv",
    table: "bank_account_number",
    columns: [
      value("accountId", "r.account"),
      text("scheme", "r.scheme"),
      text("number", "r.number"),
      value("source", "r.source"),
      value("linkedAt", "r.linked_at"),
      text("linkedBy", "r.linked_by"),
    ],
    key: [
      ["r.scheme", "text"],
      ["r.number", "text"],
    ],
    ofMerchant: (merchant) => `r.account in (${ACCOUNTS(merchant)})`,
  },
  {
    path: "bank/account-ledgers.csv",
    table: "bank_account_ledger",
    joins: LEDGER,
    where: HAS_NUMBER("r.account"),
    columns: [
      value("accountId", "r.account"),
      value("ledgerUid", "r.ledger"),
      text("ledgerId", "l.ledger_id"),
    ],
    key: [
      ["r.account", "uuid"],
      ["r.ledger", "uuid"],
    ],
    ofMerchant: (merchant) => `r.ledger in (${LEDGERS(merchant)})`,
  },
  {
    path: "bank/coverage.csv",
    table: "bank_coverage",
    columns: [
      value("accountId", "r.account"),
      value("from", "r.from_date"),
      value("to", "r.to_date"),
      value("ledgerFrom", "r.ledger_from"),
      value("ledgerThrough", "r.ledger_through"),
    ],
    key: [
      ["r.account", "uuid"],
      ["r.from_date", "date"],
    ],
    ofMerchant: (merchant) => `r.account in (${ACCOUNTS(merchant)})`,
  },
  {
    path: "bank/files.csv",
    table: "bank_file",
    columns: [
      value("fileId", "r.id"),
      value("sha256", "encode(r.sha256, 'hex')"),
      text("name", "r.name"),
      value("format", "r.format"),
      value("sizeBytes", "r.size_bytes"),
      value("source", "r.source"),
      value("importedAt", "r.imported_at"),
      text("importedBy", "r.imported_by"),
      value("statements", "r.statements"),
      value("lines", "r.lines"),
      value("known", "r.known"),
      value("pending", "r.pending"),
      text("findings", "r.findings::text"),
    ],
    key: [["r.id", "uuid"]],
  },
  {
    path: "bank/statements.csv",
    table: "bank_statement",
    columns: [
      value("statementId", "r.id"),
      value("fileId", "r.file"),
      value("place", "r.place"),
      value("accountId", "r.account"),
      text("statementRef", "r.statement_ref"),
      value("sequence", "r.sequence"),
      value("page", "r.page"),
      value("isLastPage", "r.is_last_page"),
      value("from", "r.from_date"),
      value("to", "r.to_date"),
      value("isStated", "r.is_stated"),
      value("currency", "r.currency"),
      amount("opening", "r.opening"),
      amount("closing", "r.closing"),
      amount("difference", "r.difference"),
      value("reversals", "r.reversals"),
      value("lines", "r.lines"),
    ],
    currency: "r.currency",
    key: [["r.id", "uuid"]],
  },
  {
    path: "bank/statement-lines.csv",
    table: "bank_line_source",
    joins: "join bank_statement s on s.tenant_id = r.tenant_id and s.id = r.statement",
    columns: [
      value("statementId", "r.statement"),
      value("place", "r.place"),
      value("lineId", "r.line"),
      value("bookingDate", "r.booking_date"),
      value("currency", "s.currency"),
      amount("amount", "r.amount"),
      value("format", "r.format"),
      text("bankReference", "r.bank_reference"),
      value("digest", "encode(r.digest, 'hex')"),
      value("fileLine", "r.file_line"),
      text("texts", "r.texts::text"),
    ],
    currency: "s.currency",
    key: [
      ["r.statement", "uuid"],
      ["r.place", "int"],
    ],
  },
  {
    path: "bank/lines.csv",
    table: "bank_line",
    columns: [
      value("lineId", "r.id"),
      value("accountId", "r.account"),
      value("bookingDate", "r.booking_date"),
      value("valueDate", "r.value_date"),
      value("currency", "r.currency"),
      amount("amount", "r.amount"),
      amount("matched", "r.matched"),
      text("bankReference", "r.bank_reference"),
      text("texts", "r.texts::text"),
      text("details", "r.details::text"),
      value("kind", "r.kind"),
    ],
    currency: "r.currency",
    key: [["r.id", "uuid"]],
    ofMerchant: (merchant) =>
      `r.id in (select p.line from match_part p where p.tenant_id = $1 and p.line is not null and p.is_active and p.match in (${MATCHES(merchant)}))`,
  },
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
