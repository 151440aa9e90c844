import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

import { DoctorReport, FailureReport, SyncReport, VerifyReport } from "@/lib/contracts/reports";
import { COMMANDS } from "@/cli/commands";
import { findFreePort } from "@/scripts/services/ports";
import { withClient } from "@/scripts/services/postgres-roles";
import { createTestSimulator } from "@/tests/factories/simulator";
import type { TestSimulator } from "@/tests/factories/simulator";
import { cliEnv, createCli } from "@/tests/factories/terminal";
import { createTestDatabase, urlFor } from "@/tests/setup/database";
import type { TestDatabase } from "@/tests/setup/database";

const FIRM = "--tenant trouble";
const LEDGERS = ["70001", "70002", "70003"];

let database: TestDatabase;
let simulator: TestSimulator;
let cli: ReturnType<typeof createCli>;

beforeAll(async () => {
  database = await createTestDatabase();
  simulator = await createTestSimulator();
  cli = createCli(cliEnv(database, simulator.url));
  for (const ledgerId of LEDGERS) {
    await simulator.script({
      ledgerId,
      grantedTo: ["firm-oresund"],
      funds: [captureOf(1, 0)],
      closedThrough: "2026-03-01",
    });
  }
  await cli("tenant create --name Trouble --slug trouble");
  const keys = await cli(`keys set ${FIRM} --client-id firm-oresund`, { input: secretOf("firm-oresund") });
  expect(keys).toMatchObject({ status: 0, err: "" });
  await cli(`ledgers discover ${FIRM}`);
  await cli(`ledgers onboard ${FIRM} --all`);
  expect(await cli(`sync ${FIRM} --once`)).toMatchObject({ status: 0 });
});

afterAll(async () => {
  await simulator.close();
  await database.drop();
});

function secretOf(clientId: string): string {
  return `${clientId}-secret-${String(simulator.seed)}`;
}

/** The n-th capture of 100 minor units on a balance. */
function captureOf(n: number, balanceBefore: number): Parameters<TestSimulator["append"]>[2][number] {
  return {
    pspReference: `p${String(n)}`,
    time: `2026-03-01T10:00:${String(n).padStart(2, "0")}.000000Z`,
    ledgerDate: "2026-03-01",
    entryType: "capture",
    reference: `r${String(n)}`,
    currency: "NOK",
    amount: 100,
    balanceBefore,
    balanceAfter: balanceBefore + 100,
    recipientHandle: "NO:57860",
  };
}

function asSuperuser(sql: string): Promise<void> {
  const url = urlFor(inject("postgres").superuserUrl, new URL(database.url).pathname.slice(1));
  return withClient(url, async (client) => {
    await client.query(sql);
  });
}

describe("wrong usage", () => {
  test.each([
    ["", "Say what to do."],
    ["ledgers", 'There is no command "ledgers".'],
    ["bank close", 'There is no command "bank close".'],
    ["bank import --tenant trouble", "FILE… is missing: one or more files of bank statements."],
    ["tenant create --name X", "--slug SLUG is missing"],
    ["sync --tenant trouble", "Say --once"],
    ["sync --tenant trouble --once --fast", "Unknown option '--fast'."],
    ["sync --tenant trouble --once now", "Unexpected argument 'now'."],
    ["keys check", "either --tenant SLUG or --installation"],
    ["keys check --tenant trouble --installation", "either --tenant SLUG or --installation"],
    ["keys set --tenant trouble --client-id x --client-secret y", "Unknown option '--client-secret'."],
    ["ledgers onboard --tenant trouble", "either --ledger LEDGERID with --merchant NAME, or --all"],
    ["ledgers onboard --tenant trouble --ledger 70001", "--merchant NAME is missing"],
    [
      "ledgers onboard --tenant trouble --all --from 1.1.2026",
      '--from: "1.1.2026" is not a date; write it as 2026-11-21.',
    ],
    [
      "ledgers list --tenant trouble --status gone",
      '--status: "gone" is none of new, active, ignored, revoked, handed-over.',
    ],
    [
      "verify --tenant trouble --from 2026-02-01 --to 2026-01-01",
      "--from 2026-02-01 is later than --to 2026-01-01.",
    ],
    ["user create --email a@b.no --tenant trouble --role boss", '--role: "boss" is none of owner'],
    ["rebuild --tenant trouble --ledger 70001 --topic cash", '--topic: "cash" is none of funds, fees.'],
  ])("`%s` ends with status 2 and the sentence that mends it", async (line, sentence) => {
    const ran = await cli(line);
    expect(ran).toMatchObject({ status: 2, out: "" });
    expect(ran.err).toContain(sentence);
  });

  test("with --json the complaint is a document too", async () => {
    const ran = await cli("sync --tenant trouble --json");
    expect(ran.status).toBe(2);
    expect(FailureReport.parse(ran.json()).error.code).toBe("usage");
  });

  test("every command has help", async () => {
    expect((await cli("--help")).status).toBe(0);
    expect((await cli("keys --help")).out).not.toContain("doctor");
    for (const { name } of COMMANDS) {
      const help = await cli(`${name} --help`);
      expect(help).toMatchObject({ status: 0, err: "" });
      expect(help.out).toContain(`npm run -s cli -- ${name}`);
      expect(help.out).toContain("--json");
    }
  });
});

