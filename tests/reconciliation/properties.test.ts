import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { addDays, parseLedgerDate } from "@/lib/core/ledger-date";
import { byAccount } from "@/lib/domain/reconciliation/amounts";
import { matchItems } from "@/lib/domain/reconciliation/match";
import type { MatchInput } from "@/lib/domain/reconciliation/match";
import type { OpenLine, Proposal, SettlementItem } from "@/lib/domain/reconciliation/model";
import { amountsOf, matchGroup } from "@/lib/domain/reconciliation/passes";
import { suggest } from "@/lib/domain/reconciliation/suggest";
import { qualityOf } from "@/tests/factories/reconciliation-quality";
import { item, line } from "@/tests/factories/settlement-pairs";

/** Few of everything, so that nearly everything is a tie with something. */
const ACCOUNTS = ["a", "b"] as const;
const AMOUNTS = [100n, 200n, 300n] as const;
const NUMBERS = ["2000001", "2000002", "2000003"] as const;
const HANDLES = ["57860", "548005"] as const;
const START = parseLedgerDate("2026-03-02");

const someText = fc.oneof(
  fc
    .tuple(fc.constantFrom(...NUMBERS), fc.constantFrom(...HANDLES))
    .map(([number, of]) => `Utb. ${number} Vippsnr ${of}`),
  fc.constantFrom(...NUMBERS).map((number) => `Overføring innland Utb. ${number} Vippsnr`.slice(0, 35)),
  fc.constantFrom(
    "Vipps Mobilepay As",
    "Oppgjør butikk 7",
    "Ola Nordmann",
    "Ordre 2000001",
    "02023452430010203264",
  ),
);

const someItem = fc.record({
  account: fc.constantFrom(...ACCOUNTS),
  amount: fc.constantFrom(...AMOUNTS),
  payoutNumber: fc.constantFrom(...NUMBERS),
  ledger: fc.constantFrom("l1", "l2"),
  country: fc.constantFrom("NO" as const, "DK" as const),
  reference: fc.constantFrom("", "", "02023452430010203264", "Utb. 2000001 Vippsnr 57860"),
  handle: fc.constantFrom(...HANDLES),
  day: fc.nat({ max: 60 }),
});

const someLine = fc.record({
  account: fc.constantFrom(...ACCOUNTS),
  amount: fc.constantFrom(...AMOUNTS, 500n),
  text: someText,
  late: fc.integer({ min: -3, max: 60 }),
  details: fc.oneof(
    { weight: 4, arbitrary: fc.constant<[bigint, string][]>([]) },
    fc.array<[bigint, string]>(fc.tuple(fc.constantFrom(...AMOUNTS), someText), {
      minLength: 2,
      maxLength: 3,
    }),
  ),
});

const world: fc.Arbitrary<MatchInput> = fc
  .record({
    items: fc.array(someItem, { maxLength: 8 }),
    lines: fc.array(someLine, { maxLength: 8 }),
    hasPattern: fc.boolean(),
    rejected: fc.array(fc.tuple(fc.nat({ max: 7 }), fc.nat({ max: 7 })), { maxLength: 3 }),
  })
  .map(({ items, lines, hasPattern, rejected }) => ({
    items: items.map(({ day, handle, ...facts }, at): SettlementItem => {
      const ledgerDate = addDays(START, day);
      return item({ ...facts, id: `item ${String(at)}`, handles: [handle], ledgerDate });
    }),
    lines: lines.map(({ details, ...facts }, at): OpenLine => {
      const parts = details.map(([amount, text]) => ({
        amount,
        texts: [{ field: "remittance" as const, text }],
      }));
      const amount = parts.length === 0 ? facts.amount : parts.reduce((sum, of) => sum + of.amount, 0n);
      return line({ ...facts, amount, details: parts, id: `line ${String(at)}` });
    }),
    patterns: hasPattern
      ? ACCOUNTS.map((account) => ({ id: account, account, pattern: "oppgjør butikk #", ledgers: ["l1"] }))
      : [],
    rejected: rejected.map(([of, to]) => ({ item: `item ${String(of)}`, line: `line ${String(to)}` })),
  }));

const sure = (proposals: readonly Proposal[]): Proposal[] => proposals.filter(({ kind }) => kind === "sure");
const byItems = (proposals: readonly Proposal[]): Proposal[] =>
  proposals.toSorted((left, right) => (left.items.join() < right.items.join() ? -1 : 1));

