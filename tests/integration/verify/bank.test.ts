import { afterAll, beforeAll, expect, test } from "vitest";

import type { FindingKind } from "@/lib/domain/ledger/findings";
import type { ServiceContext } from "@/lib/services/context";
import { attestReceipts } from "@/lib/services/reconciliation/attest-receipt";
import { makeMatch } from "@/lib/services/reconciliation/make-match";
import { undoMatch } from "@/lib/services/reconciliation/undo-match";
import { verifyLedgers } from "@/lib/services/verify/verify-ledgers";
import type { Verification } from "@/lib/services/verify/verify-ledgers";
import { listMatches } from "@/lib/store/matches-read";
import { withTenant } from "@/lib/store/tenant";
import { doDamage } from "@/tests/factories/damage";
import { booking } from "@/tests/factories/statement-files/bookings";
import {
  camtOf,
  date,
  newShop,
  paid,
  payoutsOf,
  receive,
  receiveAndMatch,
} from "@/tests/integration/bank/support";
import type { Shop } from "@/tests/integration/bank/support";
import { openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

let world: ReadWorld;

beforeAll(async () => {
  world = await openReadWorld();
});

afterAll(() => world.close());

/** A line that nobody has matched, one found by its number, one that a person matched anew, and an attested receipt. */
async function newBooks(): Promise<Readonly<{ ctx: ServiceContext; shop: Shop }>> {
  const ctx = await world.newFirm();
  const shop = await newShop(ctx);
  await receiveAndMatch(
    ctx,
    camtOf(shop.account, [
      paid("2026-11-04", 10_000, "2000001"),
      paid("2026-11-05", 20_000, "2000002"),
      booking(-12_345n, { date: date("2026-11-06"), text: "Husleie", counterparty: "Utleier AS" }),
    ]),
  );
  const matches = await withTenant(ctx.database, ctx, (tx) => listMatches(tx, { limit: 10 }));
  const second = matches.find(({ parts }) => parts.some(({ amount }) => amount === 20_000n));
  await undoMatch(ctx, { id: second?.id ?? "" });
  const payoutId = (number: string): Promise<string> =>
    withTenant(ctx.database, ctx, async (tx) => {
      const rows = await tx.query<{ id: string }>(
        "select id from payout where tenant_id = $1 and payout_number = $2",
        [tx.tenantId, number],
      );
      return rows[0]?.id ?? "";
    });
  const line = second?.parts.find((part) => part.kind === "line")?.line ?? "";
  await makeMatch(ctx, { payoutIds: [await payoutId("2000002")], lines: [{ id: line }] });
  await attestReceipts(ctx, { payoutIds: [await payoutId("2000003")], receivedOn: date("2026-11-06") });
  return { ctx, shop };
}

const kindsOf = ({ findings }: Verification): readonly FindingKind[] =>
  [...new Set(findings.map(({ kind }) => kind))].toSorted();

test("sound statements and matches have no findings, and are counted", async () => {
  const { ctx, shop } = await newBooks();
  expect(await payoutsOf(ctx)).toEqual({
    "2000001": "received",
    "2000002": "received",
    "2000003": "received",
  });
  const all = await verifyLedgers(ctx);
  expect(all.findings).toEqual([]);
  expect(all).toMatchObject({ ok: true, checked: { bankLines: 3, matches: 4 } });
  const one = await verifyLedgers(ctx, { ledgerId: shop.ledgerId });
  expect(one.checked).toMatchObject({ bankLines: 3, matches: 4 });
});

type Case = Readonly<{
  what: string;
  /** `$1` is the firm. */
  sql: string;
  kinds: readonly FindingKind[];
  /** What the first finding of the first kind says. */
  says: RegExp;
}>;

const STANDING = "in (select id from match where tenant_id = $1 and undone_at is null)";
const CASES: readonly Case[] = [
  {
    what: "a part of a match with another amount",
    sql: "update match_part set amount = amount - 1 where tenant_id = $1 and kind = 'line' and amount = 10000",
    kinds: ["match-unbalanced", "line-matched-differs"],
    says: /^account \d{11}: the parts of match [0-9a-f-]{36} come to -1 NOK, not to zero$/,
  },
  {
    what: "an attested receipt of another amount",
    sql: "update match_part set amount = amount + 5 where tenant_id = $1 and kind = 'attested'",
    kinds: ["match-unbalanced"],
    says: /come to 5 NOK/,
  },
  {
    what: "a match without parts",
    sql: `delete from match_part where tenant_id = $1 and match ${STANDING} and match in (select match from match_part where tenant_id = $1 and amount = 10000)`,
    kinds: ["match-unbalanced", "match-ledgers-differ", "payout-settled-differs", "line-matched-differs"],
    says: /has no parts/,
  },
  {
    what: "more of an entry in a match than it is",
    sql: `update match_part set amount = amount - 1 where tenant_id = $1 and kind = 'entry' and amount = -10000`,
    kinds: ["entry-match-differs", "match-unbalanced"],
    says: /holds -10001 of an entry which is -10000$/,
  },
  {
    what: "a match that was undone and stands again, beside the one that took its place",
    sql: "update match set undone_at = null where tenant_id = $1 and undone_at is not null",
    kinds: ["entry-matched-twice", "line-overused", "match-parts-differ"],
    says: /^an entry of -20000 stands in 2 matches, .* with -40000 together$/,
  },
  {
    what: "a line that does not say what is used of it",
    sql: "update bank_line set matched = 0 where tenant_id = $1 and amount = 10000",
    kinds: ["line-matched-differs"],
    says: /says that 0 of it is matched; by the matches that stand it is 10000$/,
  },
  {
    what: "a line of less than what is used of it",
    sql: "update bank_line set amount = 9000, matched = 9000 where tenant_id = $1 and amount = 10000",
    kinds: ["line-overused", "line-differs"],
    says: /of 9000 is used with 10000/,
  },
  {
    what: "a payout that forgot that it was received",
    sql: "update payout set settled = 'open' where tenant_id = $1 and amount = -10000",
    kinds: ["payout-settled-differs"],
    says: /of -10000 is open, and stands in a match$/,
  },
  {
    what: "a payout that is received by nothing",
    sql: `update match set undone_at = now() where tenant_id = $1 and method = 'attested'`,
    kinds: ["payout-settled-differs", "match-parts-differ"],
    says: /of -30000 is received, and stands in no match$/,
  },
  {
    what: "a match that does not name whose it is",
    sql: `delete from match_ledger where tenant_id = $1 and match in (select id from match where tenant_id = $1 and method = 'attested')`,
    kinds: ["match-ledgers-differ"],
    says: /has a part whose ledger and date it does not name$/,
  },
  {
    what: "a statement whose closing is another",
    sql: "update bank_statement set closing = closing + 100 where tenant_id = $1",
    kinds: ["statement-differs"],
    says: /miss closing \d+ by -100; it is noted to be off by 0$/,
  },
  {
    what: "a line that is gone from its statement",
    sql: "delete from bank_line_source where tenant_id = $1 and amount = -12345",
    kinds: ["statement-differs", "line-differs"],
    says: /2 of its 3 lines are held; .* by 12345;/,
  },
  {
    what: "a line that is gone from the account",
    sql: "delete from bank_line where tenant_id = $1 and amount = -12345",
    kinds: ["line-differs"],
    says: /has a line of -12345 that the account does not have like that$/,
  },
  {
    what: "dates that no statement covers",
    sql: "update bank_coverage set to_date = to_date + 3 where tenant_id = $1",
    kinds: ["coverage-differs"],
    says: /by its statements: 2026-11-01 to 2026-11-13 .*kept as covered: 2026-11-01 to 2026-11-16/,
  },
];

test.each(CASES)("$what is found", async ({ sql, kinds, says }) => {
  const { ctx, shop } = await newBooks();
  await doDamage(world.database, sql, [ctx.tenantId]);
  const damaged = await verifyLedgers(ctx, { ledgerId: shop.ledgerId });
  expect(damaged.ok).toBe(false);
  expect(kindsOf(damaged)).toEqual([...kinds].toSorted());
  expect(damaged.findings.find(({ kind }) => kind === kinds[0])?.detail).toMatch(says);
  expect((await verifyLedgers(ctx)).findings).toEqual(damaged.findings);
});

test("a statement that the bank sent incomplete is told, with its account", async () => {
  const { ctx, shop } = await newBooks();
  const file = camtOf(shop.account, [paid("2026-11-18", 777, "2000009")], {
    id: "short",
    from: date("2026-11-14"),
    to: date("2026-11-18"),
  });
  const report = await receive(ctx, file.replace("1007.77", "1008.77"));
  expect(report.findings.map(({ code }) => code)).toContain("statement-differs");
  const { findings } = await verifyLedgers(ctx);
  expect(findings).toEqual([
    expect.objectContaining({
      kind: "statement-differs",
      ledgerId: "",
      account: report.accounts[0],
      ledgerDate: "2026-11-18",
      detail: expect.stringMatching(/opening 100000 and lines 777 miss closing 100877 by -100$/),
    }),
  ]);
});
