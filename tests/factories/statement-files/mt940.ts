import { toDecimalText } from "@/lib/core/money";
import type { AccountStatement, Booking } from "@/tests/factories/statement-files/bookings";

/** Writes MT940 as SWIFT's Category 9 says, with what banks make of it as options. */

export type Mt940Options = Readonly<{
  lineBreak: "\r\n" | "\n";
  envelope: boolean;
  /** A line `-` after each message. */
  terminator: boolean;
  /** At most so many bookings a page; 0: one page. */
  entriesPerPage: number;
  /** How :86: is written. */
  information: "plain" | "numbered" | "words";
  decimal: "," | ".";
  /** Four blanks, or nothing, where the entry date belongs; else the date. */
  entryDate: "date" | "blank" | "none";
}>;

export const MT940_DEFAULTS: Mt940Options = {
  lineBreak: "\r\n",
  envelope: false,
  terminator: true,
  entriesPerPage: 0,
  information: "plain",
  decimal: ",",
  entryDate: "date",
};

export function mt940File(statements: Iterable<AccountStatement>, over: Partial<Mt940Options> = {}): string {
  const options = { ...MT940_DEFAULTS, ...over };
  return [...statements].flatMap((statement) => messages(statement, options)).join("");
}

function messages(statement: AccountStatement, options: Mt940Options): string[] {
  const { bookings } = statement;
  const perPage = options.entriesPerPage === 0 ? Math.max(1, bookings.length) : options.entriesPerPage;
  const pages = Math.max(1, Math.ceil(bookings.length / perPage));
  let balance = statement.opening;
  return Array.from({ length: pages }, (_, index) => {
    const own = bookings.slice(index * perPage, (index + 1) * perPage);
    const after = own.reduce((sum, { amount }) => sum + amount, balance);
    const isLast = index === pages - 1;
    const lines = [
      ...(options.envelope
        ? ["{1:F01DNBANOKKA0010000000000}{2:O9400000260326DNBANOKKA00100000000002603260000N}{4:"]
        : []),
      `:20:${statement.id}`,
      `:25:${statement.account.id}`,
      `:28C:${String(statement.sequence)}${pages > 1 ? `/${String(index + 1)}` : ""}`,
      `:60${index === 0 ? "F" : "M"}:${balanceText(balance, statement.from, statement.currency, options)}`,
      ...own.flatMap((booking) => bookingLines(booking, statement.currency, options)),
      `:62${isLast ? "F" : "M"}:${balanceText(after, statement.to, statement.currency, options)}`,
      ...(options.envelope ? ["-}"] : options.terminator ? ["-"] : []),
    ];
    balance = after;
    return lines.map((line) => line + options.lineBreak).join("");
  });
}

const shortDate = (date: string): string => date.slice(2).replaceAll("-", "");

function amountText(amount: bigint, currency: string, { decimal }: Mt940Options): string {
  return toDecimalText(amount < 0n ? -amount : amount, currency).replace(".", decimal);
}

function balanceText(amount: bigint, date: string, currency: string, options: Mt940Options): string {
  return `${amount < 0n ? "D" : "C"}${shortDate(date)}${currency}${amountText(amount, currency, options)}`;
}

function bookingLines(booking: Booking, currency: string, options: Mt940Options): string[] {
  const isCredit = booking.amount >= 0n;
  // A reversal bears the letter of what it reverses.
  const mark = booking.isReversal ? (isCredit ? "RD" : "RC") : isCredit ? "C" : "D";
  const entry =
    options.entryDate === "date"
      ? shortDate(booking.date).slice(2)
      : options.entryDate === "blank"
        ? "    "
        : "";
  const own = booking.bankReference === "" ? "" : `//${booking.bankReference}`;
  const reference = booking.reference === "" ? "NONREF" : booking.reference;
  return [
    `:61:${shortDate(booking.valueDate)}${entry}${mark}${amountText(booking.amount, currency, options)}NTRF${reference}${own}`,
    ...informationLines(booking, options),
  ];
}

function informationLines(booking: Booking, { information }: Mt940Options): string[] {
  const { text, counterparty } = booking;
  if (information === "plain") return [`:86:${text}`, ...(counterparty === "" ? [] : [counterparty])];
  const whole =
    information === "numbered"
      ? `166?00OVERFORSEL${chunks(text, 27)
          .map((part, index) => `?${String(20 + index)}${part}`)
          .join("")}?32${counterparty}`
      : `/TRCD/166/NAME/${counterparty}/REMI/${text}`;
  return chunks(`:86:${whole}`, 65);
}

function chunks(text: string, size: number): string[] {
  return Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
    text.slice(index * size, (index + 1) * size),
  );
}
