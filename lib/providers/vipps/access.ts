import type { LedgerDate } from "@/lib/core/ledger-date";
import type { ApiEntry } from "@/lib/domain/ledger/entry";
import type { Topic } from "@/lib/domain/ledger/states";

/** The accounting keys of a partner: one set opens the ledgers of all merchants that granted access. */
export type VippsKeys = Readonly<{ clientId: string; clientSecret: string }>;

/** An account or a business, named within a scheme: `BBAN:NO`, `business:DK:CVR`, … */
export type SchemedId = Readonly<{ scheme: string; id: string }>;

export type ListedSalesUnit = Readonly<{
  name: string;
  /** `api:<MSN>` or `NO:<number>`; `""` when the listing gives none. */
  recipientHandle: string;
  businessIdentifier?: SchemedId;
}>;

/** A ledger as the listing describes it now. */
export type ListedLedger = Readonly<{
  /** Opaque text, though it looks like a number. */
  ledgerId: string;
  /** ISO 4217. */
  currency: string;
  owner: SchemedId;
  payoutAccount: SchemedId;
  /** Handles of sales units whose money this ledger pays out. */
  settlesFor: readonly string[];
  /** One for each handle: a unit listed with several handles appears several times. */
  salesUnits: readonly ListedSalesUnit[];
}>;

/** One page of a feed. Its cursor is to be stored in the same transaction as its entries. */
export type FeedPage = Readonly<{
  entries: readonly ApiEntry[];
  /** Where the next page begins; never empty. */
  cursor: string;
  /** True: this is the head for now. Entries may still be present. */
  tryLater: boolean;
  /** Entries a page, as the provider resolved it for this ledger. */
  pageSize?: number;
}>;

/** One page of a report by date. */
export type DatePage = Readonly<{
  entries: readonly ApiEntry[];
  /** Where the next page begins; undefined: this is the last. */
  cursor: string | undefined;
  /** True: the date is not closed, and more may come, even when entries are present. */
  tryLater: boolean;
  /** True when the answer was 404: not ready if the ledger is still listed, else access is gone. */
  notFound?: boolean;
}>;

/** All that the report of one date says now. */
export type DateReport = Readonly<{
  /** False while any page says `tryLater`: such a report is not final. */
  ready: boolean;
  entries: readonly ApiEntry[];
  notFound?: boolean;
}>;

export type FeedRequest = Readonly<{
  ledgerId: string;
  topic: Topic;
  /** Undefined: from the start of the ledger. */
  cursor?: string;
  /** Also asks for name, masked phone number and message of the payer. */
  personal?: boolean;
  signal?: AbortSignal;
}>;

export type DateRequest = FeedRequest & Readonly<{ ledgerDate: LedgerDate }>;

/**
 * The Report API under one set of keys. Every call may throw
 * provider_unavailable (`retryAfterMs`: what the provider asked for, 0 when it asked for nothing),
 * provider_rejected, provider_answer_invalid, keys_rejected (only when a token is refused to these keys),
 * or the reason of the signal. Feed and report also throw access_lost; only a feed throws cursor_refused.
 */
export type VippsAccess = Readonly<{
  /** Pages of the listing, in order. Bounded; refuses a cursor that repeats. */
  listLedgers: (
    options?: Readonly<{ settlesForRecipientHandles?: string; signal?: AbortSignal }>,
  ) => AsyncIterable<readonly ListedLedger[]>;
  /** The full listing, or a throw: half a listing would look like revoked grants. */
  listAllLedgers: (signal?: AbortSignal) => Promise<readonly ListedLedger[]>;
  feedPage: (request: FeedRequest) => Promise<FeedPage>;
  /** Follows the feed to its head: ends after a page that is empty, says `tryLater`, or does not move. */
  feed: (request: FeedRequest) => AsyncIterable<FeedPage>;
  datePage: (request: DateRequest) => Promise<DatePage>;
  /** The whole report of a date. */
  reportByDate: (request: Omit<DateRequest, "cursor">) => Promise<DateReport>;
}>;
