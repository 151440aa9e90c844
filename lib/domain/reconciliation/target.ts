import { addDays, eachDate } from "@/lib/core/ledger-date";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { SettlementItem } from "@/lib/domain/reconciliation/model";
import { LONG_NUMBER_DIGITS, parseText, withoutZeros } from "@/lib/domain/reconciliation/text";

/** What to look for in texts for one settlement entry. */
export type Target = Readonly<{
  item: SettlementItem;
  /** Without leading zeros. */
  payoutNumber: string | undefined;
  handles: readonly string[];
  reference: TargetReference | undefined;
}>;

export type TargetReference = Readonly<{
  normalized: string;
  /** The digits alone, when there are so many that they are a number however they are written. */
  long: string | undefined;
  /** Its longest number: a line that bears the reference has this number in it. */
  longest: string | undefined;
  /** Whether it can be only this entry's: see `isSpecific`. */
  isSpecific: boolean;
}>;

/** `02{Recipient:08}001{DD}{MM}{YY}{C}`, what Denmark and Finland have unless the merchant changes it (DOMAIN §2.9). */
const DEFAULT_LENGTH = 20;
/** A number this short is found in texts by chance: it needs the words of Norwegian payouts around it. */
const SHORT_NUMBER_DIGITS = 5;
const NEAR_DATES = { before: 1, after: 3 } as const;

const handlesWithoutZeros = new WeakMap<readonly string[], readonly string[]>();

export function targetOf(item: SettlementItem): Target {
  const { payoutNumber } = item;
  const number = payoutNumber === undefined ? undefined : withoutZeros(payoutNumber);
  const reference = item.reference === "" ? undefined : referenceOf(item, number);
  return { item, payoutNumber: number, handles: handlesOf(item.handles), reference };
}

/** Numbers of which a line must have one, if it is to bear whole what is looked for. */
export function keysOf(target: Target): readonly string[] {
  const keys: string[] = [];
  if (target.payoutNumber !== undefined) keys.push(target.payoutNumber);
  const { reference } = target;
  if (reference?.long !== undefined) keys.push(withoutZeros(reference.long));
  else if (reference?.longest !== undefined && reference.longest !== target.payoutNumber)
    keys.push(reference.longest);
  return keys;
}

/** Whether digits have the default form of Denmark and Finland, their date included; leading zero kept or lost. */
export function isDefaultReference(digits: string): boolean {
  if (digits.length < DEFAULT_LENGTH - 1 || !/^\d+$/.test(digits)) return false;
  const whole = digits.padStart(DEFAULT_LENGTH, "0");
  if (whole.length !== DEFAULT_LENGTH || !whole.startsWith("02")) return false;
  return whole.slice(10, 13) === "001" && isDayMonth(whole.slice(13, 17));
}

function referenceOf(item: SettlementItem, payoutNumber: string | undefined): TargetReference {
  if (isDefaultReference(item.reference)) {
    const { reference } = item;
    return { normalized: reference, long: reference, longest: withoutZeros(reference), isSpecific: true };
  }
  const { normalized, runs } = parseText({ field: "reference", text: item.reference });
  let [digits, longest] = ["", ""];
  for (const run of runs) {
    digits += run.digits;
    if (run.digits.length > longest.length) longest = run.digits;
  }
  return {
    normalized,
    long: digits.length >= LONG_NUMBER_DIGITS ? digits : undefined,
    longest: longest === "" ? undefined : withoutZeros(longest),
    isSpecific: isSpecific(item, payoutNumber, { normalized, digits, longest }),
  };
}

/**
 * Merchants may give their payouts a text of their own (DOMAIN §2.9), and nothing keeps it from being the same for
 * every payout. It makes a match only when it names this one: by the payout's number beside other words, by a date
 * in six digits near the ledger date, or by having the default form. Top-ups and invoices: by a number of six
 * digits or more. Anything else is worth a suggestion.
 */
function isSpecific(
  item: SettlementItem,
  payoutNumber: string | undefined,
  { normalized, digits, longest }: Readonly<{ normalized: string; digits: string; longest: string }>,
): boolean {
  if (item.kind === "top-up" || item.kind === "invoice") return longest.length >= 6;
  if (digits.length >= LONG_NUMBER_DIGITS && isDefaultReference(digits)) return true;
  if (payoutNumber !== undefined && payoutNumber.length >= SHORT_NUMBER_DIGITS) {
    const isAlone = digits.length - payoutNumber.length < 4 && !/\p{L}{3}/u.test(normalized);
    if (!isAlone && digits.includes(payoutNumber)) return true;
  }
  if (digits.length < 6) return false;
  return [...nearDates(item.ledgerDate), ...writtenDates(item.expected)].some((date) =>
    digits.includes(date),
  );
}

/** Dates near the ledger date as merchants write them; a few thousand dates at most, whatever the number of payouts. */
function nearDates(ledgerDate: LedgerDate): readonly string[] {
  let dates = near.get(ledgerDate);
  if (dates === undefined) {
    const [from, to] = [addDays(ledgerDate, -NEAR_DATES.before), addDays(ledgerDate, NEAR_DATES.after)];
    dates = [...eachDate(from, to)].flatMap(writtenDates);
    near.set(ledgerDate, dates);
  }
  return dates;
}

const near = new Map<LedgerDate, readonly string[]>();

function writtenDates(date: LedgerDate): readonly string[] {
  const [year = "", month = "", day = ""] = date.split("-");
  const short = year.slice(2);
  return [day + month + short, short + month + day, day + month + year];
}

function isDayMonth(digits: string): boolean {
  const [day, month] = [Number(digits.slice(0, 2)), Number(digits.slice(2))];
  return day >= 1 && day <= 31 && month >= 1 && month <= 12;
}

/** Whether the number is too short to be believed by itself. */
export function isShortNumber(number: string): boolean {
  return number.length < SHORT_NUMBER_DIGITS;
}

/** Entries of a ledger share one list of handles. */
function handlesOf(handles: readonly string[]): readonly string[] {
  let found = handlesWithoutZeros.get(handles);
  if (found === undefined) {
    found = [...new Set(handles.filter((handle) => /^\d+$/.test(handle)).map(withoutZeros))];
    handlesWithoutZeros.set(handles, found);
  }
  return found;
}
