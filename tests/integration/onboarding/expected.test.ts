import { afterAll, beforeAll, expect, test } from "vitest";

import { DAY_MS, HOUR_MS } from "@/lib/core/clock";
import { ExpectedQuery } from "@/lib/contracts/onboarding";
import type { ExpectedGrant } from "@/lib/contracts/onboarding";
import type { ServiceContext } from "@/lib/services/context";
import { discoverLedgers } from "@/lib/services/ledgers/discover-ledgers";
import { sendMail } from "@/lib/services/mail/send-mail";
import {
  askForGrant,
  remindMerchants,
  stopReminders,
  withdrawExpected,
} from "@/lib/services/onboarding/ask-for-grant";
import { expectGrant } from "@/lib/services/onboarding/expect-grant";
import { importGrants } from "@/lib/services/onboarding/import-grants";
import { countBoard } from "@/lib/services/onboarding/list-board";
import { listExpected } from "@/lib/services/onboarding/list-expected";
import { setOnboardingSettings } from "@/lib/services/onboarding/onboarding-settings";
import { ringDue } from "@/lib/services/worker/ring-due";
import type { ReceivedLetter } from "@/tests/factories/mail-server";
import { auditOf, openOnboardingWorld } from "@/tests/integration/onboarding/support";
import type { OnboardingWorld } from "@/tests/integration/onboarding/support";

let world: OnboardingWorld;

beforeAll(async () => {
  world = await openOnboardingWorld();
});
afterAll(() => world.close());

const BRYGGEN = {
  country: "NO",
  organisationNumber: "974 760 673",
  name: "Bryggen Keramikk AS",
  email: "post@bryggen.example",
} as const;

async function waitingOf(ctx: ServiceContext, query: Record<string, unknown> = {}): Promise<ExpectedGrant[]> {
  const page = await listExpected(ctx, ExpectedQuery.parse(query));
  // Made in one millisecond their order is chance.
  return page.items.toSorted((a, b) => a.name.localeCompare(b.name));
}

/** Sends what is due, and gives what has arrived since the last time. */
async function post(): Promise<readonly ReceivedLetter[]> {
  const before = world.letters.letters().length;
  await sendMail(world.services);
  return world.letters
    .letters()
    .slice(before)
    .toSorted((a, b) => a.to.localeCompare(b.to));
}

/** What a worker does when the scan rings for this firm. */
async function remindWhenRung(ctx: ServiceContext): Promise<boolean> {
  world.services.rung.length = 0;
  await ringDue(world.services, { shard: 0, shards: 1 });
  const isRung = world.services.rung.some(
    ({ name, payload }) =>
      name === "onboarding.remind" && (payload as { tenantId: string }).tenantId === ctx.tenantId,
  );
  if (isRung) await remindMerchants(ctx);
  return isRung;
}

test("a merchant is asked on a person's click, reminded after 4 and 10 days, and then left in peace", async () => {
  const ctx = await world.newFirm("reminders");
  await setOnboardingSettings(ctx, { partnerName: "Nordfjord Regnskap AS", sendAtAdding: false });
  const { expected } = await expectGrant(ctx, BRYGGEN);
  expect(expected).toMatchObject({ language: "nb", letters: 0, owner: { id: "974760673" } });
  expect(await post()).toEqual([]);

  await askForGrant(ctx, { id: expected?.id ?? "" });
  const [request] = await post();
  expect(request).toMatchObject({ to: "post@bryggen.example" });
  expect(request?.subject).toContain("trenger tilgang");
  expect(request?.text).toContain("Kryss av for Nordfjord Regnskap AS.");
  expect(request?.text).toContain("Rediger partnertilgang");
  expect(request?.text).toContain("portal.vippsmobilepay.com");

  world.clock.advance(4 * DAY_MS - HOUR_MS);
  expect(await remindWhenRung(ctx)).toBe(false);
  world.clock.advance(2 * HOUR_MS);
  expect(await remindWhenRung(ctx)).toBe(true);
  expect((await post()).map(({ subject }) => subject)).toEqual([expect.stringContaining("Påminnelse")]);
  expect(await remindWhenRung(ctx)).toBe(false);
  world.clock.advance(6 * DAY_MS);
  expect(await remindWhenRung(ctx)).toBe(true);
  expect(await post()).toHaveLength(1);
  world.clock.advance(100 * DAY_MS);
  expect(await remindWhenRung(ctx)).toBe(false);
  await expect(askForGrant(ctx, { id: expected?.id ?? "" })).rejects.toMatchObject({ code: "conflict" });
  expect(await waitingOf(ctx)).toMatchObject([{ letters: 3, nextLetterAt: null }]);
});

