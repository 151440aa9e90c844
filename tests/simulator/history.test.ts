import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { dateText, parseDay } from "../../simulator/calendar";
import { createGeneratedLedger } from "../../simulator/generated-ledger";
import type { Ledger } from "../../simulator/ledger";
import { TOPICS, type Topic } from "../../simulator/plan";
import { buildWorld } from "../../simulator/world";
import { NOW, openSimulator, type Client, type Entry, type TruthLedger } from "./support";

const FROM = "2026-04-01";
const ALL = 24;

function ledgersOf(seed: number): readonly Ledger[] {
  const world = buildWorld({ seed, merchants: 10, fromDay: parseDay(FROM) ?? 0 });
  return world.plans.map(createGeneratedLedger);
}

function textOf(ledger: Ledger | undefined, topic: Topic, nowMs: number): string {
  const count = ledger?.visibleCount(topic, nowMs) ?? 0;
  return Array.from({ length: count }, (_, i) => ledger?.entryJson(topic, i, true)).join("\n");
}

describe("history", () => {
  it("is the same for the same seed and first day, and another for another seed", () => {
    const [one, two, other] = [ledgersOf(7), ledgersOf(7), ledgersOf(8)];
    for (const [i, ledger] of one.entries()) {
      for (const topic of TOPICS)
        expect(textOf(ledger, topic, NOW) === textOf(two[i], topic, NOW)).toBe(true);
    }
    expect(textOf(one[0], "funds", NOW) === textOf(other[0], "funds", NOW)).toBe(false);
  });

  it("only grows as the clock moves on, whatever was asked before", () => {
    const moments = ["2026-04-01T22:12:30Z", "2026-04-03T22:10:00Z", "2026-05-31T21:59:59Z"];
    const later = ledgersOf(7);
    for (const [i, ledger] of ledgersOf(7).entries()) {
      for (const topic of TOPICS) {
        const whole = textOf(later[i], topic, NOW);
        for (const moment of moments) {
          expect(whole.startsWith(textOf(ledger, topic, Date.parse(moment)))).toBe(true);
        }
      }
    }
  });

  it("shows an entry 1 to 60 seconds after its time", () => {
    const [ledger] = ledgersOf(7);
    if (ledger === undefined) throw new Error("no ledger");
    const count = ledger.visibleCount("funds", NOW);
    const timeMs = Date.parse(ledger.facts("funds", 500).time);
    expect(count).toBeGreaterThan(500);
    expect(ledger.visibleCount("funds", timeMs)).toBeLessThanOrEqual(500);
    expect(ledger.visibleCount("funds", timeMs + 61_000)).toBeGreaterThan(500);
  });
});

