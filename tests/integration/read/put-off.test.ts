import { afterAll, beforeAll, expect, test } from "vitest";

import { parseLedgerDate } from "@/lib/core/ledger-date";
import { IssuesQuery, MerchantsQuery } from "@/lib/contracts/queries";
import type { ServiceContext } from "@/lib/services/context";
import { snoozeIssue } from "@/lib/services/issues/change-issue";
import { listIssues } from "@/lib/services/issues/list-issues";
import { listMerchants } from "@/lib/services/merchants/list-merchants";
import { getOverview } from "@/lib/services/overview/get-overview";
import { openIssue } from "@/lib/store/issues";
import { withTenant } from "@/lib/store/tenant";
import { createTestLedger, writeEntries } from "@/tests/factories/books";
import type { TestLedger } from "@/tests/factories/books";
import { addTestMember } from "@/tests/factories/members";
import { NOW_MS, openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

/** A merchant of which everything is put off needs nobody until that is back, on the overview as in the list. */

let world: ReadWorld;
let kari: ServiceContext;

beforeAll(async () => {
  world = await openReadWorld();
  const firm = await world.newFirm();
  kari = await addTestMember(firm, world.database, { email: "kari@firm.example", role: "accountant" });
  const shop = async (name: string): Promise<TestLedger> => {
    const ledger = await createTestLedger(firm, { name });
    for (const topic of ["funds", "fees"] as const)
      await writeEntries(firm, { ledger: ledger.ledger, topic }, []);
    return ledger;
  };
  const open = (of: TestLedger, kind: "payout-account-changed" | "grant-revoked") =>
    withTenant(firm.database, firm, (tx) =>
      openIssue(tx, {
        kind,
        subjectType: "ledger",
        subjectId: of.ledger,
        ledger: of.ledger,
        facts: { ledgerId: of.ledgerId },
        nowMs: NOW_MS,
      }),
    );
  await shop("Alt i orden");
  const both = await shop("Begge");
  await open(both, "payout-account-changed");
  await open(both, "grant-revoked");
  await open(await shop("Den ene"), "payout-account-changed");
}, 60_000);

afterAll(() => world.close());

const shown = async (filter: "all" | "need-me") => {
  const { items } = await listMerchants(kari, MerchantsQuery.parse({ filter }));
  return items.map(({ name, openIssues, worstIssue }) => [name, openIssues, worstIssue?.kind ?? null]);
};

test("it comes after those that need somebody, is not counted among them, and still says what holds it back", async () => {
  expect((await shown("need-me")).map(([name, count]) => [name, count])).toEqual([
    ["Begge", 2],
    ["Den ene", 1],
  ]);
  const [, gravest] = await shown("all");
  expect(gravest?.[0]).toBe("Den ene");
  const { items } = await listIssues(kari, IssuesQuery.parse({}));
  const until = parseLedgerDate("2026-11-25");
  const idsOf = (merchant: string, kind?: string): string[] =>
    items.filter((of) => of.merchantName === merchant && (kind ?? of.kind) === of.kind).map(({ id }) => id);
  for (const id of [...idsOf("Begge", "grant-revoked"), ...idsOf("Den ene")])
    await snoozeIssue(kari, { id, until });

  expect(await shown("need-me")).toEqual([["Begge", 1, "payout-account-changed"]]);
  const all = await shown("all");
  expect(all[0]).toEqual(["Begge", 1, "payout-account-changed"]);
  expect(all).toContainEqual(["Den ene", 0, "payout-account-changed"]);
  expect(await getOverview(kari)).toMatchObject({ openIssues: 1, merchantsWithIssues: 1 });

  world.clock.set(Date.parse("2026-11-25T12:00:00Z"));
  expect((await shown("need-me")).map(([name, count]) => [name, count])).toEqual([
    ["Begge", 2],
    ["Den ene", 1],
  ]);
});