test("reminders can be stopped, and waiting given up", async () => {
  const ctx = await world.newFirm("stopped");
  const { expected } = await expectGrant(ctx, BRYGGEN);
  const id = expected?.id ?? "";
  await askForGrant(ctx, { id });
  expect((await stopReminders(ctx, { id })).nextLetterAt).toBeNull();
  world.clock.advance(5 * DAY_MS);
  expect(await remindWhenRung(ctx)).toBe(false);
  expect(await withdrawExpected(ctx, { id })).toMatchObject({ state: "withdrawn" });
  expect(await waitingOf(ctx)).toEqual([]);
  expect(await waitingOf(ctx, { state: "withdrawn" })).toHaveLength(1);
  await expect(askForGrant(ctx, { id })).rejects.toMatchObject({ code: "conflict" });
  // Somebody who is waited for anew is a new card.
  expect((await expectGrant(ctx, BRYGGEN)).outcome).toBe("added");
  const other = await world.newFirm("stopped-other");
  await expect(withdrawExpected(other, { id })).rejects.toMatchObject({ code: "not_found" });
  await post();
});

test("two workers send one reminder", async () => {
  const ctx = await world.newFirm("two-workers");
  const { expected } = await expectGrant(ctx, BRYGGEN);
  await askForGrant(ctx, { id: expected?.id ?? "" });
  await post();
  world.clock.advance(5 * DAY_MS);
  const sent = await Promise.all([remindMerchants(ctx), remindMerchants(ctx), remindMerchants(ctx)]);
  expect(sent.reduce((sum, count) => sum + count, 0)).toBe(1);
  expect(await post()).toHaveLength(1);
});

test("a grant is noticed by the discovery that sees it, and the admins are told in their language", async () => {
  const ctx = await world.newFirm("arrival");
  const credential = await world.keys(ctx);
  await world.addMember(ctx, "Ingrid Solheim", "owner");
  await world.addMember(ctx, "Jonas Bakke", "admin");
  await world.addMember(ctx, "Marte Lien", "accountant");
  await expectGrant(ctx, BRYGGEN);
  await expectGrant(ctx, { country: "FI", organisationNumber: "0112038-9", name: "Turun Pyörähuolto Oy" });
  expect(await countBoard(ctx)).toMatchObject({ new: 0, waiting: 2 });
  await discoverLedgers(ctx, credential);
  expect(await countBoard(ctx)).toMatchObject({ new: 0, waiting: 2 });

  // The number alone does not do: another country's business may have the same.
  await world.grant({ ledgerId: "800001", owner: { scheme: "business:DK:CVR", id: "974760673" } });
  await world.grant({ ledgerId: "800002", owner: { scheme: "business:NO:ORG", id: "974760673" } });
  await world.grant({ ledgerId: "800003", owner: { scheme: "business:FI:Y-tunnus", id: "01120389" } });
  await discoverLedgers(ctx, credential);
  expect(await countBoard(ctx)).toMatchObject({ new: 3, waiting: 0 });
  expect(await waitingOf(ctx, { state: "arrived" })).toMatchObject([
    { name: "Bryggen Keramikk AS", nextLetterAt: null, ledger: expect.any(String) },
    { name: "Turun Pyörähuolto Oy" },
  ]);
  const letters = await post();
  expect(letters.map(({ to }) => to.split(".")[0])).toEqual(["ingrid", "ingrid", "jonas", "jonas"]);
  expect(letters[0]?.text).toContain("/onboarding");
  expect(letters.some(({ subject }) => subject.startsWith("Bryggen Keramikk AS has given"))).toBe(true);
  await discoverLedgers(ctx, credential);
  expect(await post()).toEqual([]);
  // Whoever is here is not waited for.
  expect((await expectGrant(ctx, BRYGGEN)).outcome).toBe("alreadyGranted");
});