describe("ledger dates", () => {
  it("cut the feed into parts, and nothing is added to a date that has closed", () => {
    for (const ledger of ledgersOf(7)) {
      for (const topic of TOPICS) {
        const count = ledger.visibleCount(topic, NOW);
        const places: number[] = [];
        for (let day = parseDay(FROM) ?? 0; dateText(day) <= "2026-06-11"; day += 1) {
          places.push(...ledger.placesOfDate(topic, dateText(day), { start: 0, limit: count }, NOW));
        }
        expect(places.sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
        for (const place of places) {
          const { ledgerDate, time } = ledger.facts(topic, place);
          if (ledger.isClosed(ledgerDate, Date.parse(time) + 60_000))
            throw new Error(`${ledgerDate} closed before ${time}`);
        }
      }
    }
  });
});

describe("the books of every ledger", () => {
  let client: Client;
  let truth: TruthLedger[];
  const entries = new Map<string, Entry[]>();

  beforeAll(async () => {
    client = await openSimulator({ merchants: ALL, from: FROM });
    truth = await client.truth();
    for (const { ledgerId } of truth) {
      for (const topic of TOPICS) {
        const list = await client.control("GET", `/entries?ledgerId=${ledgerId}&topic=${topic}`);
        entries.set(`${ledgerId} ${topic}`, list as unknown as Entry[]);
      }
    }
  });
  afterAll(() => client.close());

  const of = (ledger: TruthLedger, topic: Topic): Entry[] => entries.get(`${ledger.ledgerId} ${topic}`) ?? [];
  const everything = (): Entry[] => [...entries.values()].flat();

  it("chain without a gap, in whole minor units", () => {
    for (const list of entries.values()) {
      for (const [i, entry] of list.entries()) {
        if (!Number.isSafeInteger(entry.amount)) throw new Error(JSON.stringify(entry));
        if (entry.balanceBefore + entry.amount !== entry.balanceAfter) throw new Error(JSON.stringify(entry));
        const before = list[i - 1];
        if (before !== undefined && before.balanceAfter !== entry.balanceBefore)
          throw new Error(JSON.stringify(entry));
        if (before !== undefined && before.time > entry.time)
          throw new Error(JSON.stringify([before, entry]));
      }
    }
  });

  it("agree with the truth", () => {
    for (const ledger of truth) {
      for (const topic of TOPICS) {
        const list = of(ledger, topic);
        const facts = ledger.topics[topic];
        expect(facts.count).toBe(list.length);
        expect(facts.sum).toBe(list.reduce((sum, entry) => sum + entry.amount, 0));
        expect(facts.firstBalance).toBe(list[0]?.balanceBefore ?? null);
        expect(facts.headBalance).toBe(list.at(-1)?.balanceAfter ?? null);
        expect(facts.lastTime).toBe(list.at(-1)?.time ?? null);
        for (const day of facts.days) {
          const ofDay = list.filter((entry) => entry.ledgerDate === day.ledgerDate);
          expect(day.count).toBe(ofDay.length);
          expect(day.sum).toBe(ofDay.reduce((sum, entry) => sum + entry.amount, 0));
          expect(Object.values(day.byType).reduce((sum, type) => sum + type.amount, 0)).toBe(day.sum);
        }
      }
    }
  });

  it("retain on funds what they give to fees, at the same time", () => {
    for (const ledger of truth) {
      const retained = (topic: Topic): [string, number][] =>
        of(ledger, topic)
          .filter((entry) => entry.entryType === "fees-retained")
          .map((entry) => [entry.time, entry.amount]);
      const funds = retained("funds").map(([time, amount]) => [time, -amount]);
      expect(funds.slice(0, -1)).toEqual(retained("fees").slice(0, funds.length - 1));
    }
  });

  it("pay out the balance of whole ledger dates, less the reserve, as the last entry of a date", () => {
    for (const ledger of truth) {
      const list = of(ledger, "funds");
      const reserve = ledger.merchant.startsWith("Smørrebrød")
        ? 200_000
        : ledger.merchant.startsWith("Vinter")
          ? 500_000
          : 0;
      let booked = list[0]?.balanceBefore ?? 0;
      const waiting = [...list];
      for (const payout of list.filter((entry) => /payout$|^payout-scheduled/.test(entry.entryType))) {
        expect(payout.pspReference).toMatch(new RegExp(`^${ledger.ledgerId}-20\\d{5}$`));
        for (let i = 0; i < waiting.length;) {
          const entry = waiting[i];
          if (entry === undefined || entry.time > payout.time) break;
          if (entry.ledgerDate > payout.ledgerDate) {
            i += 1;
            continue;
          }
          if (entry !== payout) booked += entry.amount;
          waiting.splice(i, 1);
        }
        expect([payout.pspReference, -payout.amount]).toEqual([payout.pspReference, booked - reserve]);
        booked = reserve;
        const after = list.slice(list.indexOf(payout) + 1);
        expect(after.filter((entry) => entry.ledgerDate === payout.ledgerDate)).toEqual([]);
      }
    }
  });

  it("book settlements to the date before, standing among the next date's captures", () => {
    const list = everything();
    const late = list.filter(
      (entry, i) =>
        entry.entryType === "payout-scheduled" &&
        list.slice(Math.max(0, i - 3), i).some((before) => before.ledgerDate > entry.ledgerDate),
    );
    expect(late.length).toBeGreaterThan(0);
  });

  it("have every documented entry type, and some that nobody has heard of", () => {
    const types = new Set(everything().map((entry) => entry.entryType));
    const known =
      "capture refund fees-retained payout-scheduled scheduled-for-payout payout-aborted retained-disputed-capture " +
      "returned-disputed-capture correction top-up credit-note capture-fee fees-invoiced service-fee";
    for (const type of [...known.split(" "), "loyalty-adjustment", "currency-fee"]) {
      expect(types).toContain(type);
    }
  });

  it("have runs of one timestamp that cancel out, and zero twins that are equal in everything", () => {
    const texts = everything().map((entry) => JSON.stringify(entry));
    const twins = texts.filter((text, i) => text === texts[i - 1]);
    const cycles = texts.filter((text, i) => text === texts[i - 2] && text !== texts[i - 1]);
    expect(twins.length).toBeGreaterThan(0);
    expect(cycles.length).toBeGreaterThan(0);
  });

  it("have fees that lag, several fees of one capture, and fees retained with a plus", () => {
    const captures = new Map(
      truth.flatMap((ledger) =>
        of(ledger, "funds").map((entry) => [entry.pspReference, entry.ledgerDate] as const),
      ),
    );
    const fees = everything().filter((entry) => entry.entryType === "capture-fee" && entry.amount < 0);
    expect(
      fees.filter((fee) => (captures.get(fee.pspReference) ?? "9") < fee.ledgerDate).length,
    ).toBeGreaterThan(0);
    expect(new Set(fees.map((fee) => fee.pspReference)).size).toBeLessThan(fees.length);
    const plus = truth
      .flatMap((ledger) => of(ledger, "funds"))
      .filter((entry) => entry.entryType === "fees-retained");
    expect(plus.some((entry) => entry.amount > 0)).toBe(true);
  });

  it("have a balance that is negative for weeks until a top-up", () => {
    const ledger = truth.find((candidate) => candidate.merchant.startsWith("Midnattsol"));
    const list = ledger === undefined ? [] : of(ledger, "funds");
    const topUp = list.findIndex((entry) => entry.entryType === "top-up");
    expect(list[topUp]?.balanceBefore).toBeLessThan(0);
    const firstNegative = list.find((entry) => entry.balanceAfter < 0);
    const days = (Date.parse(list[topUp]?.time ?? "") - Date.parse(firstNegative?.time ?? "")) / 86_400_000;
    expect(days).toBeGreaterThan(20);
  });

  it("have null handles in the oldest entries and empty ones where nobody received", () => {
    const handles = new Set(everything().map((entry) => entry.recipientHandle));
    expect(handles.has(null)).toBe(true);
    expect(handles.has("")).toBe(true);
  });

  it("name payouts as each country does", () => {
    const references = (country: string): string[] =>
      truth
        .filter((ledger) => ledger.country === country)
        .flatMap((ledger) => of(ledger, "funds"))
        .filter((entry) => entry.entryType === "payout-scheduled")
        .map((entry) => entry.reference ?? "(absent)");
    for (const reference of [...references("DK"), ...references("FI")])
      expect(reference).toMatch(/^02\d{8}001\d{6}\d$/);
    const norwegian = references("NO");
    expect(norwegian).toContain("(absent)");
    expect(norwegian).toContain("");
    expect(norwegian.some((reference) => /^Utb\. 20\d{5} Vippsnr \d+$/.test(reference))).toBe(true);
  });
});
