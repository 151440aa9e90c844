import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { AppError, hasCode } from "@/lib/core/errors";
import { parseLedgerDate } from "@/lib/core/ledger-date";
import type { ApiEntry } from "@/lib/domain/ledger/entry";
import { TOPICS, type Topic } from "@/lib/domain/ledger/states";
import { createHttpClient, type HttpClient } from "@/lib/platform/http";
import { createVipps, type Vipps, type VippsAccess, type VippsKeys } from "@/lib/providers/vipps/client";
import { startSimulator, type Simulator } from "@/simulator/server";

const NOW_MS = Date.parse("2026-11-21T09:00:00Z");
const FROM = "2026-10-20";
const DAYS = 30;

type World = Readonly<{
  simulator: Simulator;
  http: HttpClient;
  vipps: Vipps;
  keys: VippsKeys;
  access: VippsAccess;
  control: (method: string, path: string, body?: unknown) => Promise<unknown>;
}>;

async function startWorld(faults: "none" | "hostile"): Promise<World> {
  const simulator = await startSimulator({
    seed: 7,
    merchants: 4,
    days: DAYS,
    from: FROM,
    faults,
    nowMs: () => NOW_MS,
  });
  const control = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const init =
      body === undefined
        ? { method }
        : { method, body: typeof body === "string" ? body : JSON.stringify(body) };
    const response = await fetch(`${simulator.url}/_control${path}`, init);
    if (!response.ok) throw new Error(await response.text());
    return await response.json();
  };
  const { credentials } = (await control("GET", "/state")) as { credentials: VippsKeys[] };
  const keys = credentials[0] ?? { clientId: "", clientSecret: "" };
  const clock = { nowMs: () => NOW_MS, sleep: async () => {} };
  const http = createHttpClient({ clock, random: () => 0, limits: { wholeMs: 5_000 } });
  const system = { name: "avstemt", version: "0.1.0", pluginName: "avstemt", pluginVersion: "0.1.0" };
  const vipps = createVipps({ http, clock, random: () => 0, baseUrl: simulator.url, system });
  return { simulator, http, vipps, keys, access: vipps.withKeys(keys), control };
}

async function stopWorld({ simulator, http }: World): Promise<void> {
  http.close();
  await simulator.close();
}

type TopicTruth = Readonly<{
  count: number;
  headBalance: number | null;
  closedThrough: string | null;
  days: { ledgerDate: string }[];
}>;
type LedgerTruth = Readonly<{ ledgerId: string; grantedTo: string[]; topics: Record<Topic, TopicTruth> }>;

async function truthOf({ control, keys }: World): Promise<LedgerTruth[]> {
  const { ledgers } = (await control("GET", "/truth")) as { ledgers: LedgerTruth[] };
  return ledgers.filter((ledger) => ledger.grantedTo.includes(keys.clientId));
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.catch((thrown: unknown) => thrown);
  return error instanceof AppError ? error.code : `no AppError: ${String(error)}`;
}

async function readFeed(
  access: VippsAccess,
  ledgerId: string,
  topic: Topic,
  personal = false,
): Promise<ApiEntry[]> {
  const pages: (readonly ApiEntry[])[] = [];
  for await (const page of access.feed({ ledgerId, topic, personal })) pages.push(page.entries);
  return pages.flat();
}

const text = (entry: ApiEntry): string =>
  JSON.stringify(entry, (_name, value: unknown) => (typeof value === "bigint" ? String(value) : value));

