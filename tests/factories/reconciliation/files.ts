import type { LedgerDate } from "@/lib/core/ledger-date";
import { identify } from "@/lib/domain/bank/identity";
import type { SourceLine } from "@/lib/domain/bank/identity";
import type { LineText } from "@/lib/domain/bank/statement";
import type { OpenLine } from "@/lib/domain/reconciliation/model";
import { normalizeText } from "@/lib/domain/reconciliation/text";
import type { Merchant } from "@/tests/factories/reconciliation/settlement";

/** A booking before it has an id. */
export type Booking = Readonly<{
  date: LedgerDate;
  amount: bigint;
  texts: readonly LineText[];
  details: OpenLine["details"];
  items: readonly string[];
}>;

type Lines = Readonly<{ lines: OpenLine[]; truth: Map<string, readonly string[]> }>;

const CURRENCIES = { NO: "NOK", DK: "DKK", FI: "EUR" } as const;

/**
 * The bank lines of an account's bookings. Where files overlap, every booking comes in a camt of its month, three
 * quarters of them again in a camt of the week, and all in a CSV that puts the texts into one: what is one line is
 * left to `identify`.
 */
export function throughFiles(merchant: Merchant, bookings: readonly Booking[]): Lines {
  const lines: OpenLine[] = [];
  const truth = new Map<string, readonly string[]>();
  const base = { account: merchant.account, currency: CURRENCIES[merchant.country] };
  const keep = (booking: Booking, texts: OpenLine["texts"]): void => {
    const id = `${merchant.id} line ${String(lines.length)}`;
    const { amount, date, details } = booking;
    lines.push({
      ...base,
      id,
      amount,
      bookingDate: date,
      bankReference: "",
      texts,
      details,
    });
    if (booking.items.length > 0) truth.set(id, booking.items.toSorted());
  };
  if (!merchant.overlaps) {
    for (const booking of bookings) keep(booking, booking.texts);
    return { lines, truth };
  }
  for (const group of meetings(bookings)) {
    const files = new Map<SourceLine, Readonly<{ booking: Booking; texts: OpenLine["texts"] }>>();
    for (const [order, booking] of group.entries()) {
      const bankReference = `ref ${booking.date} ${String(booking.amount)} ${String(order)}`;
      const whole = booking.texts.map(({ text }) => text).join(" ");
      const say = (source: string, format: SourceLine["format"], texts: OpenLine["texts"]): void => {
        const textDigest = texts.map(({ text }) => normalizeText(text)).join("|");
        const reference = format === "camt" ? bankReference : "";
        files.set(
          { source, format, order, bankReference: reference, textDigest, lineId: undefined },
          { booking, texts },
        );
      };
      say("month", "camt", booking.texts);
      if (booking.date.slice(8) < "24") say("week", "camt", booking.texts);
      say("table", "csv", [{ field: "remittance", text: whole }]);
    }
    for (const { members } of identify([...files.keys()]).clusters) {
      const said = members.flatMap((member) => files.get(member) ?? []);
      const [first] = said;
      if (first !== undefined)
        keep(
          first.booking,
          said.flatMap(({ texts }) => texts),
        );
    }
  }
  return { lines, truth };
}

/** Bookings of one date and amount. */
function meetings(bookings: readonly Booking[]): Booking[][] {
  const groups = new Map<string, Booking[]>();
  for (const booking of bookings) {
    const key = `${booking.date} ${String(booking.amount)}`;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(booking);
  }
  return [...groups.values()];
}
