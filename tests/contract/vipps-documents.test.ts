import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import type { HttpAnswer } from "@/lib/platform/http";
import { readListingPage } from "@/lib/providers/vipps/listing";
import { readDatePage, readFeedPage } from "@/lib/providers/vipps/pages";

const FOLDER = new URL("../fixtures/", import.meta.url);

function fixture(name: string): HttpAnswer {
  const text = readFileSync(new URL(name, FOLDER), "utf8");
  return { status: 200, text, header: () => undefined, retryAfterMs: 0 };
}

describe("the documented examples", () => {
  it.each([
    "docs-happy-day.funds.json",
    "docs-happy-day.fees.json",
    "docs-dk-payout-with-reserve.funds.json",
  ])("of reports chain: %s", (name) => {
    const { entries, cursor, tryLater } = readDatePage(fixture(name), false);
    expect([cursor, tryLater]).toEqual([undefined, false]);
    expect(entries.length).toBeGreaterThan(0);
    for (const [index, entry] of entries.entries()) {
      expect(entry.balanceBefore + entry.amount).toBe(entry.balanceAfter);
      expect(entry.balanceBefore).toBe(entries[index - 1]?.balanceAfter ?? entry.balanceBefore);
      expect(entry.extra).toBeUndefined();
    }
  });

  it("of a payout without a recipient has no handle, and microseconds", () => {
    expect(readDatePage(fixture("docs-dk-payout-with-reserve.funds.json"), false).entries).toEqual([
      {
        ledgerDate: "2024-04-05",
        time: "2024-04-05T22:00:00.000000Z",
        entryType: "payout-scheduled",
        pspReference: "453243-2000002",
        reference: "02023452430010504243",
        recipientHandle: "",
        currency: "DKK",
        amount: -800_000n,
        balanceBefore: 1_000_000n,
        balanceAfter: 200_000n,
        extra: undefined,
        person: undefined,
      },
    ]);
  });

  it("of a date that is not ready is a report, and no page of a feed: that has a cursor always", () => {
    const answer = fixture("docs-not-ready.json");
    expect(readDatePage(answer, false)).toEqual({ entries: [], cursor: undefined, tryLater: true });
    expect(() => readFeedPage(answer, false)).toThrow("the feed: cursor must be present");
  });

  it("of the listing gives owner, account and units", () => {
    expect(readListingPage(fixture("docs-ledgers.json"))).toEqual({
      cursor: undefined,
      ledgers: [
        {
          ledgerId: "302321",
          currency: "NOK",
          owner: { scheme: "business:NO:ORG", id: "987654321" },
          payoutAccount: { scheme: "BBAN:NO", id: "86011117947" },
          settlesFor: ["api:123455", "api:123456"],
          salesUnits: [
            {
              name: "ACME Fitness Oslo",
              recipientHandle: "api:123455",
              businessIdentifier: { scheme: "business:NO:ORG", id: "987654321" },
            },
          ],
        },
      ],
    });
  });
});
