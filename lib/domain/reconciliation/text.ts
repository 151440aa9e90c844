import type { LineText, TextField } from "@/lib/domain/bank/statement";

/** A number as it stands in a text: digits without another digit beside them. */
export type DigitRun = Readonly<{
  digits: string;
  /** Where it begins and ends in the normalised text. */
  start: number;
  end: number;
  /** What stands between it and the number before: only spaces, only spaces, dots, hyphens and slashes, or more. */
  gap: "spaces" | "marks" | "more";
  /** Whole of a sum of money (`548005,00`): never the number of anything. */
  isAmount: boolean;
}>;

export type ParsedText = Readonly<{
  field: TextField;
  normalized: string;
  runs: readonly DigitRun[];
  /** As long as banks keep a text, so that its end may be lacking. */
  isCutOff: boolean;
}>;

/** Where a number stands: the runs that it is made of, and whether only a cut can be behind it. */
export type Standing = Readonly<{ from: number; to: number; isSpaced: boolean; isAtCut: boolean }>;

/** The ISO 20022 pain limit that banks cut at (DOMAIN §2.9), and the one of an unstructured remittance. */
const CUT_LENGTHS = [35, 140] as const;
const SHORTEST_CUT = CUT_LENGTHS[0] - 1;
/** From this length on a number is one however it is written: `0202 3452-4300.1050/4243`. */
export const LONG_NUMBER_DIGITS = 15;

const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff]/g;

/** Small letters, every kind of space as one, none at the ends. Texts are compared in this form. */
export function normalizeText(text: string): string {
  if (isPlain(text)) return text.toLowerCase();
  return text.normalize("NFC").replaceAll(INVISIBLE, "").toLowerCase().replaceAll(/\s+/g, " ").trim();
}

/** Whether there is nothing to normalise but capitals: nearly every text of a bank. */
function isPlain(text: string): boolean {
  let before = SPACE;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < SPACE || code >= FIRST_SPECIAL || (code > 126 && code < FIRST_LETTER)) return false;
    if (code === SPACE && before === SPACE) return false;
    before = code;
  }
  return before !== SPACE || text === "";
}

const SPACE = 32;
/** From here to `FIRST_SPECIAL` are the precomposed letters of western languages: `À` to `ž`. */
const FIRST_LETTER = 0xc0;
const FIRST_SPECIAL = 0x17f;

/** Reads one text of a line, once. */
export function parseText({ field, text }: LineText): ParsedText {
  const normalized = normalizeText(text);
  return { field, normalized, runs: runsOf(normalized), isCutOff: isCutOff(text) };
}

/** Whether a bank may have cut the text: it is as long as texts can be, or one less when the cut fell behind a space. */
export function isCutOff(text: string): boolean {
  if (text.length < SHORTEST_CUT) return false;
  const length = text.trimEnd().length;
  return CUT_LENGTHS.some((limit) => length === limit || length === limit - 1);
}

/**
 * The form in which a person's confirmation is remembered: numbers, dates and amounts are `#`, so that
 * `Oppgjør butikk 12.05.2026 nr 44` and next week's are one: `oppgjør butikk # nr #`.
 */
export function learntForm(text: string): string {
  return normalizeText(text).replaceAll(/\d+(?:[ .,:/-]+\d+)*/g, "#");
}

/** Without leading zeros: `0002000167` is the number `2000167`. */
export function withoutZeros(digits: string): string {
  if (!digits.startsWith("0")) return digits;
  return digits.replace(/^0+(?=\d)/, "");
}

/**
 * Where the number (without leading zeros) stands in the text, whole: as a run of digits of its own, with or
 * without leading zeros, or with spaces put in. A short number with spaces in it must begin or end what stands
 * between words, so that `12 2000 167 5` is not `2000167`. Part of a longer run is never a number.
 */
export function findNumber(text: ParsedText, number: string): readonly Standing[] {
  const { runs } = text;
  let found: Standing[] | undefined;
  for (let from = 0; from < runs.length; from += 1) {
    const to = endOf(text, from, number);
    if (to === undefined) continue;
    const isAtCut = text.isCutOff && runs[to]?.end === text.normalized.length;
    (found ??= []).push({ from, to, isSpaced: to > from, isAtCut });
  }
  return found ?? NOWHERE;
}

