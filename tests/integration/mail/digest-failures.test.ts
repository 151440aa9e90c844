import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import type { UserId } from "@/lib/core/ids";
import { NO_DIGEST } from "@/lib/domain/issue/digest";
import type { DigestChoice } from "@/lib/domain/issue/digest";
import type { ServiceContext } from "@/lib/services/context";
import { chooseDigest, listDigests } from "@/lib/services/issues/own-digests";
import { sendDigest } from "@/lib/services/issues/send-digest";
import { sendMail } from "@/lib/services/mail/send-mail";
import { changeMember } from "@/lib/services/members/change-member";
import { removeMember } from "@/lib/services/members/remove-member";
import { listDueDigests } from "@/lib/store/digests";
import { withSystem } from "@/lib/store/system";
import { withTenant } from "@/lib/store/tenant";
import { startMailServer } from "@/tests/factories/mail-server";
import type { TestMailServer } from "@/tests/factories/mail-server";
import { createTestPerson, openTestSession } from "@/tests/factories/people";
import { createTestServices } from "@/tests/factories/services";
import type { TestServices } from "@/tests/factories/services";
import { asSystem } from "@/tests/factories/statements";
import { NOW_MS, openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

/** A digest that cannot be written: it waits, longer each time, and nobody waits behind it. */

type Member = Readonly<{ id: UserId; email: string }>;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** At seven in Oslo, the morning after NOW_MS. */
const MORNING_MS = Date.parse("2026-11-22T06:00:00Z");

let world: ReadWorld;
let server: TestMailServer;
let mailing: TestServices;
let firm: ServiceContext;
/** Letters cannot be sealed: as with keys that are gone. */
let broken: ServiceContext;

beforeAll(async () => {
  world = await openReadWorld();
  server = await startMailServer();
  mailing = createTestServices({
    url: world.database.url,
    vippsUrl: "http://127.0.0.1:9",
    clock: world.clock,
    smtpUrl: server.url,
  });
}, 60_000);

afterAll(async () => {
  await mailing.close();
  await server.close();
  await world.close();
});

beforeEach(async () => {
  world.clock.set(NOW_MS);
  firm = await world.newFirm();
  const seal = (): never => {
    throw new Error("no key seals this");
  };
  broken = { ...asSystem(firm), secrets: { ...firm.secrets, seal } };
});

async function newMember(name: string, hour: number): Promise<Member> {
  const person = await createTestPerson(firm, world.database, { name, role: "accountant" });
  const member = { id: person.userId, email: person.email };
  await choose(member, { ...NO_DIGEST, frequency: "daily", hour, sendsEmpty: true });
  return member;
}

async function choose(member: Member, choice: DigestChoice): Promise<string | null> {
  const sessionId = await openTestSession(firm, member.id);
  const [tenant] = await withTenant(firm.database, firm, (tx) =>
    tx.query<{ slug: string }>("select slug from tenant where tenant_id = $1", [tx.tenantId]),
  );
  const input = { firm: tenant?.slug ?? "", ...choice, leftOut: [...choice.leftOut] };
  return (await chooseDigest({ ...world.services, sessionId }, input)).nextSendAt;
}

/** When theirs goes next, as they are told. */
async function nextMsOf(member: Member): Promise<number> {
  const sessionId = await openTestSession(firm, member.id);
  const [view] = await listDigests({ ...world.services, sessionId });
  return Date.parse(view?.nextSendAt ?? "");
}

const dueAt = async (nowMs: number, limit: number): Promise<readonly string[]> =>
  (await withSystem(world.services.database, (tx) => listDueDigests(tx, nowMs, limit))).map(
    ({ userId }) => userId,
  );

test("it is tried again after a while that grows to an hour and no longer, and goes when it can", async () => {
  const member = await newMember("Kari", 7);
  world.clock.set(MORNING_MS);
  const waits: number[] = [];
  for (let failure = 0; failure < 12; failure += 1) {
    await expect(sendDigest(broken, member.id)).rejects.toThrow("no key seals this");
    const failedMs = world.clock.nowMs();
    expect(await dueAt(failedMs, 10)).toEqual([]);
    expect(await sendDigest(asSystem(firm), member.id)).toBe("not-due");
    const nextMs = await nextMsOf(member);
    waits.push(nextMs - failedMs);
    world.clock.set(nextMs);
    expect(await dueAt(nextMs, 10)).toEqual([member.id]);
  }
  expect(waits[0]).toBeLessThanOrEqual(MINUTE_MS);
  expect(Math.max(...waits)).toBeLessThanOrEqual(HOUR_MS);
  expect(waits.at(-1)).toBeGreaterThanOrEqual(HOUR_MS / 2);
  const [first = 0] = waits;
  expect(waits[6]).toBeGreaterThan(8 * first);

  expect(await sendDigest(asSystem(firm), member.id)).toBe("sent");
  await sendMail(mailing);
  await server.nextTo(member.email);
  // What failed is forgotten with what went.
  const nextMs = await nextMsOf(member);
  expect(new Date(nextMs).toISOString()).toMatch(/^2026-11-2\dT06:00:00\.000Z$/);
  world.clock.set(nextMs);
  await expect(sendDigest(broken, member.id)).rejects.toThrow("no key seals this");
  expect((await nextMsOf(member)) - nextMs).toBeLessThanOrEqual(MINUTE_MS);
});

test("whoever comes after it is not kept waiting by it", async () => {
  const first = await newMember("Kari", 6);
  const second = await newMember("Ola", 7);
  world.clock.set(MORNING_MS);
  expect(await dueAt(MORNING_MS, 1)).toEqual([first.id]);
  await expect(sendDigest(broken, first.id)).rejects.toThrow("no key seals this");
  expect(await dueAt(MORNING_MS, 1)).toEqual([second.id]);
});

test("a choice that is made anew after it failed stands", async () => {
  const member = await newMember("Kari", 7);
  world.clock.set(MORNING_MS);
  await expect(sendDigest(broken, member.id)).rejects.toThrow("no key seals this");
  const chosen = await choose(member, { ...NO_DIGEST, frequency: "weekly", weekday: 3, hour: 9 });
  expect(chosen).toBe("2026-11-25T08:00:00.000Z");
  world.clock.set(MORNING_MS + 2 * HOUR_MS);
  expect(await dueAt(world.clock.nowMs(), 10)).not.toContain(member.id);
});

test("a letter that waits for the mail server goes to nobody who left, or sees less, meanwhile", async () => {
  const [stays, leaves, limited] = [
    await newMember("Kari", 7),
    await newMember("Ola", 7),
    await newMember("Liv", 7),
  ];
  world.clock.set(MORNING_MS);
  for (const member of [stays, leaves, limited])
    expect(await sendDigest(asSystem(firm), member.id)).toBe("sent");
  const owner = await createTestPerson(firm, world.database, { name: "Eva", role: "owner" });
  await removeMember(owner.ctx, { id: leaves.id });
  await changeMember(owner.ctx, { id: limited.id, role: "accountant", merchantIds: [] });
  await sendMail(mailing);
  await server.nextTo(stays.email);
  await sendMail(mailing);
  const told = server.letters().map(({ to }) => to);
  expect(told).toContain(stays.email);
  expect(told).not.toContain(leaves.email);
  expect(told).not.toContain(limited.email);
  // None of them stays behind.
  world.clock.set(MORNING_MS + 24 * HOUR_MS);
  expect(await sendMail(mailing)).toEqual({ sent: 0, putOff: 0 });
});
