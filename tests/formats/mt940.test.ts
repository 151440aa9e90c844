import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { readInformation, withNordicLetters } from "@/lib/formats/bank/mt940-info";
import { booking, closingOf, statementOf } from "@/tests/factories/statement-files/bookings";
import {
  encoded,
  endsOf,
  eventsOf,
  linesOf,
  refusal,
  statementsOf,
} from "@/tests/factories/statement-files/bytes";
import { mt940File } from "@/tests/factories/statement-files/mt940";
import type { Mt940Options } from "@/tests/factories/statement-files/mt940";

const message = (lines: readonly string[], account = "NO9386011117947"): string =>
  [
    ":20:REF",
    `:25:${account}`,
    ":28C:12",
    ":60F:C260324NOK1000,00",
    ...lines,
    ":62F:C260325NOK1000,00",
    "-",
    "",
  ].join("\r\n");

const bookingArb = fc
  .record({
    amount: fc.bigInt({ min: 1n, max: 99_999_999n }),
    isCredit: fc.boolean(),
    isReversal: fc.boolean(),
    text: fc.constantFrom(
      "Utb. 2000167 Vippsnr 548005",
      "Lang tekst med mange ord, som deles paa flere linjer",
    ),
    bankReference: fc.constantFrom("", "A123456789"),
  })
  .map(({ amount, isCredit, ...rest }) => booking(isCredit ? amount : -amount, rest));

describe("a generated statement", () => {
  test("is read back whole, however it is written and its bytes are cut", async () => {
    const optionsArb: fc.Arbitrary<Partial<Mt940Options>> = fc.record({
      lineBreak: fc.constantFrom("\r\n", "\n"),
      envelope: fc.boolean(),
      terminator: fc.boolean(),
      entriesPerPage: fc.constantFrom(0, 2),
      information: fc.constantFrom("plain", "numbered", "words"),
      decimal: fc.constantFrom(",", "."),
      entryDate: fc.constantFrom("date", "blank", "none"),
    });
    const statementArb = fc.array(bookingArb, { maxLength: 8 }).map((bookings) => statementOf(bookings));
    const cutsArb = fc.array(fc.nat(2_000), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(statementArb, { minLength: 1, maxLength: 3 }),
        optionsArb,
        cutsArb,
        async (statements, options, cuts) => {
          const bytes = encoded(mt940File(statements, options));
          const events = await eventsOf(bytes, {}, cuts);
          expect(events).toEqual(await eventsOf(bytes));
          const bookings = statements.flatMap((statement) => statement.bookings);
          const lines = linesOf(events);
          expect(lines.map(({ amount, isReversal }) => [amount, isReversal])).toEqual(
            bookings.map(({ amount, isReversal }) => [amount, isReversal]),
          );
          for (const [place, line] of lines.entries()) {
            const of = bookings[place] ?? booking(0n);
            const all = line.texts.map(({ text }) => text).join(" ");
            expect(all.replaceAll(" ", "")).toContain(of.text.replaceAll(" ", ""));
            expect(line.bankReference).toBe(of.bankReference);
            expect(line.bookingDate).toBe(of.date);
          }
          const ends = endsOf(events);
          expect(ends.every(({ difference }) => difference === 0n)).toBe(true);
          expect(ends.at(-1)?.closing?.amount).toBe(closingOf(statements.at(-1) ?? statementOf([])));
        },
      ),
      { numRuns: 60 },
    );
  });

  test("in pages comes out page by page", async () => {
    const file = mt940File([statementOf([booking(1n), booking(2n), booking(3n)])], { entriesPerPage: 1 });
    expect(statementsOf(await eventsOf(file)).map(({ page }) => page)).toEqual([
      { number: 1, isLast: false },
      { number: 2, isLast: false },
      { number: 3, isLast: true },
    ]);
  });
});

