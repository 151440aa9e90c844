import { daysBetween } from "@/lib/core/ledger-date";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { FilePlace } from "@/lib/domain/bank/statement";
import { isCurrency, readMtAmount } from "@/lib/formats/bank/amounts";
import { bankReferenceOf } from "@/lib/formats/bank/bank-reference";
import { readShortDate, toLedgerDate } from "@/lib/formats/bank/dates";
import { fault } from "@/lib/formats/bank/fault";
import type { ReadBalance } from "@/lib/formats/bank/tally";

/** What :61: says of a booking (SWIFT, Category 9, field 61 of MT940). */
export type Line61 = Readonly<{
  valueDate: LedgerDate;
  bookingDate: LedgerDate;
  amount: bigint;
  isReversal: boolean;
  /** `EC`, `ED`: expected, not booked. */
  isExpected: boolean;
  reference: string;
  bankReference: string;
}>;

/** Value date, entry date (missing or blank in some files), mark, funds code, amount, type, references. */
const PATTERN = /^(\d{6})(\d{4}| {4})?([RE]?[CD])([A-Z]?)(\d*(?:[.,]\d*)?)([A-Z][A-Z0-9]{3})?(.*)$/;
const BALANCE = /^([CD])(\d{6})([A-Z]{3})(\d*(?:[.,]\d*)?)\s*$/;
/** An entry date without a year is the nearest to the value date; so many days from it, any year is a guess. */
const APART_MAX = 150;

/** Reads :61: without its supplementary line. */
export function readLine61(text: string, currency: string, place: FilePlace): Line61 {
  const match = PATTERN.exec(text);
  const [, value = "", entry = "", mark = "", , digits = "", , references = ""] = match ?? [];
  const valueDate = readShortDate(value);
  if (match === null || valueDate === undefined) {
    throw fault(
      place,
      match === null ? "tag" : "date",
      text.slice(0, 12),
      ":61: with a value date YYMMDD, a mark and an amount",
    );
  }
  // `1.200,50` is no amount of MT940, and what stands before its last mark is another.
  const isGrouped = /^[.,]/.test(references);
  const unsigned = isGrouped ? undefined : readMtAmount(digits, currency);
  if (unsigned === undefined)
    throw fault(
      place,
      "amount",
      digits + (isGrouped ? references.slice(0, 4) : ""),
      "an amount such as 1234,50",
    );
  const [reference = "", ...own] = references.split("//");
  // A reversal of a credit takes money out: RC and RD are of the other side than their letter.
  const isReversal = mark.startsWith("R");
  const isCredit = mark.endsWith("C") !== isReversal;
  return {
    valueDate,
    bookingDate: entry.trim() === "" ? valueDate : entryDate(entry, valueDate, place),
    amount: isCredit ? unsigned : -unsigned,
    isReversal,
    isExpected: mark.startsWith("E"),
    reference: bankReferenceOf(reference),
    bankReference: bankReferenceOf(own.join("//")),
  };
}

/** `MMDD` with the year that brings it nearest to the value date. */
function entryDate(text: string, valueDate: LedgerDate, place: FilePlace): LedgerDate {
  const year = Number(valueDate.slice(0, 4));
  const month = Number(text.slice(0, 2));
  const day = Number(text.slice(2));
  const dates = [year, year - 1, year + 1].flatMap((candidate) => toLedgerDate(candidate, month, day) ?? []);
  const distance = (date: LedgerDate): number => Math.abs(daysBetween(valueDate, date));
  const [nearest] = dates.toSorted((left, right) => distance(left) - distance(right));
  if (nearest === undefined || distance(nearest) > APART_MAX) {
    throw fault(place, "date", text, "an entry date MMDD");
  }
  return nearest;
}

/** Reads :60F:, :60M:, :62F: and :62M:. */
export function readMtBalance(
  text: string,
  place: FilePlace,
): Readonly<{ balance: ReadBalance; currency: string }> {
  const match = BALANCE.exec(text);
  const [, mark = "", day = "", currency = "", digits = ""] = match ?? [];
  const date = readShortDate(day);
  const unsigned = readMtAmount(digits, currency);
  if (match === null || unsigned === undefined || !isCurrency(currency)) {
    throw fault(place, "balance", text.slice(0, 12), "a balance such as C260325NOK1234,50");
  }
  if (date === undefined) throw fault(place, "date", day, "a date YYMMDD");
  return { balance: { amount: mark === "C" ? unsigned : -unsigned, date, isSigned: true }, currency };
}
