/** What the API needs to know of a ledger, generated or scripted. */
import type { LedgerPlan, Topic } from "./plan";
import type { Tally } from "./tally";

export type NotReady = "404" | "tryLater" | "tryLaterWithItems";

/** Where a page of the feed ends, and whether anything stands behind it. */
export type FeedSlice = Readonly<{ end: number; isHead: boolean }>;

export type Span = Readonly<{ start: number; limit: number }>;

export type EntryFacts = Readonly<{
  ledgerDate: string;
  time: string;
  entryType: string;
  pspReference: string;
  amount: bigint;
  balanceBefore: bigint;
  balanceAfter: bigint;
}>;

export type Ledger = Readonly<{
  ledgerId: string;
  /** Undefined for scripted ledgers. */
  plan: LedgerPlan | undefined;
  /** As `GET /settlement/v1/ledgers` lists it now. */
  listing: (nowMs: number) => string;
  handles: (nowMs: number) => readonly string[];
  notReady: NotReady;
  headCarriesItems: boolean;
  /** False: the feed never says that it is at its head. */
  saysTryLaterAtHead: boolean;
  sliceFeed: (topic: Topic, span: Span, nowMs: number) => FeedSlice;
  /** Places in the feed of a date's entries from a place on, at most `limit` of them. */
  placesOfDate: (topic: Topic, date: string, span: Span, nowMs: number) => readonly number[];
  isClosed: (date: string, nowMs: number) => boolean;
  closedThrough: (nowMs: number) => string | null;
  entryJson: (topic: Topic, place: number, withPersonalData: boolean) => string;
  visibleCount: (topic: Topic, nowMs: number) => number;
  /** The first and the last visible entry are what a copy's balances are compared with. */
  facts: (topic: Topic, place: number) => EntryFacts;
  /** Sums of the first `count` entries. */
  tally: (topic: Topic, count: number) => Tally;
}>;
