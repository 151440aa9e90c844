import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { HOUR_MS, MINUTE_MS } from "@/lib/core/clock";
import type { ServiceContext } from "@/lib/services/context";
import { setKeys } from "@/lib/services/keys/set-keys";
import { createManualClock } from "@/tests/factories/clock";
import { expectTruth, expectWhole, feedStates, openIssueKinds } from "@/tests/factories/faithful";
import { listLedgers, takeInAll } from "@/tests/factories/firm";
import { createTestServices, createTestTenant } from "@/tests/factories/services";
import type { TestServices } from "@/tests/factories/services";
import { createTestSimulator } from "@/tests/factories/simulator";
import type { TestSimulator } from "@/tests/factories/simulator";
import { takeTurn } from "@/tests/factories/worker-turn";
import { createTestDatabase } from "@/tests/setup/database";
import type { TestDatabase } from "@/tests/setup/database";

const KEYS = "firm-nordfjord";
const OTHER_KEYS = "firm-oresund";
/** Longer than any wait at the head, after a failure, or between two listings. */
const EVERYTHING_IS_DUE_MS = 2 * HOUR_MS + 15 * MINUTE_MS;

// Every turn polls every feed.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

const clock = createManualClock(Date.parse("2026-11-12T12:00:00Z"));
let database: TestDatabase;
let simulator: TestSimulator;
let services: TestServices;
let ctx: ServiceContext;
let other: ServiceContext;

beforeAll(async () => {
  database = await createTestDatabase();
  simulator = await createTestSimulator({ merchants: 12, from: "2026-11-09", nowMs: clock.nowMs });
  services = createTestServices({ url: database.url, vippsUrl: simulator.url, clock });
  ctx = await createTestTenant(services, database, "nordfjord");
  other = await createTestTenant(services, database, "oresund");
  await takeInAll(ctx, simulator, { clientId: KEYS });
  await takeInAll(other, simulator, { clientId: OTHER_KEYS });
  await turnLater();
});

afterAll(async () => {
  await services.close();
  await simulator.close();
  await database.drop();
});

function turnLater(): Promise<readonly string[]> {
  clock.advance(EVERYTHING_IS_DUE_MS);
  return takeTurn(services);
}

describe("the API", () => {
  test.each(["refuse", "500"])(
    "is down (%s): feeds wait, nothing moves, and all go on by themselves",
    async (mode) => {
      await expectTruth(ctx, simulator, KEYS);
      const before = await expectWhole(ctx);
      await simulator.control("POST", "/outage", { mode });
      const failures = await turnLater();
      expect(new Set(failures)).toEqual(new Set(["provider_unavailable"]));
      const states = await feedStates(ctx);
      expect(new Set(states.map((feed) => `${feed.state} ${feed.code ?? ""}`))).toEqual(
        new Set(["following provider_unavailable"]),
      );
      expect(await expectWhole(ctx)).toBe(before);
      await simulator.control("POST", "/outage", { mode: "none" });
      expect(await turnLater()).toEqual([]);
      await expectTruth(ctx, simulator, KEYS);
      await expectTruth(other, simulator, OTHER_KEYS);
      expect((await feedStates(ctx)).every((feed) => feed.failures === 0)).toBe(true);
      expect(await openIssueKinds(ctx)).toEqual([]);
    },
  );
});

test("one feed that is late for hours becomes an issue, which ends when its head is seen again", async () => {
  const entry = {
    pspReference: "psp-1",
    time: "2026-11-10T12:00:00.000000Z",
    ledgerDate: "2026-11-10",
    entryType: "capture",
    reference: "order-1",
    currency: "NOK",
    amount: 100,
    balanceBefore: 0,
    balanceAfter: 100,
    recipientHandle: "NO:57860",
  };
  const script = { ledgerId: "880001", grantedTo: [KEYS] };
  await simulator.script({ ...script, funds: [entry] });
  await takeInAll(ctx, simulator, { clientId: KEYS, ledgerIds: [script.ledgerId] });
  await turnLater();
  // An amount with a fraction cannot be read; the others go on.
  await simulator.append(script.ledgerId, "funds", [
    { ...entry, amount: 0.5, balanceBefore: 100, balanceAfter: 100.5 },
  ]);
  await turnLater();
  await turnLater();
  expect(await openIssueKinds(ctx)).toEqual(["answer-invalid", "feed-stale"]);
  await simulator.script({ ...script, funds: [entry] });
  await turnLater();
  expect(await openIssueKinds(ctx)).toEqual([]);
  await simulator.control("DELETE", `/grants?clientId=${KEYS}&ledgerId=${script.ledgerId}`);
  await turnLater();
  await turnLater();
  expect(await openIssueKinds(ctx)).toEqual(["grant-revoked"]);
  await simulator.control("POST", "/grants", { clientId: KEYS, ledgerId: script.ledgerId });
  await turnLater();
});

