import { z } from "zod";

import { DAY_MS, SECOND_MS } from "@/lib/core/clock";
import { isUnstorable } from "@/lib/providers/vipps/storable";

const Storable = z.string().refine((text) => !isUnstorable(text));
const Text = Storable.nullish().transform((text) => text ?? "");
const RequiredText = Storable.min(1);
/** Opaque, but it has to stand in a path: printable, and neither a slash nor a step upwards. */
const LedgerId = z.string().regex(/^(?!\.{1,2}$)[!-.0-~]{1,100}$/);
const SchemedId = z.object({ scheme: RequiredText, id: RequiredText });
/** A new ledger may stand in the listing before its account or owner is known: it must not hide the others. */
const SchemedIdOrNone = SchemedId.nullish().transform((id) => id ?? { scheme: "", id: "" });
const Handles = z
  .array(Storable)
  .nullish()
  .transform((handles) => (handles ?? []).filter((handle) => handle !== ""));

/** The guide has one handle as text; the rendered specification has a list. */
const HandleOrHandles = z
  .union([Storable, z.array(Storable)])
  .nullish()
  .transform((handles) => (typeof handles === "string" ? [handles] : (handles ?? [])));

const SalesUnits = z
  .array(z.object({ name: Text, recipientHandle: HandleOrHandles, businessIdentifier: SchemedId.nullish() }))
  .nullish();

const Ledgers = z.array(
  z.object({
    ledgerId: LedgerId,
    currency: z.string().regex(/^[A-Z]{3}$/),
    owner: SchemedIdOrNone,
    payoutBankAccount: SchemedIdOrNone,
    settlesForRecipientHandles: Handles,
    salesUnits: SalesUnits,
  }),
);

/** The list is under `items` by the guide, under `ledgers` (with the sales units beside it) by the specification. */
export const LedgerListing = z
  .object({ items: Ledgers.nullish(), ledgers: Ledgers.nullish(), salesUnits: SalesUnits, cursor: Text })
  .transform((page, context) => {
    const ledgers = page.items ?? page.ledgers;
    if (ledgers !== undefined && ledgers !== null) {
      return { ledgers, salesUnits: page.salesUnits ?? [], cursor: page.cursor };
    }
    context.addIssue({ code: "custom", path: ["items"], message: "must be a list" });
    return z.NEVER;
  });
export type LedgerListing = z.output<typeof LedgerListing>;

const LIFETIME_MAX_MS = DAY_MS;

/** `expires_in` is text in the specification and a number in every example. */
export const TokenAnswer = z
  .object({
    // What could not stand in a header would fail later, and more obscurely.
    access_token: z.string().regex(/^[\x21-\x7e]+$/),
    expires_in: z
      .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
      .pipe(z.number().positive()),
  })
  .transform((token) => ({
    value: token.access_token,
    lifetimeMs: Math.min(token.expires_in * SECOND_MS, LIFETIME_MAX_MS),
  }));
