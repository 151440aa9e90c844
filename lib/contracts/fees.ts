import { z } from "zod";

import { MinorWire } from "@/lib/contracts/wire";

export const FeeGroup = z.enum(["merchant", "month", "entryType", "recipientHandle"]);
export const FeeRow = z.object({
  key: z.string(),
  label: z.string(),
  currency: z.string(),
  captureFees: MinorWire,
  serviceFees: MinorWire,
  corrections: MinorWire,
  creditNotes: MinorWire,
  other: MinorWire,
  charged: MinorWire,
  retained: MinorWire,
  invoiced: MinorWire,
  owed: MinorWire.nullable(),
});
export type FeeRow = z.output<typeof FeeRow>;
export const Fees = z.object({ items: z.array(FeeRow) });
export type Fees = z.output<typeof Fees>;
