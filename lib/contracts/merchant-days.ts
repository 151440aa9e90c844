import { z } from "zod";

import { LedgerDateWire, MinorWire } from "@/lib/contracts/wire";

/** A merchant's days by sales unit: what the chart and its table show. */
export const MerchantDay = z.object({
  ledgerDate: LedgerDateWire,
  currency: z.string(),
  /** `''` for entries without a recipient; that row alone has the closing of the date, all rows together. */
  recipientHandle: z.string(),
  captures: MinorWire,
  refunds: MinorWire,
  fees: MinorWire,
  payouts: MinorWire,
  other: MinorWire,
  breaks: MinorWire,
  closing: MinorWire.nullable(),
  entryCount: z.int(),
});
export type MerchantDay = z.output<typeof MerchantDay>;

/** A merchant's days; `openings` is the balance before the first of the dates, where a chart's line begins. */
export const MerchantDays = z.object({
  items: z.array(MerchantDay),
  handles: z.array(z.object({ recipientHandle: z.string(), name: z.string() })),
  from: LedgerDateWire,
  to: LedgerDateWire,
  openings: z.array(z.object({ currency: z.string(), opening: MinorWire })),
});
export type MerchantDays = z.output<typeof MerchantDays>;
