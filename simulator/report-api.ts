/** The Report API v2: feed and dates of a topic (OpenAPI document of the Report API; Report API guide). */
import { json, problem, type Answer } from "./answers";
import { parseDay } from "./calendar";
import { deadCursor, decodeCursor, encodeCursor } from "./cursors";
import type { Ledger } from "./ledger";
import { isDateClosed, pageSizeOf, type LedgerBook } from "./ledger-book";
import { TOPICS, type Topic } from "./plan";

export type ReportRequest = Readonly<{
  ledger: Ledger;
  topic: Topic;
  cursor: string | undefined;
  withPersonalData: boolean;
  nowMs: number;
  instance: string;
}>;

/** Ways of a hostile day to serve a page that overlaps with what was served before. */
export type Repeat = "none" | "same-page" | "tail";

const REPEATED_TAIL = 3;

export function isTopic(text: string | undefined): text is Topic {
  return TOPICS.some((topic) => topic === text);
}

/** The endless stream: a cursor always, `hasMore` never, `tryLater` at the head. */
export function answerFeed(book: LedgerBook, request: ReportRequest, repeat: Repeat): Answer {
  const { ledger, topic, nowMs } = request;
  const { ledgerId } = ledger;
  const changes = book.changes.get(ledgerId);
  const pageSize = pageSizeOf(book, ledgerId);
  const place = { ledgerId, topic, date: null };
  const start = request.cursor === undefined ? 0 : decodeCursor(request.cursor, place);
  if (start === undefined || (request.cursor !== undefined && changes?.refuseCursors === true)) {
    return badCursor(request.instance);
  }
  let { end, isHead } = ledger.sliceFeed(topic, { start, limit: pageSize }, nowMs);
  let first = start;
  if (repeat === "same-page" && start > 0) {
    first = Math.max(0, start - pageSize);
    end = start;
    isHead = false;
  } else if (repeat === "tail" || changes?.repeatPages === true) {
    first = Math.max(0, start - REPEATED_TAIL);
  }
  const tryLater = isHead && (end === start || ledger.headCarriesItems) && ledger.saysTryLaterAtHead;
  const items = writeRange(request, first, end);
  const cursor = encodeCursor({ ...place, start: end });
  return json(
    200,
    `{"cursor":"${cursor}","tryLater":${tryLater},"items":[${items}]}`,
    pageSizeHeader(pageSize),
  );
}

function writeRange({ ledger, topic, withPersonalData }: ReportRequest, start: number, end: number): string {
  let items = "";
  for (let i = start; i < end; i += 1) {
    items += (i === start ? "" : ",") + ledger.entryJson(topic, i, withPersonalData);
  }
  return items;
}

/**
 * The entries of one ledger date. `tryLater` until the date is closed; it may carry items all the same, and then
 * `hasMore` still means that there are more (Report API skill, 2026). The old way was 404.
 */
export function answerDate(
  book: LedgerBook,
  request: ReportRequest & Readonly<{ date: string; answersOldWay: boolean }>,
): Answer {
  const { ledger, topic, nowMs, date } = request;
  const { ledgerId } = ledger;
  if (parseDay(date) === undefined) {
    return problem(400, "Bad Request", `ledgerDate: '${date}' is not a date`, request.instance);
  }
  const changes = book.changes.get(ledgerId);
  const pageSize = pageSizeOf(book, ledgerId);
  const place = { ledgerId, topic, date };
  const start = request.cursor === undefined ? 0 : decodeCursor(request.cursor, place);
  if (start === undefined || (request.cursor !== undefined && changes?.refuseCursors === true)) {
    return badCursor(request.instance);
  }
  const tryLater = !isDateClosed(book, ledger, date, nowMs);
  if (tryLater) {
    const notReady = request.answersOldWay ? "404" : (changes?.notReady ?? ledger.notReady);
    if (notReady === "404") {
      return problem(404, "Not Found", "The report for this date is not available yet", request.instance);
    }
    if (notReady === "tryLater") return datePage({ items: "", next: undefined, tryLater, pageSize });
  }
  const span = { start, limit: pageSize + 1 };
  const override = changes?.dateOverrides?.[topic]?.[date];
  if (override !== undefined) {
    const page = override.slice(start, start + pageSize);
    const next = start + pageSize < override.length ? { ...place, start: start + pageSize } : undefined;
    return datePage({ items: page.join(","), next, tryLater, pageSize });
  }
  const places = ledger.placesOfDate(topic, date, span, nowMs);
  const page = places.slice(0, pageSize);
  const after = places[pageSize];
  return datePage({
    items: page.map((i) => ledger.entryJson(topic, i, request.withPersonalData)).join(","),
    next: after === undefined ? undefined : { ...place, start: after },
    tryLater,
    pageSize,
  });
}

type DatePage = Readonly<{
  items: string;
  next: Parameters<typeof encodeCursor>[0] | undefined;
  tryLater: boolean;
  pageSize: number;
}>;

/** A cursor only when there is more (OpenAPI document, property `cursor`). */
function datePage({ items, next, tryLater, pageSize }: DatePage): Answer {
  const cursor = next === undefined ? "" : `"cursor":"${encodeCursor(next)}",`;
  const body = `{${cursor}"hasMore":${next !== undefined},"tryLater":${tryLater},"items":[${items}]}`;
  return json(200, body, pageSizeHeader(pageSize));
}

/** "You will be given an empty list" (Report API FAQ, ledgers without access), with a cursor that leads nowhere. */
export function answerEmpty(ledgerId: string, topic: Topic, isFeed: boolean): Answer {
  const cursor = isFeed ? `"cursor":"${deadCursor(ledgerId, topic)}",` : '"hasMore":false,';
  return json(200, `{${cursor}"tryLater":${isFeed},"items":[]}`);
}

function badCursor(instance: string): Answer {
  return problem(400, "Bad Request", "The cursor is not valid", instance);
}

function pageSizeHeader(pageSize: number): Record<string, string> {
  return { "Vipps-Feed-Page-Size": String(pageSize) };
}
