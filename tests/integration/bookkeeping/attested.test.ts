import { afterAll, beforeAll, expect, test } from "vitest";

import { PayoutsQuery } from "@/lib/contracts/queries";
import type { ServiceContext } from "@/lib/services/context";
import { payoutsFile } from "@/lib/services/exports/list-files";
import { listPayouts } from "@/lib/services/payouts/list-payouts";
import { attestReceipts } from "@/lib/services/reconciliation/attest-receipt";
import { payoutReport } from "@/lib/services/reports/payout-report";
import { monthReport } from "@/lib/services/reports/period-report";
import { csvRows, pdfPages, xlsxSheets } from "@/tests/factories/reports-read";
import { camtOf, date, newShop, PAID_ALL, receiveAndMatch } from "@/tests/integration/bank/support";
import type { Shop } from "@/tests/integration/bank/support";
import { bytesOf } from "@/tests/integration/bookkeeping/read-back";
import { openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

/** A receipt that a person vouches for is weaker than a line of the bank, and is told apart from it wherever it is told. */

let world: ReadWorld;
let ctx: ServiceContext;
let shop: Shop;
/** The payouts of the 2nd, which the bank shows, and of the 3rd, which a person has attested. */
let shown: string;
let attested: string;

beforeAll(async () => {
  world = await openReadWorld();
  ctx = await world.newFirm();
  shop = await newShop(ctx);
  await receiveAndMatch(ctx, camtOf(shop.account, [PAID_ALL[0]]));
  const { items } = await listPayouts(ctx, PayoutsQuery.parse({ ledgerId: shop.ledger }));
  const idOf = (number: string): string => items.find((of) => of.payoutNumber === number)?.id ?? "";
  shown = idOf("2000001");
  attested = idOf("2000002");
  await attestReceipts(ctx, { payoutIds: [attested], receivedOn: date("2026-11-05") });
}, 60_000);
afterAll(() => world.close());

const ATTESTED = "mottatt, bekreftet uten banklinje";

test("the report of a payout says who says that it came", async () => {
  const factsOf = async (id: string): Promise<unknown> => {
    const file = await payoutReport(ctx, { id, format: "xlsx", language: "nb" });
    return (await xlsxSheets(await bytesOf(file)))[0]?.rows;
  };
  const ofBank = await factsOf(shown);
  expect(ofBank).toContainEqual(["I banken", new Date("2026-11-04T00:00:00Z")]);
  expect(ofBank).toContainEqual(["Status", "mottatt"]);
  const ofPerson = await factsOf(attested);
  expect(ofPerson).toContainEqual(["Bekreftet mottatt", new Date("2026-11-05T00:00:00Z")]);
  expect(ofPerson).toContainEqual(["Status", ATTESTED]);
});

test("so do the month's files, and the list of payouts", async () => {
  const input = { id: shop.merchantId, month: "2026-11", language: "nb" } as const;
  const pdf = await pdfPages(await bytesOf(await monthReport(ctx, { ...input, format: "pdf" })));
  const texts = pdf.flat(2).join(" ").replaceAll(/\s+/g, " ");
  expect(texts).toContain("bekreftet");
  const csv = csvRows(await bytesOf(await monthReport(ctx, { ...input, format: "csv" })));
  const bySource = csv
    .filter(({ row }) => row === "payout")
    .map((row) => [row["payoutNumber"], row["status"], row["receivedDate"], row["receivedBy"]]);
  expect(bySource).toEqual([
    ["2000001", "received", "2026-11-04", "bank-line"],
    ["2000002", "received", "2026-11-05", "attested"],
    ["2000003", "overdue", "", ""],
  ]);
  let list = "";
  for await (const chunk of payoutsFile(ctx, PayoutsQuery.parse({}))) list += chunk;
  expect(csvRows(list).map((row) => row["receivedBy"])).toEqual(["", "attested", "bank-line"]);
});
