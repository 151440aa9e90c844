import type { PaymentAsk } from "@/lib/browser/queries/payments";
import { MerchantsQuery } from "@/lib/contracts/queries";
import { AppError } from "@/lib/core/errors";
import { isLedgerDate } from "@/lib/core/ledger-date";
import { absMinor, parseAmount } from "@/lib/core/money";

/** What the search page's address says. */
export type SearchAddress = Readonly<{
  q: string;
  from: string | undefined;
  to: string | undefined;
  /** One section alone, and its page. */
  only: AskName | undefined;
  cursor: string | undefined;
}>;

export const ASK_NAMES = ["amount", "reference", "pspReference", "payoutNumber"] as const;
export type AskName = (typeof ASK_NAMES)[number];
export type NamedAsk = Readonly<{ name: AskName; ask: PaymentAsk }>;

const PAYMENTS_MAX = 25;
const MERCHANTS_MAX = 10;
const QUERY_MAX = 200;

/** Reads the address; a date that is none is left out, as an unknown section is. */
export function readAddress(search: Readonly<Record<string, string>>): SearchAddress {
  const dateOf = (text: string | undefined): string | undefined =>
    text !== undefined && isLedgerDate(text) ? text : undefined;
  const only = ASK_NAMES.find((name) => name === search["only"]);
  return {
    q: (search["q"] ?? "").trim().slice(0, QUERY_MAX),
    from: dateOf(search["from"]),
    to: dateOf(search["to"]),
    only,
    cursor: only === undefined ? undefined : search["cursor"],
  };
}

/** The amount that the text is, in minor units without sign; a payment is found by either sign. */
export function amountOf(q: string): bigint | undefined {
  try {
    const amount = absMinor(parseAmount(q.replace(/\s*(kr\.?|NOK|DKK|EUR|€)$/i, "")));
    return amount === 0n ? undefined : amount;
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

/** Everything that the text may be: digits are an amount and a number of something at once. */
export function asksOf({ q, from, to, only, cursor }: SearchAddress): readonly NamedAsk[] {
  if (q === "") return [];
  const amount = amountOf(q);
  // Written with decimals or a currency it can only be an amount.
  const isOnlyAmount = amount !== undefined && !/^\d+$/.test(q);
  const rest = { from, to, cursor, limit: PAYMENTS_MAX };
  const asks: NamedAsk[] = [];
  if (amount !== undefined) asks.push({ name: "amount", ask: { amount: String(amount), ...rest } });
  if (!isOnlyAmount) {
    asks.push({ name: "reference", ask: { reference: q, ...rest } });
    asks.push({ name: "pspReference", ask: { pspReference: q, ...rest } });
    if (/^\d{3,}$/.test(q)) asks.push({ name: "payoutNumber", ask: { payoutNumber: q, ...rest } });
  }
  return only === undefined ? asks : asks.filter(({ name }) => name === only);
}

/** Merchants by name, or by business number; undefined where the text cannot be either. */
export function merchantsAsk({ q, only }: SearchAddress): MerchantsQuery | undefined {
  const isName = /\p{L}{2}/u.test(q);
  const isNumber = /^[\d\s]{8,}$/.test(q);
  if (only !== undefined || !(isName || isNumber)) return undefined;
  return MerchantsQuery.parse({ search: q, sort: "name", limit: MERCHANTS_MAX });
}
