import type { LearntPattern, OpenLine } from "@/lib/domain/reconciliation/model";
import { learntForm } from "@/lib/domain/reconciliation/text";

/** Patterns by account, longest first: what says most decides. */
export type Patterns = ReadonlyMap<string, readonly LearntPattern[]>;

/** A pattern with fewer letters would fit anything that has a number in it. */
const LETTERS_MIN = 3;
/** Of a text this much is remembered: it is more than enough to tell whose it is. */
const LENGTH_MAX = 300;

export function preparePatterns(patterns: readonly LearntPattern[]): Patterns {
  const byAccount = new Map<string, LearntPattern[]>();
  for (const pattern of patterns) {
    if ((pattern.pattern.match(/\p{L}/gu) ?? []).length < LETTERS_MIN) continue;
    byAccount.set(pattern.account, [...(byAccount.get(pattern.account) ?? []), pattern]);
  }
  for (const of of byAccount.values()) of.sort(comparePatterns);
  return byAccount;
}

/** The pattern that a text of the line begins with, up to the end of a word; the ledgers of all equal ones. */
export function patternOf(patterns: Patterns, line: OpenLine): LearntPattern | undefined {
  const own = patterns.get(line.account);
  if (own === undefined) return undefined;
  const forms = line.texts.map(({ text }) => learntForm(text));
  const first = own.find(({ pattern }) => forms.some((form) => begins(form, pattern)));
  if (first === undefined) return undefined;
  const equal = own.filter(({ pattern }) => pattern === first.pattern);
  return { ...first, ledgers: [...new Set(equal.flatMap(({ ledgers }) => ledgers))] };
}

/**
 * What to remember of a line when a person confirms whose payouts its texts are, cut behind a word when it is long;
 * undefined when it says too little.
 */
export function learntPattern(text: string): string | undefined {
  const whole = learntForm(text);
  const form = whole.length > LENGTH_MAX ? whole.slice(0, endOfWord(whole)) : whole;
  return (form.match(/\p{L}/gu) ?? []).length < LETTERS_MIN ? undefined : form;
}

/** Where the last word ends that is whole within what is remembered; in a text that is one word, there. */
function endOfWord(form: string): number {
  const end = form.lastIndexOf(" ", LENGTH_MAX);
  return end > 0 ? end : LENGTH_MAX;
}

function begins(form: string, pattern: string): boolean {
  if (!form.startsWith(pattern)) return false;
  return !/^\p{L}$/u.test(form.charAt(pattern.length)) || !/\p{L}$/u.test(pattern);
}

function comparePatterns(left: LearntPattern, right: LearntPattern): number {
  return (
    right.pattern.length - left.pattern.length ||
    (left.pattern < right.pattern ? -1 : left.pattern > right.pattern ? 1 : left.id < right.id ? -1 : 1)
  );
}
