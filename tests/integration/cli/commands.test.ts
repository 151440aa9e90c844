import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";

import {
  DiscoveryReport,
  DoctorReport,
  KeysReport,
  OnboardReport,
  RebuildReport,
  SyncReport,
  TokenReport,
  VerifyReport,
} from "@/lib/contracts/reports";
import { Ledger } from "@/lib/contracts/shapes";
import { TEST_KEY } from "@/tests/factories/services";
import { createTestSimulator } from "@/tests/factories/simulator";
import type { TestSimulator } from "@/tests/factories/simulator";
import { cliEnv, createCli } from "@/tests/factories/terminal";
import { createTestDatabase } from "@/tests/setup/database";
import type { TestDatabase } from "@/tests/setup/database";

const LedgerList = z.object({ items: z.array(Ledger) });
const FIRM = "--tenant nordfjord-regnskap";
const PASSWORD = "fire epler i kurven";

let database: TestDatabase;
let simulator: TestSimulator;
let cli: ReturnType<typeof createCli>;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
  simulator = await createTestSimulator({ merchants: 12, days: 14 });
  cli = createCli(cliEnv(database, simulator.url));
  folder = mkdtempSync(join(tmpdir(), "avstemt-cli-"));
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await simulator.close();
  await database.drop();
});

async function listLedgers(filter = ""): Promise<z.output<typeof Ledger>[]> {
  const ran = await cli(`ledgers list ${FIRM} ${filter} --json`);
  expect(ran.err).toBe("");
  return z.decode(LedgerList, ran.json() as z.input<typeof LedgerList>).items;
}

