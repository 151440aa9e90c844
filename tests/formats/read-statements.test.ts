import { readFileSync } from "node:fs";

import { strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";

import { detectStatementFile } from "@/lib/formats/bank/detect";
import { readStatements } from "@/lib/formats/bank/read-statements";
import { booking, randomOf, statementOf } from "@/tests/factories/statement-files/bookings";
import { encoded, eventsOf, linesOf, refusal } from "@/tests/factories/statement-files/bytes";
import { camtFile } from "@/tests/factories/statement-files/camt";
import { csvFile } from "@/tests/factories/statement-files/csv";
import { fuzzOnce } from "@/tests/factories/statement-files/fuzz";
import { mt940File } from "@/tests/factories/statement-files/mt940";

const FUZZ_RUNS = 500;
const statement = statementOf([booking(5n), booking(-2n)]);

describe("what a file is", () => {
  test("is said by its bytes, not by its name", () => {
    const kindOf = (text: string, name?: string): string => detectStatementFile(encoded(text), name).kind;
    expect(kindOf(camtFile([statement]), "x.csv")).toBe("camt");
    expect(kindOf(mt940File([statement]))).toBe("mt940");
    expect(kindOf(csvFile(statement), "x.xls")).toBe("csv");
    expect(kindOf("hello")).toBe("unknown");
  });

  test.each([
    [
      "Salgssted,MSN/Vippsnummer,Land,Betalingsløsning,Tidspunkt,Bokføringsdato,Type,Beløp,Balanse,Gebyr,Nettobeløp,Valuta,PSP-referanse",
    ],
    [
      "Sales unit;MSN/Vipps number;Country;Payment solution;Time;Booking date;Type;Amount;Balance;PSP reference;Order ID/Reference",
    ],
    [
      "Forretning;MSN/MobilePay-nummer;Land;Tid;Bogføringsdato;Type;Beløb;Saldo;PSP-reference;Udbetalingsnummer",
    ],
    ["Salgsdato,Salgssted,Vippsnummer,Produkt,Transaksjons-ID,Ordre-ID,Brutto,Gebyr,Netto,Oppgjørs-ID"],
    [
      "OrganizationNumber,MerchantName\n918713867,Vipps AS\nSettlementInfo,SalesUnitName,SaleUnitNumber,SettlementDate,SettlementID",
    ],
    ['<?xml version="1.0"?><SettlementReport xmlns="urn:x"><ReportGenerated/></SettlementReport>'],
  ])("Vipps MobilePay's own export is refused as that: %s", async (head) => {
    expect(detectStatementFile(encoded(`${head}\n`)).kind).toBe("portal-export");
    const told = await refusal(`${head}\n`);
    expect(told).toMatchObject({ reason: "portal-export" });
    expect(told["expected"]).toContain("Vipps MobilePay's own export");
  });

  test("nothing, PDF, spreadsheets, and text of no bank are refused with their reason", async () => {
    expect(await refusal("")).toMatchObject({ reason: "empty" });
    expect(await refusal("%PDF-1.7\n")).toMatchObject({ reason: "pdf" });
    expect(await refusal(zipSync({ "[Content_Types].xml": strToU8("<x/>") }))).toMatchObject({
      reason: "spreadsheet",
    });
    expect(await refusal("<html><body/></html>")).toMatchObject({ reason: "not-a-statement" });
    expect(await refusal('<?xml version="1.0" encoding="EBCDIC-X"?><Document/>')).toMatchObject({
      reason: "encoding",
    });
  });
});

describe("encodings", () => {
  test("letters come out right in each, with a mark or without", async () => {
    const file = csvFile(statementOf([booking(5n, { text: "Sønn på Østlandet" })]), {
      preamble: ["Konto 86011117947"],
    });
    const all: readonly (readonly [string, boolean])[] = [
      ["utf-8", false],
      ["utf-8", true],
      ["utf-16le", true],
      ["utf-16le", false],
      ["utf-16be", true],
      ["utf-16be", false],
      ["iso-8859-1", false],
      ["windows-1252", false],
      ["cp865", false],
    ];
    for (const [encoding, mark] of all) {
      const [line] = linesOf(await eventsOf(encoded(file, encoding, mark)));
      expect(line?.texts).toContainEqual({ field: "remittance", text: "Sønn på Østlandet" });
    }
    const euro = encoded(file.replace("Sønn", "€ønn"), "iso-8859-15");
    expect(linesOf(await eventsOf(euro))[0]?.texts).toContainEqual({
      field: "remittance",
      text: "€ønn på Østlandet",
    });
  });

  test("the first letter beyond ASCII decides, however late it comes and wherever the bytes are cut", async () => {
    const bookings = Array.from({ length: 400 }, (_, index) =>
      booking(BigInt(index + 1), { text: "x".repeat(200) }),
    );
    const file = csvFile(statementOf([booking(5n, { text: "Sønn" }), ...bookings]), {
      preamble: ["Konto 86011117947"],
      columns: [
        ["Dato", "date"],
        ["Tekst", "text"],
        ["Amount", "amount"],
      ],
    });
    for (const encoding of ["utf-8", "windows-1252"]) {
      const bytes = encoded(file, encoding);
      const place = Buffer.from(bytes).lastIndexOf("nn");
      for (const cuts of [[], [place - 2], [place - 1], [place]]) {
        expect(linesOf(await eventsOf(bytes, {}, cuts)).at(-1)?.texts).toEqual([
          { field: "remittance", text: "Sønn" },
        ]);
      }
    }
  });

  test("UTF-16 with half a character, or half a byte pair", async () => {
    const text = camtFile([statement], { encoding: "UTF-16" });
    const bytes = encoded(text, "utf-16le", true);
    expect(await refusal(bytes.subarray(0, bytes.length - 1))).toMatchObject({ reason: "encoding" });
    const place = 2 * text.indexOf("Vipps") + 2;
    const broken = Buffer.from(bytes);
    broken.writeUInt16LE(0xd800, place);
    expect(await refusal(broken)).toMatchObject({ reason: "encoding" });
  });
});

describe("archives", () => {
  test("hold statements, one after the other; folders and what macOS adds are passed over", async () => {
    const bytes = zipSync({
      "a/one.xml": strToU8(camtFile([statement])),
      "__MACOSX/a/._one.xml": strToU8("x"),
      "a/two.sta": [strToU8(mt940File([statement])), { level: 0 }],
    });
    expect(linesOf(await eventsOf(bytes, {}, [10, 11, 200]))).toHaveLength(4);
  });

  test("are refused when they are cut off, nested, too large for their size, or hold something else", async () => {
    const bytes = zipSync({ "a.xml": strToU8(camtFile([statement])) });
    expect(await refusal(bytes.subarray(0, 300))).toMatchObject({ reason: "cut-off" });
    expect(await refusal(zipSync({ "a.zip": bytes }))).toMatchObject({ reason: "zip" });
    expect(await refusal(zipSync({ "a.pdf": strToU8("%PDF-1.7") }))).toMatchObject({ reason: "pdf" });
    const bomb = zipSync({
      "a.xml": strToU8(camtFile([statement]).replace("</Stmt>", `${"<a/>".repeat(5_000_000)}</Stmt>`)),
    });
    expect(await refusal(bomb)).toMatchObject({ reason: "zip-too-large" });
  });
});

test("stops asking for bytes when nobody asks for events", async () => {
  let given = 0;
  let isClosed = false;
  const file = encoded(camtFile(Array.from({ length: 500 }, () => statement)));
  const source = async function* (): AsyncGenerator<Uint8Array> {
    try {
      for (let start = 0; start < file.length; start += 10_000) {
        given += 1;
        yield file.slice(start, start + 10_000);
      }
    } finally {
      isClosed = true;
    }
  };
  for await (const event of readStatements(source())) if (event.kind === "end") break;
  expect(given).toBeLessThan(10);
  expect(isClosed).toBe(true);
});

test("the example of the portal is no statement", () => {
  const sample = readFileSync("tests/fixtures/portal-export-NO.sample.csv");
  expect(detectStatementFile(sample).kind).toBe("portal-export");
});

test("damaged files are read or refused, and nothing else", async () => {
  const random = randomOf(20_261_121);
  const outcomes = new Set<string>();
  for (let run = 0; run < FUZZ_RUNS; run += 1) {
    const { outcome, format } = await fuzzOnce(random);
    outcomes.add(`${format} ${outcome}`);
  }
  const wanted = ["camt", "mt940", "csv"].flatMap((format) => [`${format} read`, `${format} refused`]);
  expect([...outcomes]).toEqual(expect.arrayContaining([...wanted, "zip refused"]));
});