describe("what a command does not find", () => {
  test("an unknown firm, and one of another name's ledgers, are refused and change nothing", async () => {
    const firm = await cli("sync --tenant nobody --once");
    expect(firm.err).toBe('There is no firm with the slug "nobody". Nothing was changed.\n');
    const ledger = await cli(`sync ${FIRM} --ledger 12 --once`);
    expect(ledger).toMatchObject({ status: 1, err: "The firm has no ledger 12. Nothing was changed.\n" });
    expect(await cli(`verify ${FIRM} --ledger 12`)).toMatchObject({ status: 1 });
    expect(await cli(`rebuild ${FIRM} --ledger 12 --topic funds`)).toMatchObject({ status: 1 });
    expect((await cli(`ledgers onboard ${FIRM} --ledger 12 --merchant X`)).err).toMatch(
      /`ledgers discover` brings/,
    );
  });

  test("what belongs to the installation needs the migration role, and says so", async () => {
    const ran = await cli("tenant create --name X --slug xx", { env: { DATABASE_ADMIN_URL: "" } });
    expect(ran.status).toBe(1);
    expect(ran.err).toMatch(/DATABASE_ADMIN_URL is not set; this command needs it/);
  });

  test("a wrong environment names the variable and never its value", async () => {
    const ran = await cli(`sync ${FIRM} --once`, { env: { ENCRYPTION_KEYS: "hunter2" } });
    expect(ran.status).toBe(1);
    expect(ran.err).toMatch(/^ENCRYPTION_KEYS is wrong: it must/);
    expect(ran.err).not.toContain("hunter2");
  });
});

