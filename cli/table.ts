/** A column of a table for people: numbers stand to the right. */
export type Column<Row> = Readonly<{ title: string; of: (row: Row) => string; isNumber?: boolean }>;

const GAP = "  ";

/** Rows as aligned text, with a header; or `none`, when there are no rows. */
export function formatTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  none: string,
): string {
  if (rows.length === 0) return none;
  const cells = [columns.map(({ title }) => title), ...rows.map((row) => columns.map(({ of }) => of(row)))];
  const widths = columns.map((_, at) => Math.max(...cells.map((line) => widthOf(line[at] ?? ""))));
  return cells
    .map((line) =>
      columns
        .map(({ isNumber }, at) => pad(line[at] ?? "", widths[at] ?? 0, isNumber === true))
        .join(GAP)
        .trimEnd(),
    )
    .join("\n");
}

/** Names of shops may hold letters of more than one code point, and emoji. */
const LETTERS = new Intl.Segmenter();

function widthOf(text: string): number {
  return Array.from(LETTERS.segment(text)).length;
}

function pad(text: string, width: number, isRight: boolean): string {
  const spaces = " ".repeat(Math.max(0, width - widthOf(text)));
  return isRight ? spaces + text : text + spaces;
}
