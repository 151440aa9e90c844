import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, test } from "vitest";

import { setBankSettings } from "@/lib/services/bank/bank-settings";
import { setAccounts } from "@/lib/services/bookkeeping/account-map";
import { enterClearingBalance } from "@/lib/services/bookkeeping/clearing-balances";
import type { ServiceContext } from "@/lib/services/context";
import { exportPlace } from "@/lib/services/leaving/export-place";
import { handOverMerchant } from "@/lib/services/leaving/hand-over-merchant";
import { makeExport } from "@/lib/services/leaving/make-export";
import { askForFirmExport } from "@/lib/services/leaving/take-export";
import { attestReceipts } from "@/lib/services/reconciliation/attest-receipt";
import { learnPattern } from "@/lib/services/reconciliation/learn-pattern";
import { noteWork } from "@/lib/services/reconciliation/note-work";
import { reconcileDue } from "@/lib/services/reconciliation/reconcile-due";
import { undoMatch } from "@/lib/services/reconciliation/undo-match";
import { BANK_FILES } from "@/lib/store/export-bank";
import { FIRM_FILES } from "@/lib/store/export-firm";
import { listRecords } from "@/lib/store/export-records";
import { listMatches } from "@/lib/store/matches-read";
import { withTenant } from "@/lib/store/tenant";
import { apiEntries, createTestLedger, writeEntries } from "@/tests/factories/books";
import type { TestLedger } from "@/tests/factories/books";
import { booking } from "@/tests/factories/statement-files/bookings";
import { asSystem } from "@/tests/factories/statements";
import { camtOf, date, newShop, paid, receiveAndMatch } from "@/tests/integration/bank/support";
import type { Shop } from "@/tests/integration/bank/support";
import { openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

const PERSON = { kind: "user", id: "0199a000-0000-7000-8000-000000000002", name: "Ola" } as const;
const folder = mkdtempSync(join(tmpdir(), "avstemt-leaving-bank-"));
let world: ReadWorld;
let ctx: ServiceContext;
let shop: Shop;
/** Another merchant, paid out to the same account. */
let neighbour: TestLedger;

beforeAll(async () => {
  world = await openReadWorld();
  ctx = { ...(await world.newFirm()), dataDir: folder, role: "owner", actor: PERSON };
  shop = await newShop(ctx);
  neighbour = await createTestLedger(ctx, {
    name: "Naboen",
    booksFrom: "2026-11-01",
    payoutAccount: shop.account,
  });
  await writeEntries(
    ctx,
    { ledger: neighbour.ledger, topic: "funds" },
    apiEntries([
      { date: "2026-11-02", type: "capture", amount: 44_400, handle: "NO:57860", psp: "n1" },
      { date: "2026-11-02", type: "payout-scheduled", amount: -44_400, psp: "naboens-3000001" },
    ]),
  );
  await setBankSettings(ctx, { keepTexts: "settlement" });
  await receiveAndMatch(
    ctx,
    camtOf(shop.account, [
      paid("2026-11-04", 10_000, "2000001"),
      paid("2026-11-04", 44_400, "3000001", { text: "Utb. 3000001 Vippsnr 57860 Naboen" }),
      paid("2026-11-05", 20_000, "2000002"),
      booking(-12_345n, { date: date("2026-11-06"), text: "Husleie", counterparty: "Utleier AS" }),
    ]),
  );
  const matches = await withTenant(ctx.database, ctx, (tx) => listMatches(tx, { limit: 10 }));
  expect(matches).toHaveLength(3);
  const matchOf = (amount: bigint) =>
    matches.find(({ parts }) => parts.some((part) => part.amount === amount));
  const pairOf = (amount: bigint): { lineId: string; payoutId: string } => ({
    lineId: matchOf(amount)?.parts.find((part) => part.kind === "line")?.line ?? "",
    payoutId: matchOf(amount)?.parts.find((part) => part.kind === "entry")?.payout ?? "",
  });
  await undoMatch(ctx, { id: matchOf(20_000n)?.id ?? "" });
  await learnPattern(ctx, pairOf(10_000n));
  await learnPattern(ctx, pairOf(44_400n));
  await noteWork(ctx, {
    subjectType: "payout",
    subjectId: pairOf(20_000n).payoutId,
    note: "=ring banken",
    assignedId: null,
  });
  const third = await withTenant(ctx.database, ctx, (tx) =>
    tx.query<{ id: string }>("select id from payout where tenant_id = $1 and payout_number = '2000003'", [
      tx.tenantId,
    ]),
  );
  await attestReceipts(ctx, { payoutIds: [third[0]?.id ?? ""], receivedOn: date("2026-11-06") });
  for (const { ledger } of [shop, neighbour]) {
    await enterClearingBalance(ctx, {
      id: ledger,
      ledgerDate: date("2026-11-04"),
      balance: ledger === shop.ledger ? 12_300n : 45_600n,
    });
  }
  for (const [at, merchantId] of [undefined, shop.merchantId, neighbour.merchantId].entries()) {
    await setAccounts(ctx, {
      country: "NO",
      merchantId,
      items: [{ role: "bank", account: String(1930 + at), name: "Bank", vatCode: "" }],
    });
  }
  await reconcileDue(asSystem(ctx));
}, 60_000);

afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true });
});

