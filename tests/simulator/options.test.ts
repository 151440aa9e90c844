import { describe, expect, it } from "vitest";

import { bankAccount, organisation, payoutText20 } from "../../simulator/identifiers";
import { OptionError, parseCommandLine } from "../../simulator/options";

describe("the command line", () => {
  it("takes what the manual says", () => {
    const text =
      "--port 0 --seed 9 --merchants 50 --days 120 --entries-per-day 200 --faults mild --from 2024-02-29 --json";
    expect(parseCommandLine(text.split(" "))).toEqual({
      asJson: true,
      options: {
        port: 0,
        seed: 9,
        merchants: 50,
        days: 120,
        entriesPerDay: 200,
        faults: "mild",
        from: "2024-02-29",
        host: "127.0.0.1",
      },
    });
  });

  it.each([
    ["--port", "70000"],
    ["--seed", "x"],
    ["--merchants", "0"],
    ["--days", "1.5"],
    ["--entries-per-day", "-1"],
    ["--faults", "wild"],
    ["--from", "2026-02-30"],
    ["--unknown", "1"],
  ])("names the option that is wrong: %s %s", (name, value) => {
    expect(() => parseCommandLine([`${name}=${value}`])).toThrow(OptionError);
    expect(() => parseCommandLine([`${name}=${value}`])).toThrow(name);
  });
});

function weighted(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, i) => sum + weight * Number(digits[i]), 0) % 11;
}

describe("identifiers", () => {
  const seeds = Array.from({ length: 300 }, (_, seed) => seed);

  it("have valid check digits", () => {
    for (const seed of seeds) {
      const norwegian = organisation("NO", seed).id;
      expect([norwegian.length, weighted(norwegian, [3, 2, 7, 6, 5, 4, 3, 2, 1])]).toEqual([9, 0]);
      const danish = organisation("DK", seed).id;
      expect([danish.length, weighted(danish, [2, 7, 6, 5, 4, 3, 2, 1])]).toEqual([8, 0]);
      const finnish = organisation("FI", seed).id.replace("-", "");
      expect([finnish.length, weighted(finnish, [7, 9, 10, 5, 8, 4, 2, 1])]).toEqual([8, 0]);
      const account = bankAccount("NO", seed).id;
      expect([account.length, weighted(account, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1])]).toEqual([11, 0]);
    }
  });

  it("name a Danish payout as the FAQ shows", () => {
    expect(payoutText20("2345243", "2024-04-05").slice(0, 19)).toBe("0202345243001050424");
  });
});
