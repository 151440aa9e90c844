import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { rawItems, rawMembers } from "../../simulator/raw-json";
import { openSimulator, type Client, type Page } from "./support";

let client: Client;
beforeAll(async () => {
  client = await openSimulator();
});
afterAll(() => client.close());

const LISTING = {
  ledgerId: "777",
  currency: "NOK",
  settlesForRecipientHandles: ["api:1"],
  owner: { scheme: "s", id: "1" },
};

function entry(i: number, ledgerDate: string, amount: string): string {
  const names = `"pspReference":"p${i}","time":"${ledgerDate}T10:00:00.000000Z","ledgerDate":"${ledgerDate}"`;
  return `{${names},"entryType":"capture","amount":${amount},"balanceBefore":0,"balanceAfter":${amount}, "x" : [1,"}"]}`;
}

async function script(funds: readonly string[], more: Record<string, unknown> = {}): Promise<void> {
  const rest = JSON.stringify({ ledger: LISTING, grantedTo: ["firm-nordfjord"], fees: [], ...more });
  await client.control("POST", "/ledgers", `${rest.slice(0, -1)},"funds":[${funds.join(",")}]}`);
}

const FEED = "/report/v2/ledgers/777/funds/feed";
const day = (date: string): string => `/report/v2/ledgers/777/funds/dates/${date}`;

describe("scripted ledgers", () => {
  it("serve their entries verbatim, amounts beyond 2^53 and unknown fields included", async () => {
    const given = [entry(1, "2026-05-01", "9007199254740993123"), entry(2, "2026-05-02", "-1")];
    await script(given);
    const text = await (await client.get(FEED)).text();
    for (const one of given) expect(text).toContain(one);
    const truth = await fetch(`${client.url}/_control/truth?ledgerId=777`);
    expect(await truth.text()).toContain('"sum":9007199254740993122');
  });

  it("are paged, grow, and are listed", async () => {
    await script(
      [1, 2, 3].map((i) => entry(i, "2026-05-01", "5")),
      { pageSize: 2 },
    );
    const first = await client.page(FEED);
    expect([first.items.length, first.tryLater]).toEqual([2, false]);
    const path = `${FEED}?cursor=${encodeURIComponent(first.cursor ?? "")}`;
    expect((await client.page(path)).items.map((item) => item.pspReference)).toEqual(["p3"]);
    await client.control(
      "POST",
      "/ledgers/777/entries",
      `{"topic":"funds","entries":[${entry(4, "2026-05-02", "6")}]}`,
    );
    expect((await client.page(path)).items.map((item) => item.pspReference)).toEqual(["p3", "p4"]);
    const list = await client.page("/settlement/v1/ledgers");
    expect(list.items).toContainEqual(LISTING);
  });

  it("are open unless closed, and not ready in the way that was asked for", async () => {
    await script([entry(1, "2026-05-01", "5")]);
    const at = (): Promise<Page> => client.page(day("2026-05-01"));
    expect(await at()).toMatchObject({ tryLater: true, items: [{ pspReference: "p1" }] });
    await client.control("PATCH", "/ledgers/777", { notReady: "tryLater" });
    expect(await at()).toEqual({ hasMore: false, tryLater: true, items: [] });
    await client.control("PATCH", "/ledgers/777", { notReady: "404" });
    expect((await client.get(day("2026-05-01"))).status).toBe(404);
    await client.control("PATCH", "/ledgers/777", { closedThrough: "2026-05-01" });
    expect(await at()).toMatchObject({ tryLater: false, items: [{ pspReference: "p1" }] });
  });

  it("can say by date what the feed does not say", async () => {
    await script([entry(1, "2026-05-01", "5")], { closedThrough: "2026-05-31", pageSize: 1 });
    const override = { dateOverrides: { funds: { "2026-05-01": [{ a: 1 }, { a: 2 }] } } };
    await client.control("PATCH", "/ledgers/777", override);
    const page = await client.page(day("2026-05-01"));
    expect(page).toMatchObject({ items: [{ a: 1 }], hasMore: true });
    const next = await client.page(`${day("2026-05-01")}?cursor=${encodeURIComponent(page.cursor ?? "")}`);
    expect(next).toEqual({ items: [{ a: 2 }], hasMore: false, tryLater: false });
  });

  it("can repeat the tail of the page before, and refuse cursors", async () => {
    await script(
      [1, 2, 3, 4, 5, 6].map((i) => entry(i, "2026-05-01", "5")),
      { pageSize: 4, repeatPages: true },
    );
    const first = await client.page(FEED);
    const path = `${FEED}?cursor=${encodeURIComponent(first.cursor ?? "")}`;
    expect((await client.page(path)).items.map((item) => item.pspReference)).toEqual([
      "p2",
      "p3",
      "p4",
      "p5",
      "p6",
    ]);
    await client.control("PATCH", "/ledgers/777", { refuseCursors: true });
    expect((await client.get(path)).status).toBe(400);
    expect((await client.get(FEED)).status).toBe(200);
  });

  it("need not say that they are at their head", async () => {
    await script([entry(1, "2026-05-01", "5")], { atHead: false });
    expect((await client.page(FEED)).tryLater).toBe(false);
  });
});

describe("control", () => {
  it("names what is wrong", async () => {
    expect(await client.control("POST", "/faults", { profile: "wild" })).toEqual({
      error: "profile must be one of none, mild, hostile",
    });
    expect(await client.control("POST", "/grants", { clientId: "a", ledgerId: "0" })).toEqual({
      error: "no ledger 0",
    });
    expect(await client.control("GET", "/nothing")).toEqual({ error: "no control GET /nothing" });
  });

  it("counts requests, and keeps no token", async () => {
    await client.get(FEED);
    const text = JSON.stringify(await client.control("GET", "/requests"));
    expect(text).toContain('"feed"');
    expect(text).not.toContain("eyJhbGci");
    expect(text).not.toContain(await client.token());
  });
});

describe("raw JSON", () => {
  it("is split at the top level only", () => {
    expect(rawItems(' [ 1.0 , {"a":[1,2]}, "x,]\\"" ,-0 ] ')).toEqual([
      "1.0",
      '{"a":[1,2]}',
      '"x,]\\""',
      "-0",
    ]);
    expect(rawItems("[]")).toEqual([]);
    expect([...rawMembers('{"a:":1,"b":{"c":[2]}}')]).toEqual([
      ["a:", "1"],
      ["b", '{"c":[2]}'],
    ]);
    expect(() => rawItems("{}")).toThrow(SyntaxError);
  });
});
