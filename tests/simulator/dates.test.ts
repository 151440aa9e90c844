import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { dateText, localDay, localToUtcMs, parseDay, timeText } from "../../simulator/calendar";
import { openSimulator, type Client, type Entry, type Page } from "./support";

let client: Client;
beforeAll(async () => {
  client = await openSimulator({ merchants: 24, from: "2026-03-20" });
});
afterAll(() => client.close());

async function datePages(
  ledgerId: string,
  topic: string,
  date: string,
): Promise<{ entries: Entry[]; last: Page }> {
  const entries: Entry[] = [];
  for (let cursor = ""; ;) {
    const query = cursor === "" ? "" : `?cursor=${encodeURIComponent(cursor)}`;
    const page = await client.page(`/report/v2/ledgers/${ledgerId}/${topic}/dates/${date}${query}`);
    entries.push(...page.items);
    expect(page.cursor !== undefined).toBe(page.hasMore);
    if (page.hasMore !== true) return { entries, last: page };
    cursor = page.cursor ?? "";
  }
}

describe("report by date", () => {
  it("is the feed cut by ledger date, in any page size, across the change of the clock in March", async () => {
    const { ledgerId, topics } = await client.truthOf("Fjordparkering");
    await client.control("PATCH", `/ledgers/${ledgerId}`, { pageSize: 61 });
    for (const topic of ["funds", "fees"] as const) {
      const { entries } = await client.feed(ledgerId, topic);
      expect(entries).toHaveLength(topics[topic].count);
      for (const date of ["2026-03-28", "2026-03-29", "2026-03-30", "2026-04-30", "2026-06-09"]) {
        const report = await datePages(ledgerId, topic, date);
        expect(report.last.tryLater).toBe(false);
        expect(report.entries).toEqual(entries.filter((entry) => entry.ledgerDate === date));
        expect(report.entries.length).toBeGreaterThan(0);
      }
    }
  });

  it("of a daily ledger closes the next morning, and is open before that", async () => {
    const { ledgerId } = await client.truthOf("Nordlys");
    const open = await datePages(ledgerId, "funds", "2026-06-10");
    expect(open.last.tryLater).toBe(true);
    const closed = await datePages(ledgerId, "funds", "2026-06-09");
    expect(closed.last.tryLater).toBe(false);
    expect(closed.entries.at(-1)?.entryType).toBe("payout-scheduled");
  });

  it("of a monthly ledger stays open until the month ends", async () => {
    const { topics } = await client.truthOf("Idrettslaget Skarven");
    expect(topics.funds.closedThrough).toBe("2026-05-31");
  });

  it("of a ledger without traffic never closes", async () => {
    const { ledgerId, topics } = await client.truthOf("Hytteforeningen");
    expect(topics.funds.closedThrough).toBeNull();
    for (const date of ["2026-01-01", "2026-05-01"]) {
      expect((await datePages(ledgerId, "funds", date)).last).toMatchObject({ items: [], tryLater: true });
    }
    expect(await client.page(`/report/v2/ledgers/${ledgerId}/funds/feed`)).toMatchObject({
      items: [],
      tryLater: true,
    });
  });

  it("of a negative balance stays open until it is resolved", async () => {
    const { ledgerId } = await client.truthOf("Midnattsol");
    await client.control("POST", "/clock", { set: "2026-05-05T12:00:00Z" });
    const before = await client.truthOf("Midnattsol");
    await client.control("POST", "/clock", { set: "2026-06-10T10:00:00Z" });
    const after = await client.truthOf("Midnattsol");
    expect(before.topics.funds.headBalance).toBeLessThan(0);
    expect(before.topics.funds.closedThrough).toBe("2026-04-18");
    expect(after.topics.funds.closedThrough).toBe("2026-06-09");
    expect(after.ledgerId).toBe(ledgerId);
  });

  it("is empty and final before history, open in the future, and refused for what is no date", async () => {
    const { ledgerId } = await client.truthOf("Nordlys");
    const past = await client.page(`/report/v2/ledgers/${ledgerId}/funds/dates/2019-01-01`);
    expect(past).toEqual({ hasMore: false, tryLater: false, items: [] });
    expect((await client.page(`/report/v2/ledgers/${ledgerId}/funds/dates/2030-01-01`)).tryLater).toBe(true);
    expect((await client.get(`/report/v2/ledgers/${ledgerId}/funds/dates/2026-02-30`)).status).toBe(400);
    expect((await client.get(`/report/v2/ledgers/${ledgerId}/other/feed`)).status).toBe(400);
  });
});

