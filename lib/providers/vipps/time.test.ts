import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { toUtcMicroseconds } from "@/lib/providers/vipps/time";

describe("an instant", () => {
  it.each([
    ["2022-10-01T14:33:00.824993Z", "2022-10-01T14:33:00.824993Z"],
    ["2024-04-05T22:00:00Z", "2024-04-05T22:00:00.000000Z"],
    ["2024-02-29T23:59:59.5Z", "2024-02-29T23:59:59.500000Z"],
    ["2024-01-31T23:59:59.123456789Z", "2024-01-31T23:59:59.123456Z"],
    ["2022-10-01t14:33:00.824993z", "2022-10-01T14:33:00.824993Z"],
    ["2022-10-02T00:10:00.000001+0200", "2022-10-01T22:10:00.000001Z"],
    ["2022-10-02T00:10:00+02:00", "2022-10-01T22:10:00.000000Z"],
    ["2021-12-31T20:30:00.999999-03:30", "2022-01-01T00:00:00.999999Z"],
    ["2026-03-29T02:30:00+01:00", "2026-03-29T01:30:00.000000Z"],
  ])("%s is %s", (text, expected) => {
    expect(toUtcMicroseconds(text)).toBe(expected);
  });

  it.each([
    "",
    "2022-10-01",
    "2022-10-01T14:33:00.824993",
    "2022-10-01 14:33:00Z",
    "2023-02-29T00:00:00.000000Z",
    "2022-04-31T00:00:00.000000Z",
    "2022-10-32T00:00:00Z",
    "2022-13-01T00:00:00.000000Z",
    "2022-10-01T24:00:00.000000Z",
    "2022-10-01T23:60:00Z",
    "2022-10-01T23:59:60Z",
    "2022-10-01T14:33:00.Z",
    "2022-10-01T14:33:00+25:00",
    "0001-01-01T00:00:00Z",
    "1899-12-31T23:59:59.999999Z",
    "9999-12-31T23:59:59-01:00",
    "２０２２-10-01T14:33:00Z",
  ])("'%s' is none", (text) => {
    expect(toUtcMicroseconds(text)).toBeUndefined();
  });

  it("keeps its microseconds whatever the offset it is written with", () => {
    const millisecond = fc.integer({ min: Date.UTC(1950, 0), max: Date.UTC(2200, 0) });
    const offsetMinutes = fc.integer({ min: -14 * 60, max: 14 * 60 });
    fc.assert(
      fc.property(
        millisecond,
        fc.integer({ min: 0, max: 999 }),
        offsetMinutes,
        fc.boolean(),
        (ms, micros, minutes, colon) => {
          const fraction = String(micros).padStart(3, "0");
          const plain = new Date(ms).toISOString().replace("Z", fraction);
          const local = new Date(ms + minutes * 60_000).toISOString().replace("Z", fraction);
          const size = Math.abs(minutes);
          const hours = String(Math.floor(size / 60)).padStart(2, "0");
          const rest = String(size % 60).padStart(2, "0");
          const offset = `${minutes < 0 ? "-" : "+"}${hours}${colon ? ":" : ""}${rest}`;
          expect(toUtcMicroseconds(`${plain}Z`)).toBe(`${plain}Z`);
          expect(toUtcMicroseconds(`${local}${offset}`)).toBe(`${plain}Z`);
        },
      ),
    );
  });
});
