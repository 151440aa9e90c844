import { describe, expect, test } from "vitest";

import { parseLedgerDate } from "@/lib/core/ledger-date";
import { maySettle } from "@/lib/domain/bank/line-text";
import { matchItems } from "@/lib/domain/reconciliation/match";
import type { MatchInput } from "@/lib/domain/reconciliation/match";
import type { OpenLine, SettlementItem } from "@/lib/domain/reconciliation/model";
import { item, line } from "@/tests/factories/settlement-pairs";

const CLEAN = "Utb. 2000167 Vippsnr 548005";
const DANISH = { country: "DK", currency: "DKK", reference: "02023452430010504243" } as const;

type Said = Pick<MatchInput, "patterns" | "rejected">;
const SILENT: Said = { patterns: [], rejected: [] };

/** What comes of entries and lines: kind, method, entries, lines. */
function outcome(
  items: readonly SettlementItem[],
  lines: readonly OpenLine[],
  said: Partial<Said> = {},
): string[] {
  return matchItems({ items, lines, ...SILENT, ...said }).map(
    (of) => `${of.kind} ${of.method}: ${of.items.join(" + ")} = ${of.lines.join(" + ")}`,
  );
}

const pair = (
  text: string,
  facts: Partial<SettlementItem> = {},
  of: Parameters<typeof line>[0] = {},
): string[] => outcome([item(facts)], [line({ currency: facts.currency ?? "NOK", text, ...of })]);

describe("a payout and a line of its amount", () => {
  test.each([
    CLEAN,
    "Utb. 548005 Vippsnr 2000167",
    "Vipps utbet. 2000167 Vippsnr 548005",
    "UTB.\u00a00002000167  VIPPSNR 0548005 betalt 12.05.2026",
    "Fra: Vipps Mobilepay As Utb. 2 000 167 Vippsnr 548 005",
    "Utb. 2000167 Vippsnr 548005 2026",
    "2000167/548005",
  ])("are a match by two numbers: %s", (text) => {
    expect(pair(text)).toEqual(["sure payout-number: payout = line"]);
  });

  test("are a match by any handle the ledger has had, and in any field", () => {
    expect(pair(CLEAN, { handles: ["57860", "548005"] })).toEqual(["sure payout-number: payout = line"]);
    const elsewhere = line({ texts: [{ field: "additional", text: CLEAN }] });
    expect(outcome([item()], [elsewhere])).toEqual(["sure payout-number: payout = line"]);
    const [proposal] = matchItems({ items: [item()], lines: [elsewhere], ...SILENT });
    expect(proposal?.reasons.map(({ code }) => code)).toEqual([
      "payout-number",
      "handle",
      "other-field",
      "same-amount",
      "same-account",
      "expected-day",
    ]);
  });

  test.each([
    "02023452430010504243",
    "MobilePay 0202 3452 4300 1050 4243",
    "2023452430010504243",
    "Viite 0202345243-0010504243",
  ])("are a match by the twenty digits, and nothing else of them: %s", (text) => {
    expect(pair(text, DANISH)).toEqual(["sure reference: payout = line"]);
  });

  test.each([
    ["a longer number", "102023452430010504243"],
    ["another day's reference", "02023452430010604243"],
  ])("are none by %s", (_name, text) => {
    expect(pair(text, DANISH).filter((of) => of.startsWith("sure"))).toEqual([]);
  });

  test("are a match by the merchant's own text when it names this payout, else a suggestion", () => {
    const own = (reference: string) => pair(`Betaling ${reference}`, { ...DANISH, reference });
    expect(own("BUTIK 77 / 020326")).toEqual(["sure reference: payout = line"]);
    expect(own("BUTIK 77 nr 2000167")).toEqual(["sure reference: payout = line"]);
    expect(own("BUTIK 77")).toEqual(["suggestion reference: payout = line"]);
    expect(pair("Betaling BUTIK 770", { ...DANISH, reference: "BUTIK 77" })).toEqual([
      "suggestion amount: payout = line",
    ]);
  });

  test.each([
    ["the number as part of a KID", "KID 4420001675480051"],
    ["the handle alone", "Vippsnr 548005"],
    ["the number alone", "Ordre 2000167"],
    ["the number of another ledger's payout", "Utb. 2000167 Vippsnr 999999"],
    ["both in one run of digits", "2000167548005"],
    ["an amount", "kr 2000167,00 kunde 548005"],
  ])("are no match by %s", (_name, text) => {
    expect(pair(text).filter((of) => of.startsWith("sure"))).toEqual([]);
  });

  test.each(["RF722023452430010504243", "Viite RF7202023452430010504243", "rf72 2023 4524 3001 0504 243"])(
    "are a match by a reference number written as a creditor reference: %s",
    (text) => {
      const finnish = { ...DANISH, country: "FI", currency: "EUR" } as const;
      expect(maySettle([{ field: "reference", text }])).toBe(true);
      expect(pair(text, finnish)).toEqual(["sure reference: payout = line"]);
      // Check digits that do not fit are no such reference, and the digits are another number.
      expect(pair(text.replace("72", "73"), finnish)).toEqual(
        text.includes(" 2023") ? ["sure reference: payout = line"] : ["suggestion amount: payout = line"],
      );
    },
  );

  test("with short numbers need the very words of payouts", () => {
    const short = { payoutNumber: "12", handles: ["548005"] };
    expect(pair("Utb. 12 Vippsnr 548005", short)).toEqual(["sure payout-number: payout = line"]);
    expect(pair("Vippsnr 548005 den 12 mai", short)).toEqual(["suggestion amount: payout = line"]);
  });

  test("are a match when the cut leaves the number whole, else a suggestion", () => {
    const cut = (lead: string) => `${lead} Utb. 2000167 Vippsnr 548005`.slice(0, 35);
    expect(pair(cut("Overføring innland"))).toEqual(["sure cut-off: payout = line"]);
    expect(pair(cut("Fra: Vipps Mobilepay As"))).toEqual(["suggestion cut-off: payout = line"]);
    expect(pair(cut("Overføring innland").slice(0, 31))).toEqual(["suggestion payout-number: payout = line"]);
  });

  test("are no match when the cut may have taken the end of another's handle", () => {
    const text = `Overføri Utb. 2000167 Vippsnr 548005`.slice(-35);
    const items = [item(), item({ id: "other", ledger: "other", handles: ["5480051"] })];
    expect(outcome([item()], [line({ text })])).toEqual(["sure payout-number: payout = line"]);
    expect(outcome(items, [line({ text })]).filter((of) => of.startsWith("sure"))).toEqual([]);
  });

  test.each([
    [-5, "sure"],
    [45, "sure"],
    [-6, "suggestion"],
    [46, "suggestion"],
  ])("%i days from the expected one are %s", (late, kind) => {
    expect(pair(CLEAN, {}, { late })).toEqual([`${kind} payout-number: payout = line`]);
  });

  test("of another account, currency or sign have nothing to do with each other", () => {
    expect(pair(CLEAN, {}, { account: "b" })).toEqual([]);
    expect(pair(CLEAN, {}, { currency: "EUR" })).toEqual([]);
    expect(pair(CLEAN, {}, { amount: -125_000n })).toEqual([]);
  });

  test("that differ in amount are a difference", () => {
    expect(pair(CLEAN, {}, { amount: 124_900n })).toEqual(["difference payout-number: payout = line"]);
  });
});

