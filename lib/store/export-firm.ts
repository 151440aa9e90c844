import { LEDGER } from "@/lib/store/export-conditions";
import { amount, text, value } from "@/lib/store/export-records";
import type { RecordFile } from "@/lib/store/export-records";

/** The firm's clients and ledgers, and what its people decided about them, as files of the firm's own export. */

/** Dates that stand for "always" are left empty. */
const date = (header: string, column: string): ReturnType<typeof value> =>
  value(header, `case when isfinite(${column}) then ${column} end`);

export const FIRM_FILES: readonly RecordFile[] = [
  {
    path: "merchants.csv",
    table: "merchant",
    columns: [
      value("merchantId", "r.id"),
      text("name", "r.name"),
      value("country", "r.country"),
      text("businessScheme", "r.business_scheme"),
      text("businessId", "r.business_id"),
      value("language", "r.language"),
      text("responsibleName", "r.responsible_name"),
      text("contactEmail", "r.contact_email"),
      value("createdAt", "r.created_at"),
    ],
    key: [["r.id", "uuid"]],
  },
  {
    path: "ledgers.csv",
    table: "ledger",
    columns: [
      value("ledgerUid", "r.id"),
      text("ledgerId", "r.ledger_id"),
      value("currency", "r.currency"),
      value("country", "r.country"),
      value("booksFrom", "r.books_from"),
      value("status", "r.status"),
      value("revokedAt", "r.revoked_at"),
      text("bankAccount", "r.bank_account"),
      text("ignoredReason", "r.ignored_reason"),
      value("createdAt", "r.created_at"),
    ],
    key: [["r.id", "uuid"]],
  },
  {
    path: "ledger-versions.csv",
    table: "ledger_version",
    joins: LEDGER,
    columns: [
      value("ledgerUid", "r.ledger"),
      text("ledgerId", "l.ledger_id"),
      value("version", "r.version"),
      value("validFrom", "r.valid_from"),
      value("validTo", "r.valid_to"),
      text("ownerScheme", "r.owner_scheme"),
      text("ownerId", "r.owner_id"),
      text("payoutScheme", "r.payout_scheme"),
      text("payoutId", "r.payout_id"),
      text("settlesFor", "array_to_string(r.settles_for, ' ')"),
      text("salesUnits", "r.sales_units::text"),
    ],
    key: [
      ["r.ledger", "uuid"],
      ["r.version", "int"],
    ],
  },
  {
    path: "ledger-merchants.csv",
    table: "ledger_merchant",
    joins: LEDGER,
    columns: [
      value("ledgerUid", "r.ledger"),
      text("ledgerId", "l.ledger_id"),
      value("merchantId", "r.merchant"),
      date("validFrom", "r.valid_from"),
      date("validTo", "r.valid_to"),
    ],
    key: [
      ["r.ledger", "uuid"],
      ["r.valid_from", "date"],
    ],
  },
  {
    path: "chain-breaks.csv",
    table: "chain_break",
    joins: `${LEDGER} join ledger_topic t on t.tenant_id = r.tenant_id and t.ledger = r.ledger and t.topic = r.topic and t.active_copy = r.copy`,
    columns: [
      value("ledgerUid", "r.ledger"),
      text("ledgerId", "l.ledger_id"),
      value("topic", "r.topic"),
      value("sequence", "r.sequence"),
      value("ledgerDate", "r.ledger_date"),
      value("currency", "l.currency"),
      amount("expected", "r.expected"),
      amount("found", "r.found"),
      amount("amount", "r.amount"),
      text("acknowledgedBy", "r.acknowledged_by"),
      value("acknowledgedAt", "r.acknowledged_at"),
      text("reason", "r.reason"),
    ],
    currency: "l.currency",
    key: [
      ["r.ledger", "uuid"],
      ["r.topic", "text"],
      ["r.sequence", "bigint"],
    ],
  },
  {
    path: "expected-grants.csv",
    table: "expected_grant",
    columns: [
      value("id", "r.id"),
      value("country", "r.country"),
      text("ownerScheme", "r.owner_scheme"),
      text("ownerId", "r.owner_id"),
      text("name", "r.name"),
      text("email", "r.email"),
      value("language", "r.language"),
      value("state", "r.state"),
      value("createdAt", "r.created_at"),
      text("createdBy", "r.created_by"),
      value("letters", "r.letters"),
      value("lastLetterAt", "r.last_letter_at"),
      value("endedAt", "r.ended_at"),
      value("ledgerUid", "r.ledger"),
    ],
    key: [["r.id", "uuid"]],
  },
  {
    path: "onboarding-settings.csv",
    table: "onboarding_setting",
    columns: [text("partnerName", "r.partner_name"), value("sendAtAdding", "r.send_at_adding")],
    key: [["r.tenant_id", "uuid"]],
  },
  {
    path: "payer-data-settings.csv",
    table: "person_setting",
    joins: LEDGER,
    columns: [
      value("ledgerUid", "r.ledger"),
      text("ledgerId", "l.ledger_id"),
      text("purpose", "r.purpose"),
      text("purposeNote", "r.purpose_note"),
      value("retentionDays", "r.retention_days"),
      value("turnedOnAt", "r.turned_on_at"),
      text("turnedOnBy", "r.turned_on_by"),
      value("endedAt", "r.ended_at"),
    ],
    key: [
      ["r.ledger", "uuid"],
      ["r.id", "uuid"],
    ],
  },
  {
    path: "handovers.csv",
    table: "handover",
    columns: [
      value("merchantId", "r.merchant"),
      text("toWhom", "r.to_whom"),
      value("handedAt", "r.handed_at"),
      text("handedBy", "r.handed_by"),
      value("takenBackAt", "r.taken_back_at"),
      text("takenBackBy", "r.taken_back_by"),
    ],
    key: [["r.id", "uuid"]],
  },
];
