import { zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { ServiceContext } from "@/lib/services/context";
import { statementOf } from "@/tests/factories/statement-files/bookings";
import type { AccountStatement, Booking } from "@/tests/factories/statement-files/bookings";
import { encoded } from "@/tests/factories/statement-files/bytes";
import { csvFile } from "@/tests/factories/statement-files/csv";
import { mt940File } from "@/tests/factories/statement-files/mt940";
import {
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

const ALL_RECEIVED = { "2000001": "received", "2000002": "received", "2000003": "received" };
/** Bookings that only date, amount and text tell apart. */
const UNNAMED = PAID_ALL.map((booking) => ({ ...booking, bankReference: "" }));

const linesOf = (ctx: ServiceContext): Promise<number> => count(ctx, "bank_line where tenant_id = $1");

/** A statement a day, all with the id and number that this bank gives every statement. */
function daily(account: string, bookings: readonly Booking[]): AccountStatement[] {
  let opening = 100_000n;
  return bookings.map((booking) => {
    const statement = statementOf([booking], {
      account: { scheme: "BBAN", id: account },
      id: "STARTUMS",
      sequence: 0,
      opening,
    });
    opening += booking.amount;
    return statement;
  });
}

describe("in one file", () => {
  test("statements of several days that have one id are not taken for one another", async () => {
    const ctx = await world.newFirm();
    const { account } = await newShop(ctx);
    const report = await receiveAndMatch(ctx, mt940File(daily(account, UNNAMED)));
    expect(report).toMatchObject({ statements: 3, lines: 3, known: 0 });
    expect(report.findings.map(({ code }) => code)).not.toContain("statement-repeated");
    expect(await linesOf(ctx)).toBe(3);
    expect(await payoutsOf(ctx)).toEqual(ALL_RECEIVED);
  });

  test("a statement that stands there twice counts once, and so does what only the second holds", async () => {
    const ctx = await world.newFirm();
    const { account } = await newShop(ctx);
    const of = (bookings: readonly Booking[]): AccountStatement =>
      statementOf(bookings, { account: { scheme: "BBAN", id: account }, id: "77", sequence: 77 });
    const report = await receiveAndMatch(ctx, mt940File([of(UNNAMED.slice(0, 2)), of(UNNAMED)]));
    expect(report).toMatchObject({ statements: 2, lines: 5, known: 2 });
    expect(report.findings).toContainEqual({ code: "statement-repeated", values: { statement: "77" } });
    expect(await linesOf(ctx)).toBe(3);
    expect(await payoutsOf(ctx)).toEqual(ALL_RECEIVED);
  });

  test("equal bookings of one statement stay as many as they are", async () => {
    const ctx = await world.newFirm();
    const { account } = await newShop(ctx);
    const twin = paid("2026-11-04", 5_000, "x", { text: "Kaffe", bankReference: "" });
    const statement = statementOf([twin, twin], { account: { scheme: "BBAN", id: account } });
    await receive(ctx, mt940File([statement]));
    expect(await linesOf(ctx)).toBe(2);
  });
});

describe("in an archive", () => {
  test("files that overlap count each line once", async () => {
    const ctx = await world.newFirm();
    const { account } = await newShop(ctx);
    const csv = (bookings: readonly Booking[]): Uint8Array =>
      encoded(
        csvFile(statementOf(bookings), {
          preamble: [`Kontonummer: ${account}`],
          columns: [
            ["Bokført dato", "date"],
            ["Tekst", "text"],
            ["Beløp", "amount"],
          ],
        }),
      );
    const archive = zipSync({ "jan.csv": csv(UNNAMED.slice(0, 2)), "feb.csv": csv(UNNAMED.slice(1)) });
    const report = await receiveAndMatch(ctx, archive, { name: "all.zip" });
    expect(report).toMatchObject({ statements: 2, lines: 4, known: 1 });
    expect(await linesOf(ctx)).toBe(3);
    expect(await payoutsOf(ctx)).toEqual(ALL_RECEIVED);
  });

  test("files of several formats are each what they are", async () => {
    const ctx = await world.newFirm();
    const { account } = await newShop(ctx);
    const statement = statementOf(UNNAMED, {
      id: "M-1",
      account: { scheme: "BBAN", id: account },
      from: date("2026-11-01"),
      to: date("2026-11-13"),
    });
    const archive = zipSync({
      "a.xml": encoded(camtOf(account, UNNAMED)),
      "b.sta": encoded(mt940File([statement], { information: "words" })),
    });
    const report = await receiveAndMatch(ctx, archive, { name: "both.zip" });
    expect(report).toMatchObject({ statements: 2, lines: 6, known: 3 });
    expect(await linesOf(ctx)).toBe(3);
    expect(await payoutsOf(ctx)).toEqual(ALL_RECEIVED);
  });
});
