import type { Page } from "@/lib/core/page";
import { csvHeader, csvLines } from "@/lib/formats/csv";
import type { CsvColumn } from "@/lib/formats/csv";

/** Rows of one page of a file: large enough to be quick, small enough to hold. */
export const FILE_PAGE_SIZE = 1_000;

/** A whole list as text, page by page; each page is a transaction of its own, so that a long file holds nothing open. */
export async function* csvPages<Row>(
  columns: readonly CsvColumn<Row>[],
  readPage: (cursor: string | undefined) => Promise<Page<Row>>,
): AsyncGenerator<string, void, undefined> {
  let page = await readPage(undefined);
  yield csvHeader(columns) + csvLines(columns, page.items);
  while (page.nextCursor !== undefined) {
    page = await readPage(page.nextCursor);
    yield csvLines(columns, page.items);
  }
}
