import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { QueryKey } from "@tanstack/react-query";
import type { ReactNode } from "react";

/** One query of a screen and the service call that answers it here. */
export type Prefetched = Readonly<{ queryKey: QueryKey; load: () => Promise<unknown> }>;

/** First paint with data: the screen's queries are answered by services, under the keys the browser uses. */
export async function Prefetch({
  queries,
  children,
}: Readonly<{ queries: readonly Prefetched[]; children: ReactNode }>) {
  const client = new QueryClient();
  await Promise.all(
    queries.map(({ queryKey, load }) => client.prefetchQuery({ queryKey, queryFn: load, retry: false })),
  );
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>;
}

/** A page of a service as the API gives it: its last cursor is null. */
export async function pageOf<T>(
  page: Promise<Readonly<{ items: readonly T[]; nextCursor: string | undefined }>>,
): Promise<Readonly<{ items: readonly T[]; nextCursor: string | null }>> {
  const { items, nextCursor } = await page;
  return { items, nextCursor: nextCursor ?? null };
}

/** The values of a page's address, each once; the list's schema parses them. */
export async function searchOf(
  searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>,
): Promise<Record<string, string>> {
  const values = Object.entries(await searchParams).flatMap(([name, value]) => {
    const one = Array.isArray(value) ? value[0] : value;
    return one === undefined || one === "" ? [] : [[name, one] as const];
  });
  return Object.fromEntries(values);
}
