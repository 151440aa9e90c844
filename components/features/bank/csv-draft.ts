import type { BankPreview, CsvLayoutWire } from "@/lib/contracts/bank-import";
import type { CsvRole } from "@/lib/domain/bank/csv-layout";

type Csv = NonNullable<BankPreview["csv"]>;

/** How many columns the rows that are shown have. */
export function widthOf({ header, rows }: Pick<Csv, "header" | "rows">): number {
  return Math.max(header.length, ...rows.map((row) => row.length));
}

/** What a column holds, as the layout says; undefined: it is not used. */
export function roleAt(layout: CsvLayoutWire, index: number): CsvRole | undefined {
  return layout.columns.find((column) => column.index === index)?.role;
}

const MANY: ReadonlySet<CsvRole> = new Set(["text", "reference", "counterparty", "additional"]);

/** The layout with another role for a column. What only one column can hold, no other holds any more. */
export function withRole(
  layout: CsvLayoutWire,
  header: readonly string[],
  index: number,
  role: CsvRole | undefined,
): CsvLayoutWire {
  const others = layout.columns.filter(
    (column) => column.index !== index && (role === undefined || MANY.has(role) || column.role !== role),
  );
  const name = layout.hasHeader ? (header[index] ?? "") : "";
  const columns = role === undefined ? others : [...others, { role, name, index }];
  return { ...layout, columns: columns.toSorted((left, right) => left.index - right.index) };
}

/** The layout with or without a row of names: the columns stay where they are. */
export function withHeader(
  layout: CsvLayoutWire,
  header: readonly string[],
  hasHeader: boolean,
): CsvLayoutWire {
  return {
    ...layout,
    hasHeader,
    columns: layout.columns.map((column) => ({
      ...column,
      name: hasHeader ? (header[column.index] ?? "") : "",
    })),
  };
}