describe("ties", () => {
  test("of two lines or two entries make nothing automatic", () => {
    const twice = [line({ id: "1", text: CLEAN }), line({ id: "2", text: CLEAN, late: 1 })];
    expect(outcome([item()], twice)).toEqual([
      "suggestion payout-number: payout = 1",
      "suggestion payout-number: payout = 2",
    ]);
    const both = [item(), item({ id: "other", ledger: "other" })];
    expect(outcome(both, [line({ text: CLEAN })]).every((of) => of.startsWith("suggestion"))).toBe(true);
  });

  test("are none between two ledgers of an account whose handles differ", () => {
    const items = [item({ id: "one" }), item({ id: "two", ledger: "other", handles: ["57860"] })];
    const lines = [line({ id: "1", text: CLEAN }), line({ id: "2", text: "Utb. 2000167 Vippsnr 57860" })];
    expect(outcome(items, lines)).toEqual(["sure payout-number: one = 1", "sure payout-number: two = 2"]);
  });

  test("stay ties after a person has said no to one of them, and what was refused never comes back", () => {
    const twice = [line({ id: "1", text: CLEAN }), line({ id: "2", text: CLEAN })];
    const rejected = [{ item: "payout", line: "1" }];
    expect(outcome([item()], twice, { rejected })).toEqual(["suggestion payout-number: payout = 2"]);
    expect(outcome([item()], twice.slice(0, 1), { rejected })).toEqual([]);
  });
});

