import type { HttpAnswer } from "@/lib/platform/http";
import type { DatePage, FeedPage } from "@/lib/providers/vipps/access";
import { parseEntries } from "@/lib/providers/vipps/entries";
import { invalidAnswer, isRecord, parseJson } from "@/lib/providers/vipps/invalid";
import { isUnstorable } from "@/lib/providers/vipps/storable";

/** A page of the feed. Throws: provider_answer_invalid, provider_unavailable (no JSON). */
export function readFeedPage(answer: HttpAnswer, personal: boolean): FeedPage {
  const what = "the feed";
  const page = readEnvelope(what, answer.text);
  const cursor = readCursor(what, page["cursor"]);
  if (cursor === undefined) throw invalidAnswer(what, "cursor", "present");
  const pageSize = readPageSize(answer.header("vipps-feed-page-size"));
  return {
    entries: parseEntries(page["items"], answer.text, { what, personal }),
    cursor,
    tryLater: readFlag(what, page["tryLater"], "tryLater"),
    ...(pageSize === undefined ? {} : { pageSize }),
  };
}

/** A page of the report by date. Throws: provider_answer_invalid, provider_unavailable (no JSON). */
export function readDatePage(answer: HttpAnswer, personal: boolean): DatePage {
  const what = "the report by date";
  const page = readEnvelope(what, answer.text);
  const cursor = readCursor(what, page["cursor"]);
  // Before hasMore came, a cursor was there only when more was there.
  const hasMore =
    page["hasMore"] === undefined || page["hasMore"] === null
      ? cursor !== undefined
      : readFlag(what, page["hasMore"], "hasMore");
  if (hasMore && cursor === undefined) throw invalidAnswer(what, "cursor", "present when there is more");
  return {
    entries: parseEntries(page["items"], answer.text, { what, personal }),
    cursor: hasMore ? cursor : undefined,
    tryLater: readFlag(what, page["tryLater"], "tryLater"),
  };
}

function readEnvelope(what: string, text: string): Record<string, unknown> {
  const page = parseJson(what, text);
  if (!isRecord(page)) throw invalidAnswer(what, "the answer", "an object");
  return page;
}

function readCursor(what: string, value: unknown): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value !== "string") throw invalidAnswer(what, "cursor", "text");
  if (isUnstorable(value)) throw invalidAnswer(what, "cursor", "what a database can hold");
  return value;
}

function readFlag(what: string, value: unknown, field: string): boolean {
  if (typeof value !== "boolean") throw invalidAnswer(what, field, "true or false");
  return value;
}

function readPageSize(value: string | undefined): number | undefined {
  return value !== undefined && /^[1-9]\d{0,6}$/.test(value) ? Number(value) : undefined;
}
