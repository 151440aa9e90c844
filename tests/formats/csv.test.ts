import fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { CsvLayout } from "@/lib/domain/bank/csv-layout";
import { CSV_PRESETS } from "@/lib/formats/bank/csv-presets";
import { detectStatementFile } from "@/lib/formats/bank/detect";
import { booking, closingOf, statementOf } from "@/tests/factories/statement-files/bookings";
import {
  encoded,
  endsOf,
  eventsOf,
  linesOf,
  refusal,
  statementsOf,
} from "@/tests/factories/statement-files/bytes";
import { csvFile } from "@/tests/factories/statement-files/csv";
import type { CsvContent, CsvFileOptions } from "@/tests/factories/statement-files/csv";

const ACCOUNT = "Kontonummer: 8601.11.17947\n";

function layoutOf(file: string, over: Partial<CsvLayout> = {}): CsvLayout {
  const detected = detectStatementFile(encoded(file));
  if (detected.kind !== "csv") throw new Error(`it is ${detected.kind}`);
  return { ...detected.proposal.layout, ...over };
}

const bookingArb = fc
  .record({
    amount: fc.bigInt({ min: 1n, max: 99_999_999n }),
    isCredit: fc.boolean(),
    text: fc.constantFrom("Utb. 2000167 Vippsnr 548005", 'Sønn; "og" far', "to\nlinjer"),
    day: fc.integer({ min: 10, max: 28 }),
  })
  .map(({ amount, isCredit, text }) => booking(isCredit ? amount : -amount, { text }));

/** An even number of bookings of one day of which each takes the last one back: their balances add up either way. */
function haveNoOrder(bookings: readonly Readonly<{ date: string; amount: bigint }>[]): boolean {
  const [first] = bookings;
  return (
    first !== undefined &&
    first.amount !== 0n &&
    bookings.length % 2 === 0 &&
    bookings.every(
      ({ date, amount }, at) =>
        date === first.date && amount === (at % 2 === 0 ? first.amount : -first.amount),
    )
  );
}

describe("a generated file", () => {
  test("is read back whole by the layout it shows, in any encoding, however its bytes are cut", async () => {
    const amounts: readonly (readonly (readonly [string, CsvContent])[])[] = [
      [["Beløp", "amount"]],
      [
        ["Inn på konto", "in"],
        ["Ut fra konto", "out"],
      ],
      [
        ["Inn", "in"],
        ["Ut", "negativeOut"],
      ],
    ];
    const optionsArb: fc.Arbitrary<Partial<CsvFileOptions>> = fc
      .record({
        delimiter: fc.constantFrom(";", ",", "\t"),
        dateOrder: fc.constantFrom("dmy", "ymd"),
        dateMark: fc.constantFrom(".", "-", "/"),
        decimal: fc.constantFrom(",", "."),
        grouped: fc.boolean(),
        lineBreak: fc.constantFrom("\r\n", "\n", "\r"),
        newestFirst: fc.boolean(),
        isQuoted: fc.boolean(),
        preamble: fc.constantFrom(["Kontonummer: 8601.11.17947"], ["Utskrift", "Konto 86011117947", ""]),
      })
      .chain((options) =>
        fc.constantFrom(...amounts).map((columns): Partial<CsvFileOptions> => ({
          ...options,
          columns: [
            ["Bokført dato", "date"],
            ["Tekst", "text"],
            ...columns,
            ["Saldo", "balance"],
            ["Navn", "counterparty"],
          ],
        })),
      );
    await fc.assert(
      fc.asyncProperty(
        fc.array(bookingArb, { minLength: 1, maxLength: 8 }),
        optionsArb,
        fc.constantFrom("utf-8", "utf-16le", "iso-8859-1", "windows-1252"),
        fc.array(fc.nat(1_500), { maxLength: 20 }),
        async (bookings, options, encoding, cuts) => {
          const statement = statementOf(bookings, { pending: [booking(77n)] });
          const bytes = encoded(csvFile(statement, options), encoding, encoding === "utf-16le");
          const events = await eventsOf(bytes, {}, cuts);
          expect(events).toEqual(await eventsOf(bytes));
          const lines = linesOf(events);
          const read = options.newestFirst === true ? lines.toReversed() : lines;
          expect(read.map(({ amount, bookingDate }) => [amount, bookingDate])).toEqual(
            bookings.map(({ amount, date }) => [amount, date]),
          );
          expect(read.map(({ texts }) => texts.find(({ field }) => field === "remittance")?.text)).toEqual(
            bookings.map(({ text }) => text.replaceAll("\n", " ")),
          );
          const balances = haveNoOrder(bookings)
            ? { opening: undefined, closing: undefined, difference: undefined }
            : {
                opening: { amount: statement.opening },
                closing: { amount: closingOf(statement) },
                difference: 0n,
              };
          expect(endsOf(events)).toMatchObject([{ ...balances, pendingCount: 1 }]);
        },
      ),
      { numRuns: 60 },
    );
  });

  test.each(CSV_PRESETS.map((preset) => [`${preset.bank} ${preset.country}`, preset] as const))(
    "of %s is recognised by its header",
    (_, preset) => {
      const contents: Readonly<Record<string, string>> = {
        bookingDate: preset.dateOrder === "ymd" ? "2026-03-25" : "25.03.2026",
        amount: "-1,50",
        moneyIn: "",
        moneyOut: "1,50",
        fromAccount: "86011117947",
      };
      const names = preset.columns.map(([name]) => name).join(";");
      const row = preset.columns.map(([, role]) => contents[role ?? ""] ?? "").join(";");
      const detected = detectStatementFile(encoded(`${names}\n${row}\n`));
      expect(detected).toMatchObject({
        kind: "csv",
        proposal: { bank: preset.bank, isAssumed: preset.isAssumed },
      });
      const roles = detected.kind === "csv" ? detected.proposal.layout.columns.map(({ role }) => role) : [];
      expect(roles).toEqual(
        expect.arrayContaining(
          preset.columns.flatMap(([, role]) => (role === undefined || role === "toAccount" ? [] : [role])),
        ),
      );
    },
  );
});

