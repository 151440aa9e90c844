import type { BankAccountId } from "@/lib/core/ids";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { FindingKind } from "@/lib/domain/ledger/findings";
import type { Topic } from "@/lib/domain/ledger/states";

/** One thing that does not hold. `ledgerDate` undefined: it is of the copy, or of the account, as a whole. */
export type Finding = Readonly<{
  kind: FindingKind;
  /** Empty: it is of a bank account, and of no ledger. */
  ledgerId: string;
  /** Undefined: of both topics. */
  topic: Topic | undefined;
  /** The bank account that it is of; undefined: of none. */
  account?: BankAccountId | undefined;
  ledgerDate: LedgerDate | undefined;
  detail: string;
}>;

export type VerifyOptions = Readonly<{
  /** Vipps MobilePay's id: that ledger and the bank accounts that it is paid out to; undefined: all of the firm. */
  ledgerId?: string | undefined;
  /** Also compares closed ledger dates with their reports by date. */
  remote?: boolean;
  /** Ledger dates outside of these are not judged; chain, checkpoint, statements and matches always are as a whole. */
  from?: LedgerDate | undefined;
  to?: LedgerDate | undefined;
  signal?: AbortSignal;
  onProgress?: (progress: VerifyProgress) => void;
}>;

export type VerifyProgress = Readonly<{
  phase: "copies" | "accounts" | "reports";
  done: number;
  of: number;
  /** The ledger, or the bank account, by the number that people know. */
  subject: string;
}>;
