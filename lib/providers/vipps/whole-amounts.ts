/** The fields of an entry that are money. */
export const AMOUNT_FIELDS = ["amount", "balanceBefore", "balanceAfter"] as const;

const FRACTION_IN_AMOUNT = /"(?:amount|balanceBefore|balanceAfter)"\s*:\s*-?\d+[.eE]/;
/** A letter of ASCII that is written as an escape could hide the name of a field; nobody writes so. */
const ESCAPED_LETTER = /\\u00[4-7]/;

/**
 * `10.0` and `1e3` parse to whole numbers, and `9007199254740990.6` to another number than it says, so a number
 * cannot tell how it was written. Money is written in whole minor units: whatever has a point or an exponent is
 * refused, even if its value is whole. This is the cheap look at a page: false is certain, true wants
 * `quoteFractions`.
 */
export function mayHaveFractions(text: string): boolean {
  return FRACTION_IN_AMOUNT.test(text) || ESCAPED_LETTER.test(text);
}

/** The JSON text with every number that has a point or an exponent made a string, so that it parses as none. */
export function quoteFractions(text: string): string {
  const parts: string[] = [];
  let done = 0;
  let at = 0;
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === '"') {
      at = endOfString(text, at);
    } else if (char === "-" || (char >= "0" && char <= "9")) {
      const end = endOfNumber(text, at);
      const literal = text.slice(at, end);
      if (/[.eE]/.test(literal)) {
        parts.push(text.slice(done, at), `"${literal}"`);
        done = end;
      }
      at = end;
    } else {
      at += 1;
    }
  }
  return parts.join("") + text.slice(done);
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charAt(at) !== '"') at += text.charAt(at) === "\\" ? 2 : 1;
  return at + 1;
}

function endOfNumber(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && /[\d.eE+-]/.test(text.charAt(at))) at += 1;
  return at;
}
