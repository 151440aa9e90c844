import type { LineText, TextField } from "@/lib/domain/bank/statement";
import type { MatchMethod } from "@/lib/domain/reconciliation/model";
import { isDefaultReference, isShortNumber } from "@/lib/domain/reconciliation/target";
import type { Target } from "@/lib/domain/reconciliation/target";
import { findNumber, parseText, withoutZeros } from "@/lib/domain/reconciliation/text";
import type { ParsedText, Standing } from "@/lib/domain/reconciliation/text";

/** How a text bears the reference of a settlement entry. */
export type Fit = Readonly<{
  method: Extract<MatchMethod, "reference" | "payout-number" | "cut-off">;
  /** `whole`: enough for a match. `part`: worth a suggestion. */
  strength: "whole" | "part";
  /** Why it is only a part: for the explanation, and for the order of suggestions. */
  lack: "none" | "unspecific" | "cut" | "no-handle" | "other-handle";
  field: TextField;
  /** The reference, the payout number and the handle as far as they stand there. */
  found: string;
  handle: string;
  /** It ends where the text was cut: another reference may go on behind it. */
  isAtCut: boolean;
}>;

/** `Utb. 2000167 Vippsnr 548005`, `Vipps utbet. …`: which number is which is not said (DOMAIN §0.8, §0.17). */
const ANNOUNCED =
  /(?<!\p{L})utb\p{L}{0,8}\.?[ :.-]*(\d[\d ]*)[^\p{L}\d]*vipps-? ?n(?:umme)?r\.?[ :.-]*(\d[\d ]*)/u;
const LAST_WORD = /(?<!\p{L})utb(?:et(?:aling)?)?\.?[ :.-]*(?=\d)(?!.*(?<!\p{L})utb)/u;
const PROVIDER = /vipps|mobile ?pay|(?<!\p{L})utb(?!\p{L})/u;
const RECIPIENT_WORDS = ["vippsnr", "vippsnummer"] as const;
/** Fewer digits or letters of a reference than this say nothing. */
const CUT_CHARACTERS_MIN = 8;
const CUT_DIGITS_MIN = 3;

export function parseTexts(texts: readonly LineText[]): readonly ParsedText[] {
  return texts.map(parseText);
}

/** How these texts of one line bear the reference, by the best of the passes; undefined when they do not. */
export function fitOf(target: Target, texts: readonly ParsedText[]): Fit | undefined {
  const stands = referenceFit(target, texts);
  if (stands?.strength === "whole") return stands;
  const numbers = numbersFit(target, texts);
  if (numbers?.strength === "whole") return numbers;
  const cut = cutFit(target, texts);
  if (cut?.strength === "whole") return cut;
  return stands ?? numbers ?? cut;
}

/** Whether the texts speak of the provider: what a payout's line does, and another credit seldom. */
export function namesProvider(texts: readonly ParsedText[]): boolean {
  return texts.some(({ normalized }) => PROVIDER.test(normalized));
}

/** Whether the texts bear a reference in a form of the provider's that is not this entry's. */
export function bearsOther(target: Target, texts: readonly ParsedText[]): boolean {
  return texts.some((text) => {
    const announced = announcedIn(text);
    if (announced !== undefined && !announced.some((number) => number === target.payoutNumber)) return true;
    const own = target.reference?.long;
    return text.runs.some(
      ({ digits }) =>
        isDefaultReference(digits) && (own === undefined || withoutZeros(own) !== withoutZeros(digits)),
    );
  });
}

/** Pass 1: the reference stands there, digits only when it is a long number. */
function referenceFit({ reference }: Target, texts: readonly ParsedText[]): Fit | undefined {
  if (reference === undefined) return undefined;
  for (const text of texts) {
    const at =
      reference.long === undefined
        ? standsAt(text, reference.normalized)
        : findNumber(text, withoutZeros(reference.long))[0]?.isAtCut;
    if (at === undefined) continue;
    const isWhole = reference.isSpecific;
    return {
      method: "reference",
      strength: isWhole ? "whole" : "part",
      lack: isWhole ? "none" : "unspecific",
      field: text.field,
      found: reference.normalized,
      handle: "",
      isAtCut: at,
    };
  }
  return undefined;
}

/** Pass 2, Norway: two numbers, one the payout's and the other any handle of the ledger, in either order. */
function numbersFit(target: Target, texts: readonly ParsedText[]): Fit | undefined {
  const { payoutNumber, item } = target;
  if (payoutNumber === undefined) return undefined;
  for (const text of texts) {
    for (const standing of findNumber(text, payoutNumber)) {
      const handle = item.country === "NO" ? handleBeside(target, { text, standing, texts }) : undefined;
      if (handle !== undefined) {
        const isAtCut = standing.isAtCut || handle.isAtCut;
        const found = { found: payoutNumber, handle: handle.number, isAtCut, field: text.field };
        return { method: "payout-number", strength: "whole", lack: "none", ...found };
      }
    }
  }
  if (isShortNumber(payoutNumber)) return undefined;
  for (const text of texts) {
    const standing = findNumber(text, payoutNumber).find(({ isSpaced }) => !isSpaced);
    if (standing === undefined) continue;
    const lack = announcedIn(text) === undefined ? "no-handle" : "other-handle";
    const found = { found: payoutNumber, handle: "", isAtCut: standing.isAtCut, field: text.field };
    return { method: "payout-number", strength: "part", lack, ...found };
  }
  return undefined;
}

type Place = Readonly<{ text: ParsedText; standing: Standing; texts: readonly ParsedText[] }>;

/**
 * The handle that stands beside the payout's number, anywhere in the line. Numbers that are short, or have spaces in
 * them, count only in the very words of Norwegian payouts.
 */
