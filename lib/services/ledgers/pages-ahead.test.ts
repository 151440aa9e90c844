import { setImmediate as turn } from "node:timers/promises";

import { describe, expect, test } from "vitest";

import { parseLedgerDate } from "@/lib/core/ledger-date";
import type { ApiEntry } from "@/lib/domain/ledger/entry";
import type { FeedPage } from "@/lib/providers/vipps/client";
import { PAGES_AHEAD_MAX, readAhead } from "@/lib/services/ledgers/pages-ahead";
import type { Arrival } from "@/lib/services/ledgers/pages-ahead";

const ENTRY: ApiEntry = {
  ledgerDate: parseLedgerDate("2026-01-31"),
  time: "2026-01-31T12:00:00.000000Z",
  entryType: "capture",
  pspReference: "1",
  reference: "",
  recipientHandle: "",
  currency: "NOK",
  amount: 1n,
  balanceBefore: 0n,
  balanceAfter: 1n,
  extra: undefined,
  person: undefined,
};

const page = (cursor: string, change: Partial<FeedPage> = {}): FeedPage => ({
  entries: [ENTRY],
  cursor,
  tryLater: false,
  ...change,
});

const cursors = (arrivals: readonly Arrival[]): string[] => arrivals.map((arrival) => arrival.page.cursor);

/** A feed whose page after cursor n has cursor n + 1, with exceptions; and what was asked for. */
function feedOf(special: Readonly<Record<number, FeedPage | Error>> = {}) {
  const asked: (string | undefined)[] = [];
  const fetchPage = (cursor: string | undefined): Promise<FeedPage> => {
    asked.push(cursor);
    const next = Number(cursor ?? 0) + 1;
    const answer = special[next] ?? page(String(next));
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  return { asked, fetchPage };
}

async function settle(): Promise<void> {
  for (let turns = 0; turns < 20; turns += 1) await turn();
}

describe("reading ahead", () => {
  test("gives what is here, in order, and no more than its bound lies in wait", async () => {
    const { asked, fetchPage } = feedOf();
    const ahead = readAhead(fetchPage, { cursor: undefined, pagesMax: 100 });
    const first = await ahead.take();
    expect(cursors(first)[0]).toBe("1");
    await settle();
    expect(asked.length).toBe(first.length + PAGES_AHEAD_MAX);
    const second = await ahead.take();
    expect(second).toHaveLength(PAGES_AHEAD_MAX);
    expect(cursors([...first, ...second])).toEqual(
      Array.from({ length: first.length + PAGES_AHEAD_MAX }, (_, index) => String(index + 1)),
    );
    ahead.stop();
  });

  test.each([
    ["an empty page", page("3", { entries: [] })],
    ["the head", page("3", { tryLater: true })],
    ["a page that does not move", page("2")],
  ])("ends with %s", async (_, last) => {
    const { asked, fetchPage } = feedOf({ 3: last });
    const ahead = readAhead(fetchPage, { cursor: undefined, pagesMax: 100 });
    const all: Arrival[] = [];
    for (let taken = await ahead.take(); taken.length > 0; taken = await ahead.take()) all.push(...taken);
    expect(all).toHaveLength(3);
    expect(all.at(-1)).toEqual({ page: last, hasMoved: last.cursor === "3" });
    expect(asked).toEqual([undefined, "1", "2"]);
  });

  test("ends after as many pages as wanted", async () => {
    const { asked, fetchPage } = feedOf();
    const ahead = readAhead(fetchPage, { cursor: undefined, pagesMax: 2 });
    await settle();
    const taken = [...(await ahead.take()), ...(await ahead.take()), ...(await ahead.take())];
    expect(cursors(taken)).toEqual(["1", "2"]);
    expect(asked).toHaveLength(2);
  });

  test("gives the pages before a failure first", async () => {
    const { fetchPage } = feedOf({ 3: new Error("gone") });
    const ahead = readAhead(fetchPage, { cursor: undefined, pagesMax: 100 });
    const taken: string[] = [];
    const takeAll = async (): Promise<void> => {
      for (;;) taken.push(...cursors(await ahead.take()));
    };
    await expect(takeAll()).rejects.toThrow("gone");
    expect(taken).toEqual(["1", "2"]);
  });
});
