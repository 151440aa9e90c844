/**
 * What a password must be, after NIST SP 800-63B: long, and not what an attacker tries first. No rule about digits
 * and signs: they make passwords that are hard to keep and easy to guess.
 */
export const PASSWORD_MIN = 12;
export const PASSWORD_MAX = 200;

/** Shorter words (an "as" in a firm's name) would refuse by chance. */
const WORD_MIN = 4;
/** What must be left of a password without the words that anybody knows of the person. */
const REST_MIN = 8;
const LETTERS_MIN = 5;

export type PasswordFault = "short" | "long" | "common" | "personal";

/**
 * What is wrong with a password; undefined: nothing. `personal`: what others know of the person, such as e-mail and
 * firm. `isCommon` knows the list of common passwords, in small letters.
 */
export function faultOfPassword(
  password: string,
  known: Readonly<{ personal: readonly string[]; isCommon: (text: string) => boolean }>,
): PasswordFault | undefined {
  const text = password.normalize("NFKC");
  const length = Array.from(text).length;
  if (length < PASSWORD_MIN) return "short";
  if (length > PASSWORD_MAX) return "long";
  const small = text.toLowerCase();
  if (isCommonOrSimple(small, known.isCommon)) return "common";
  return isMadeOf(small, known.personal) ? "personal" : undefined;
}

/** On the list, or from it by what everybody does: said twice, with digits or signs around it. */
function isCommonOrSimple(small: string, isCommon: (text: string) => boolean): boolean {
  const part = repeatedPart(small);
  const bare = part.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
  return (
    [small, part, bare].some(isCommon) ||
    part.length < WORD_MIN ||
    new Set(small).size < LETTERS_MIN ||
    isSequence(small)
  );
}

/** The shortest part that the text is a repetition of: itself when it is none. */
function repeatedPart(text: string): string {
  const at = `${text}${text}`.indexOf(text, 1);
  return text.slice(0, at);
}

/** `abcdefghijkl`, `210987654321`: each character is the next or the previous one. */
function isSequence(text: string): boolean {
  const codes = Array.from(text, (letter) => letter.codePointAt(0) ?? 0);
  const isStep = (step: number): boolean =>
    codes.every(
      (code, at) => at === 0 || code === (codes[at - 1] ?? 0) + step || isAround(codes[at - 1], code),
    );
  return isStep(1) || isStep(-1);
}

/** Digits go round: after 9 comes 0. */
function isAround(before: number | undefined, code: number): boolean {
  const [zero, nine] = [48, 57];
  return (before === nine && code === zero) || (before === zero && code === nine);
}

function isMadeOf(small: string, personal: readonly string[]): boolean {
  const words = personal
    .flatMap((text) => [squash(text), ...text.toLowerCase().split(/[^\p{L}\p{N}]+/u)])
    .filter((word) => word.length >= WORD_MIN)
    .toSorted((left, right) => right.length - left.length);
  let rest = squash(small);
  for (const word of words) rest = rest.replaceAll(word, "");
  return rest.length < REST_MIN && rest !== squash(small);
}

/** Letters and digits only. */
function squash(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
}
