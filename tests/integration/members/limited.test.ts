import { afterAll, beforeAll, expect, test } from "vitest";

import {
  DaysQuery,
  EntriesQuery,
  FeesQuery,
  IssuesQuery,
  LedgersQuery,
  MerchantsQuery,
  PaymentsQuery,
  PayoutsQuery,
} from "@/lib/contracts/queries";
import type { ServiceContext } from "@/lib/services/context";
import { sumFees } from "@/lib/services/fees/sum-fees";
import { acknowledgeIssue } from "@/lib/services/issues/acknowledge-issue";
import { listIssues } from "@/lib/services/issues/list-issues";
import { getLedger } from "@/lib/services/ledgers/get-ledger";
import { listDays } from "@/lib/services/ledgers/list-days";
import { listEntries } from "@/lib/services/ledgers/list-entries";
import { listLedgers } from "@/lib/services/ledgers/list-ledgers";
import { onboardLedgers } from "@/lib/services/ledgers/onboard-ledgers";
import { pauseLedger, resumeLedger } from "@/lib/services/ledgers/pause-ledger";
import { getMerchant } from "@/lib/services/merchants/get-merchant";
import { listMerchantDays } from "@/lib/services/merchants/list-merchant-days";
import { listMerchants } from "@/lib/services/merchants/list-merchants";
import { summarizeMerchant } from "@/lib/services/merchants/summarize-merchant";
import { getOverview } from "@/lib/services/overview/get-overview";
import { getSyncProgress } from "@/lib/services/overview/get-sync-progress";
import { findPayments } from "@/lib/services/payments/find-payments";
import { explainPayout } from "@/lib/services/payouts/explain-payout";
import { listPayouts } from "@/lib/services/payouts/list-payouts";
import { withTenant } from "@/lib/store/tenant";
import { createTwoShops } from "@/tests/factories/two-shops";
import type { TwoShops } from "@/tests/factories/two-shops";
import { createTestPerson } from "@/tests/factories/people";
import { openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

/** An accountant with the Danish shop only: every verb answers, with that shop and nothing of the other. */

let world: ReadWorld;
let firm: ServiceContext;
let shops: TwoShops;
let limited: ServiceContext;
let norwegian: ServiceContext;

beforeAll(async () => {
  world = await openReadWorld();
  firm = await world.newFirm();
  shops = await createTwoShops(firm);
  const accountant = (name: string, of: keyof TwoShops) =>
    createTestPerson(firm, world.database, {
      name,
      role: "accountant",
      merchantIds: [shops[of].merchantId],
    });
  limited = (await accountant("Liv", "danish")).ctx;
  norwegian = (await accountant("Nils", "shop")).ctx;
}, 60_000);
afterAll(() => world.close());

test("lists and figures are of the limit alone", async () => {
  const overview = await getOverview(limited);
  expect(overview).toMatchObject({ merchantCount: 1, openIssues: 0, merchantsWithIssues: 0 });
  expect(overview.balances.map(({ currency }) => currency)).toEqual(["DKK"]);
  expect(overview.onTheirWay.map(({ currency }) => currency)).not.toContain("NOK");
  expect((await getOverview(firm)).merchantCount).toBe(2);
  const merchants = await listMerchants(limited, MerchantsQuery.parse({}));
  expect(merchants.items.map(({ name }) => name)).toEqual(["Butik"]);
  const ledgers = await listLedgers(limited, LedgersQuery.parse({}));
  expect(ledgers.items.map(({ ledgerId }) => ledgerId)).toEqual([shops.danish.ledgerId]);
  const payouts = await listPayouts(limited, PayoutsQuery.parse({}));
  expect(payouts.items.map(({ currency }) => currency)).toEqual(["DKK"]);
  await explainPayout(limited, { id: payouts.items[0]?.id ?? "" });
  const payments = await findPayments(limited, PaymentsQuery.parse({ reference: "order-2" }));
  expect(payments.items.map(({ merchantName }) => merchantName)).toEqual(["Butik"]);
  expect((await listIssues(limited, IssuesQuery.parse({}))).items).toEqual([]);
  expect((await listIssues(norwegian, IssuesQuery.parse({}))).items).not.toEqual([]);
  expect((await sumFees(limited, FeesQuery.parse({}))).items).toEqual([]);
  expect(await getSyncProgress(limited)).toMatchObject({
    running: expect.not.arrayContaining([
      expect.objectContaining({ ledgerUid: shops.shop.ledger }),
    ]) as unknown,
  });
  const own = { id: shops.danish.merchantId };
  await summarizeMerchant(limited, own);
  await listMerchantDays(limited, own);
  await listEntries(limited, { ...EntriesQuery.parse({}), id: shops.danish.ledger });
  await listDays(limited, { ...DaysQuery.parse({}), id: shops.danish.ledger });
});

test("what lies outside the limit is not found, as if it were not", async () => {
  const missing = { code: "not_found" };
  const merchant = { id: shops.shop.merchantId };
  const ledger = { id: shops.shop.ledger };
  const [payout] = (await listPayouts(norwegian, PayoutsQuery.parse({}))).items;
  const [issue] = (await listIssues(norwegian, IssuesQuery.parse({}))).items;
  const attempts: readonly Promise<unknown>[] = [
    getMerchant(limited, merchant),
    summarizeMerchant(limited, merchant),
    listMerchantDays(limited, merchant),
    getLedger(limited, ledger),
    listEntries(limited, { ...EntriesQuery.parse({}), ...ledger }),
    listDays(limited, { ...DaysQuery.parse({}), ...ledger }),
    pauseLedger(limited, ledger),
    explainPayout(limited, { id: payout?.id ?? "" }),
    acknowledgeIssue(limited, { id: issue?.id ?? "", reason: "seen" }),
  ];
  for (const outcome of await Promise.allSettled(attempts))
    expect(outcome).toMatchObject({ status: "rejected", reason: missing });
  await expect(onboardLedgers(limited, { ledgers: [shops.danish.ledger] })).rejects.toMatchObject({
    code: "forbidden",
  });
});

test("what is done within the limit is done, and written down; the trail itself stays out of sight", async () => {
  await pauseLedger(norwegian, { id: shops.shop.ledger });
  await resumeLedger(norwegian, { id: shops.shop.ledger });
  const { items } = await listIssues(norwegian, IssuesQuery.parse({}));
  const issue = items.find(({ kind }) => kind === "chain-break");
  await acknowledgeIssue(norwegian, { id: issue?.id ?? "", reason: "told by Vipps MobilePay" });
  const trail = (ctx: ServiceContext) =>
    withTenant(ctx.database, ctx, (tx) =>
      tx.query<{ action: string; actor_name: string }>(
        "select action, actor_name from audit_event where actor_name = 'Nils' order by action",
      ),
    );
  expect((await trail(firm)).map(({ action }) => action)).toEqual([
    "feed.paused",
    "feed.resumed",
    "issue.acknowledged",
  ]);
  expect(await trail(norwegian)).toEqual([]);
});
