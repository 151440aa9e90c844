"use client";

import { infiniteQueryOptions, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import type { InfiniteData } from "@tanstack/react-query";
import { useRef, useState } from "react";

import { withOutcome } from "@/components/features/reconcile/outcomes";
import type { Outcome, Outcomes } from "@/components/features/reconcile/outcomes";
import { ROWS_PER_PAGE } from "@/components/features/reconcile/reconcile-address";
import {
  isBehind,
  NO_ROWS,
  pagesOfDates,
  pageWithEnd,
  rowsAfter,
} from "@/components/features/reconcile/rows";
import type { Rows, WorkPage } from "@/components/features/reconcile/rows";
import { fetchOpenItems, openItemsKey } from "@/lib/browser/queries/reconciliation";
import type { OpenItem, OpenItemsQuery } from "@/lib/contracts/reconciliation";

type WorkData = InfiniteData<WorkPage>;

/**
 * The pages of work. They are not renewed as a whole: a page is read again when something in it may have changed,
 * since a person is at work in the others.
 */
const openItemsQuery = (tenant: string, query: OpenItemsQuery) =>
  infiniteQueryOptions({
    queryKey: openItemsKey(tenant, query),
    queryFn: async ({ pageParam, signal }) =>
      pageWithEnd(
        await fetchOpenItems(tenant, { ...query, ...(pageParam !== "" && { cursor: pageParam }) }, signal),
      ),
    initialPageParam: "",
    getNextPageParam: (last: WorkPage) => last.nextCursor ?? undefined,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });

/** The rows of a list of work, what became of them here, and how they are read again. */
export function useWork(tenant: string, query: OpenItemsQuery) {
  const client = useQueryClient();
  const options = openItemsQuery(tenant, query);
  const list = useInfiniteQuery(options);
  const [outcomes, setOutcomes] = useState<Outcomes>(new Map());
  const [seen, setSeen] = useState<Readonly<{ data: WorkData | undefined; rows: Rows }>>({
    data: undefined,
    rows: NO_ROWS,
  });
  const reading = useRef<{ dates: string[]; run: Promise<void> | undefined }>({ dates: [], run: undefined });
  let { rows } = seen;
  if (list.data !== undefined && list.data !== seen.data) {
    const items = list.data.pages.flatMap((page) => page.items);
    rows = rowsAfter(seen.rows, items, new Set(outcomes.keys()));
    setSeen({ data: list.data, rows });
  }

  /** Reads the page again, all of what lies between its borders. */
  async function readPage(at: number): Promise<void> {
    const data = client.getQueryData<WorkData>(options.queryKey);
    const page = data?.pages[at];
    if (data === undefined || page === undefined) return;
    const items: OpenItem[] = [];
    const param = data.pageParams[at];
    let cursor: string | null = typeof param === "string" ? param : "";
    do {
      const answer = await fetchOpenItems(tenant, {
        ...query,
        limit: ROWS_PER_PAGE,
        ...(cursor !== "" && { cursor }),
      });
      items.push(...answer.items);
      cursor = answer.nextCursor;
      const last = answer.items.at(-1);
      if (page.end === null || last === undefined || isBehind(last, page.end)) break;
    } while (cursor !== null);
    const own = items.filter((item) => !isBehind(item, page.end));
    const isLast = page.end === null;
    const fresh: WorkPage = isLast
      ? pageWithEnd({ items: own, nextCursor: cursor })
      : { ...page, items: own };
    client.setQueryData<WorkData>(
      options.queryKey,
      (now) => now && { ...now, pages: now.pages.map((of, index) => (index === at ? fresh : of)) },
    );
  }

  /** Reads again where rows of these dates are, or would be; asked for meanwhile, it is done once more. */
  function readAround(dates: readonly string[]): Promise<void> {
    const { current: due } = reading;
    due.dates.push(...dates);
    due.run ??= drain().finally(() => {
      due.run = undefined;
    });
    return due.run;
  }

  async function drain(): Promise<void> {
    const { current: due } = reading;
    while (due.dates.length > 0) {
      const dates = due.dates.splice(0);
      const pages = client.getQueryData<WorkData>(options.queryKey)?.pages ?? [];
      for (const at of pagesOfDates(pages, dates)) await readPage(at);
    }
  }

  return {
    list,
    rows,
    outcomes,
    readAround,
    /** Which of the rows the last read still had. */
    stillThere: (ids: readonly string[]): readonly string[] => {
      const pages = client.getQueryData<WorkData>(options.queryKey)?.pages ?? [];
      const there = new Set(pages.flatMap((page) => page.items.map((item) => item.id)));
      return ids.filter((id) => there.has(id));
    },
    mark: (ids: readonly string[], outcome: Outcome | undefined) =>
      setOutcomes((before) => withOutcome(before, ids, outcome)),
    /** Shows the list as it is now: what is decided leaves it, and what is new is in it. */
    showNow: async () => {
      const first = pageWithEnd(await fetchOpenItems(tenant, query));
      setOutcomes(new Map());
      setSeen({ data: undefined, rows: NO_ROWS });
      client.setQueryData<WorkData>(options.queryKey, { pages: [first], pageParams: [""] });
    },
  };
}

export type Work = ReturnType<typeof useWork>;

/** What a row is now: still to be decided, or what became of it. A row that left by itself is gone. */
export function outcomeOf(work: Work, id: string): Outcome | undefined {
  return work.outcomes.get(id) ?? (work.rows.live.has(id) ? undefined : { state: "gone", by: undefined });
}
