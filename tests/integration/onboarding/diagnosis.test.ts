import { afterAll, beforeAll, expect, test } from "vitest";

import { HOUR_MS, MINUTE_MS } from "@/lib/core/clock";
import { DiagnosisQuery } from "@/lib/contracts/onboarding";
import type { ServiceContext } from "@/lib/services/context";
import { discoverLedgers } from "@/lib/services/ledgers/discover-ledgers";
import { diagnoseLedger } from "@/lib/services/onboarding/diagnose-ledger";
import { ignoreLedgers } from "@/lib/services/onboarding/ignore-ledgers";
import { lookNow } from "@/lib/services/onboarding/look-now";
import { openOnboardingWorld, readColumn } from "@/tests/integration/onboarding/support";
import type { OnboardingWorld } from "@/tests/integration/onboarding/support";

let world: OnboardingWorld;

beforeAll(async () => {
  world = await openOnboardingWorld();
});
afterAll(() => world.close());

const OWNER = { scheme: "business:NO:ORG", id: "974760673" };

async function findingsOf(ctx: ServiceContext, query: string, country = "NO"): Promise<string[]> {
  const { steps } = await diagnoseLedger(ctx, DiagnosisQuery.parse({ query, country }));
  return steps.map(({ verdict, finding }) => `${verdict} ${finding}`);
}

test("without keys, and before the list was read, that is what it says", async () => {
  const ctx = await world.newFirm("no-keys");
  expect(await findingsOf(ctx, OWNER.id)).toEqual([
    "bad keysNone",
    "bad listNever",
    "good numberRight",
    "bad grantNone",
    "open elsewhere",
  ]);
  await expect(lookNow(ctx)).rejects.toMatchObject({ code: "conflict" });
  await world.keys(ctx);
  expect((await findingsOf(ctx, OWNER.id)).slice(0, 2)).toEqual(["good keysProven", "bad listNever"]);
});

test("a grant that is there, was ignored, or is lost again", async () => {
  const ctx = await world.newFirm("grants");
  const credential = await world.keys(ctx);
  await world.grant({ ledgerId: "810001", owner: OWNER });
  await discoverLedgers(ctx, credential);
  const base = ["good keysProven", "good listRead", "good numberRight"];
  expect(await findingsOf(ctx, "974 760 673")).toEqual([...base, "good grantNew"]);
  const [card] = await readColumn(ctx, "new");
  await ignoreLedgers(ctx, { ledgers: [card?.ledger ?? ""], reason: "test" });
  expect(await findingsOf(ctx, OWNER.id)).toEqual([...base, "bad grantIgnored", "open elsewhere"]);

  await world.revoke("810001");
  world.clock.advance(MINUTE_MS);
  await discoverLedgers(ctx, credential);
  world.clock.advance(2 * HOUR_MS);
  await discoverLedgers(ctx, credential);
  expect(await findingsOf(ctx, OWNER.id)).toEqual([...base, "bad grantLost", "open elsewhere"]);
  world.clock.advance(4 * HOUR_MS);
  expect((await findingsOf(ctx, OWNER.id))[1]).toBe("bad listOld");
});

test("a wrong number: its check digit, a neighbour that is here, or the number of a sales unit", async () => {
  const ctx = await world.newFirm("numbers");
  const credential = await world.keys(ctx);
  await world.grant({
    ledgerId: "820001",
    owner: OWNER,
    units: [{ name: "Torget", recipientHandle: "NO:820001", businessId: "923609016" }],
  });
  await discoverLedgers(ctx, credential);
  const third = async (query: string): Promise<string | undefined> => (await findingsOf(ctx, query))[2];
  expect(await third("974760637")).toBe("bad numberSimilar");
  expect(await third("222222223")).toBe("bad numberCheckDigit");
  expect(await third("9747606731")).toBe("bad numberLength");
  expect(await third("923609016")).toBe("bad numberOfUnit");
  const { steps } = await diagnoseLedger(ctx, DiagnosisQuery.parse({ query: "974760637" }));
  expect(steps[2]?.facts).toMatchObject({ owners: OWNER.id, ledgers: "820001 (Torget)" });
});