describe("against a quiet simulator", () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld("none");
  });
  afterAll(async () => {
    await stopWorld(world);
  });
  afterEach(async () => {
    await world.control("POST", "/outage", { mode: "none" });
  });

  it("keys are proved, wrong ones are rejected", async () => {
    await world.vipps.proveKeys(world.keys);
    expect(await codeOf(world.vipps.proveKeys({ ...world.keys, clientSecret: "wrong" }))).toBe(
      "keys_rejected",
    );
  });

  it("the listing holds what was granted", async () => {
    const ledgers = await world.access.listAllLedgers();
    const truth = await truthOf(world);
    expect(ledgers.map((ledger) => ledger.ledgerId).sort()).toEqual(
      truth.map((ledger) => ledger.ledgerId).sort(),
    );
    const handle = ledgers[0]?.settlesFor[0] ?? "";
    const found: string[] = [];
    for await (const page of world.access.listLedgers({ settlesForRecipientHandles: handle }))
      found.push(...page.map((ledger) => ledger.ledgerId));
    expect(found).toContain(ledgers[0]?.ledgerId);
  });

  it("every feed is read whole, and its dates say the same", async () => {
    for (const ledger of await truthOf(world)) {
      for (const topic of TOPICS) {
        const entries = await readFeed(world.access, ledger.ledgerId, topic);
        const { count, headBalance, closedThrough, days } = ledger.topics[topic];
        expect(entries).toHaveLength(count);
        expect(entries.at(-1)?.balanceAfter).toBe(headBalance === null ? undefined : BigInt(headBalance));
        for (const { ledgerDate } of days.slice(-12)) {
          const report = await world.access.reportByDate({
            ledgerId: ledger.ledgerId,
            topic,
            ledgerDate: parseLedgerDate(ledgerDate),
          });
          const isClosed = closedThrough !== null && ledgerDate <= closedThrough;
          expect(report.ready).toBe(isClosed);
          if (!isClosed) continue;
          const booked = entries.filter((entry) => entry.ledgerDate === ledgerDate);
          expect(report.entries.map(text)).toEqual(booked.map(text));
        }
      }
    }
  });

  it("people's data come on every page when asked for, and only then", async () => {
    const base = {
      pspReference: "1",
      time: "2026-11-01T10:00:00.000000Z",
      ledgerDate: "2026-11-01",
      entryType: "capture",
      currency: "NOK",
    };
    const funds = [1, 2, 3, 4, 5].map((amount) => ({
      ...base,
      amount,
      balanceBefore: 0,
      balanceAfter: amount,
      name: "Ola Nordmann",
      message: "hei",
    }));
    await script({ funds, pageSize: 2, withPeople: true });
    const people = (entries: readonly ApiEntry[]): boolean[] =>
      entries.map((entry) => entry.person !== undefined);
    expect(people(await readFeed(world.access, "990001", "funds", true))).toEqual(Array(5).fill(true));
    expect(people(await readFeed(world.access, "990001", "funds"))).toEqual(Array(5).fill(false));
  });

  const GOOD = `{"pspReference":"1","time":"2026-11-01T10:00:00+0100","ledgerDate":"2026-11-01","entryType":"new-type","reference":null,"currency":"NOK","amount":5,"balanceBefore":0,"balanceAfter":5,"recipientHandle":null,"loyaltyId":"x"}`;

  async function script(options: Readonly<Record<string, unknown>>): Promise<void> {
    const [listed] = await world.access.listAllLedgers();
    const { payoutAccount, settlesFor, ...rest } = listed ?? { payoutAccount: undefined, settlesFor: [] };
    const ledger = {
      ...rest,
      ledgerId: "990001",
      payoutBankAccount: payoutAccount,
      settlesForRecipientHandles: settlesFor,
    };
    await world.control("POST", "/ledgers", { grantedTo: [world.keys.clientId], ledger, ...options });
  }

  async function scriptRaw(entry: string): Promise<void> {
    await script({ funds: [] });
    await world.control("POST", "/ledgers/990001/entries", `{"topic":"funds","entries":[${GOOD},${entry}]}`);
  }

  it("what is new is kept, and old times become UTC", async () => {
    await scriptRaw(GOOD);
    expect((await readFeed(world.access, "990001", "funds"))[1]).toEqual({
      ledgerDate: "2026-11-01",
      time: "2026-11-01T09:00:00.000000Z",
      entryType: "new-type",
      pspReference: "1",
      reference: "",
      recipientHandle: "",
      currency: "NOK",
      amount: 5n,
      balanceBefore: 0n,
      balanceAfter: 5n,
      extra: { loyaltyId: "x" },
      person: undefined,
    });
  });

  it.each([
    ["amount", "5.0"],
    ["amount", "10.5"],
    ["amount", "9007199254740993"],
    ["amount", '"5"'],
    ["balanceAfter", "null"],
  ])("%s %s is refused, by name and position", async (field, literal) => {
    await scriptRaw(GOOD.replace(new RegExp(`("${field}":)-?\\d+`), `$1${literal}`));
    const failure = world.access.feedPage({ ledgerId: "990001", topic: "funds" });
    await expect(failure).rejects.toMatchObject({
      code: "provider_answer_invalid",
      fields: [{ field: `items[1].${field}` }],
    });
  });

  it("a cursor that is refused is told from other refusals", async () => {
    await scriptRaw(GOOD);
    const { cursor } = await world.access.feedPage({ ledgerId: "990001", topic: "funds" });
    await world.control("PATCH", "/ledgers/990001", { refuseCursors: true });
    expect(await codeOf(world.access.feedPage({ ledgerId: "990001", topic: "funds", cursor }))).toBe(
      "cursor_refused",
    );
  });

  it.each(["403", "404", "empty"])("a grant taken back may answer %s", async (answer) => {
    await scriptRaw(GOOD);
    const date = { ledgerId: "990001", topic: "funds", ledgerDate: parseLedgerDate("2026-11-01") } as const;
    await world.control("DELETE", `/grants?clientId=${world.keys.clientId}&ledgerId=990001&answer=${answer}`);
    const feed = world.access.feedPage({ ledgerId: "990001", topic: "funds" });
    if (answer === "empty") {
      expect((await feed).entries).toEqual([]);
      return;
    }
    expect(await codeOf(feed)).toBe("access_lost");
    if (answer === "404")
      expect(await world.access.reportByDate(date)).toMatchObject({ notFound: true, ready: false });
    else expect(await codeOf(world.access.reportByDate(date))).toBe("access_lost");
  });

  it.each(["500", "refuse"])("an outage (%s) is temporary", async (mode) => {
    await world.control("POST", "/outage", { mode });
    await expect(world.access.listAllLedgers()).rejects.toMatchObject({
      code: "provider_unavailable",
      isTransient: true,
    });
  });

  it("keys that are taken away are rejected once the token is", async () => {
    const { clientId } = world.keys;
    await world.access.listAllLedgers();
    await world.control("POST", "/credentials", { clientId, enabled: false });
    expect(await codeOf(world.access.listAllLedgers())).toBe("keys_rejected");
    await world.control("POST", "/credentials", { clientId, enabled: true });
    expect((await world.access.listAllLedgers()).length).toBeGreaterThan(0);
  });
});

