import { describe, expect, test } from "vitest";

import type { CsvLayout } from "@/lib/domain/bank/csv-layout";
import { detectStatementFile } from "@/lib/formats/bank/detect";
import { encoded, eventsOf, linesOf, refusal } from "@/tests/factories/statement-files/bytes";

const ACCOUNT = "Kontonummer: 8601.11.17947";

function layoutOf(file: string): CsvLayout {
  const detected = detectStatementFile(encoded(file));
  if (detected.kind !== "csv") throw new Error(`it is ${detected.kind}`);
  return detected.proposal.layout;
}

describe("an amount that could be read in two ways", () => {
  const table = (rows: readonly string[]): string => [ACCOUNT, "Dato;Tekst;Beløp", ...rows, ""].join("\n");

  test("is read by the marks of its groups when no amount of the file has decimals", async () => {
    const file = table(["25.03.2026;Salg;1,200", "26.03.2026;Leie;-12,500", "27.03.2026;Kaffe;45"]);
    expect(layoutOf(file).decimal).toBe(".");
    expect(linesOf(await eventsOf(file)).map(({ amount }) => amount)).toEqual([
      120_000n,
      -1_250_000n,
      4_500n,
    ]);
    const points = file.replaceAll(/(\d),(\d)/g, "$1.$2");
    expect(layoutOf(points).decimal).toBe(",");
    expect(linesOf(await eventsOf(points)).map(({ amount }) => amount)).toEqual([
      120_000n,
      -1_250_000n,
      4_500n,
    ]);
  });

  test("is refused when the layout reads its group of three as decimals", async () => {
    const csvLayout = layoutOf(table(["25.03.2026;Salg;1200,50"]));
    expect(await refusal(table(["25.03.2026;Salg;1,200"]), { csvLayout })).toMatchObject({
      found: "1,200",
      reason: "amount",
    });
  });

  test("is money out in the column of money out, with a minus too, whatever the layout's first file showed", async () => {
    const file = (rows: readonly string[]): string => [ACCOUNT, "Dato;Tekst;Inn;Ut", ...rows, ""].join("\n");
    const csvLayout = layoutOf(file(["25.03.2026;Salg;100,00;"]));
    const events = await eventsOf(file(["26.03.2026;Leie;;-50,00", "27.03.2026;Gebyr;;7,00"]), { csvLayout });
    expect(linesOf(events).map(({ amount }) => amount)).toEqual([-5_000n, -700n]);
  });

  test("says nothing of the bank's reference where the bank has none", async () => {
    const file = [
      ACCOUNT,
      "Dato;Tekst;Beløp;Arkivref",
      "25.03.2026;Salg;100,00;0",
      "25.03.2026;Leie;5,00;A1",
      "",
    ].join("\n");
    expect(linesOf(await eventsOf(file)).map(({ bankReference }) => bankReference)).toEqual(["", "A1"]);
  });
});

test("bookings that come to more than an account can hold are refused at the end of their statement", async () => {
  const rows = Array.from({ length: 300 }, () => "25.03.2026;Salg;25.03.2026;;99999999999999,99");
  const file = [
    "Kontonummer: 8601.11.17947",
    "Dato;Forklaring;Rentedato;Ut fra konto;Inn på konto",
    ...rows,
  ].join("\n");
  expect(await refusal(file)).toMatchObject({ reason: "amount", line: "302" });
});
