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

/**
 * An array as PostgreSQL reads it, of values that need no quoting within it: numbers, dates and instants as we
 * write them. node-postgres would look at each for what to quote, and quote them all.
 */
export function plainArray(values: readonly (number | bigint | string)[]): string {
  return `{${values.join(",")}}`;
}

/** An array of bytes, each given as hex. */
export function bytesArray(hexes: readonly string[]): string {
  return hexes.length === 0 ? "{}" : String.raw`{"\\x${hexes.join(String.raw`","\\x`)}"}`;
}

const NEEDS_ESCAPE = /["\\]/;

/** An array of texts, quoted so that each stands for itself. */
export function textArray(values: readonly (string | null)[]): string {
  return `{${values.map(quoted).join(",")}}`;
}

function quoted(value: string | null): string {
  if (value === null) return "NULL";
  return NEEDS_ESCAPE.test(value) ? `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"` : `"${value}"`;
}
