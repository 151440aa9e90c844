import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { HOUR_MS } from "@/lib/core/clock";
import { InboxQuery } from "@/lib/contracts/operators";
import type { CredentialId } from "@/lib/core/ids";
import type { ServiceContext } from "@/lib/services/context";
import { setInstallationKeys, setKeys } from "@/lib/services/keys/set-keys";
import { confirmVanished } from "@/lib/services/keys/confirm-vanished";
import { discoverLedgers } from "@/lib/services/ledgers/discover-ledgers";
import { assignLedgerToFirm } from "@/lib/services/operators/assign-ledger";
import { confirmVanishedLedgers } from "@/lib/services/operators/confirm-vanished";
import type { OperatorContext } from "@/lib/services/operators/context";
import { listEvents } from "@/lib/services/operators/list-events";
import { listFirms } from "@/lib/services/operators/list-firms";
import { listInbox } from "@/lib/services/operators/list-inbox";
import { listKeys } from "@/lib/services/operators/list-keys";
import { openIssueKinds } from "@/tests/factories/faithful";
import { listLedgers } from "@/tests/factories/firm";
import { createTestServices } from "@/tests/factories/services";
import type { TestServices } from "@/tests/factories/services";
import { createTestSimulator } from "@/tests/factories/simulator";
import type { TestSimulator } from "@/tests/factories/simulator";
import { openOperatorWorld } from "@/tests/integration/operators/world";
import type { OperatorWorld } from "@/tests/integration/operators/world";

/** Many ledgers vanish at once from the installation's own keys (DESIGN §5, "Discovery"). */

const LEDGERS = ["51", "52", "53", "54", "55", "56", "57", "58"];
const KEYS = "installation";

let world: OperatorWorld;
let simulator: TestSimulator;
let services: TestServices;
let operator: OperatorContext;
let firm: ServiceContext;
let credentialId: CredentialId;

beforeAll(async () => {
  world = await openOperatorWorld();
  simulator = await createTestSimulator({ merchants: 1, days: 0, nowMs: world.clock.nowMs });
  services = createTestServices({ url: world.database.url, vippsUrl: simulator.url, clock: world.clock });
  for (const ledgerId of LEDGERS) await simulator.script({ ledgerId, grantedTo: [KEYS, "firm-nordfjord"] });
  operator = { ...(await world.person("ola", { isOperator: true })), ...services };
  firm = { ...(await world.newFirm("nord")), ...services };
  const secret = { clientId: KEYS, clientSecret: `${KEYS}-secret-${String(simulator.seed)}` };
  credentialId = await setInstallationKeys({ ...services, database: world.admin }, secret);
  await discoverLedgers(services, credentialId);
  const slug = (await listFirms(operator, { search: "", limit: 1 })).items[0]?.slug ?? "";
  // Most are a firm's; the last two wait for theirs.
  for (const ledgerId of LEDGERS.slice(0, 6))
    await assignLedgerToFirm(operator, { credentialId, ledgerId, firm: slug });
}, 60_000);

afterAll(async () => {
  await services.close();
  await simulator.close();
  await world.close();
});

beforeEach(async () => {
  for (const ledgerId of LEDGERS) await grant("POST", ledgerId);
  await discoverLater();
  await discoverLater();
});

function grant(method: "POST" | "DELETE", ledgerId: string, clientId = KEYS): Promise<unknown> {
  return method === "POST"
    ? simulator.control("POST", "/grants", { clientId, ledgerId })
    : simulator.control("DELETE", `/grants?clientId=${clientId}&ledgerId=${ledgerId}`);
}

async function end(...ledgerIds: string[]): Promise<void> {
  for (const ledgerId of ledgerIds) await grant("DELETE", ledgerId);
}

async function discoverLater(): ReturnType<typeof discoverLedgers> {
  world.clock.advance(HOUR_MS + 60_000);
  operator = await world.again(operator);
  return discoverLedgers(services, credentialId);
}

const heldKeys = async () =>
  (await listKeys(operator)).map(({ heldSince, vanishedCount, vanished }) => ({
    isHeld: heldSince !== null,
    vanishedCount,
    ledgers: vanished.map(({ ledgerId }) => ledgerId),
  }));
