import { expect, test } from "vitest";

import { parseLedgerDate } from "@/lib/core/ledger-date";
import { snoozeDates, snoozeEnd } from "@/lib/domain/issue/snooze";

const at = (text: string): number => Date.parse(text);
const end = (until: string, now: string): string | undefined => {
  const ms = snoozeEnd(parseLedgerDate(until), at(now));
  return ms === undefined ? undefined : new Date(ms).toISOString();
};

test("what is put off comes back at six in the morning of the firm's clock, in winter and in summer", () => {
  expect(end("2026-11-22", "2026-11-21T11:00:00Z")).toBe("2026-11-22T05:00:00.000Z");
  expect(end("2026-03-29", "2026-03-28T11:00:00Z")).toBe("2026-03-29T04:00:00.000Z");
  expect(end("2026-10-25", "2026-10-24T11:00:00Z")).toBe("2026-10-25T05:00:00.000Z");
});

test("only the next 90 days can be chosen, counted from the firm's date", () => {
  const now = "2026-11-21T23:30:00Z";
  expect(end("2026-11-22", now)).toBeUndefined();
  expect(end("2026-11-23", now)).toBeDefined();
  expect(end("2027-02-20", now)).toBeDefined();
  expect(end("2027-02-21", now)).toBeUndefined();
});

test("the next week begins on its Monday", () => {
  expect(snoozeDates(at("2026-11-21T11:00:00Z"))).toMatchObject({
    tomorrow: "2026-11-22",
    nextWeek: "2026-11-23",
  });
  expect(snoozeDates(at("2026-11-23T11:00:00Z")).nextWeek).toBe("2026-11-30");
  expect(snoozeDates(at("2026-11-22T11:00:00Z")).nextWeek).toBe("2026-11-23");
});