describe("what real files do", () => {
  test.each([
    ["100,00", "-100,00", "600,00", "500,00"],
    ["-100,00", "100,00", "500,00", "600,00"],
  ])(
    "says no balance when the rows add up from either end: %s, then %s",
    async (first, second, one, other) => {
      const rows = [`25.03.2026;Ut;${first};${one}`, `25.03.2026;Inn;${second};${other}`];
      const file = (more: readonly string[]): string =>
        [ACCOUNT.trim(), "Bokført dato;Tekst;Beløp;Saldo", ...rows, ...more, ""].join("\n");
      const [end] = endsOf(await eventsOf(file([])));
      expect(end).toMatchObject({ opening: undefined, closing: undefined, difference: undefined });
      // One more row tells which end is the first.
      const told = await eventsOf(file([`26.03.2026;Salg;1,00;${other.replace("00,", "01,")}`]));
      expect(endsOf(told)).toMatchObject([{ closing: { amount: other === "500,00" ? 50_100n : 60_100n } }]);
    },
  );

  test("a row of nothing is of the account that the rows around it are of", async () => {
    const file =
      "Bogføringsdato;Beløb;Afsender;Modtager;Navn;Beskrivelse;Saldo;Valuta;Afstemt\n2026/09/06;0,00;1234567890;9040298476;;Gebyr;100,00;DKK;\n2026/09/06;100,00;1234567890;9040298476;;MobilePay;100,00;DKK;\n2026/09/05;0,00;1234567890;9040298476;;Gebyr;0,00;DKK;\n";
    const events = await eventsOf(file);
    expect(statementsOf(events)).toMatchObject([{ account: { scheme: "BBAN:DK", id: "9040298476" } }]);
    expect(linesOf(events)).toHaveLength(3);
  });

  test("amounts with kr, a minus at either end, no digit before the mark, groups, and none at all", async () => {
    const cells = ["kr 12,50", "12,50-", "-,46", "1.234,50", "1 234,50", "500,-", "−3", "(4,00)", "12 kr"];
    const file = `${ACCOUNT}Dato;Tekst;Beløp\n${cells.map((cell) => `25.03.2026;x;${cell}`).join("\n")}\n`;
    expect(linesOf(await eventsOf(file)).map(({ amount }) => amount)).toEqual([
      1_250n,
      -1_250n,
      -46n,
      123_450n,
      123_450n,
      50_000n,
      -300n,
      -400n,
      1_200n,
    ]);
  });

  test("dates with colons, times behind, years of two digits", async () => {
    const file = (dates: readonly string[]): string =>
      `${ACCOUNT}Dato,Tekst,Beløp\n${dates.map((date) => `${date},x,1.00`).join("\n")}\n`;
    const datesOf = async (dates: readonly string[]): Promise<unknown> =>
      linesOf(await eventsOf(file(dates))).map(({ bookingDate }) => bookingDate);
    expect(await datesOf(["2026:03:25", "20260326", "2026-03-27 14:22:01"])).toEqual([
      "2026-03-25",
      "2026-03-26",
      "2026-03-27",
    ]);
    expect(await datesOf(["25.3.26", "26/03/2026"])).toEqual(["2026-03-25", "2026-03-26"]);
    expect(await datesOf(["12/25/2026", "01/02/2026"])).toEqual(["2026-12-25", "2026-01-02"]);
  });

  test("rows of balances, totals, and rows that are not booked", async () => {
    const file = `${ACCOUNT}Dato;Tekst;Beløp;Status\n25.03.2026;Inngående saldo;100,00;\n;Inngående saldo;100,00;\n25.03.2026;Kjøp;-5,00;Utført\n26.03.2026;Kjøp;-9,00;Venter\n;Utgående saldo;95,00;\n;Sum;-5,00;\n`;
    const events = await eventsOf(file.replace("25.03.2026;Inngående saldo;100,00;\n", ""));
    expect(linesOf(events).map(({ amount }) => amount)).toEqual([-500n]);
    expect(endsOf(events)[0]).toMatchObject({
      opening: { amount: 10_000n },
      closing: { amount: 9_500n },
      difference: 0n,
      pendingCount: 1,
    });
  });

  test("quotes inside quotes; but not where they shift the cells", async () => {
    const file = (text: string): string => `${ACCOUNT}Dato;Tekst;Beløp\n25.03.2026;${text};1,00\n`;
    const [line] = linesOf(await eventsOf(file('"Sa "hei" til"')));
    expect(line?.texts).toEqual([{ field: "remittance", text: 'Sa "hei" til' }]);
    expect(await refusal(file('"Sa "hei"; til"'))).toMatchObject({ reason: "layout", line: "3" });
    expect(
      await refusal(`${file("x")}25.03.2026;"x;1,00\n`, { csvLayout: layoutOf(file("x")) }),
    ).toMatchObject({
      reason: "cut-off",
      line: "4",
    });
  });

  test("a missing row shows in the balances, newest or oldest first", async () => {
    const rows = [
      "28.03.2026;d;-1,00;97,00",
      "27.03.2026;c;-1,00;98,00",
      "26.03.2026;b;-1,00;99,00",
      "25.03.2026;a;100,00;100,00",
    ];
    for (const order of [rows, rows.toReversed()]) {
      const differenceOf = async (kept: readonly string[]): Promise<unknown> =>
        endsOf(await eventsOf(`${ACCOUNT}Dato;Tekst;Beløp;Saldo\n${kept.join("\n")}\n`))[0]?.difference;
      expect(await differenceOf(order)).toBe(0n);
      expect(await differenceOf(order.toSpliced(1, 1))).toBe(100n);
    }
  });

  test("no header: by what stands in the columns", async () => {
    const file = "2026-03-25;Utb. 2000167 Vippsnr 548005;1234,50;5000,00\n2026-03-26;Kjøp;-34,50;4965,50\n";
    const events = await eventsOf(file, { fileName: "86011117947.xls" });
    expect(linesOf(events).map(({ amount }) => amount)).toEqual([123_450n, -3_450n]);
    expect(endsOf(events)[0]).toMatchObject({ difference: 0n });
  });

  test("a file that names no account needs one, which a corrected layout gives", async () => {
    const file = "Dato;Forklaring;Rentedato;Ut fra konto;Inn på konto\n25.03.2026;x;25.03.2026;;1,00\n";
    expect(await refusal(file)).toMatchObject({ reason: "account" });
    const account = { scheme: "BBAN:NO", id: "86011117947" };
    expect(statementsOf(await eventsOf(file, { csvLayout: layoutOf(file, { account }) }))).toMatchObject([
      { account },
    ]);
    const moved = "Inn på konto;Dato;Ut fra konto;Rentedato;Forklaring\n1,00;25.03.2026;;25.03.2026;x\n";
    expect(linesOf(await eventsOf(moved, { csvLayout: layoutOf(file, { account }) }))).toMatchObject([
      { amount: 100n },
    ]);
  });
});

describe("what is refused, with its place", () => {
  test.each([
    ["31.02.2026;x;1,00", "date", "31.02.2026"],
    ["25.03.2026;x;1,005", "amount", "1,005"],
    ["25.03.2026;x;12.34.5", "amount", "12.34.5"],
    ["25.03.2026;x;abc1", "amount", "abc1"],
  ])("%s", async (row, reason, found) => {
    const file = `${ACCOUNT}Dato;Tekst;Beløp\n25.03.2026;x;1,00\n25.03.2026;x;2,00\n`;
    expect(await refusal(`${file}${row}\n`, { csvLayout: layoutOf(file) })).toMatchObject({
      reason,
      found,
      line: "5",
    });
  });

  test("a file without the columns of the layout", async () => {
    const file = `${ACCOUNT}Dato;Tekst;Beløp\n25.03.2026;x;1,00\n`;
    expect(await refusal("a;b;c\n1;2;3\n", { csvLayout: layoutOf(file) })).toMatchObject({
      reason: "column",
    });
  });
});
