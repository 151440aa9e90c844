import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { NOW, openSimulator, requestToken, SYSTEM_HEADERS, type Client } from "./support";

let client: Client;
beforeAll(async () => {
  client = await openSimulator({ merchants: 40 });
});
afterAll(() => client.close());

const FIRM = { clientId: "firm-nordfjord", clientSecret: "firm-nordfjord-secret-7" };

const listWith = (headers: Record<string, string>): Promise<Response> =>
  fetch(`${client.url}/settlement/v1/ledgers`, { headers });

const ledgerIds = async (clientId: string): Promise<string[]> => {
  const ids: string[] = [];
  for (let cursor: string | undefined = ""; cursor !== undefined;) {
    const page = await client.page(`/settlement/v1/ledgers?cursor=${encodeURIComponent(cursor)}`, clientId);
    ids.push(...(page.items as unknown as { ledgerId: string }[]).map((ledger) => ledger.ledgerId));
    cursor = page.cursor === "" ? undefined : page.cursor;
  }
  return ids;
};

describe("token", () => {
  it("is given for a client id and secret, for 900 seconds", async () => {
    const response = await requestToken(client.url, FIRM);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ token_type: "Bearer", expires_in: 900 });
  });

  it.each([
    ["a subscription key", { headers: { "Ocp-Apim-Subscription-Key": "0123456789abcdef" } }],
    ["a missing grant type", { body: "scope=x" }],
    ["a body that is no form", { headers: { "Content-Type": "application/json" }, body: "{}" }],
  ])("is refused as invalid_client for %s", async (_, changes) => {
    const response = await requestToken(client.url, FIRM, changes);
    expect([response.status, await response.json()]).toEqual([401, { error: "invalid_client" }]);
  });

  it("is refused for a wrong secret, and for keys that are switched off", async () => {
    const wrong = await requestToken(client.url, { ...FIRM, clientSecret: "wrong" });
    expect(await wrong.json()).toEqual({ error: "invalid_client" });
    const other = { clientId: "firm-test", clientSecret: "s" };
    await client.control("POST", "/credentials", other);
    expect((await requestToken(client.url, other)).status).toBe(200);
    await client.control("POST", "/credentials", { clientId: "firm-test", enabled: false });
    expect((await requestToken(client.url, other)).status).toBe(401);
  });

  it("expires on the simulator's clock, and `Bearer` is case-sensitive", async () => {
    const token = await client.token();
    expect((await listWith({ ...SYSTEM_HEADERS, Authorization: `Bearer ${token}` })).status).toBe(200);
    expect((await listWith({ ...SYSTEM_HEADERS, Authorization: `bearer ${token}` })).status).toBe(401);
    expect((await listWith({ ...SYSTEM_HEADERS, Authorization: `Bearer ${token}x` })).status).toBe(401);
    await client.control("POST", "/clock", { advanceMs: 899_000 });
    expect((await listWith({ ...SYSTEM_HEADERS, Authorization: `Bearer ${token}` })).status).toBe(200);
    await client.control("POST", "/clock", { advanceMs: 1000 });
    const late = await listWith({ ...SYSTEM_HEADERS, Authorization: `Bearer ${token}` });
    expect([late.status, await late.json()]).toEqual([
      401,
      { code: "Unauthorized", message: "Please check your API keys" },
    ]);
    await client.control("POST", "/clock", { set: new Date(NOW).toISOString() });
  });

  it.each(Object.keys(SYSTEM_HEADERS))(
    "and every call needs %s, with at most 30 characters",
    async (name) => {
      const token = await client.token();
      const good = { ...SYSTEM_HEADERS, Authorization: `Bearer ${token}` };
      const without = Object.fromEntries(Object.entries(good).filter(([key]) => key !== name));
      expect((await listWith(without)).status).toBe(400);
      const long = await listWith({ ...good, [name]: "x".repeat(31) });
      expect([long.status, long.headers.get("content-type")]).toEqual([
        400,
        "application/problem+json; charset=utf-8",
      ]);
      expect((await listWith({ ...good, [name]: "x".repeat(30) })).status).toBe(200);
    },
  );
});

describe("ledgers", () => {
  it("are listed in pages, each once, to those who were granted them", async () => {
    const [most, few, installation] = await Promise.all(
      ["firm-nordfjord", "firm-oresund", "installation"].map(ledgerIds),
    );
    expect(most?.length).toBeGreaterThan(25);
    expect(new Set(most).size).toBe(most?.length);
    expect(installation).toHaveLength(3);
    expect(most?.filter((id) => few?.includes(id))).toHaveLength(1);
    expect((most?.length ?? 0) / (few?.length ?? 1)).toBeGreaterThan(2);
  });

  it("can be asked for by handle", async () => {
    const all = await client.page("/settlement/v1/ledgers");
    const wanted = all.items[0] as unknown as { ledgerId: string; settlesForRecipientHandles: string[] };
    const handle = encodeURIComponent(wanted.settlesForRecipientHandles[0] ?? "");
    const found = await client.page(`/settlement/v1/ledgers?settlesForRecipientHandles=${handle}`);
    expect(found.items).toMatchObject([{ ledgerId: wanted.ledgerId }]);
  });

  it("answer 404 to strangers, and say so for unknown ids", async () => {
    const [stranger] = await ledgerIds("installation");
    for (const id of [stranger, "999999999"]) {
      const response = await client.get(`/report/v2/ledgers/${id}/funds/feed`);
      expect([response.status, await response.json()]).toMatchObject([404, { detail: "No such ledgerId" }]);
    }
  });

  it.each(["404", "403", "empty"] as const)(
    "that are revoked vanish from the list and answer %s",
    async (answer) => {
      const [id = ""] = await ledgerIds("firm-oresund");
      const path = `/report/v2/ledgers/${id}/funds/feed`;
      const before = await client.page(path, "firm-oresund");
      await client.control("DELETE", `/grants?clientId=firm-oresund&ledgerId=${id}&answer=${answer}`);
      expect(await ledgerIds("firm-oresund")).not.toContain(id);
      const cursor = encodeURIComponent(before.cursor ?? "");
      const response = await client.get(`${path}?cursor=${cursor}`, "firm-oresund");
      expect(response.status).toBe(answer === "empty" ? 200 : Number(answer));
      if (answer === "empty") {
        const page = (await response.json()) as { items: unknown[]; cursor: string };
        expect(page.items).toEqual([]);
        expect(page.cursor).not.toBe(before.cursor);
      }
      await client.control("POST", "/grants", { clientId: "firm-oresund", ledgerId: id });
      expect(await client.page(path, "firm-oresund")).toEqual(before);
    },
  );

  it("of a late grant appear when their time has come", async () => {
    const { ledgerId } = await client.truthOf("Frisør Bjørkelangen");
    expect(await ledgerIds("firm-nordfjord")).not.toContain(ledgerId);
    await client.control("POST", "/clock", { advanceDays: 3 });
    await client.control("POST", "/clock", { set: new Date(NOW + 3 * 86_400_000).toISOString() });
    const later = await client.token();
    const path = `${client.url}/report/v2/ledgers/${ledgerId}/funds/feed`;
    const response = await fetch(path, { headers: { ...SYSTEM_HEADERS, Authorization: `Bearer ${later}` } });
    expect(response.status).toBe(200);
    await client.control("POST", "/clock", { set: new Date(NOW).toISOString() });
  });

  it("no longer exist in version 1", async () => {
    expect((await client.get("/report/v1/ledgertransactions?ledgerId=1")).status).toBe(410);
  });
});