const NOWHERE: readonly Standing[] = [];

/** Every number of the text in the forms `findNumber` finds, without leading zeros: the keys of an index. */
export function numbersOf(text: ParsedText): string[] {
  const { runs } = text;
  const numbers: string[] = [];
  for (let from = 0; from < runs.length; from += 1) {
    let digits = "";
    for (let to = from; to < runs.length && digits.length < 40; to += 1) {
      if (to > from && runs[to]?.gap === "more") break;
      digits += runs[to]?.digits ?? "";
      numbers.push(withoutZeros(digits));
    }
  }
  return numbers;
}

/** The last run of the number if it begins at `from`. */
function endOf(text: ParsedText, from: number, number: string): number | undefined {
  const { runs } = text;
  const first = runs[from];
  if (first === undefined) return undefined;
  if (!first.isAmount && isNumber(first.digits, number)) return from;
  const isLong = number.length >= LONG_NUMBER_DIGITS;
  let digits = first.digits;
  for (let to = from + 1; to < runs.length; to += 1) {
    const run = runs[to];
    if (run === undefined || run.gap === "more" || (run.gap === "marks" && !isLong)) return undefined;
    digits += run.digits;
    if (withoutZeros(digits).length > number.length) return undefined;
    if (!isNumber(digits, number)) continue;
    const begins = first.gap !== "spaces";
    const ends = runs[to + 1]?.gap !== "spaces";
    return isLong || (!run.isAmount && (begins || ends)) ? to : undefined;
  }
  return undefined;
}

function isNumber(digits: string, number: string): boolean {
  if (digits.length === number.length) return digits === number;
  return digits.length > number.length && digits.endsWith(number) && withoutZeros(digits) === number;
}

function runsOf(text: string): readonly DigitRun[] {
  const runs: DigitRun[] = [];
  let end = -1;
  for (let at = 0; at < text.length; at += 1) {
    if (!isDigit(text.charCodeAt(at))) continue;
    let start = at;
    while (at < text.length && isDigit(text.charCodeAt(at))) at += 1;
    if (at - start >= LONG_NUMBER_DIGITS + 2 && isCreditorReference(text, start, at)) start += 2;
    runs.push({
      digits: text.slice(start, at),
      start,
      end: at,
      gap: end < 0 ? "more" : gapOf(text, end, start),
      isAmount: isCents(text, at),
    });
    end = at;
  }
  return runs;
}

/**
 * Whether `rf` stands before these digits and makes them a creditor reference (ISO 11649), as which Finnish banks write
 * a reference number as well: two check digits, and then the number (modulus 97, `rf` as 2715 behind it).
 */
function isCreditorReference(text: string, start: number, end: number): boolean {
  if (start < 2 || text.slice(start - 2, start) !== "rf") return false;
  const digits = `${text.slice(start + 2, end)}2715${text.slice(start, start + 2)}`;
  let rest = 0;
  for (let at = 0; at < digits.length; at += 1) rest = (rest * 10 + digits.charCodeAt(at) - 48) % 97;
  return rest === 1;
}

function gapOf(text: string, from: number, to: number): DigitRun["gap"] {
  let gap: DigitRun["gap"] = "spaces";
  for (let at = from; at < to; at += 1) {
    const character = text.charAt(at);
    if (character === " ") continue;
    if (character !== "." && character !== "-" && character !== "/") return "more";
    gap = "marks";
  }
  return gap;
}

/** Whether a comma or dot and exactly two digits stand here, and no third part as of a date. */
function isCents(text: string, at: number): boolean {
  const mark = text.charAt(at);
  if (mark !== "," && mark !== ".") return false;
  if (!isDigit(text.charCodeAt(at + 1)) || !isDigit(text.charCodeAt(at + 2))) return false;
  const next = text.charCodeAt(at + 3);
  return !isDigit(next) && !((next === 44 || next === 46) && isDigit(text.charCodeAt(at + 4)));
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
