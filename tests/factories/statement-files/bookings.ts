import { addDays, parseLedgerDate } from "@/lib/core/ledger-date";
import type { LedgerDate } from "@/lib/core/ledger-date";

/** One booking as a bank knows it, before any format: amounts signed, in minor units. */
export type Booking = Readonly<{
  date: LedgerDate;
  valueDate: LedgerDate;
  amount: bigint;
  /** The bank's own reference; unique in an account. */
  bankReference: string;
  /** The payer's or the bank's words. */
  text: string;
  counterparty: string;
  /** A reference of the payer; empty for none. */
  reference: string;
  /** Amounts of a batch that this booking stands for, with a text each; empty for a single one. */
  parts: readonly Readonly<{ amount: bigint; text: string }>[];
  isReversal: boolean;
}>;

/** What a bank would print: an account, its balance at the beginning, and bookings in order of their dates. */
export type AccountStatement = Readonly<{
  account: Readonly<{ scheme: "IBAN" | "BBAN"; id: string }>;
  bic: string;
  currency: string;
  id: string;
  sequence: number;
  from: LedgerDate;
  to: LedgerDate;
  opening: bigint;
  bookings: readonly Booking[];
  /** Pending bookings, which no balance holds. */
  pending: readonly Booking[];
}>;

export function closingOf(statement: AccountStatement): bigint {
  return statement.bookings.reduce((sum, booking) => sum + booking.amount, statement.opening);
}

/** A booking of which only what matters is said. */
export function booking(amount: bigint, over: Partial<Booking> = {}): Booking {
  const date = over.date ?? parseLedgerDate("2026-03-25");
  return {
    date,
    valueDate: date,
    amount,
    bankReference: "",
    text: "Utb. 2000167 Vippsnr 548005",
    counterparty: "Vipps Mobilepay As",
    reference: "",
    parts: [],
    isReversal: false,
    ...over,
  };
}

export function statementOf(
  bookings: readonly Booking[],
  over: Partial<AccountStatement> = {},
): AccountStatement {
  const dates = bookings.map(({ date }) => date).toSorted();
  const from = dates[0] ?? parseLedgerDate("2026-03-25");
  return {
    account: { scheme: "IBAN", id: "NO9386011117947" },
    bic: "DNBANOKK",
    currency: "NOK",
    id: "S-1",
    sequence: 1,
    from,
    to: dates.at(-1) ?? from,
    opening: 100_000n,
    bookings,
    pending: [],
    ...over,
  };
}

/** A small generator of numbers for files that need many: same seed, same file (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The `index`-th booking of a long account: payouts among other people's payments, some batches. */
export function plausibleBooking(random: () => number, index: number): Booking {
  const isPayout = random() < 0.3;
  const amount = BigInt(Math.floor(random() * 1_000_000) + 1) * (isPayout || random() < 0.5 ? 1n : -1n);
  const date = addDays(parseLedgerDate("2026-01-01"), Math.floor(index / 50) % 360);
  return booking(amount, {
    date,
    bankReference: `B${String(index).padStart(12, "0")}`,
    text: isPayout
      ? `Utb. ${String(2_000_000 + index)} Vippsnr 548005`
      : `Faktura ${String(index)} betaling & takk`,
    counterparty: isPayout ? "Vipps Mobilepay As" : `Ærlig Handel ${String(index % 97)} AS`,
    reference: isPayout ? "" : String(100_000 + index),
    parts:
      amount > 10n && random() < 0.05
        ? [
            { amount: amount / 3n, text: "del 1" },
            { amount: amount - amount / 3n, text: "del 2" },
          ]
        : [],
  });
}
