import { Writable } from "node:stream";

import { Client } from "pg";
import { afterAll, beforeAll, beforeEach, expect, inject, test } from "vitest";

import { newId } from "@/lib/core/ids";
import { createLog } from "@/lib/platform/log";
import { postMail } from "@/lib/services/mail/post-mail";
import type { Letter } from "@/lib/services/mail/post-mail";
import { sendMail } from "@/lib/services/mail/send-mail";
import { insertMail, isMailDue } from "@/lib/store/mail";
import { withSystem } from "@/lib/store/system";
import { createManualClock } from "@/tests/factories/clock";
import type { ManualClock } from "@/tests/factories/clock";
import { startMailServer } from "@/tests/factories/mail-server";
import type { TestMailServer } from "@/tests/factories/mail-server";
import { createTestServices } from "@/tests/factories/services";
import type { TestServices } from "@/tests/factories/services";
import { createTestDatabase, urlFor } from "@/tests/setup/database";
import type { TestDatabase } from "@/tests/setup/database";

/** Letters from the outbox to a real mail server. */

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const SECRET = "https://avstemt.example/reset/a-secret-of-the-letter";

let database: TestDatabase;
let server: TestMailServer;
let clock: ManualClock;
let services: TestServices;
let other: TestServices;
let logged: string;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await startMailServer();
  clock = createManualClock(Date.parse("2026-11-20T12:00:00Z"));
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      logged += chunk.toString();
      done();
    },
  });
  const options = { url: database.url, vippsUrl: "http://127.0.0.1:1", clock, smtpUrl: server.url };
  services = { ...createTestServices(options), log: createLog("debug", sink) };
  other = createTestServices(options);
});

beforeEach(() => {
  logged = "";
});

afterAll(async () => {
  await services.close();
  await other.close();
  await server.close();
  await database.drop();
});

function post(to: string, language: Letter["language"] = "nb"): Promise<void> {
  return withSystem(services.database, (tx) =>
    postMail(tx, services, {
      to,
      language,
      name: "password-reset",
      values: { link: SECRET, minutes: "30" },
    }),
  );
}

const isDue = (): Promise<boolean> => withSystem(services.database, (tx) => isMailDue(tx, clock.nowMs()));

test("a letter goes out once, as plain text and as HTML, in the recipient's language", async () => {
  await post("kari@example.com");
  expect(await sendMail(services)).toEqual({ sent: 1, putOff: 0 });
  const letter = await server.nextTo("kari@example.com");
  expect(letter.from).toBe("avstemt@avstemt.example");
  expect(letter.subject).toBe("Nytt passord til Avstemt");
  expect(letter.link()).toBe(SECRET);
  expect(letter.text).toContain("Lenken virker én gang, i 30 minutter.");
  expect(letter.html).toContain(`href="${SECRET}"`);
  expect(letter.html).toContain('lang="nb"');
  expect(letter.raw).toMatch(/content-type: multipart\/alternative/i);
  expect(await sendMail(services)).toEqual({ sent: 0, putOff: 0 });
});

test("what is rolled back is never sent", async () => {
  const work = withSystem(services.database, async (tx) => {
    await postMail(tx, services, {
      to: "never@example.com",
      language: "en",
      name: "password-reset",
      values: { link: SECRET, minutes: "30" },
    });
    throw new Error("something else failed");
  });
  await expect(work).rejects.toThrow("something else failed");
  expect(await sendMail(services)).toEqual({ sent: 0, putOff: 0 });
});

test("a server that does not take the letter has it again later, each time later, and then it goes", async () => {
  server.putOff();
  await post("ola@example.com");
  const waits: number[] = [];
  for (let attempt = 0; attempt < 4; attempt += 1) {
    expect(await sendMail(services)).toEqual({ sent: 0, putOff: 1 });
    const from = clock.nowMs();
    while (!(await isDue())) clock.advance(1_000);
    waits.push(clock.nowMs() - from);
  }
  // 30 s, doubled each time, spread by a quarter to either side.
  for (const [attempt, wait] of waits.entries()) {
    const middle = 30_000 * 2 ** attempt;
    expect(wait).toBeGreaterThanOrEqual(middle * 0.75);
    expect(wait).toBeLessThanOrEqual(middle * 1.25 + 1_000);
  }
  server.accept();
  expect(await sendMail(services)).toEqual({ sent: 1, putOff: 0 });
  expect((await server.nextTo("ola@example.com")).subject).toBe("Nytt passord til Avstemt");
});

