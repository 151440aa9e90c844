import { describe, expect, it } from "vitest";

import { createFaultSource, type FaultKind } from "../../simulator/faults";
import { openSimulator, SYSTEM_HEADERS, type Client, type Entry, type Page } from "./support";

const URL_COUNT = 7;

function drawn(seed: number, profile: "hostile" | "mild" | "none"): (FaultKind | undefined)[] {
  const faults = createFaultSource(seed, profile);
  return Array.from({ length: 3000 }, (_, i) => faults.next("feed", `GET /${i % URL_COUNT}`)?.kind);
}

describe("faults", () => {
  it("are a function of the seed and the number of the request", () => {
    expect(drawn(7, "hostile")).toEqual(drawn(7, "hostile"));
    expect(drawn(7, "hostile")).not.toEqual(drawn(8, "hostile"));
    expect(drawn(7, "none").every((kind) => kind === undefined)).toBe(true);
  });

  it("strike about one request in six on a hostile day, and never more than three times in a row for one URL", () => {
    const kinds = drawn(7, "hostile");
    const share = kinds.filter((kind) => kind !== undefined).length / kinds.length;
    expect(share).toBeGreaterThan(0.13);
    expect(share).toBeLessThan(0.2);
    for (let url = 0; url < URL_COUNT; url += 1) {
      let inARow = 0;
      for (const kind of kinds.filter((_, i) => i % URL_COUNT === url)) {
        inARow = kind === undefined ? 0 : inARow + 1;
        expect(inARow).toBeLessThanOrEqual(3);
      }
    }
  });

  it("of every kind leave a client that tries again with the whole feed, once each", async () => {
    const client = await openSimulator({ merchants: 6, faults: "hostile" });
    // A ledger without disputes: entries that are equal in everything fool a client as simple as this one.
    const { ledgerId } = await client.truthOf("Kaffebaren");
    await client.control("PATCH", `/ledgers/${ledgerId}`, { pageSize: 4 });
    const read = await patientFeed(client, `/report/v2/ledgers/${ledgerId}/funds/feed`);
    const list = await client.control("GET", `/entries?ledgerId=${ledgerId}&topic=funds`);
    expect(read.entries).toEqual(list);
    expect([...new Set(read.statuses)]).toEqual(
      expect.arrayContaining([200, 401, 403, 429, 500, 502, "cut", "no JSON"]),
    );
    await client.close();
  });
});

type Outcome = number | "cut" | "no JSON";

/** Reads on through every fault; drops what it has seen, by the balance that an entry continues. */
async function patientFeed(client: Client, path: string): Promise<{ entries: Entry[]; statuses: Outcome[] }> {
  const entries: Entry[] = [];
  const statuses: Outcome[] = [];
  const token = await untilGiven(client);
  for (let cursor = ""; ;) {
    const url = `${client.url}${path}?cursor=${encodeURIComponent(cursor)}`;
    const page = await attempt(url, token, statuses);
    if (page === undefined) continue;
    const known = new Set(entries.slice(-30).map((entry) => JSON.stringify(entry)));
    entries.push(...page.items.filter((entry) => !known.has(JSON.stringify(entry))));
    cursor = page.cursor ?? cursor;
    if (page.tryLater) return { entries, statuses };
  }
}

async function untilGiven(client: Client): Promise<string> {
  for (;;) {
    const token = await client.token().catch(() => undefined);
    if (token !== undefined) return token;
  }
}

async function attempt(url: string, token: string, statuses: Outcome[]): Promise<Page | undefined> {
  const response = await fetch(url, { headers: { ...SYSTEM_HEADERS, Authorization: `Bearer ${token}` } });
  statuses.push(response.status);
  if (!response.ok) {
    await response.text();
    return undefined;
  }
  const text = await response.text().catch(() => undefined);
  if (text === undefined) {
    statuses.push("cut");
    return undefined;
  }
  try {
    return JSON.parse(text) as Page;
  } catch {
    statuses.push("no JSON");
    return undefined;
  }
}

describe("an outage", () => {
  it("can refuse, fail, or hang, while the control answers", async () => {
    const client = await openSimulator();
    const token = await client.token();
    const call = (): Promise<Response> =>
      fetch(`${client.url}/settlement/v1/ledgers`, {
        headers: { ...SYSTEM_HEADERS, Authorization: `Bearer ${token}` },
      });
    await client.control("POST", "/outage", { mode: "refuse" });
    await expect(call()).rejects.toThrow("fetch failed");
    await client.control("POST", "/outage", { mode: "500" });
    expect(await (await call()).json()).toMatchObject({ errorCode: 10001 });
    await client.control("POST", "/outage", { mode: "none" });
    expect((await call()).status).toBe(200);
    await client.control("POST", "/outage", { mode: "hang" });
    const hanging = expect(call()).rejects.toThrow("fetch failed");
    let seen = 0;
    while (seen === 0) {
      const { byStatus } = (await client.control("GET", "/requests")) as { byStatus: Record<string, number> };
      seen = (byStatus["none"] ?? 0) - 1;
    }
    await client.close();
    await hanging;
  });
});

describe("a hostile day", () => {
  it("lists ledgers under another name at times, and answers 404 for dates that are not ready", async () => {
    const client = await openSimulator({ merchants: 9, faults: "hostile" });
    const ledgers = await client.truth();
    const keys = new Set<string>();
    const statuses = new Set<number>();
    const token = await untilGiven(client);
    const headers = { ...SYSTEM_HEADERS, Authorization: `Bearer ${token}` };
    for (let i = 0; i < 60; i += 1) {
      const list = await attempt(`${client.url}/settlement/v1/ledgers`, token, []).catch(() => undefined);
      for (const key of Object.keys(list ?? {})) keys.add(key);
      const { ledgerId } = ledgers[i % ledgers.length] ?? { ledgerId: "" };
      const response = await fetch(`${client.url}/report/v2/ledgers/${ledgerId}/funds/dates/2026-06-10`, {
        headers,
      });
      statuses.add(response.status);
      await response.text().catch(() => undefined);
    }
    expect([...keys]).toEqual(expect.arrayContaining(["items", "ledgers", "salesUnits", "cursor"]));
    expect([...statuses]).toEqual(expect.arrayContaining([200, 404]));
    await client.close();
  });
});
