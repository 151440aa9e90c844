import { expect, test } from "vitest";

import { nextDigest, severitiesFrom } from "@/lib/domain/issue/digest";

const next = (
  choice: Readonly<{ frequency: "off" | "daily" | "weekly"; weekday?: number; hour: number }>,
  after: string,
): string | undefined => {
  const at = nextDigest({ weekday: 1, ...choice }, Date.parse(after));
  return at === undefined ? undefined : new Date(at).toISOString();
};

test("a daily one goes at its hour of the firm's clock, in winter and in summer", () => {
  const daily = { frequency: "daily", hour: 7 } as const;
  expect(next(daily, "2026-11-21T05:59:59Z")).toBe("2026-11-21T06:00:00.000Z");
  expect(next(daily, "2026-11-21T06:00:00Z")).toBe("2026-11-22T06:00:00.000Z");
  expect(next(daily, "2026-03-28T12:00:00Z")).toBe("2026-03-29T05:00:00.000Z");
  expect(next(daily, "2026-10-24T12:00:00Z")).toBe("2026-10-25T06:00:00.000Z");
});

test("a weekly one goes on its weekday only", () => {
  const weekly = { frequency: "weekly", weekday: 1, hour: 7 } as const;
  expect(next(weekly, "2026-11-21T11:00:00Z")).toBe("2026-11-23T06:00:00.000Z");
  expect(next(weekly, "2026-11-23T05:00:00Z")).toBe("2026-11-23T06:00:00.000Z");
  expect(next(weekly, "2026-11-23T06:00:00Z")).toBe("2026-11-30T06:00:00.000Z");
  expect(next({ frequency: "off", hour: 7 }, "2026-11-23T06:00:00Z")).toBeUndefined();
});

test.each(["2026-03-28T00:00:00Z", "2026-10-24T00:00:00Z"])(
  "where the clock is put forward or back each date has exactly one, at every hour (%s)",
  (from) => {
    for (let hour = 0; hour < 24; hour += 1) {
      const sent: number[] = [];
      let at = Date.parse(from);
      while (sent.length < 4) {
        at = nextDigest({ frequency: "daily", weekday: 1, hour }, at) ?? Number.NaN;
        sent.push(at);
      }
      const gaps = sent.slice(1).map((of, index) => (of - (sent[index] ?? 0)) / 3_600_000);
      expect(gaps.every((gap) => gap >= 22 && gap <= 26)).toBe(true);
    }
  },
);

test("from a severity on", () => {
  expect(severitiesFrom("info")).toEqual(["info", "warning", "critical"]);
  expect(severitiesFrom("critical")).toEqual(["critical"]);
});
