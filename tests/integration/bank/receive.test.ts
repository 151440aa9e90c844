import { readdir } from "node:fs/promises";

import { zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { fromLayout } from "@/lib/contracts/bank-import";
import { previewFile } from "@/lib/services/bank/preview-file";
import { receiveFile } from "@/lib/services/bank/receive-file";
import { listBankFiles } from "@/lib/services/bank/list-files";
import { FIRM } from "@/lib/store/tenant";
import type { ServiceContext } from "@/lib/services/context";
import { newAccountNumber } from "@/tests/factories/books";
import { statementOf } from "@/tests/factories/statement-files/bookings";
import { encoded, inPieces } from "@/tests/factories/statement-files/bytes";
import { csvFile } from "@/tests/factories/statement-files/csv";
import { mt940File } from "@/tests/factories/statement-files/mt940";
import {
  accountsOf,
  camtOf,
  count,
  date,
  newShop,
  paid,
  PAID_ALL,
  payoutsOf,
  receive,
  receiveAndMatch,
} from "@/tests/integration/bank/support";
import { openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

let world: ReadWorld;

beforeAll(async () => {
  world = await openReadWorld();
});

afterAll(() => world.close());

const previewOf = (
  ctx: ServiceContext,
  text: string | Uint8Array,
  over: Partial<Parameters<typeof previewFile>[1]> = {},
): ReturnType<typeof previewFile> =>
  previewFile(ctx, {
    name: "statement",
    head: (typeof text === "string" ? Buffer.from(text) : text).subarray(0, 65_536),
    ...over,
  });

/** A file whose names of columns nobody knows. */
const ODD_CSV = [
  "Når;Hva;Kroner",
  "04.11.2026;Utb. 2000001 Vippsnr 57860;100,00",
  "05.11.2026;Leie;-50,00",
  "",
].join("\n");

describe("a file", () => {
  test("is what its bytes say, whatever it is called, and leaves nothing in the uploads", async () => {
    const ctx = await world.newFirm();
    const { account } = await newShop(ctx);
    const statement = statementOf(PAID_ALL, {
      account: { scheme: "BBAN", id: account },
      from: date("2026-11-01"),
      to: date("2026-11-13"),
    });
    const camt = await receiveAndMatch(ctx, camtOf(account, PAID_ALL), { name: "statement.txt" });
    expect(camt).toMatchObject({ duplicate: false, statements: 1, lines: 3, known: 0 });
    expect(await payoutsOf(ctx)).toEqual({
      "2000001": "received",
      "2000002": "received",
      "2000003": "received",
    });
    const mt940 = await receive(ctx, mt940File([statement]), { name: "statement.xml" });
    expect(mt940).toMatchObject({ lines: 3, known: 3 });
    const zipped = zipSync({ "june.sta": encoded(mt940File([{ ...statement, bic: "SPTRNO22" }])) });
    const zip = await receive(ctx, zipped, { name: "all.zip" });
    expect(zip.lines).toBe(3);
    const { items } = await listBankFiles(ctx, { limit: 10 });
    expect(items.map(({ name, format }) => `${name} ${format}`).toSorted()).toEqual([
      "all.zip mt940",
      "statement.txt camt",
      "statement.xml mt940",
    ]);
    expect(await readdir(`${ctx.dataDir}/uploads`)).toEqual([]);
  });

  test("is kept under its name as far as that is text", async () => {
    const ctx = await world.newFirm();
    const shop = await newShop(ctx);
    for (const [at, name] of ["a\0b.xml", `${"x".repeat(299)}\ud83d.xml`, "\n"].entries()) {
      await receive(ctx, camtOf(shop.account, PAID_ALL, { id: String(at) }), { name });
    }
    const { items } = await listBankFiles(ctx, { limit: 10 });
    expect(items.map(({ name }) => name).toSorted()).toEqual(["a b.xml", "statement", "x".repeat(299)]);
  });

  test("that was taken in before changes nothing, and says which accounts it is of", async () => {
    const ctx = await world.newFirm();
    const { account } = await newShop(ctx);
    const first = await receive(ctx, camtOf(account, PAID_ALL));
    const again = await receive(ctx, camtOf(account, PAID_ALL), { name: "copy of it.xml" });
    expect(again).toMatchObject({ duplicate: true, file: first.file, lines: 3, known: 3 });
    expect(again.accounts).toEqual(first.accounts);
  });

  test("that comes several times at once is taken in once", async () => {
    const ctx = await world.newFirm();
    const { account } = await newShop(ctx);
    const reports = await Promise.all(
      Array.from({ length: 5 }, () => receive(ctx, camtOf(account, PAID_ALL))),
    );
    expect(reports.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    expect(await count(ctx, "bank_line where tenant_id = $1")).toBe(3);
  });

  test("that overlaps others which come at the same time counts each line once", async () => {
    const ctx = await world.newFirm();
    const { account } = await newShop(ctx);
    const other = newAccountNumber();
    const of = (number: string, from: number): string =>
      camtOf(number, PAID_ALL.slice(from), { id: `${number}-${String(from)}` });
    const files = [0, 1, 2].flatMap((from) => [of(account, from), of(other, from)]);
    const reports = await Promise.all(files.map((file) => receive(ctx, file)));
    expect(reports.reduce((sum, { lines, known }) => sum + lines - known, 0)).toBe(6);
    expect(await count(ctx, "bank_line where tenant_id = $1")).toBe(6);
    expect(await accountsOf(ctx)).toHaveLength(2);
  });

  test("that is refused says where and what was expected, and nothing of it is kept", async () => {
    const ctx = await world.newFirm();
    const { account } = await newShop(ctx);
    const broken = camtOf(account, PAID_ALL).replace("2026-11-05", "2026-15-05");
    await expect(receive(ctx, broken)).rejects.toMatchObject({
      code: "invalid_input",
      fields: [
        { field: "line", message: expect.stringMatching(/^\d+$/) as string },
        { field: "column" },
        { field: "found", message: "2026-15-05" },
        { field: "expected", reason: "date" },
      ],
    });
    const portal = "Salgssted;MSN/Vippsnummer;Land;Beløp;PSP-referanse\nTorget;57860;NO;1.00;x\n";
    await expect(receive(ctx, portal)).rejects.toMatchObject({
      fields: expect.arrayContaining([expect.objectContaining({ reason: "portal-export" })]) as unknown,
    });
    await expect(receive(ctx, "")).rejects.toMatchObject({ code: "invalid_input" });
    await expect(
      receiveFile(ctx, {
        name: "x",
        source: "api",
        body: inPieces(Buffer.from("x")),
        account: "8601.11.17940",
      }),
    ).rejects.toMatchObject({ fields: [{ field: "account", reason: "ambiguous" }] });
    expect(await count(ctx, "bank_file where tenant_id = $1")).toBe(0);
    expect(await count(ctx, "bank_account_number where tenant_id = $1 and source = 'statement'")).toBe(0);
    expect(await readdir(`${ctx.dataDir}/uploads`)).toEqual([]);
  });

  test("is taken in by whoever may, and by nobody else", async () => {
    const ctx = await world.newFirm();
    const { account, merchantId } = await newShop(ctx);
    const file = camtOf(account, PAID_ALL);
    await expect(receive({ ...ctx, role: "viewer" }, file)).rejects.toMatchObject({ code: "forbidden" });
    const limited = {
      ...ctx,
      role: "accountant",
      scope: { kind: "limited", merchantIds: [merchantId] },
    } as const;
    await expect(receive(limited, file)).rejects.toMatchObject({ code: "forbidden" });
    const token = { ...ctx, role: "token", scope: FIRM } as const;
    await expect(receive({ ...token, tokenScopes: ["read"] }, file)).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(receive({ ...token, tokenScopes: ["reconcile"] }, file)).resolves.toMatchObject({
      lines: 3,
    });
  });
});

describe("a CSV file", () => {
  test("of a usual bank is sure, and read as it shows itself", async () => {
    const ctx = await world.newFirm();
    const { account } = await newShop(ctx);
    const file = csvFile(
      statementOf(PAID_ALL, { account: { scheme: "BBAN", id: account }, from: date("2026-11-01") }),
    );
    const preview = await previewOf(ctx, file, { account });
    expect(preview).toMatchObject({ format: "csv", fault: null });
    expect(preview.lines).toHaveLength(3);
    expect(preview.lines.at(-1)).toMatchObject({ bookingDate: "2026-11-04", amount: 10_000n });
    const report = await receiveAndMatch(ctx, file, { account });
    expect(report).toMatchObject({ lines: 3 });
    expect((await payoutsOf(ctx))["2000001"]).toBe("received");
  });

  test("that nobody knows is shown as a table; as a person lays it out it is read, and remembered", async () => {
    const ctx = await world.newFirm();
    const { account } = await newShop(ctx);
    const unknown = await previewOf(ctx, ODD_CSV);
    expect(unknown).toMatchObject({ format: "csv", isSure: false });
    expect(unknown.csv).toMatchObject({ header: ["Når", "Hva", "Kroner"], isRemembered: false });
    const layout = {
      ...fromLayout({
        encoding: undefined,
        delimiter: ";",
        hasHeader: true,
        columns: [],
        dateOrder: "dmy",
        decimal: ",",
        isOutNegative: false,
        currency: "NOK",
        account: undefined,
        country: undefined,
      }),
      columns: [
        { role: "bookingDate" as const, name: "Når", index: 0 },
        { role: "text" as const, name: "Hva", index: 1 },
        { role: "amount" as const, name: "Kroner", index: 2 },
      ],
    };
    const corrected = await previewOf(ctx, ODD_CSV, { layout });
    expect(corrected.fault).toMatchObject({ reason: "account" });
    const named = await previewOf(ctx, ODD_CSV, { layout, account });
    expect(named).toMatchObject({ fault: null, account: { id: account } });
    expect(named.lines.map(({ amount }) => amount)).toEqual([10_000n, -5_000n]);
    await expect(
      receive(ctx, ODD_CSV, { layout: { ...layout, columns: [] }, account }),
    ).rejects.toMatchObject({
      fields: [{ field: "layout" }],
    });
    await receiveAndMatch(ctx, ODD_CSV, { layout, account, name: "bank.csv" });
    expect((await payoutsOf(ctx))["2000001"]).toBe("received");
    // The next file of that head is read by itself; whose it is must still be said.
    const next = ODD_CSV.replace("05.11.2026;Leie;-50,00", "06.11.2026;Utb. 2000003 Vippsnr 57860;300,00");
    const remembered = await previewOf(ctx, next, { account });
    expect(remembered).toMatchObject({
      isSure: true,
      csv: { isRemembered: true, accounts: [{ id: account }] },
    });
    expect((await previewOf(ctx, next)).isSure).toBe(false);
    await expect(receive(ctx, next)).rejects.toMatchObject({ code: "invalid_input" });
    expect(await receiveAndMatch(ctx, next, { account })).toMatchObject({ lines: 2, known: 1 });
    expect((await payoutsOf(ctx))["2000003"]).toBe("received");
    // Also of one long enough to be taken for a table without names.
    const long = `${next}07.11.2026;Gebyr;-1,00\n08.11.2026;Gebyr;-2,00\n`;
    expect(await previewOf(ctx, long, { account })).toMatchObject({
      isSure: true,
      csv: { isRemembered: true, header: ["Når", "Hva", "Kroner"], layout: { hasHeader: true } },
    });
    expect(await receive(ctx, long, { account })).toMatchObject({ lines: 4, known: 2 });
    // Another firm remembers nothing of it.
    const stranger = await world.newFirm("stranger");
    expect((await previewOf(stranger, next, { account })).csv?.isRemembered).toBe(false);
  });

  test("that is read as it shows itself says so until a person has agreed to how", async () => {
    const ctx = await world.newFirm();
    const account = newAccountNumber();
    const csv = (day: string): string => `Dato;Tekst;Beløp\n${day}.11.2026;Overføring;1 250,00\n`;
    const codesOf = ({ findings }: Awaited<ReturnType<typeof receive>>): string[] =>
      findings.map(({ code }) => code);
    const assumed = await receive(ctx, csv("03"), { account });
    expect(assumed.findings).toContainEqual({
      code: "layout-assumed",
      values: { dates: "Dato", order: "dmy", amounts: "Beløp" },
    });
    const { csv: shown } = await previewOf(ctx, csv("04"), { account });
    if (shown === null) throw new Error("the file is not shown as a table");
    expect(codesOf(await receive(ctx, csv("04"), { account, layout: shown.layout }))).not.toContain(
      "layout-assumed",
    );
    expect(codesOf(await receive(ctx, csv("05"), { account }))).not.toContain("layout-assumed");
  });

  test("is previewed by its beginning; the end of that says nothing", async () => {
    const ctx = await world.newFirm();
    const rows = Array.from({ length: 4_000 }, (_, at) => `04.11.2026;Linje ${String(at)};04.11.2026;;10,00`);
    const file = ["Dato;Forklaring;Rentedato;Ut fra konto;Inn på konto", ...rows].join("\n");
    expect(file.length).toBeGreaterThan(100_000);
    const preview = await previewOf(ctx, file, { account: newAccountNumber() });
    expect(preview).toMatchObject({ format: "csv", fault: null, isSure: true });
    expect(preview.lines).toHaveLength(10);
    const camt = camtOf(
      newAccountNumber(),
      Array.from({ length: 800 }, (_, at) => paid("2026-11-04", 100 + at, String(3_000_000 + at))),
    );
    expect(await previewOf(ctx, camt)).toMatchObject({ format: "camt", isSure: true, fault: null });
    const words = await previewOf(ctx, "some words\nand no table");
    expect(words).toMatchObject({ format: null, csv: null, fault: { reason: "not-a-statement" } });
    expect(await count(ctx, "bank_account where tenant_id = $1")).toBe(0);
  });
});