test("a server that is not there is a letter put off, and nothing is lost", async () => {
  const down = createTestServices({ url: database.url, vippsUrl: "http://127.0.0.1:1", clock });
  await post("per@example.com");
  expect(await sendMail(down)).toEqual({ sent: 0, putOff: 1 });
  await down.close();
  expect(await isDue()).toBe(false);
  clock.advance(MINUTE_MS);
  expect(await sendMail(services)).toEqual({ sent: 1, putOff: 0 });
  await server.nextTo("per@example.com");
});

test("an address that the server refuses is given up", async () => {
  server.refuse("gone@example.com");
  await post("gone@example.com");
  expect(await sendMail(services)).toEqual({ sent: 0, putOff: 1 });
  clock.advance(DAY_MS);
  expect(await sendMail(services)).toEqual({ sent: 0, putOff: 0 });
});

test("what could not be sent for three days is given up", async () => {
  server.putOff();
  await post("late@example.com");
  expect(await sendMail(services)).toEqual({ sent: 0, putOff: 1 });
  clock.advance(3 * DAY_MS + MINUTE_MS);
  expect(await sendMail(services)).toEqual({ sent: 0, putOff: 1 });
  server.accept();
  clock.advance(DAY_MS);
  expect(await sendMail(services)).toEqual({ sent: 0, putOff: 0 });
  expect(server.letters().filter(({ to }) => to === "late@example.com")).toEqual([]);
});

test("two senders at once never send a letter twice", async () => {
  const addresses = Array.from({ length: 30 }, (_, at) => `person-${String(at)}@example.com`);
  for (const address of addresses) await post(address, "fi");
  const rounds = await Promise.all([sendMail(services), sendMail(other), sendMail(services)]);
  const rest = await sendMail(services);
  expect([...rounds, rest].reduce((sum, { sent }) => sum + sent, 0)).toBe(addresses.length);
  const received = server.letters().filter(({ to }) => to.startsWith("person-"));
  expect(received.map(({ to }) => to).toSorted()).toEqual(addresses.toSorted());
});

test("a sender that dies with letters in hand loses none: they come again when its time is over", async () => {
  const aborted = AbortSignal.abort();
  await post("again@example.com");
  expect(await sendMail(services, aborted)).toEqual({ sent: 0, putOff: 1 });
  expect(await isDue()).toBe(false);
  clock.advance(5 * MINUTE_MS);
  expect(await sendMail(other)).toEqual({ sent: 1, putOff: 0 });
  await server.nextTo("again@example.com");
});

test("neither address nor link nor the letter's words come into the log or stand readable in the database", async () => {
  server.putOff();
  server.refuse("secret-person@example.com");
  await post("secret-person@example.com");
  await post("other-person@example.com");
  const rows = await readAll("select to_jsonb(o)::text as row from installation.mail_outbox o");
  expect(await sendMail(services)).toEqual({ sent: 0, putOff: 2 });
  const after = await readAll("select to_jsonb(o)::text as row from installation.mail_outbox o");
  server.accept();
  expect(logged).toContain("mail not sent");
  for (const text of [logged, ...rows, ...after]) {
    expect(text).not.toMatch(/person@example\.com|a-secret-of-the-letter|passord/);
  }
});

/** What the superuser of a stolen copy would read. */
async function readAll(sql: string): Promise<string[]> {
  const name = new URL(database.url).pathname.slice(1);
  const client = new Client({ connectionString: urlFor(inject("postgres").superuserUrl, name) });
  await client.connect();
  const { rows } = await client.query<{ row: string }>(sql);
  await client.end();
  return rows.map(({ row }) => row);
}

test("a letter that cannot be opened holds up none behind it, and is given up like any other", async () => {
  await withSystem(services.database, (tx) =>
    insertMail(tx, { id: newId<"mail">(clock.nowMs()), sealed: "no seal of ours", nowMs: clock.nowMs() }),
  );
  await post("solveig@example.com");
  expect(await sendMail(services)).toEqual({ sent: 1, putOff: 1 });
  expect((await server.nextTo("solveig@example.com")).link()).toBe(SECRET);
  clock.advance(4 * DAY_MS);
  expect((await sendMail(services)).putOff).toBe(1);
  expect(await isDue()).toBe(false);
  clock.advance(DAY_MS);
  expect(await isDue()).toBe(false);
});
