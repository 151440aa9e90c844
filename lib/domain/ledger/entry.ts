import type { LedgerDate } from "@/lib/core/ledger-date";

/**
 * What the report says of the payer. Only on payments to a number, and only when it was asked for:
 * encrypted at rest, deleted in time, never in a log.
 */
export type Person = Readonly<{ name?: string; maskedPhoneNo?: string; message?: string }>;

/** One entry of a ledger as the Report API gives it: in their order, before we number or judge it. */
export type ApiEntry = Readonly<{
  /** The date it is booked on. `time` may lie after the end of it. */
  ledgerDate: LedgerDate;
  /** RFC 3339 in UTC with exactly six decimals: `2026-01-31T23:59:59.123456Z`. */
  time: string;
  /** An open set: `capture`, `refund`, `payout-scheduled`, … New ones come without notice. */
  entryType: string;
  /** Not a key: a capture and its fees share it. `""` when there is none. */
  pspReference: string;
  /** The merchant's order, or the bank text of a payout. `""` when there is none. */
  reference: string;
  /** The sales unit, as `api:<MSN>` or `NO:<number>`. `""` when the entry has no recipient. */
  recipientHandle: string;
  /** ISO 4217. */
  currency: string;
  /** Minor units, signed by its effect on the balance. */
  amount: bigint;
  /** Minor units. */
  balanceBefore: bigint;
  /** Minor units. */
  balanceAfter: bigint;
  /** Fields that we do not know, as JSON. */
  extra: Readonly<Record<string, unknown>> | undefined;
  person: Person | undefined;
}>;
