import { decimalsOf } from "@/lib/core/money";
import type { DecimalMark } from "@/lib/domain/bank/csv-layout";

/** No account holds more: with two decimals it fits the database's eight bytes. */
const DIGITS_MAX = 16;

const PLAIN = /^([+-]?)(\d*)(?:\.(\d*))?$/;
const SHORT = /^\d{1,11}\.\d\d$/;
const POINT_OR_COMMA = /^(\d*)(?:[.,](\d*))?$/;
const MINUS = /[-−–]/;
/** A currency before or after the amount: `kr`, `kr.`, `NOK`, a sign. */
const AROUND = /^\s*(?:[Kk][Rr]\.?|[A-Z]{3}|[€$£])|(?:[Kk][Rr]\.?|[A-Z]{3}|[€$£])\s*$/gu;

/** An amount of camt, `1234.50`, in minor units; undefined when it is none, or finer than the currency is. */
export function readXmlAmount(text: string, currency: string): bigint | undefined {
  if (SHORT.test(text) && decimalsOf(currency) === 2) {
    // Almost all of them: digits, a point and two digits make a whole number that is exact.
    const point = text.length - 3;
    return BigInt(Number(text.slice(0, point)) * 100 + Number(text.slice(point + 1)));
  }
  const match = PLAIN.exec(text);
  if (match === null) return undefined;
  const amount = toMinor(match[2] ?? "", match[3] ?? "", currency);
  return amount === undefined || match[1] !== "-" ? amount : -amount;
}

/** An amount of MT940, `1234,5`: comma by the standard, point or nothing in some files, zeros before it in others. */
export function readMtAmount(text: string, currency: string): bigint | undefined {
  const match = POINT_OR_COMMA.exec(text);
  return match === null ? undefined : toMinor(match[1] ?? "", match[2] ?? "", currency);
}

/**
 * An amount of a CSV file: `-1 234,50`, `1.234,50-`, `kr 12`, `(12,00)`, `-.46`. Groups must be groups of three:
 * `1.234` with a comma for decimals is a thousand and more, `1.23` is nothing. Nor is `1,200` there: whoever writes
 * decimals has two of them, and read as one and a fifth it would be a thousandth of what it may be.
 */
export function readCsvAmount(text: string, decimal: DecimalMark, currency: string): bigint | undefined {
  const bare = text
    .replace(AROUND, "")
    .replaceAll(/[\s\u00a0\u202f'’]/g, "")
    .replace(/[.,][-–]$/, ""); // `500,-` is five hundred, whole
  const isNegative = MINUS.test(bare) || /^\(.+\)$/.test(bare);
  const unsigned = bare
    .replace(/^\((.+)\)$/, "$1")
    .replace(/^[-−–+]/, "")
    .replace(/[-−–+]$/, "");
  const group = decimal === "," ? "." : ",";
  const [whole = "", fraction = "", ...more] = unsigned.split(decimal);
  if (more.length > 0) return undefined;
  const groups = whole.split(group);
  if (
    groups.length > 1 &&
    !groups.every((part, place) => (place === 0 ? /^\d{1,3}$/ : /^\d{3}$/).test(part))
  ) {
    return undefined;
  }
  if (
    groups.length === 1 &&
    decimalsOf(currency) < 3 &&
    /^[1-9]\d{0,2}$/.test(whole) &&
    fraction.length === 3
  )
    return undefined;
  const amount = toMinor(groups.join(""), fraction, currency);
  return amount === undefined || !isNegative ? amount : -amount;
}

function toMinor(whole: string, fraction: string, currency: string): bigint | undefined {
  if (whole === "" && fraction === "") return undefined;
  const decimals = decimalsOf(currency);
  let kept = fraction;
  if (fraction.length > decimals) {
    if (/[^0]/.test(fraction.slice(decimals))) return undefined;
    kept = fraction.slice(0, decimals);
  }
  const digits = whole + kept.padEnd(decimals, "0");
  if (!/^\d+$/.test(digits)) return undefined;
  if (digits.length > DIGITS_MAX && digits.replace(/^0+/, "").length > DIGITS_MAX) return undefined;
  return BigInt(digits);
}

/** `NOK`: three capital letters. */
export function isCurrency(text: string): boolean {
  return /^[A-Z]{3}$/.test(text);
}