test("a sales unit is looked up with the firm's own keys", async () => {
  const ctx = await world.newFirm("units");
  const credential = await world.keys(ctx);
  await world.grant({
    ledgerId: "830001",
    owner: OWNER,
    units: [
      { name: "Torget", recipientHandle: "NO:83057" },
      { name: "Nett", recipientHandle: "api:8305777" },
    ],
  });
  // Granted, but the list has not been read since.
  expect((await findingsOf(ctx, "NO:83057")).slice(2)).toEqual([
    "good unitSettled",
    "bad grantListedNotRead",
    "open elsewhere",
  ]);
  await discoverLedgers(ctx, credential);
  expect((await findingsOf(ctx, "83057")).slice(2)).toEqual(["good unitSettled", "good grantNew"]);
  expect((await findingsOf(ctx, "api:8305777")).slice(2)).toEqual(["good unitSettled", "good grantNew"]);
  expect((await findingsOf(ctx, "8305777")).slice(2)).toEqual(["good unitSettled", "good grantNew"]);
  // Another kind of sales unit than the number is of.
  expect((await findingsOf(ctx, "api:83057")).slice(2, 3)).toEqual(["bad unitNotSettled"]);
  expect((await findingsOf(ctx, "NO:404404")).slice(2)).toEqual([
    "bad unitNotSettled",
    "bad grantNone",
    "open elsewhere",
  ]);
});

test("keys in doubt and a list that could not be read are the reason", async () => {
  const ctx = await world.newFirm("trouble");
  const credential = await world.keys(ctx, "firm-oresund");
  await world.simulator.control("POST", "/outage", { mode: "500" });
  await expect(discoverLedgers(ctx, credential)).rejects.toMatchObject({ code: "provider_unavailable" });
  expect((await findingsOf(ctx, "NO:83057")).slice(0, 3)).toEqual([
    "good keysProven",
    "bad listFailed",
    "open unitUnanswered",
  ]);
  await world.simulator.control("POST", "/outage", { mode: "none" });
  await world.simulator.control("POST", "/credentials", { clientId: "firm-oresund", enabled: false });
  world.clock.advance(HOUR_MS);
  await expect(discoverLedgers(ctx, credential)).rejects.toMatchObject({ code: "keys_rejected" });
  expect((await findingsOf(ctx, "NO:83057")).slice(0, 3)).toEqual([
    "bad keysInDoubt",
    "bad listFailed",
    "open unitNotAsked",
  ]);
  await world.simulator.control("POST", "/credentials", { clientId: "firm-oresund", enabled: true });
});

test("of another firm's ledger nothing is said, whatever is asked", async () => {
  const owner = await world.newFirm("theirs");
  const credential = await world.keys(owner);
  await world.grant({ ledgerId: "840001", owner: { scheme: OWNER.scheme, id: "889640782" } });
  await discoverLedgers(owner, credential);
  const stranger = await world.newFirm("stranger");
  await discoverLedgers(stranger, await world.keys(stranger, "firm-oresund"));
  const known = await diagnoseLedger(stranger, DiagnosisQuery.parse({ query: "889640782" }));
  const unknown = await diagnoseLedger(stranger, DiagnosisQuery.parse({ query: "923609016" }));
  const plain = (of: typeof known): string => JSON.stringify(of).replaceAll(/889640782|923609016/g, "N");
  expect(plain(known)).toBe(plain(unknown));
  expect((await findingsOf(stranger, "NO:840001")).slice(2)).toEqual([
    "bad unitNotSettled",
    "bad grantNone",
    "open elsewhere",
  ]);
});

test("a person may have the list read now, once a minute", async () => {
  const ctx = await world.newFirm("look");
  const credential = await world.keys(ctx);
  world.services.rung.length = 0;
  expect(await lookNow(ctx)).toEqual({ keys: 1 });
  expect(world.services.rung).toEqual([
    { name: "credential.discover", payload: { credentialId: credential } },
  ]);
  await expect(lookNow(ctx)).rejects.toMatchObject({ code: "rate_limited" });
  world.clock.advance(MINUTE_MS);
  expect(await lookNow(ctx)).toEqual({ keys: 1 });
  await expect(lookNow({ ...ctx, role: "accountant" })).rejects.toMatchObject({ code: "forbidden" });
});
