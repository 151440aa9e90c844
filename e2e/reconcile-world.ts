import type { Browser, Page } from "@playwright/test";

import { booking } from "@/tests/factories/statement-files/bookings";
import { expect, loginOf, signIn, visit } from "./signed-in";
import { firmPath } from "./stack";
import type { LedgerJson, PayoutJson } from "./stack";
import { dateOf, importStatement, ledgerToReconcile, payoutLine, silentLine } from "./statements";

/** One account with work of every kind, which the tests take from it one after another. */
export type World = Readonly<{ account: string; ledger: LedgerJson; payouts: readonly PayoutJson[] }>;

const FEE = 100n;
export const SURPLUS = 5_000n;
const COUNT = 12;

/** What each payout of the world, oldest first, is there for. */
export const OF = {
  found: 0,
  accepted: 1,
  run: [2, 3],
  difference: 4,
  split: 5,
  twoPeople: 6,
  rejected: 7,
  missing: 8,
  bulk: [9, 10],
} as const;

export function numberOf(payout: PayoutJson): string {
  return payout.payoutNumber ?? payout.pspReference;
}

/** Takes in a statement from which each kind of work comes. */
export async function makeWorld(browser: Browser): Promise<World> {
  const page = await browser.newPage();
  await signIn(page, loginOf("Øresund", "owner"));
  const { ledger, payouts } = await ledgerToReconcile(page, COUNT, "first");
  const at = (place: number): PayoutJson => {
    const payout = payouts[place];
    if (payout === undefined) throw new Error("too few payouts");
    return payout;
  };
  const late = dateOf(at(OF.bulk[1]));
  const account = await importStatement(page, ledger, [
    payoutLine(ledger, at(OF.found)),
    silentLine([at(OF.accepted)]),
    silentLine(OF.run.map(at)),
    payoutLine(ledger, at(OF.difference), { amount: BigInt(-at(OF.difference).amount) - FEE }),
    payoutLine(ledger, at(OF.split), { amount: BigInt(-at(OF.split).amount) + SURPLUS }),
    silentLine([at(OF.twoPeople)]),
    silentLine([at(OF.rejected)]),
    ...OF.bulk.map((place) => silentLine([at(place)])),
    booking(12_345n, { date: late, valueDate: late, text: "Vipps diverse" }),
  ]);
  await page.close();
  return { account, ledger, payouts };
}

/** Opens the page for the account. */
export async function openWork(page: Page, account: string, query = ""): Promise<void> {
  await visit(page, `${firmPath(page)}/reconcile?accountId=${account}${query}`);
  await expect(page.getByRole("heading", { level: 1, name: "Reconcile" })).toBeVisible();
}

/** The row of a payout, or of a line by its text. */
export function rowOf(page: Page, words: string): ReturnType<Page["locator"]> {
  return page.locator("tr[data-item]").filter({ hasText: words });
}

/** Walks to the row with the keyboard alone. */
export async function walkTo(page: Page, words: string): Promise<void> {
  const name = rowOf(page, words).locator("[data-stand]").first();
  await expect(name).toBeVisible();
  const rows = await page.locator("tr[data-item]").count();
  // To the top first, then down: the row may lie on either side.
  for (let step = 0; step < rows; step += 1) await page.keyboard.press("k");
  await expect(page.locator("[data-stand]").first()).toBeFocused();
  for (let step = 0; step < rows; step += 1) {
    if ((await name.getAttribute("aria-current")) === "true") break;
    await page.keyboard.press("j");
  }
  await expect(name).toBeFocused();
}
