import { z } from "zod";

import { DAY_MS, SECOND_MS } from "@/lib/core/clock";

/** The database's text cannot hold the character 0. */
const Storable = z.string().refine((text) => !text.includes("\0"));
const Text = Storable.nullish().transform((text) => text ?? "");
const RequiredText = Storable.min(1);
/** Opaque, but it has to stand in a path: printable, and neither a slash nor a step upwards. */
const LedgerId = z.string().regex(/^(?!\.{1,2}$)[!-.0-~]{1,100}$/);
const SchemedId = z.object({ scheme: RequiredText, id: RequiredText });
const Handles = z
  .array(z.string())
  .nullish()
  .transform((handles) => (handles ?? []).filter((handle) => handle !== ""));

/** The guide has one handle as text; the rendered specification has a list. */
const HandleOrHandles = z
  .union([z.string(), z.array(Storable)])
  .nullish()
  .transform((handles) => (typeof handles === "string" ? [handles] : (handles ?? [])));

const SalesUnits = z
  .array(z.object({ name: Text, recipientHandle: HandleOrHandles, businessIdentifier: SchemedId.nullish() }))
  .nullish();

const Ledgers = z.array(
  z.object({
    ledgerId: LedgerId,
    currency: z.string().regex(/^[A-Z]{3}$/),
    owner: SchemedId,
    payoutBankAccount: SchemedId,
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