describe("other lines", () => {
  const batch = (...texts: readonly (readonly [bigint, string])[]) => ({
    amount: texts.reduce((sum, [amount]) => sum + amount, 0n),
    details: texts.map(([amount, text]) => ({ amount, texts: [{ field: "remittance" as const, text }] })),
  });
  const second = item({ id: "second", amount: 70_000n, payoutNumber: "2000168" });

  test("of a batched booking are a match when every transaction is one payout", () => {
    const whole = line(batch([125_000n, CLEAN], [70_000n, "Utb. 2000168 Vippsnr 548005"]));
    expect(outcome([item(), second], [whole])).toEqual(["sure batch: payout + second = line"]);
    const strange = line(batch([125_000n, CLEAN], [70_000n, "Ola Nordmann"]));
    expect(outcome([item()], [strange])).toEqual([]);
    // The same payout in a line of its own: one of the two is not it.
    const tied = [whole, line({ id: "alone", text: CLEAN })];
    expect(outcome([item(), second], tied).filter((of) => of.startsWith("sure"))).toEqual([]);
  });

  test("that consecutive payouts add up to are a suggestion, unless a number between them is missing", () => {
    const sum = line({ amount: 195_000n, text: "Vipps Mobilepay As" });
    expect(outcome([item(), second], [sum])).toEqual(["suggestion run: payout + second = line"]);
    const later = { ...second, payoutNumber: "2000169" };
    expect(outcome([item(), later], [sum])).toEqual([]);
    expect(outcome([item(), { ...later, ledger: "other" }], [sum])).toEqual([
      "suggestion run: payout + second = line",
    ]);
  });

  test("are suggested by amount and day when there is one on both sides", () => {
    expect(pair("")).toEqual(["suggestion amount: payout = line"]);
    expect(pair("", {}, { late: 7 })).toEqual([]);
    const alike = [line({ id: "1", text: "Ola" }), line({ id: "2", text: "Kari" })];
    expect(outcome([item()], alike)).toEqual([]);
    const named = [...alike, line({ id: "3", text: "Vipps Mobilepay As" })];
    expect(outcome([item()], named)).toEqual(["suggestion amount: payout = 3"]);
    expect(pair("Utb. 2000168 Vippsnr 548005")).toEqual([]);
  });

  test("are a match by a pattern that a person has confirmed, in the narrow window and alone", () => {
    const patterns = [{ id: "p", account: "a", pattern: "oppgjør butikk #", ledgers: ["ledger"] }];
    const text = "Oppgjør butikk 12.05.2026";
    expect(outcome([item()], [line({ text })], { patterns })).toEqual(["sure pattern: payout = line"]);
    expect(outcome([item()], [line({ text, late: 20 })], { patterns })).toEqual([
      "suggestion pattern: payout = line",
    ]);
    expect(outcome([item({ ledger: "other" })], [line({ text })], { patterns })).toEqual([
      "suggestion amount: payout = line",
    ]);
    const generic = [
      { ...patterns[0], id: "g", account: "a", pattern: "utb. # vippsnr #", ledgers: ["ledger"] },
    ];
    const others = [line({ text: "Utb. 2000168 Vippsnr 548005" })];
    expect(outcome([item()], others, { patterns: generic })).toEqual([]);
  });

  test("are no match by a pattern when another ledger's payout could be the line as well", () => {
    const patterns = [{ id: "p", account: "a", pattern: "oppgjør butikk #", ledgers: ["ledger"] }];
    const lines = [line({ text: "Oppgjør butikk 12.05.2026" })];
    const sister = item({ id: "sister", ledger: "sister", payoutNumber: "2000200", handles: ["57860"] });
    expect(outcome([item(), sister], lines, { patterns }).filter((of) => of.startsWith("sure"))).toEqual([]);
    const named = line({ id: "named", text: "Utb. 2000200 Vippsnr 57860" });
    expect(outcome([item(), sister], [...lines, named], { patterns })).toEqual([
      "sure pattern: payout = line",
      "sure payout-number: sister = named",
    ]);
  });

  test("that several payouts add up to say so when another line fits them as well", () => {
    const second = item({ id: "second", payoutNumber: "2000168", amount: 75_000n });
    const sums = ["one", "two"].map((id) => line({ id, amount: 200_000n }));
    const against = (lines: readonly OpenLine[]): string[] =>
      matchItems({ items: [item(), second], lines, ...SILENT }).flatMap(({ reasons }) =>
        reasons.flatMap(({ speaks, code }) => (speaks === "against" ? [code] : [])),
      );
    expect(against(sums.slice(1))).toEqual([]);
    expect(against(sums)).toEqual(["several-fit"]);
  });

  test("of money that goes out are found by reference, and else suggested", () => {
    const out = { amount: -9_900n } as const;
    const invoice = item({ ...out, kind: "invoice", payoutNumber: undefined, reference: "Invoice 2604417" });
    expect(outcome([invoice], [line({ ...out, text: "betalt invoice 2604417" })])).toEqual([
      "sure reference: payout = line",
    ]);
    expect(outcome([invoice], [line({ ...out, text: "betalt" })])).toEqual([
      "suggestion amount: payout = line",
    ]);
    const back = item({ ...out, kind: "aborted", ledgerDate: parseLedgerDate("2026-03-02") });
    expect(outcome([back], [line({ ...out, text: `Retur ${CLEAN}` })])).toEqual([
      "sure payout-number: payout = line",
    ]);
  });
});