type Manifest = { files: { path: string; rows: number; sums: Record<string, string> }[] };
type Row = Record<string, string>;

/** Every file of an export, read with Python: another reader than its writer. */
function unzipped(place: string): ReadonlyMap<string, string> {
  const script =
    "import sys, json, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(json.dumps({n: z.read(n).decode() for n in z.namelist()}))";
  const out = execFileSync("python3", ["-c", script, place], { maxBuffer: 200 * 1024 * 1024 });
  return new Map(Object.entries(JSON.parse(out.toString()) as Record<string, string>));
}

const rowsOf = (files: ReadonlyMap<string, string>, path: string): Row[] =>
  parse(files.get(path) ?? "", { columns: true });

async function made(id: string): Promise<ReadonlyMap<string, string>> {
  expect(await makeExport({ ...asSystem(ctx), dataDir: folder }, id)).toBe("ready");
  const files = unzipped(exportPlace(ctx, id));
  const manifest = JSON.parse(files.get("manifest.json") ?? "") as Manifest;
  for (const { path, rows } of manifest.files)
    expect([path, rowsOf(files, path).length]).toEqual([path, rows]);
  return files;
}

const sumOf = (files: ReadonlyMap<string, string>, path: string): Record<string, string> | undefined =>
  (JSON.parse(files.get("manifest.json") ?? "") as Manifest).files.find((file) => file.path === path)?.sums;

test("a firm takes its side of the bank along, whole", async () => {
  const files = await made(await askForFirmExport(ctx));
  expect(rowsOf(files, "bank/settings.csv")).toMatchObject([{ keepTexts: "settlement", changedBy: "Ola" }]);
  expect(rowsOf(files, "bank/accounts.csv")).toHaveLength(1);
  expect(rowsOf(files, "bank/account-numbers.csv").map(({ number }) => number)).toContain(shop.account);
  expect(
    rowsOf(files, "bank/account-ledgers.csv")
      .map(({ ledgerId }) => ledgerId ?? "")
      .toSorted(),
  ).toEqual([shop.ledgerId, neighbour.ledgerId].toSorted());
  expect(rowsOf(files, "bank/coverage.csv")).toMatchObject([{ from: "2026-11-01", to: "2026-11-13" }]);
  expect(rowsOf(files, "bank/files.csv")).toMatchObject([{ format: "camt", lines: "4" }]);
  expect(rowsOf(files, "bank/statements.csv")).toMatchObject([
    { opening: "1000.00", closing: "1620.55", difference: "0.00", lines: "4" },
  ]);
  // 100 + 444 + 200 − 123.45
  expect(sumOf(files, "bank/statement-lines.csv")).toEqual({ NOK: "62055" });
  expect(sumOf(files, "bank/lines.csv")).toEqual({ NOK: "62055" });
  const rent = rowsOf(files, "bank/lines.csv").find((row) => row["amount"] === "-123.45");
  expect(rent).toMatchObject({ matched: "0.00", texts: "", kind: "other" });
  const matches = rowsOf(files, "bank/matches.csv");
  expect(matches.filter((row) => row["undoneAt"] !== "")).toMatchObject([{ undoneBy: "Ola" }]);
  expect(sumOf(files, "bank/match-parts.csv")).toEqual({ NOK: "0" });
  expect(rowsOf(files, "bank/match-parts.csv").filter((row) => row["kind"] === "attested")).toMatchObject([
    { amount: "300.00", receivedOn: "2026-11-06", isInUse: "true" },
  ]);
  expect(rowsOf(files, "bank/rejections.csv")).toMatchObject([
    { ledgerId: shop.ledgerId, ledgerDate: "2026-11-03", rejectedBy: "Ola" },
  ]);
  expect(rowsOf(files, "bank/patterns.csv")).toHaveLength(2);
  // Text that people wrote cannot act as a formula in a spreadsheet.
  expect(rowsOf(files, "bank/notes.csv")).toMatchObject([{ subjectType: "payout", note: "'=ring banken" }]);
  expect(rowsOf(files, "bookkeeping/accounts.csv")).toHaveLength(3);
  expect(rowsOf(files, "bookkeeping/clearing-balances.csv").map(({ balance }) => balance)).toEqual(
    expect.arrayContaining(["123.00", "456.00"]),
  );
  expect(
    rowsOf(files, "merchants.csv")
      .map(({ merchantId }) => merchantId ?? "")
      .toSorted(),
  ).toEqual([shop.merchantId, neighbour.merchantId].toSorted());
  expect(rowsOf(files, "ledgers.csv")).toHaveLength(2);
  // Issues of no merchant's leave too.
  expect(rowsOf(files, "issues-open.csv").map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(["bank-line-unmatched"]),
  );
});