describe("the listing", () => {
  it("changes with the payout account, and has handles as text or as a list", async () => {
    const accountOf = async (at: string): Promise<unknown> => {
      await client.control("POST", "/clock", { set: at });
      return (await client.truthOf("Ærø Cykel")).payoutBankAccount;
    };
    const before = await accountOf("2026-05-28T12:00:00Z");
    const after = await accountOf("2026-06-10T10:00:00Z");
    expect(before).toMatchObject({ scheme: "BBAN:DK" });
    expect(after).not.toEqual(before);
    const list = await client.page("/settlement/v1/ledgers");
    const units = list.items.flatMap(
      (item) => (item as unknown as { salesUnits: { recipientHandle: unknown }[] }).salesUnits,
    );
    expect(new Set(units.map((unit) => Array.isArray(unit.recipientHandle)))).toEqual(new Set([true, false]));
  });
});

describe("feed", () => {
  it("returns the same cursor and nothing at its head, and goes on from there", async () => {
    const { ledgerId } = await client.truthOf("Kaffebaren");
    const { entries, cursor } = await client.feed(ledgerId, "funds");
    const path = `/report/v2/ledgers/${ledgerId}/funds/feed?cursor=${encodeURIComponent(cursor)}`;
    expect(await client.page(path)).toMatchObject({ items: [], cursor, tryLater: true });
    await client.control("POST", "/clock", { advanceMs: 14 * 60_000 });
    await client.control("POST", "/clock", { set: "2026-06-10T10:14:00Z" });
    const next = await client.page(path);
    for (const entry of next.items.slice(0, 1))
      expect(entry.balanceBefore).toBe(entries.at(-1)?.balanceAfter);
    await client.control("POST", "/clock", { set: "2026-06-10T10:00:00Z" });
  });

  it("refuses a cursor that is not its own", async () => {
    const { ledgerId } = await client.truthOf("Kaffebaren");
    const { cursor } = await client.page(`/report/v2/ledgers/${ledgerId}/fees/feed`);
    for (const wrong of ["garbage", encodeURIComponent(cursor ?? "")]) {
      const response = await client.get(`/report/v2/ledgers/${ledgerId}/funds/feed?cursor=${wrong}`);
      expect([response.status, response.headers.get("content-type")]).toEqual([
        400,
        "application/problem+json; charset=utf-8",
      ]);
    }
  });

  it("carries personal data of VM-number payments only on the very request that asks", async () => {
    const { ledgerId } = await client.truthOf("Kaffebaren");
    const path = `/report/v2/ledgers/${ledgerId}/funds/feed`;
    const plain = await client.page(path);
    const asked = await client.page(`${path}?includeGDPRSensitiveData=true`);
    expect(plain.items[0]).not.toHaveProperty("name");
    expect(asked.items[0]).toMatchObject({ maskedPhoneNo: expect.stringMatching(/^xxxx \d{4}$/) as string });
    expect(asked.items.find((entry) => entry.entryType === "payout-scheduled")).not.toHaveProperty("name");
  });

  it("follows a sales unit that moves to another ledger", async () => {
    const ledgers = (await client.truth()).filter((ledger) => ledger.merchant.startsWith("Brødrene"));
    const feeds = await Promise.all(ledgers.map((ledger) => client.feed(ledger.ledgerId, "funds")));
    const datesOf = (i: number, handle: string): string[] =>
      (feeds[i]?.entries ?? [])
        .filter((e) => e.recipientHandle === handle && e.entryType === "capture")
        .map((e) => e.ledgerDate);
    const moved = feeds[1]?.entries.find((entry) => entry.entryType === "capture")?.recipientHandle ?? "";
    expect(datesOf(1, moved).at(-1)).toBe("2026-05-18");
    expect(datesOf(2, moved)[0]).toBe("2026-05-19");
  });
});

describe("local days", () => {
  it.each([
    ["NO", "2026-03-29", 23],
    ["DK", "2026-10-25", 25],
    ["FI", "2026-03-29", 23],
    ["FI", "2026-12-31", 24],
    ["NO", "2028-02-29", 24],
  ] as const)("in %s on %s last %d hours", (country, date, hours) => {
    const day = parseDay(date) ?? 0;
    const start = localToUtcMs(country, day, 0);
    const end = localToUtcMs(country, day + 1, 0);
    expect((end - start) / 3_600_000).toBe(hours);
    expect([start, end - 1].map((ms) => dateText(localDay(country, ms, 0)))).toEqual([date, date]);
    expect(dateText(localDay(country, end, 0))).not.toBe(date);
    expect(dateText(localDay(country, end + 3 * 3_600_000 + 3_599_999, 4))).toBe(date);
  });

  it("are written as UTC with microseconds", () => {
    expect(timeText(Date.parse("2026-03-28T23:00:00Z") * 1000 + 42)).toBe("2026-03-28T23:00:00.000042Z");
  });
});