// One firm's way in, command after command: each needs what the one before made.
describe.sequential("from an empty installation to proven books", () => {
  test("a firm is made once", async () => {
    const made = await cli('tenant create --name "Nordfjord Regnskap" --slug nordfjord-regnskap --json');
    expect(made.err).toBe("");
    expect(made.json()).toMatchObject({ slug: "nordfjord-regnskap", name: "Nordfjord Regnskap" });
    const again = await cli('tenant create --name "Another" --slug nordfjord-regnskap');
    expect(again).toMatchObject({ status: 1, out: "" });
    expect(again.err).toBe(
      'There is a firm with the slug "nordfjord-regnskap" already. Nothing was changed.\n',
    );
    const wrong = await cli('tenant create --name "X" --slug "Nord Fjord"');
    expect(wrong.err).toMatch(/"Nord Fjord" cannot be a slug/);
  });

  test("a member is made with a password that is long enough, and keeps it", async () => {
    const line = `user create --email Ingrid@Nordfjord.example ${FIRM} --role owner`;
    const short = await cli(line, { input: "short\n" });
    expect(short.status).toBe(1);
    expect(short.err).toMatch(/must have 12 to 200 characters/);
    expect(short.err).not.toContain("short");
    const made = await cli(`${line} --json`, { input: `${PASSWORD}\n` });
    expect(made.json()).toMatchObject({ email: "ingrid@nordfjord.example", isNew: true, role: "owner" });
    const again = await cli(line, { input: `${PASSWORD} two` });
    expect(again.out).toMatch(/was known: the password stays/);
    const last = await cli(line.replace("--role owner", "--role viewer"), { input: `${PASSWORD} two` });
    expect(last).toMatchObject({ status: 1, out: "" });
    expect(last.err).toMatch(/is the firm's last owner/);
  });

  test("keys are stored only when they work, and are never shown", async () => {
    const none = await cli(`keys check ${FIRM}`);
    expect(none.err).toMatch(/No accounting keys are stored; store them with `keys set`/);
    const wrong = await cli(`keys set ${FIRM} --client-id firm-nordfjord --json`, {
      input: "not-the-secret",
    });
    expect(wrong.status).toBe(1);
    expect(wrong.json()).toMatchObject({
      error: { code: "keys_rejected", safe: expect.stringMatching(/No keys were stored/) },
    });
    expect(wrong.err + wrong.out).not.toContain("not-the-secret");
    const secret = `firm-nordfjord-secret-${String(simulator.seed)}`;
    const stored = await cli(`keys set ${FIRM} --client-id firm-nordfjord`, { input: `${secret}\n` });
    expect(stored).toMatchObject({ status: 0, err: "" });
    expect(stored.out).not.toContain(secret);
    const checked = await cli(`keys check ${FIRM} --json`);
    const report = KeysReport.parse(checked.json());
    expect(report).toMatchObject({ ok: true, keys: [{ clientId: "firm-nordfjord", token: "given" }] });
    expect(report.keys[0]?.ledgers.length).toBeGreaterThan(3);
  });

  test("the secret may also come from the environment", async () => {
    const env = { AVSTEMT_CLIENT_SECRET: `installation-secret-${String(simulator.seed)}` };
    const stored = await cli("keys set --installation --client-id installation --json", { env });
    expect(stored).toMatchObject({ status: 0 });
    expect(stored.json()).toMatchObject({ clientId: "installation", tenant: null });
    expect(await cli("keys check --installation")).toMatchObject({ status: 0 });
  });

  test("discovery brings the granted ledgers, and the installation's wait for an operator", async () => {
    const found = await cli(`ledgers discover ${FIRM} --json`);
    const { items } = z.decode(LedgerList, found.json() as z.input<typeof LedgerList>);
    expect(DiscoveryReport.parse(found.json())).toMatchObject({ added: items.length, revoked: 0 });
    expect(new Set(items.map(({ status }) => status))).toEqual(new Set(["new"]));
    const others = await cli("ledgers discover --installation --json");
    const waiting = z.decode(LedgerList, others.json() as z.input<typeof LedgerList>).items;
    expect(waiting.length).toBeGreaterThan(0);
    const { ledgerId } = waiting[0] ?? { ledgerId: "" };
    expect(items.map((ledger) => ledger.ledgerId)).not.toContain(ledgerId);
    const assigned = await cli(`ledgers assign --ledger ${ledgerId} ${FIRM} --json`);
    expect(assigned.json()).toEqual({ ledgerId, tenant: "nordfjord-regnskap" });
    expect((await listLedgers()).map((ledger) => ledger.ledgerId)).toContain(ledgerId);
    const listed = await cli("ledgers list --installation --json");
    expect(listed.json()).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ ledgerId, tenant: "nordfjord-regnskap" })]),
    });
    expect((await cli("ledgers assign --ledger nothing --tenant nordfjord-regnskap")).err).toMatch(
      /No ledger nothing was found with the installation's keys; run `ledgers discover --installation`/,
    );
  });

  test("ledgers are taken in, one under a name and the rest by owner", async () => {
    const [first] = await listLedgers("--status new");
    const ledgerId = first?.ledgerId ?? "";
    const one = await cli(
      `ledgers onboard ${FIRM} --ledger ${ledgerId} --merchant "Testkaféen AS" --from 2026-06-01 --json`,
    );
    expect(OnboardReport.parse(one.json()).items).toEqual([expect.objectContaining({ ledgerId })]);
    const again = await cli(`ledgers onboard ${FIRM} --ledger ${ledgerId} --merchant Testkaféen`);
    expect(again.out).toBe(`Ledger ${ledgerId} is active already; nothing was changed.\n`);
    const all = await cli(`ledgers onboard ${FIRM} --all`);
    expect(all.out).toMatch(/ledgers are taken in/);
    expect(await listLedgers("--status new")).toEqual([]);
    const active = await listLedgers("--status active");
    expect(active).toContainEqual(
      expect.objectContaining({ ledgerId, merchantName: "Testkaféen AS", booksFrom: "2026-06-01" }),
    );
    expect((await cli(`ledgers onboard ${FIRM} --all`)).out).toMatch(/nothing new to take in/);
  });

  test("sync follows every feed to its head, says what it read, and finds nothing the second time", async () => {
    const first = await cli(`sync ${FIRM} --once --json`);
    expect(first).toMatchObject({ status: 0 });
    expect(first.err).toMatch(/\d+ of \d+ {2}feeds at their head/);
    const report = SyncReport.parse(first.json());
    const truth = await simulator.truth();
    for (const line of report.ledgers) {
      const wanted = truth.find(({ ledgerId }) => ledgerId === line.ledgerId)?.topics[line.topic].count;
      expect(line).toMatchObject({
        entriesRead: wanted,
        entriesWritten: wanted,
        entriesKnown: 0,
        failure: null,
      });
      expect(["live", "in-doubt"]).toContain(line.state);
    }
    const again = await cli(`sync ${FIRM} --once`, { isErrTerminal: true });
    expect(again.status).toBe(0);
    expect(again.err).toContain("█");
    expect(again.out).toMatch(/ledger +topic +read +written/);
    const ledgers = await listLedgers();
    const of = truth.find(({ ledgerId }) => ledgerId === ledgers[0]?.ledgerId);
    expect(ledgers[0]?.funds.headBalance).toBe(BigInt(of?.topics.funds.headBalance ?? 0));
    const table = await cli(`ledgers list ${FIRM}`);
    expect(table.out.split("\n")[0]).toMatch(/^ledger +status +merchant +entries +balance/);
  });

  test("verify finds the books sound, against the reports by date too", async () => {
    const [ledger] = await listLedgers();
    const local = VerifyReport.parse((await cli(`verify ${FIRM} --json`)).json());
    expect(local).toMatchObject({ ok: true, findings: [] });
    expect(local.checked.entries).toBeGreaterThan(100);
    const remote = await cli(`verify ${FIRM} --remote --ledger ${ledger?.ledgerId ?? ""} --from 2026-01-01`);
    expect(remote).toMatchObject({ status: 0 });
    expect(remote.out).toMatch(
      /^Sound: \d+ entries on \d+ days, [1-9]\d* of them compared with their reports\.\n$/,
    );
  });

  test("a rebuild reads the same entries, and takes the new copy into use", async () => {
    const [ledger] = await listLedgers();
    const line = `rebuild ${FIRM} --ledger ${ledger?.ledgerId ?? ""} --topic funds`;
    const report = RebuildReport.parse((await cli(`${line} --json`)).json());
    // The simulator's clock runs: what it writes meanwhile is in the new copy alone.
    expect(report).toMatchObject({ outcome: "swapped", lost: 0 });
    expect(report.entriesRead).toBe((ledger?.funds.entryCount ?? 0) + report.gained);
    expect((await cli(line)).out).toMatch(/It is in use\.\n$/);
    expect((await cli(`verify ${FIRM} --ledger ${ledger?.ledgerId ?? ""}`)).status).toBe(0);
  });

  test("books are written to files", async () => {
    const ledger = (await listLedgers()).find(({ funds }) => funds.entryCount > 20);
    for (const format of ["entries-csv", "days-csv", "payouts-csv", "vouchers-csv"]) {
      const file = join(folder, `${format}.csv`);
      const ran = await cli(
        `export ${FIRM} --merchant ${ledger?.merchantId ?? ""} --format ${format} --from 2026-01-01 --to 2030-12-31 -o ${file} --json`,
      );
      expect(ran).toMatchObject({ status: 0, err: "" });
      const lines = readFileSync(file, "utf8").trimEnd().split("\n");
      expect(ran.json()).toEqual({ file, format, rows: lines.length - 1 });
      expect(lines[0]).toContain("currency");
    }
    for (const format of ["settlement-pdf", "settlement-xlsx", "settlement-csv"]) {
      const file = join(folder, format);
      const ran = await cli(
        `export ${FIRM} --merchant ${ledger?.merchantId ?? ""} --format ${format} --from 2026-11-01 --to 2026-11-30 --language nb -o ${file} --json`,
      );
      expect(ran).toMatchObject({ status: 0, err: "" });
      expect(ran.json()).toMatchObject({ file, format });
      expect(readFileSync(file).length).toBeGreaterThan(200);
    }
    const nowhere = await cli(
      `export ${FIRM} --merchant ${ledger?.merchantId ?? ""} --format days-csv --from 2026-01-01 --to 2026-12-31 -o ${folder}/no/such/file.csv`,
    );
    expect(nowhere.status).toBe(1);
    expect(nowhere.err).toMatch(/cannot be written: its folder does not exist/);
    const stranger = await cli(
      `export ${FIRM} --merchant 01936f00-0000-7000-8000-000000000000 --format days-csv --from 2026-01-01 --to 2026-12-31 -o ${folder}/x.csv`,
    );
    expect(stranger).toMatchObject({ status: 1 });
  });

  test("a token is shown once, and alone", async () => {
    const made = await cli(`token create ${FIRM} --name "Nightly figures" --json`);
    expect(TokenReport.parse(made.json()).token).toMatch(/^avst_/);
    const plain = await cli(`token create ${FIRM} --name "Nightly figures"`);
    expect(plain.out).toMatch(/^avst_\S+\n$/);
    expect(plain.err).toMatch(/shown once/);
  });

  test("secrets are sealed anew when a new encryption key comes first", async () => {
    const before = cliEnv(database, simulator.url)["ENCRYPTION_KEYS"] ?? "";
    const env = { ENCRYPTION_KEYS: `next:${Buffer.alloc(32, 9).toString("base64")},${before}` };
    expect((await cli("keys rotate --json", { env })).json()).toEqual({ resealed: 2 });
    expect((await cli("keys rotate", { env })).out).toMatch(/sealed with next already/);
    expect((await cli(`keys check ${FIRM}`, { env })).status).toBe(0);
    const back = {
      ENCRYPTION_KEYS: `test:${TEST_KEY.toString("base64")},${env.ENCRYPTION_KEYS.split(",")[0] ?? ""}`,
    };
    expect((await cli("keys rotate --json", { env: back })).json()).toEqual({ resealed: 2 });
  });

  test("the doctor finds everything in order", async () => {
    const ran = await cli("doctor --json");
    const report = DoctorReport.parse(ran.json());
    expect(report.checks.filter(({ state }) => state !== "ok")).toEqual([]);
    expect(new Set(report.checks.map(({ name }) => name))).toEqual(
      new Set([
        "environment",
        "database",
        "role",
        "migrations",
        "clock",
        "queue",
        "api",
        "encryption",
        "keys",
      ]),
    );
    expect(ran.status).toBe(0);
  });
});