test("a merchant takes along what concerns it, and nothing of whom it shares an account with", async () => {
  const { exportId } = await handOverMerchant(ctx, { id: shop.merchantId, toWhom: "Annet byrå AS" });
  const files = await made(exportId);
  const paths = [...files.keys()].filter((path) => /^(bank|bookkeeping)\//.test(path));
  expect(paths.toSorted()).toEqual(
    [
      "bank/account-ledgers.csv",
      "bank/account-numbers.csv",
      "bank/accounts.csv",
      "bank/coverage.csv",
      "bank/lines.csv",
      "bank/match-parts.csv",
      "bank/matches.csv",
      "bank/patterns.csv",
      "bookkeeping/accounts.csv",
      "bookkeeping/clearing-balances.csv",
    ].toSorted(),
  );
  const lines = rowsOf(files, "bank/lines.csv");
  expect(lines).toMatchObject([{ amount: "100.00", matched: "100.00", bookingDate: "2026-11-04" }]);
  expect(lines[0]?.["texts"]).toContain("2000001");
  expect(rowsOf(files, "bank/matches.csv").map(({ method }) => method)).toEqual(
    expect.arrayContaining(["attested"]),
  );
  expect(rowsOf(files, "bank/matches.csv")).toHaveLength(2);
  const parts = rowsOf(files, "bank/match-parts.csv").map(
    ({ kind, amount }) => `${kind ?? ""} ${amount ?? ""}`,
  );
  expect(parts.toSorted()).toEqual(["attested 300.00", "entry -100.00", "entry -300.00", "line 100.00"]);
  expect(rowsOf(files, "bank/accounts.csv")).toHaveLength(1);
  expect(rowsOf(files, "bank/patterns.csv")).toMatchObject([{ ledgerUids: shop.ledger }]);
  expect(rowsOf(files, "bookkeeping/accounts.csv")).toMatchObject([{ merchantId: shop.merchantId }]);
  expect(rowsOf(files, "bookkeeping/clearing-balances.csv")).toMatchObject([
    { ledgerId: shop.ledgerId, balance: "123.00" },
  ]);
  const all = [...files.values()].join("\n");
  expect(all).not.toContain(neighbour.ledger);
  expect(all).not.toContain(neighbour.merchantId);
  for (const theirs of ["Naboen", "naboens-", "3000001", "444.00", "123.45", "ring banken"])
    expect([theirs, all.includes(theirs)]).toEqual([theirs, false]);
});

test("page by page a file has the same rows as at once", async () => {
  await withTenant(ctx.database, ctx, async (tx) => {
    for (const file of [...FIRM_FILES, ...BANK_FILES]) {
      const whole = await listRecords(tx, file, { merchant: undefined, after: undefined, limit: 1000 });
      const single = [];
      for (let after: string | undefined; ;) {
        const [row] = await listRecords(tx, file, { merchant: undefined, after, limit: 1 });
        if (row === undefined) break;
        single.push(row);
        after = row.cursor;
      }
      expect([file.path, single]).toEqual([file.path, whole]);
    }
  });
});