describe("accounting keys", () => {
  const right = (): string => `${KEYS}-secret-${String(simulator.seed)}`;
  const setSecret = (clientSecret: string): Promise<unknown> =>
    simulator.control("POST", "/credentials", { clientId: KEYS, clientSecret });

  test("that are refused stop their firm alone, in one issue, and are proved again by themselves", async () => {
    await setSecret("another");
    clock.advance(24 * HOUR_MS); // the token at hand runs out
    const failures = await turnLater();
    expect(failures).toEqual(["keys_rejected"]);
    expect(new Set((await feedStates(ctx)).map((feed) => feed.code))).toEqual(new Set(["keys_rejected"]));
    expect(await openIssueKinds(ctx)).toEqual(["keys-rejected"]);
    await turnLater();
    expect(await openIssueKinds(ctx)).toEqual(["keys-rejected"]);
    await expectWhole(ctx);
    await expectTruth(other, simulator, OTHER_KEYS);
    expect(await openIssueKinds(other)).toEqual([]);
    await setSecret(right());
    expect(await turnLater()).toEqual([]);
    expect(await openIssueKinds(ctx)).toEqual([]);
    await expectTruth(ctx, simulator, KEYS);
  });

  test("that are wrong are not stored; the right ones replace those that went bad", async () => {
    await setSecret("renewed");
    clock.advance(24 * HOUR_MS);
    await turnLater();
    await expect(setKeys(ctx, { clientId: KEYS, clientSecret: "mistyped" })).rejects.toMatchObject({
      code: "keys_rejected",
    });
    await setKeys(ctx, { clientId: KEYS, clientSecret: "renewed" });
    expect(await turnLater()).toEqual([]);
    await expectTruth(ctx, simulator, KEYS);
    expect(await openIssueKinds(ctx)).toEqual([]);
  });
});

describe("grants", () => {
  const grant = (method: string, ledgerId: string): Promise<unknown> =>
    method === "POST"
      ? simulator.control("POST", "/grants", { clientId: KEYS, ledgerId })
      : simulator.control("DELETE", `/grants?clientId=${KEYS}&ledgerId=${ledgerId}`);

  test("one that ends stops its ledger after two listings an hour apart, and resumes when it is back", async () => {
    await expectTruth(ctx, simulator, KEYS);
    const [ledger] = await listLedgers(ctx, "active");
    if (ledger === undefined) throw new Error("no ledger");
    const statusNow = async (): Promise<string | undefined> =>
      (await listLedgers(ctx)).find((found) => found.id === ledger.id)?.status;
    const before = await expectWhole(ctx);
    await grant("DELETE", ledger.ledgerId);
    expect(await turnLater()).toEqual([]);
    expect(await statusNow()).toBe("active");
    expect(await openIssueKinds(ctx)).toEqual([]);
    await turnLater();
    expect(await statusNow()).toBe("revoked");
    expect(await openIssueKinds(ctx)).toEqual(["grant-revoked"]);
    const own = (await feedStates(ctx)).filter((feed) => feed.ledger === ledger.ledgerId);
    expect(own.map((feed) => feed.state)).toEqual(["no-access", "no-access"]);
    // The data stay, and every other ledger goes on.
    expect(await expectWhole(ctx)).toBeGreaterThanOrEqual(before);
    await expectTruth(ctx, simulator, KEYS);
    await expectTruth(other, simulator, OTHER_KEYS);
    await grant("POST", ledger.ledgerId);
    expect(await turnLater()).toEqual([]);
    expect(await statusNow()).toBe("active");
    expect(await openIssueKinds(ctx)).toEqual([]);
    // Its feeds became due in that turn, and are followed in the next.
    expect(await takeTurn(services)).toEqual([]);
    await expectTruth(ctx, simulator, KEYS);
  });

  test("many that vanish at once are one issue, and nothing is revoked", async () => {
    const gone = (await listLedgers(ctx, "active")).slice(0, 6);
    expect(gone).toHaveLength(6);
    for (const ledger of gone) await grant("DELETE", ledger.ledgerId);
    for (let listings = 0; listings < 3; listings += 1) {
      await turnLater();
      expect(await openIssueKinds(ctx)).toEqual(["many-ledgers-vanished"]);
      expect((await listLedgers(ctx, "revoked")).length).toBe(0);
    }
    await expectWhole(ctx);
    await expectTruth(other, simulator, OTHER_KEYS);
    for (const ledger of gone) await grant("POST", ledger.ledgerId);
    await turnLater();
    expect(await turnLater()).toEqual([]);
    expect(await openIssueKinds(ctx)).toEqual([]);
    await expectTruth(ctx, simulator, KEYS);
  });
});