function handleBeside(target: Target, place: Place): { number: string; isAtCut: boolean } | undefined {
  for (const handle of target.handles) {
    for (const text of place.texts) {
      for (const standing of findNumber(text, handle)) {
        if (text === place.text && overlaps(standing, place.standing)) continue;
        const isPlain =
          !standing.isSpaced &&
          !place.standing.isSpaced &&
          !isShortNumber(target.payoutNumber ?? "") &&
          handle.length >= 4;
        if (!isPlain && !isAnnounced(place.text, target.payoutNumber ?? "", handle)) continue;
        return { number: handle, isAtCut: standing.isAtCut };
      }
    }
  }
  return undefined;
}

/** Pass 4: a text that was cut, and whose end is the beginning of what the line of this entry says. */
function cutFit(target: Target, texts: readonly ParsedText[]): Fit | undefined {
  let part: Fit | undefined;
  for (const text of texts) {
    if (!text.isCutOff) continue;
    const strength = cutNumbers(target, text) ?? cutReference(target, text);
    if (strength === undefined) continue;
    const fit: Fit = {
      method: "cut-off",
      strength,
      lack: strength === "whole" ? "none" : "cut",
      field: text.field,
      found: strength === "whole" ? (target.payoutNumber ?? "") : "",
      handle: "",
      isAtCut: true,
    };
    if (strength === "whole") return fit;
    part ??= fit;
  }
  return part;
}

/** Norway: `… Utb. 2000167 Vippsnr 54`. Whole when the payout's number is followed by what must follow it. */
function cutNumbers({ item, payoutNumber, handles }: Target, text: ParsedText): Fit["strength"] | undefined {
  if (item.country !== "NO" || payoutNumber === undefined) return undefined;
  const start = LAST_WORD.exec(text.normalized);
  if (start === null) return undefined;
  const tail = text.normalized.slice(start.index + start[0].length);
  const parts = /^(\d[\d ]*)(?:[^\p{L}\d]*(\p{L}+)\.?[ :.-]*(\d[\d ]*)?)?$/u.exec(tail);
  if (parts === null) return undefined;
  const [first, word, second] = [numberIn(parts[1]), parts[2], numberIn(parts[3])];
  if (word === undefined) return isStart(first, payoutNumber) ? "part" : undefined;
  const isRecipient = RECIPIENT_WORDS.some((whole) =>
    second === "" ? whole.startsWith(word) : whole === word,
  );
  if (!isRecipient) return undefined;
  if (first === payoutNumber && (second === "" || handles.some((handle) => handle.startsWith(second))))
    return isShortNumber(payoutNumber) ? "part" : "whole";
  return handles.includes(first) && isStart(second, payoutNumber) ? "part" : undefined;
}

/** Any reference: the end of the text is its beginning. Whole when the payout's number is in it, and not last. */
function cutReference({ reference, payoutNumber }: Target, text: ParsedText): Fit["strength"] | undefined {
  if (reference === undefined) return undefined;
  const whole = reference.normalized;
  for (let length = whole.length - 1; length >= CUT_CHARACTERS_MIN; length -= 1) {
    const start = whole.slice(0, length);
    if (!text.normalized.endsWith(start)) continue;
    if (isInside(text.normalized, text.normalized.length - length)) continue;
    const numbers: readonly string[] = start.match(/\d+(?=\D)/g) ?? [];
    const isNumberWhole =
      reference.isSpecific &&
      payoutNumber !== undefined &&
      !isShortNumber(payoutNumber) &&
      numbers.some((number) => withoutZeros(number) === payoutNumber);
    return isNumberWhole ? "whole" : "part";
  }
  return undefined;
}

/** Whether the text bears the reference between borders; true when it ends where the text was cut. */
function standsAt(text: ParsedText, reference: string): boolean | undefined {
  const { normalized } = text;
  for (let at = normalized.indexOf(reference); at >= 0; at = normalized.indexOf(reference, at + 1)) {
    const end = at + reference.length;
    if (isInside(normalized, at) || isInside(normalized, end)) continue;
    return text.isCutOff && end === normalized.length;
  }
  return undefined;
}

/** Whether a word or number goes on over this place. */
function isInside(text: string, at: number): boolean {
  if (at <= 0 || at >= text.length) return false;
  const pair = text.slice(at - 1, at + 1);
  return /^\d\d$/.test(pair) || /^\p{L}\p{L}$/u.test(pair);
}

/** The numbers that stand in the words of a Norwegian payout; the second may have more behind it. */
function announcedIn(text: ParsedText): readonly string[] | undefined {
  if (!text.normalized.includes("utb")) return undefined;
  const announced = ANNOUNCED.exec(text.normalized);
  if (announced === null) return undefined;
  const parts = (announced[2] ?? "").trim().split(" ");
  const seconds = parts.map((_, at) => withoutZeros(parts.slice(0, at + 1).join("")));
  return [numberIn(announced[1]), ...seconds];
}

function isAnnounced(text: ParsedText, number: string, handle: string): boolean {
  const [first, ...seconds] = announcedIn(text) ?? [];
  if (first === undefined) return false;
  return (first === number && seconds.includes(handle)) || (first === handle && seconds.includes(number));
}

/** Whether the digits begin the number, with enough of them to say anything. */
function isStart(digits: string, number: string): boolean {
  return digits.length >= CUT_DIGITS_MIN && number.startsWith(digits);
}

function numberIn(text: string | undefined): string {
  return withoutZeros((text ?? "").replaceAll(" ", ""));
}

function overlaps(left: Standing, right: Standing): boolean {
  return left.from <= right.to && right.from <= left.to;
}
