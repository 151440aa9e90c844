import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { BankImportReport, ReconcileReport } from "@/lib/contracts/reports";
import type { ServiceContext } from "@/lib/services/context";
import { newAccountNumber } from "@/tests/factories/books";
import { cliEnv, createCli } from "@/tests/factories/terminal";
import { camtOf, newShop, PAID_ALL } from "@/tests/integration/bank/support";
import type { Shop } from "@/tests/integration/bank/support";
import { openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

let world: ReadWorld;
let ctx: ServiceContext;
let shop: Shop;
let folder: string;
let firm: string;
let cli: ReturnType<typeof createCli>;

beforeAll(async () => {
  world = await openReadWorld();
  ctx = await world.newFirm("nordfjord");
  shop = await newShop(ctx);
  folder = mkdtempSync(join(tmpdir(), "avstemt-bank-"));
  cli = createCli({ ...cliEnv(world.database, "http://127.0.0.1:9"), DATA_DIR: folder });
  firm = await slugOf();
}, 60_000);

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await world.close();
});

async function slugOf(): Promise<string> {
  const { Client } = await import("pg");
  const client = new Client({ connectionString: world.database.adminUrl });
  await client.connect();
  const { rows } = await client.query<{ slug: string }>("select slug from tenant where tenant_id = $1", [
    ctx.tenantId,
  ]);
  await client.end();
  return `--tenant ${rows[0]?.slug ?? ""}`;
}

function write(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test("files are taken in one by one; one that is refused keeps no other out, and fails the command", async () => {
  const good = write("june.xml", camtOf(shop.account, PAID_ALL));
  const overlap = write("again.xml", camtOf(shop.account, PAID_ALL, { id: "again" }));
  const broken = write("broken.xml", camtOf(shop.account, PAID_ALL, { id: "broken" }).slice(0, -50));
  const gone = join(folder, "gone.xml");
  const ran = await cli(`bank import ${firm} --json ${good} ${good} ${broken} ${gone} ${overlap}`);
  expect([ran.status, ran.err.replaceAll(/^\d+ of \d+ .*\n/gm, "")]).toEqual([1, ""]);
  const report = BankImportReport.parse(ran.json());
  expect(
    report.map(({ lines, duplicates, rejected, duplicate }) => [lines, duplicates, rejected, duplicate]),
  ).toEqual([
    [3, 0, 0, false],
    [3, 3, 0, true],
    [0, 0, 1, false],
    [0, 0, 1, false],
    [3, 3, 0, false],
  ]);
  expect(report[0]).toMatchObject({ file: good, statements: 1, accounts: [expect.any(String)] });
  expect(report[2]?.failure).toMatch(/^Line \d+, column \d+: expected /);
  expect(report[3]?.failure).toMatch(/no such file/);
  const words = await cli(`bank import ${firm} ${good}`);
  expect(words.status).toBe(0);
  expect(words.out).toMatch(/june\.xml +1 +3 +3 +taken in before/);
  const refused = await cli(`bank import ${firm} ${broken}`);
  expect(refused.out).toMatch(/refused\n\n.*broken\.xml: Line \d+.*Nothing of it is kept\./s);
});

test("the account of a CSV file that does not say it is given", async () => {
  const csv = write(
    "bank.csv",
    "Dato;Forklaring;Rentedato;Ut fra konto;Inn på konto\n04.11.2026;Kort;04.11.2026;;12,50\n",
  );
  const unsaid = await cli(`bank import ${firm} ${csv}`);
  expect(unsaid.out).toMatch(/names none, so say which it is of/);
  const said = await cli(`bank import ${firm} --account ${newAccountNumber()} ${csv} --json`);
  expect(BankImportReport.parse(said.json())).toMatchObject([{ lines: 1, rejected: 0 }]);
});

test("matching is run now, and counts what became of payouts and lines", async () => {
  const ran = await cli(`reconcile ${firm} --json`);
  expect([ran.status, ran.err]).toEqual([0, ""]);
  const report = ReconcileReport.parse(ran.json());
  expect(report).toMatchObject({
    payouts: { received: 3, overdue: 0, scheduled: 0 },
    bankLines: { matched: 3, ignored: 0 },
    suggestions: 0,
    made: 3,
  });
  const again = await cli(`reconcile ${firm}`);
  expect(again.out).toMatch(/received +3/);
  expect(again.out).toMatch(/This run matched 0 and took back 0\./);
});

test("wrong usage says what is missing", async () => {
  expect((await cli(`bank import ${firm}`)).status).toBe(2);
  expect((await cli(`bank import ${firm}`)).err).toMatch(/FILE… is missing: one or more files/);
  expect((await cli("bank")).out + (await cli("bank")).err).toMatch(/bank import/);
  expect((await cli("bank import --help")).out).toMatch(/\[--json\] FILE…/);
  expect((await cli(`reconcile ${firm} words`)).status).toBe(2);
});