const revoked = async () => (await listLedgers(firm, "revoked")).map(({ ledgerId }) => ledgerId).toSorted();
const NOTHING = { isHeld: false, vanishedCount: 0, ledgers: [] };

test("a hold names what vanished, and clears by itself although older grants have ended", async () => {
  // One that is a firm's and one that is nobody's end first, each for its own reason.
  await end("56", "58");
  await discoverLater();
  expect(await discoverLater()).toMatchObject({ revoked: 1, held: false });
  const gone = ["51", "52", "53", "54", "57"];
  await end(...gone);
  expect(await discoverLater()).toMatchObject({ held: true });
  expect(await heldKeys()).toEqual([{ isHeld: true, vanishedCount: 5, ledgers: gone }]);
  expect(await discoverLater()).toMatchObject({ held: true, revoked: 0 });
  expect(await revoked()).toEqual(["56"]);
  for (const ledgerId of gone) await grant("POST", ledgerId);
  expect(await discoverLater()).toMatchObject({ held: false, revoked: 0 });
  expect(await heldKeys()).toEqual([NOTHING]);
  expect(await revoked()).toEqual(["56"]);
});

test("an operator confirms it with a reason, and the next list ends what it lacks", async () => {
  const gone = ["51", "52", "53", "54", "57"];
  await end(...gone);
  await discoverLater();
  expect(await discoverLater()).toMatchObject({ held: true, revoked: 0 });
  await confirmVanishedLedgers(operator, { credentialId, reason: "The chain left us" });
  expect(await heldKeys()).toEqual([NOTHING]);
  expect((await listEvents(operator, { limit: 1 })).items).toMatchObject([
    {
      action: "keys.vanished-confirmed",
      subject: KEYS,
      before: { held: "true", ledgers: "5" },
      after: { held: "false", reason: "The chain left us" },
    },
  ]);
  expect(await discoverLater()).toMatchObject({ held: false, revoked: 4 });
  expect(await revoked()).toEqual(["51", "52", "53", "54"]);
  const waiting = await listInbox(operator, InboxQuery.parse({ state: "waiting" }));
  expect(waiting.items.find(({ ledgerId }) => ledgerId === "57")?.missingSince).not.toBeNull();
  await expect(confirmVanishedLedgers(operator, { credentialId, reason: "again" })).rejects.toMatchObject({
    code: "conflict",
  });
});

describe("a firm's own keys", () => {
  test("are confirmed by the firm only, audited, and the issue closes with the reason", async () => {
    const own = { ...(await world.newFirm("vest")), ...services };
    const secret = `firm-nordfjord-secret-${String(simulator.seed)}`;
    const ownKeys = await setKeys(own, { clientId: "firm-nordfjord", clientSecret: secret });
    await discoverLedgers(services, ownKeys);
    for (const { ledgerId } of await listLedgers(own)) await grant("DELETE", ledgerId, "firm-nordfjord");
    world.clock.advance(HOUR_MS);
    operator = await world.again(operator);
    expect(await discoverLedgers(services, ownKeys)).toMatchObject({ held: true });
    expect(await openIssueKinds(own)).toEqual(["many-ledgers-vanished"]);
    // Nor can an operator: the firm's keys are out of reach.
    await expect(
      confirmVanishedLedgers(operator, { credentialId: ownKeys, reason: "no" }),
    ).rejects.toMatchObject({ code: "conflict" });
    await expect(confirmVanished({ ...own, role: "viewer" }, { reason: "x" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(confirmVanished(own, { reason: " " })).rejects.toMatchObject({ code: "invalid_input" });
    expect(await confirmVanished(own, { reason: "they left" })).toMatchObject([
      { clientId: "firm-nordfjord" },
    ]);
    expect(await openIssueKinds(own)).toEqual([]);
    await expect(confirmVanished(own, { reason: "again" })).rejects.toMatchObject({ code: "conflict" });
    world.clock.advance(HOUR_MS);
    expect((await discoverLedgers(services, ownKeys)).revoked).toBeGreaterThanOrEqual(LEDGERS.length);
  });
});