describe("what real files do", () => {
  test("RC and RD are of the other side, EC and ED are not booked", async () => {
    const events = await eventsOf(
      message([
        ":61:2603250325RC10,NTRFNONREF",
        ":61:2603250325RD10,NTRFNONREF",
        ":61:2603250325EC99,NTRFNONREF",
        ":61:260325CK0000000012,5NMSCNONREF//B1",
        ":61:2603250325DR12.50NMSC",
      ]),
    );
    expect(linesOf(events).map(({ amount }) => amount)).toEqual([-1_000n, 1_000n, 1_250n, -1_250n]);
    expect(endsOf(events)[0]).toMatchObject({ reversals: "stated", pendingCount: 1, difference: 0n });
  });

  test("entry dates of another year than the value date", async () => {
    const lines = [":61:2601021231C1,NTRFX", ":61:2512310102D1,NTRFX"];
    expect(linesOf(await eventsOf(message(lines))).map(({ bookingDate }) => bookingDate)).toEqual([
      "2025-12-31",
      "2026-01-02",
    ]);
    expect(await refusal(message([":61:2601020701C1,NTRFX"]))).toMatchObject({ reason: "date", line: "5" });
  });

  test("words before the message, :86: before any booking, several of them, a lone hyphen inside", async () => {
    const file = `Kontoutskrift\r\nfra banken\r\n${message([
      ":86:om kontoen",
      ":61:2603250325C5,NTRFKID7//B9",
      "tillegg",
      ":86:Utb. 2000167",
      "-",
      "Vippsnr 548005",
      ":86:mer",
      ":61:2603250325D5,NTRFNONREF",
    ])}noe etter\r\n`;
    const [line] = linesOf(await eventsOf(file));
    expect(line?.texts).toEqual([
      { field: "additional", text: "tillegg" },
      { field: "remittance", text: "Utb. 2000167 - Vippsnr 548005" },
      { field: "remittance", text: "mer" },
      { field: "reference", text: "KID7" },
    ]);
    expect(line).toMatchObject({ bankReference: "B9", place: { line: 8, column: 1 } });
  });

  test("accounts with the bank before and the currency behind", async () => {
    const accountOf = async (text: string): Promise<unknown> =>
      statementsOf(await eventsOf(message([":61:260325C1,NTRFX", ":61:260325D1,NTRFX"], text)))[0]?.account;
    expect(await accountOf("DABADKKK/30001234567DKK")).toEqual({ scheme: "BBAN:DK", id: "30001234567" });
    expect(await accountOf("8601.11.17947")).toEqual({ scheme: "BBAN", id: "86011117947" });
    expect(await accountOf("NO93 8601 1117 947")).toEqual({ scheme: "IBAN", id: "NO9386011117947" });
  });

  test("letters of 7 bits, by the account's country", () => {
    expect(withNordicLetters("S[RENSEN", "SE")).toBe("SÄRENSEN");
    expect(withNordicLetters(String.raw`S\RENSEN }LEG}RD`, "NO")).toBe("SØRENSEN åLEGåRD");
    expect(withNordicLetters("[ref] {1}", "FI")).toBe("[ref] {1}");
    expect(withNordicLetters("S[RENSEN", undefined)).toBe("S[RENSEN");
  });

  test("the forms of :86:", () => {
    expect(readInformation(["166?00KREDIT?20EREF+K1SVWZ+Fakt", "ura 7?32Ola?33 Hansen"])).toEqual([
      { field: "reference", text: "K1" },
      { field: "remittance", text: "Faktura 7" },
      { field: "counterparty", text: "Ola Hansen" },
      { field: "additional", text: "KREDIT" },
    ]);
    expect(readInformation(["/BENM//NAME/Ola Hansen/REMI/USTD//Utb. 2000167/EREF/NOTPROVIDED"])).toEqual([
      { field: "counterparty", text: "Ola Hansen" },
      { field: "remittance", text: "Utb. 2000167" },
    ]);
  });
});

describe("what is refused, with its line", () => {
  test.each([
    ["no opening balance", ":20:A\n:25:86011117947\n:61:260325C1,NTRFX\n", "order", "3"],
    ["an end before the closing balance", ":20:A\n:25:86011117947\n:60F:C260325NOK1,\n", "cut-off", "4"],
    ["a date that is none", message([":61:260230C1,NTRFX"]), "date", "5"],
    ["a booking that is none", message([":61:rubbish"]), "tag", "5"],
    ["an amount without digits", message([":61:260325C,NTRFX"]), "amount", "5"],
    [
      "statements of the day (MT942)",
      ":20:A\n:25:86011117947\n:34F:NOK0,\n:61:260325C1,NTRFX\n",
      "not-booked",
      "1",
    ],
  ])("%s", async (_, file, reason, line) => {
    expect(await refusal(file)).toMatchObject({ reason, line });
  });

  test("a field without end", async () => {
    const lines = Array.from({ length: 4 }, () => "1 ".repeat(9_000));
    const file = message([":61:260325C1,NTRFX", ":86:x", ...lines]);
    expect(await refusal(file)).toMatchObject({ reason: "too-long", line: "9" });
  });

  test("a line without end", async () => {
    const file = message([":61:260325C1,NTRFX", `:86:${"x".repeat(30_000)}`]);
    expect(await refusal(file)).toMatchObject({ reason: "too-long", line: "6" });
  });
});

test("an amount with groups is refused, and not taken for what stands before its last mark", async () => {
  for (const amount of ["1.200,50", "1,200.50"]) {
    const file = message([`:61:2603250325C${amount}NTRFNONREF`, ":86:Salg"]);
    expect(await refusal(file)).toMatchObject({ reason: "amount" });
  }
});

test("NUL, with which some programs fill up their records, is left out", async () => {
  const file = message([":61:2603250325C0,00NTRFNONREF//A\0\0", ":86:Utb. 2000167\0 Vippsnr 548005\0\0\0"]);
  expect(linesOf(await eventsOf(encoded(file)))).toMatchObject([
    { bankReference: "A", texts: [{ field: "remittance", text: "Utb. 2000167 Vippsnr 548005" }] },
  ]);
});
