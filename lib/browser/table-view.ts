import { z } from "zod";

/** How a person wants their tables: kept in a cookie, so that the first paint is right. */
export const TABLES_COOKIE = "avstemt-tables";

const TableView = z.object({
  /** Rows of 28 px, without their second lines. */
  isCompact: z.boolean(),
  /** Keys of columns that are not shown. */
  hidden: z.array(z.string().max(40)).max(20),
});
export type TableView = z.output<typeof TableView>;
export type TableViews = Readonly<Record<string, TableView>>;

export const WHOLE_TABLE: TableView = { isCompact: false, hidden: [] };

const Views = z.record(z.string().max(40), TableView);

/** The views that the cookie's value, decoded, holds; what cannot be read is forgotten. */
export function tableViewsOf(cookie: string | undefined): TableViews {
  if (cookie === undefined) return {};
  try {
    return Views.parse(JSON.parse(cookie));
  } catch {
    return {};
  }
}

/** The value of the cookie, encoded as cookies must be. */
export function tableViewsText(views: TableViews): string {
  return encodeURIComponent(JSON.stringify(views));
}
