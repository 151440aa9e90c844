import { z } from "zod";

import { ISSUE_KINDS, SEVERITIES } from "@/lib/domain/issue/kinds";
import { PAYOUT_STATUSES } from "@/lib/domain/payout/status";
import { LEDGER_STATUSES, TOPICS } from "@/lib/domain/ledger/states";
import { FeeGroup } from "@/lib/contracts/fees";
import { IdWire, LedgerDateWire, PageQuery } from "@/lib/contracts/wire";

/** What each list may be asked for: the API's query, the page's URL and the service's input are one schema. */

export const MERCHANT_FILTERS = ["all", "need-me", "in-doubt", "first-sync", "stale"] as const;
export const MERCHANT_SORTS = ["worst", "name"] as const;

const Interval = { from: LedgerDateWire.optional(), to: LedgerDateWire.optional() };
const Search = z.string().trim().max(200);

export const MerchantsQuery = PageQuery.extend({
  filter: z.enum(MERCHANT_FILTERS).default("all"),
  sort: z.enum(MERCHANT_SORTS).default("worst"),
  search: Search.optional(),
});
export type MerchantsQuery = z.output<typeof MerchantsQuery>;

export const IntervalQuery = z.object(Interval);
export type IntervalQuery = z.output<typeof IntervalQuery>;

export const LedgersQuery = PageQuery.extend({
  status: z.enum(LEDGER_STATUSES).optional(),
  merchantId: IdWire.optional(),
});
export type LedgersQuery = z.output<typeof LedgersQuery>;

/** `oldest` first is feed order. */
const Order = z.enum(["oldest", "newest"]).default("oldest");

export const EntriesQuery = PageQuery.extend({
  topic: z.enum(TOPICS).default("funds"),
  ...Interval,
  entryType: Search.optional(),
  reference: Search.optional(),
  pspReference: Search.optional(),
  recipientHandle: Search.optional(),
  /** Entries carried by this payout only; within it, of one kind. */
  payoutId: IdWire.optional(),
  kind: z.enum(["capture", "refund", "fee", "payout", "other"]).optional(),
  order: Order,
});
export type EntriesQuery = z.output<typeof EntriesQuery>;

export const DaysQuery = PageQuery.extend({
  topic: z.enum(TOPICS).default("funds"),
  ...Interval,
  order: Order,
});
export type DaysQuery = z.output<typeof DaysQuery>;

export const PayoutsQuery = PageQuery.extend({
  status: z.enum(PAYOUT_STATUSES).optional(),
  merchantId: IdWire.optional(),
  ledgerId: IdWire.optional(),
  ...Interval,
});
export type PayoutsQuery = z.output<typeof PayoutsQuery>;

export const FeesQuery = z.object({
  ...Interval,
  groupBy: FeeGroup.default("merchant"),
  merchantId: IdWire.optional(),
});
export type FeesQuery = z.output<typeof FeesQuery>;

/** At least one of reference, pspReference, payoutNumber and amount is needed; an amount is in minor units. */
export const PaymentsQuery = PageQuery.extend({
  reference: Search.optional(),
  pspReference: Search.optional(),
  payoutNumber: Search.optional(),
  amount: z.coerce.bigint({ error: "must be an integer in minor units: 49900 for 499,00" }).optional(),
  ...Interval,
}).refine(
  (query) =>
    [query.reference, query.pspReference, query.payoutNumber, query.amount].some(
      (value) => value !== undefined && value !== "",
    ),
  { error: "give a reference, a pspReference, a payout number or an amount", path: ["reference"] },
);
export type PaymentsQuery = z.output<typeof PaymentsQuery>;

export const IssuesQuery = PageQuery.extend({
  state: z.enum(["open", "resolved"]).default("open"),
  merchantId: IdWire.optional(),
  kind: z.enum(ISSUE_KINDS).optional(),
  severity: z.enum(SEVERITIES).optional(),
  /** Looked after by the asker, by nobody, or by a member. */
  assigned: z.union([z.enum(["me", "nobody"]), IdWire]).optional(),
  /** Only what is put off, or only what is not. */
  snoozed: z.enum(["yes", "no"]).optional(),
});
export type IssuesQuery = z.output<typeof IssuesQuery>;
