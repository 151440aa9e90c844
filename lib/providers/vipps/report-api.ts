import type { HttpAnswer } from "@/lib/platform/http";
import type { DatePage, DateRequest, FeedPage, FeedRequest, VippsAccess } from "@/lib/providers/vipps/access";
import { followFeed, readWholeReport } from "@/lib/providers/vipps/follow";
import { followListing, readListingPage, type ListingPage } from "@/lib/providers/vipps/listing";
import { readDatePage, readFeedPage } from "@/lib/providers/vipps/pages";
import { refusalOf, type Call } from "@/lib/providers/vipps/refusals";

/** A GET with a token: `read` sees every answer but 401. */
export type AuthorizedCall = <T>(
  call: Call,
  request: Readonly<{ path: string; signal: AbortSignal | undefined }>,
  read: (answer: HttpAnswer) => T,
) => Promise<T>;

/** The operations of the Report API over calls that carry their own token. */
export function createReportApi({ call }: Readonly<{ call: AuthorizedCall }>): VippsAccess {
  async function listingPage(
    query: Readonly<{ settlesForRecipientHandles?: string | undefined; cursor?: string | undefined }>,
    signal: AbortSignal | undefined,
  ): Promise<ListingPage> {
    const kind = { kind: "listing", hasCursor: query.cursor !== undefined } as const;
    const path = `/settlement/v1/ledgers${toQuery(query)}`;
    return await call(kind, { path, signal }, (answer) => {
      if (answer.status !== 200) throw refusalOf(answer, kind);
      return readListingPage(answer);
    });
  }

  async function feedPage(request: FeedRequest): Promise<FeedPage> {
    const kind = { kind: "feed", hasCursor: isCursor(request.cursor) } as const;
    const path = `${topicPath(request)}/feed${pageQuery(request)}`;
    return await call(kind, { path, signal: request.signal }, (answer) => {
      if (answer.status !== 200) throw refusalOf(answer, kind);
      return readFeedPage(answer, request.personal === true);
    });
  }

  async function datePage(request: DateRequest): Promise<DatePage> {
    const kind = { kind: "report", hasCursor: isCursor(request.cursor) } as const;
    const path = `${topicPath(request)}/dates/${request.ledgerDate}${pageQuery(request)}`;
    return await call(kind, { path, signal: request.signal }, (answer) => {
      if (answer.status === 200) return readDatePage(answer, request.personal === true);
      const refusal = refusalOf(answer, kind);
      // 404 meant "not ready" once, and means "not yours" now: only the listing can tell.
      if (answer.status === 404 && refusal.code === "access_lost") {
        return { entries: [], cursor: undefined, tryLater: true, notFound: true };
      }
      throw refusal;
    });
  }

  return {
    listLedgers: ({ settlesForRecipientHandles, signal } = {}) =>
      followListing((cursor) =>
        // A cursor carries the filter.
        listingPage(cursor === undefined ? { settlesForRecipientHandles } : { cursor }, signal),
      ),
    listAllLedgers: async (signal) => {
      const byId = new Map<string, ListingPage["ledgers"][number]>();
      for await (const page of followListing((cursor) => listingPage({ cursor }, signal))) {
        // A ledger that moved to a later page while we read stands there as it is now.
        for (const ledger of page) byId.set(ledger.ledgerId, ledger);
      }
      return [...byId.values()];
    },
    feedPage,
    feed: (request) =>
      followFeed(
        (cursor, signal) => feedPage(withPage(request, cursor, signal)),
        isCursor(request.cursor) ? request.cursor : undefined,
        request.signal,
      ),
    datePage,
    reportByDate: (request) =>
      readWholeReport((cursor) => datePage(withPage(request, cursor, request.signal))),
  };
}

function withPage<R extends FeedRequest>(
  request: R,
  cursor: string | undefined,
  signal: AbortSignal | undefined,
): R {
  const { cursor: _cursor, signal: _signal, ...rest } = request;
  return {
    ...rest,
    ...(cursor === undefined ? {} : { cursor }),
    ...(signal === undefined ? {} : { signal }),
  } as R;
}

function isCursor(cursor: string | undefined): cursor is string {
  return cursor !== undefined && cursor !== "";
}

function topicPath({ ledgerId, topic }: FeedRequest): string {
  return `/report/v2/ledgers/${encodeURIComponent(ledgerId)}/${topic}`;
}

/** Asking for people's data has to be repeated with every cursor; else the later pages lack them. */
function pageQuery({ cursor, personal }: FeedRequest): string {
  return toQuery({
    cursor: isCursor(cursor) ? cursor : undefined,
    includeGDPRSensitiveData: personal === true ? "true" : undefined,
  });
}

function toQuery(parameters: Readonly<Record<string, string | undefined>>): string {
  const parts = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return parts.length === 0 ? "" : `?${parts.join("&")}`;
}