describe("trouble says what happened, what is safe and what to do, and passes", () => {
  test("wrong keys", async () => {
    await simulator.control("POST", "/credentials", { clientId: "firm-oresund", clientSecret: "changed" });
    const ran = await cli(`sync ${FIRM} --once`);
    expect(ran.status).toBe(1);
    expect(ran.err + ran.out).toMatch(/Everything that was copied before is safe\./);
    expect(ran.out).toMatch(
      /6 feeds were not read to the head\. The token: answered 401.*store them with `keys set`/,
    );
    const checked = await cli(`keys check ${FIRM} --json`);
    expect(checked.status).toBe(1);
    expect(checked.json()).toMatchObject({ ok: false, keys: [{ token: "refused" }] });
    const verified = await cli(`verify ${FIRM} --remote --json`);
    expect(verified.status).toBe(1);
    expect(VerifyReport.parse(verified.json()).findings[0]).toMatchObject({ kind: "report-unavailable" });
    await simulator.control("POST", "/credentials", {
      clientId: "firm-oresund",
      clientSecret: secretOf("firm-oresund"),
    });
    expect(await cli(`sync ${FIRM} --once`)).toMatchObject({ status: 0 });
  });

  test("the API is down", async () => {
    await simulator.append("70001", "funds", [captureOf(2, 100)]);
    for (const mode of ["refuse", "500"]) {
      await simulator.control("POST", "/outage", { mode });
      const ran = await cli(`sync ${FIRM} --once --json`);
      expect(ran.status).toBe(1);
      const report = SyncReport.parse(ran.json());
      expect(report.ledgers).toHaveLength(6);
      for (const line of report.ledgers)
        expect(line).toMatchObject({ state: "waiting", failure: expect.any(String) });
      const plain = await cli(`sync ${FIRM} --once`);
      expect(plain.out).toMatch(
        /copied before is safe\. Nothing needs to be mended here: run the command again later/,
      );
      const doctor = DoctorReport.parse((await cli("doctor --json")).json());
      expect(doctor.checks.find(({ name }) => name === "database")?.state).toBe("ok");
      expect(doctor.checks.find(({ name }) => name === (mode === "refuse" ? "api" : "keys"))).toMatchObject({
        state: "failed",
      });
    }
    await simulator.control("POST", "/outage", { mode: "none" });
    const after = SyncReport.parse((await cli(`sync ${FIRM} --once --json`)).json());
    expect(
      after.ledgers.find(({ ledgerId, topic }) => ledgerId === "70001" && topic === "funds"),
    ).toMatchObject({
      entriesWritten: 1,
      state: "live",
    });
  });

  test("PostgreSQL is down", async () => {
    const url = new URL(database.url);
    url.port = String(await findFreePort());
    const env = { DATABASE_URL: url.href };
    for (const line of [
      `sync ${FIRM} --once`,
      `verify ${FIRM}`,
      `keys check ${FIRM}`,
      `ledgers list ${FIRM}`,
    ]) {
      const ran = await cli(line, { env });
      expect(ran).toMatchObject({ status: 1, out: "" });
      expect(ran.err).toMatch(
        /^PostgreSQL does not answer; nothing is lost, and work goes on when it does\. Start PostgreSQL, or mend DATABASE_URL; `doctor` shows what is wrong\./,
      );
      expect(ran.err.trimEnd().split("\n")).toHaveLength(1);
    }
    const doctor = await cli("doctor", { env });
    expect(doctor.status).toBe(1);
    expect(doctor.out).toMatch(/FAILED +database +.*ECONNREFUSED.* → start PostgreSQL/);
    expect(doctor.out).not.toContain(url.password);
  });

  test("the disk of the database is full", async () => {
    await simulator.append("70002", "funds", [captureOf(2, 100)]);
    await asSuperuser(`create function public.no_room() returns trigger language plpgsql as $$ begin raise exception using errcode = '53100', message = 'no room'; end $$;
      create trigger no_room before insert on public.entry for each statement execute function public.no_room()`);
    const ran = await cli(`sync ${FIRM} --once`);
    expect(ran.status).toBe(1);
    expect(ran.err).toMatch(
      /PostgreSQL has no space left; nothing was half written, and work goes on when there is room\. Make room on the database's disk/,
    );
    await asSuperuser("drop trigger no_room on public.entry");
    expect((await cli(`sync ${FIRM} --once`)).status).toBe(0);
    expect((await cli(`verify ${FIRM}`)).status).toBe(0);
  });

  test("Redis is down, where it is used", async () => {
    const env = { REDIS_URL: `redis://127.0.0.1:${String(await findFreePort())}` };
    const doctor = DoctorReport.parse((await cli("doctor --json", { env })).json());
    expect(doctor.checks.find(({ name }) => name === "queue")).toMatchObject({
      state: "failed",
      mend: expect.stringMatching(/start Redis, or mend REDIS_URL; nothing is lost/),
    });
    // What reads and writes books needs no queue.
    expect((await cli(`sync ${FIRM} --once`, { env })).status).toBe(0);
  });

  test("a grant is gone, and comes back", async () => {
    await simulator.control("DELETE", "/grants?clientId=firm-oresund&ledgerId=70003&answer=403");
    const refused = await cli(`sync ${FIRM} --once`);
    expect(refused.status).toBe(1);
    expect(refused.out).toMatch(
      /2 feeds were not read to the head\. The feed: answered 403.*Ask the merchant to grant access again/,
    );
    await cli(`ledgers discover ${FIRM}`);
    await asSuperuser(
      "update installation.discovered_ledger set missing_since = missing_since - interval '2 hours' where ledger_id = '70003'",
    );
    const gone = await cli(`ledgers discover ${FIRM}`);
    expect(gone.out).toMatch(/1 are gone/);
    const known = await cli(`sync ${FIRM} --ledger 70003 --once`);
    expect(known.out).toMatch(
      /No access to 70003: the merchant has ended the grant\. What was copied is safe/,
    );
    expect((await cli(`rebuild ${FIRM} --ledger 70003 --topic funds`)).err).toMatch(
      /is revoked, so its feed cannot be read/,
    );
    await simulator.control("POST", "/grants", { clientId: "firm-oresund", ledgerId: "70003" });
    await cli(`ledgers discover ${FIRM}`);
    expect(await cli(`sync ${FIRM} --once`)).toMatchObject({ status: 0 });
  });

  test("a broken chain makes verify fail until somebody acknowledges it, and one ledger's trouble stops no other", async () => {
    await simulator.append("70001", "funds", [captureOf(3, 300)]);
    expect(await cli(`sync ${FIRM} --once`)).toMatchObject({ status: 0 });
    const ran = await cli(`verify ${FIRM}`);
    expect(ran.status).toBe(1);
    expect(ran.out).toMatch(
      /break-unacknowledged +70001 +funds +2026-03-01 +entry 3 leads to 300 and states 400/,
    );
    expect(ran.out).toMatch(/1 findings in/);
  });

  test("a command that is stopped says that it goes on where it was", async () => {
    const ran = await cli(`sync ${FIRM} --once`, { signal: AbortSignal.abort() });
    expect(ran).toMatchObject({ status: 130 });
    expect(ran.err).toContain("Stopped. What was written stays");
  });
});
