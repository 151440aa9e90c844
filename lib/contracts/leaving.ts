import { z } from "zod";

import { ById } from "@/lib/contracts/inputs";
import { IdWire, InstantWire } from "@/lib/contracts/wire";

/** What crosses the API when a merchant or a firm leaves. */

export const HandOverInput = ById.extend({
  toWhom: z.string().trim().min(1, { error: "say who takes over" }).max(300),
});
export const DeleteFirmInput = z.object({ name: z.string().max(300) });

export const Leaving = z.object({
  firmName: z.string(),
  deletion: z.object({ dueAt: InstantWire, askedBy: z.string(), hasBegun: z.boolean() }).nullable(),
  handovers: z.array(
    z.object({
      merchantId: IdWire,
      merchantName: z.string(),
      toWhom: z.string(),
      handedAt: InstantWire,
      handedBy: z.string(),
    }),
  ),
  exports: z.array(
    z.object({
      id: IdWire,
      /** Null: the whole firm. */
      merchantName: z.string().nullable(),
      state: z.enum(["waiting", "running", "ready", "taken", "expired", "failed"]),
      askedAt: InstantWire,
      askedBy: z.string(),
      /** Only who asked may fetch it. */
      isMine: z.boolean(),
      filesDone: z.int(),
      filesWanted: z.int(),
      rowCount: z.int(),
      sizeBytes: z.int().nullable(),
      sha256: z.string().nullable(),
      expiresAt: InstantWire.nullable(),
    }),
  ),
});
export type Leaving = z.output<typeof Leaving>;