describe("matching", () => {
  test("gives the same for any order of what it gets", () => {
    fc.assert(
      fc.property(world, fc.infiniteStream(fc.nat()), (input, numbers) => {
        const shuffled = <T>(values: readonly T[]): T[] =>
          values
            .map((value) => ({ value, at: numbers.next().value }))
            .toSorted((left, right) => left.at - right.at)
            .map(({ value }) => value);
        const again = matchItems({
          items: shuffled(input.items),
          lines: shuffled(input.lines),
          patterns: shuffled(input.patterns),
          rejected: shuffled([...input.rejected, ...input.rejected]),
        });
        expect(again).toEqual(matchItems(input));
      }),
      { numRuns: 400 },
    );
  });

  test("hangs on what lines say, and not on the ids that they were given as they came", () => {
    fc.assert(
      fc.property(world, fc.infiniteStream(fc.nat()), (input, numbers) => {
        const lines = input.lines.map((of, at) => ({ ...of, bankReference: `r${String(at)}` }));
        const named = new Map(
          lines.map(({ id }, at) => [id, `${String(numbers.next().value)} ${String(at)}`]),
        );
        const nameOf = (id: string): string => named.get(id) ?? id;
        const renamed = matchItems({
          ...input,
          lines: lines.map((of) => ({ ...of, id: nameOf(of.id) })),
          rejected: input.rejected.map(({ item: of, line: to }) => ({ item: of, line: nameOf(to) })),
        });
        const plain = matchItems({ ...input, lines });
        expect(renamed).toEqual(plain.map((of) => ({ ...of, lines: of.lines.map(nameOf) })));
      }),
      { numRuns: 400 },
    );
  });

  test("of one group after the other is matching of the whole", () => {
    fc.assert(
      fc.property(world, ({ items, lines, patterns, rejected }) => {
        const found = [...byAccount({ items, lines })].flatMap((of) =>
          groupsOf(of.items, of.lines).flatMap((group) =>
            matchGroup(group.items, group.lines, patterns, rejected),
          ),
        );
        expect(byItems(found)).toEqual(sure(matchItems({ items, lines, patterns, rejected })));
      }),
      { numRuns: 400 },
    );
  });

  test("uses no entry and no line twice, only what is of one account and adds up, and never what was refused", () => {
    fc.assert(
      fc.property(world, (input) => {
        const items = new Map(input.items.map((of) => [of.id, of]));
        const lines = new Map(input.lines.map((of) => [of.id, of]));
        const refused = new Set(input.rejected.map((of) => `${of.item} ${of.line}`));
        const proposals = matchItems(input);
        const used = sure(proposals).flatMap((of) => [...of.items, ...of.lines]);
        expect(new Set(used).size).toBe(used.length);
        for (const proposal of proposals) {
          const own = proposal.items.map((id) => items.get(id));
          const theirs = proposal.lines.map((id) => lines.get(id));
          const sum = (of: readonly ({ amount: bigint } | undefined)[]): bigint =>
            of.reduce((total, one) => total + (one?.amount ?? 0n), 0n);
          expect(sum(own) === sum(theirs)).toBe(proposal.kind !== "difference");
          expect(
            new Set([...own, ...theirs].map((of) => `${of?.account ?? ""} ${of?.currency ?? ""}`)).size,
          ).toBe(1);
          expect(proposal.reasons.length).toBeGreaterThan(0);
          for (const one of proposal.items)
            for (const other of proposal.lines) expect(refused.has(`${one} ${other}`)).toBe(false);
        }
      }),
      { numRuns: 400 },
    );
  });

  test("that a person undoes and does again is as it was; a no makes nothing automatic that was not", () => {
    fc.assert(
      fc.property(world, fc.nat(), (input, at) => {
        const before = matchItems(input);
        const matches = sure(before).filter(({ method }) => method !== "batch");
        const undone = matches[at % Math.max(matches.length, 1)];
        if (undone === undefined) return;
        const no = { item: undone.items[0] ?? "", line: undone.lines[0] ?? "" };
        const without = sure(matchItems({ ...input, rejected: [...input.rejected, no] }));
        if (undone.method !== "pattern") expect(without).toEqual(sure(before).filter((of) => of !== undone));
        expect(matchItems(input)).toEqual(before);
      }),
      { numRuns: 400 },
    );
  });

  test("suggests of what is left what the whole run suggests", () => {
    fc.assert(
      fc.property(world, (input) => {
        const proposals = matchItems(input);
        const used = new Set(sure(proposals).flatMap((of) => [...of.items, ...of.lines]));
        const found = [...byAccount(input)].flatMap((of) =>
          suggest(
            of.items.filter(({ id }) => !used.has(id)),
            of.lines.filter(({ id }) => !used.has(id)),
            input.patterns,
            input.rejected,
          ),
        );
        const left = proposals.filter(({ kind }) => kind !== "sure");
        expect(found).toHaveLength(left.length);
        for (const proposal of left) expect(found).toContainEqual(proposal);
      }),
    );
  });
});

test("a year of 24 merchants: no match is wrong, and the goals are met", () => {
  const quality = qualityOf({ seed: 7, merchants: 24 });
  expect(quality.falseMatches).toEqual([]);
  expect(quality.usable).toBeGreaterThan(2_000);
  expect(quality.usableFound / quality.usable).toBeGreaterThanOrEqual(0.995);
  expect(quality.restFirst / quality.rest).toBeGreaterThanOrEqual(0.9);
});

type Group = { items: SettlementItem[]; lines: OpenLine[] };

/** What belongs together by amounts, found by asking until nothing new turns up, as an incremental run does. */
function groupsOf(items: readonly SettlementItem[], lines: readonly OpenLine[]): Group[] {
  const open = new Set(items.map(({ amount }) => amount));
  const groups: Group[] = [];
  for (const amount of open) {
    const amounts = new Set([amount]);
    let size = 0;
    while (size !== amounts.size) {
      size = amounts.size;
      for (const of of lines) {
        const touched = amountsOf(of);
        if (touched.some((one) => amounts.has(one))) for (const one of touched) amounts.add(one);
      }
    }
    for (const one of amounts) open.delete(one);
    groups.push({
      items: items.filter((of) => amounts.has(of.amount)),
      lines: lines.filter((of) => amountsOf(of).some((one) => amounts.has(one))),
    });
  }
  return groups;
}
