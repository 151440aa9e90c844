import { expect, test } from "vitest";

import { judgeVanishing } from "@/lib/domain/ledger/vanishing";

const HOUR_MS = 3_600_000;
const NOW_MS = Date.parse("2026-11-20T12:00:00Z");
const ledgers = (count: number, missingSince?: string) =>
  Array.from({ length: count }, (_, index) => ({ ledgerId: String(index), missingSince }));

test("a ledger is revoked only when it is absent from two listings at least an hour apart", () => {
  const ago = (ms: number): string => new Date(NOW_MS - ms).toISOString();
  expect(judgeVanishing(ledgers(1), new Set(), NOW_MS)).toMatchObject({ newlyMissing: ["0"], toRevoke: [] });
  expect(judgeVanishing(ledgers(1, ago(HOUR_MS - 1)), new Set(), NOW_MS).toRevoke).toEqual([]);
  expect(judgeVanishing(ledgers(1, ago(HOUR_MS)), new Set(), NOW_MS).toRevoke).toEqual(["0"]);
  expect(judgeVanishing(ledgers(1, ago(HOUR_MS)), new Set(["0"]), NOW_MS)).toMatchObject({
    toRevoke: [],
    allBack: true,
  });
});

test("more than a fifth and at least five at once are about keys or the API", () => {
  const listed = (count: number) => new Set(Array.from({ length: count }, (_, index) => String(index)));
  expect(judgeVanishing(ledgers(20), listed(15), NOW_MS).isMany).toBe(true);
  expect(judgeVanishing(ledgers(25), listed(20), NOW_MS).isMany).toBe(false);
  expect(judgeVanishing(ledgers(8), listed(4), NOW_MS).isMany).toBe(false);
});