test("a file is stored whole or not at all, and the same file again changes nothing", async () => {
  const ctx = await world.newFirm("file");
  const right = "land;orgnr;navn;e-post\nNO;974760673;Bryggen;post@bryggen.example\nDK;54562519;Havnens;";
  const wrong = `${right}\nNO;974760674;Feil;\nFI;0112038-9;Turun;turun(at)example`;
  expect(await importGrants(ctx, { csv: wrong })).toMatchObject({
    added: 0,
    errors: [
      { line: 4, field: "organisationNumber", fault: "check-digit" },
      { line: 5, field: "email", fault: "not-an-address" },
    ],
  });
  expect(await waitingOf(ctx)).toEqual([]);
  expect(await importGrants(ctx, { csv: right })).toEqual({
    added: 2,
    unchanged: 0,
    alreadyGranted: 0,
    errors: [],
  });
  const before = await waitingOf(ctx);
  expect(await importGrants(ctx, { csv: right })).toMatchObject({ added: 0, unchanged: 2 });
  expect(await waitingOf(ctx)).toEqual(before);
  expect(await auditOf(ctx, "grant.expected")).toHaveLength(2);
  expect(JSON.stringify(await auditOf(ctx, "grant.expected"))).not.toContain("bryggen.example");
  // Nobody was written to: that is a person's click, or the firm's setting.
  expect(await post()).toEqual([]);
});

test("with the firm's setting a merchant is written to when it is listed, in its language", async () => {
  const ctx = await world.newFirm("setting");
  await setOnboardingSettings(ctx, { sendAtAdding: true });
  await importGrants(ctx, {
    csv: "country,org no,name,email,language\nNO,974760673,Bryggen,a@a.example,\nDK,54562519,Havnens,b@b.example,\nFI,0112038-9,Turun,c@c.example,fi\nNO,923609016,Stranden,d@d.example,en\nNO,889640782,Uten adresse,,",
  });
  const subjects = (await post()).map(({ subject }) => subject);
  expect(subjects).toEqual([
    expect.stringContaining("trenger tilgang"),
    expect.stringContaining("har brug for adgang"),
    expect.stringContaining("tarvitsee pääsyn"),
    expect.stringContaining("needs access"),
  ]);
  expect((await waitingOf(ctx)).map(({ letters }) => letters)).toEqual([1, 1, 1, 1, 0]); // the last in the alphabet has no address
  expect(await waitingOf(ctx, { search: "strand" })).toMatchObject([{ name: "Stranden" }]);
  expect(await waitingOf(ctx, { search: "54 56 25 19" })).toMatchObject([{ name: "Havnens" }]);
});

test("a number that is none, or an accountant, is refused", async () => {
  const ctx = await world.newFirm("refused");
  await expect(expectGrant(ctx, { ...BRYGGEN, organisationNumber: "974760674" })).rejects.toMatchObject({
    code: "invalid_input",
    fields: [{ field: "organisationNumber" }],
  });
  for (const role of ["accountant", "viewer", "merchant", "token"] as const) {
    await expect(expectGrant({ ...ctx, role }, BRYGGEN)).rejects.toMatchObject({ code: "forbidden" });
    await expect(waitingOf({ ...ctx, role })).rejects.toMatchObject({ code: "forbidden" });
  }
});
