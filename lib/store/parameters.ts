import type { SqlValue } from "@/lib/platform/database/database";

/** The values of one statement, numbered as they are added: `$1`, `$2`, … */
export type Parameters = Readonly<{
  /** Adds a value and returns its placeholder. */
  add: (value: SqlValue) => string;
  values: readonly SqlValue[];
}>;

export function createParameters(...initial: readonly SqlValue[]): Parameters {
  const values: SqlValue[] = [...initial];
  return {
    values,
    add: (value) => {
      values.push(value);
      return `$${String(values.length)}`;
    },
  };
}

/** Text for `ilike` that is found anywhere, with its own wildcards taken literally. */
export function containing(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
}
