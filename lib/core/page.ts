/** One page of a list; `nextCursor` is undefined on the last. */
export type Page<T> = Readonly<{ items: readonly T[]; nextCursor: string | undefined }>;

export const PAGE_LIMIT_MAX = 1_000;

/**
 * Makes a page from one row more than the limit: the extra row says that there is a next page,
 * and the cursor is taken from the last row shown.
 */
export function toPage<T>(rows: readonly T[], limit: number, cursorOf: (last: T) => string): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? cursorOf(last) : undefined };
}
