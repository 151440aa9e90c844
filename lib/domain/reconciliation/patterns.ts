import type { LearntPattern, OpenLine } from "@/lib/domain/reconciliation/model";
import { learntForm } from "@/lib/domain/reconciliation/text";

/** Patterns by account, longest first: what says most decides. */
export type Patterns = ReadonlyMap<string, readonly LearntPattern[]>;

/** A pattern with fewer letters would fit anything that has a number in it. */
const LETTERS_MIN = 3;

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

/** What to remember of a line when a person confirms whose payouts its texts are; undefined when it says too little. */
export function learntPattern(text: string): string | undefined {
  const form = learntForm(text);
  return (form.match(/\p{L}/gu) ?? []).length < LETTERS_MIN ? undefined : form;
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