describe("against a hostile simulator", () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld("hostile");
  });
  afterAll(async () => {
    await stopWorld(world);
  });

  /** What the queue does: tries again what is temporary, and nothing else. */
  async function insist<T>(act: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await act();
      } catch (error) {
        if (attempt === 20 || !hasCode(error, "provider_unavailable")) throw error;
      }
    }
  }

  it(
    "all ledgers are listed and every entry is found, whatever goes wrong between",
    { timeout: 60_000 },
    async () => {
      const truth = await truthOf(world);
      const listed = await insist(() => world.access.listAllLedgers());
      expect(listed.map((ledger) => ledger.ledgerId).sort()).toEqual(
        truth.map((ledger) => ledger.ledgerId).sort(),
      );
      for (const ledger of truth.slice(0, 2)) {
        await world.control("PATCH", `/ledgers/${ledger.ledgerId}`, { pageSize: 100 });
        for (const topic of TOPICS) {
          const seen = new Set<string>();
          let cursor: string | undefined;
          for (let isHead = false; !isHead;) {
            const at = cursor === undefined ? {} : { cursor };
            const page = await insist(() =>
              world.access.feedPage({ ledgerId: ledger.ledgerId, topic, ...at }),
            );
            for (const entry of page.entries) seen.add(text(entry));
            isHead = page.tryLater;
            cursor = page.cursor;
          }
          // Twins, equal in every field, are told apart by their place alone: that is not the client's to judge.
          const all = (await world.control(
            "GET",
            `/entries?ledgerId=${ledger.ledgerId}&topic=${topic}`,
          )) as unknown[];
          expect(seen.size).toBe(new Set(all.map((entry) => JSON.stringify(entry))).size);
        }
      }
    },
  );
});
