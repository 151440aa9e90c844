import type { LedgerDate } from "@/lib/core/ledger-date";
import type { FindingKind } from "@/lib/domain/ledger/findings";
import type { Topic } from "@/lib/domain/ledger/states";

/** One thing that does not hold. `ledgerDate` undefined: it is of the copy as a whole. */
export type Finding = Readonly<{
  kind: FindingKind;
  ledgerId: string;
  /** Undefined: of both topics. */
  topic: Topic | undefined;
  ledgerDate: LedgerDate | undefined;
  detail: string;
}>;

export type VerifyOptions = Readonly<{
  /** Vipps MobilePay's id; undefined: every ledger of the firm. */
  ledgerId?: string | undefined;
  /** Also compares closed ledger dates with their reports by date. */
  remote?: boolean;
  /** Ledger dates outside of these are not judged; chain and checkpoint always are as a whole. */
  from?: LedgerDate | undefined;
  to?: LedgerDate | undefined;
  signal?: AbortSignal;
  onProgress?: (progress: VerifyProgress) => void;
}>;

export type VerifyProgress = Readonly<{
  phase: "copies" | "reports";
  done: number;
  of: number;
  ledgerId: string;
}>;
