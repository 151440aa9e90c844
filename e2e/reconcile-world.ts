import type { Browser, Locator, Page } from "@playwright/test";

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
  const { ledger, payouts } = await ledgerToReconcile(page, COUNT);
  const at = (place: number): PayoutJson => {
    const payout = payouts[place];
    if (payout === undefined) throw new Error("too few payouts");
    return payout;
  };
  const late = dateOf(at(OF.bulk[1]));
  const account = await importStatement(page, { number: ledger.payoutAccount, currency: ledger.currency }, [
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
  if (query.includes("view=matched")) return;
  await expect(page.locator("html")).toHaveAttribute("data-page-keys", "heard");
}

/** The row of a payout, or of a line by its text. */
export function rowOf(page: Page, words: string): Locator {
  return page.locator("tr[data-item]").filter({ hasText: words });
}

/** Walks to the row with the keyboard alone; all rows of the account are on the page. */
export async function walkTo(page: Page, words: string): Promise<void> {
  const row = rowOf(page, words).first();
  const name = row.locator("[data-stand]");
  await expect(name).toBeVisible();
  const rows = page.locator("tr[data-item]");
  const placeOf = async (of: Locator): Promise<number> => Number(await of.getAttribute("aria-rowindex"));
  const standing = rows.filter({ has: page.locator('[aria-current="true"]') });
  const steps = (await placeOf(row)) - (await placeOf(standing));
  // A step back when it is the one already: the focus comes only with a move.
  const keys =
    steps === 0 ? ["j", "k"] : Array.from({ length: Math.abs(steps) }, () => (steps > 0 ? "j" : "k"));
  for (const key of keys) await page.keyboard.press(key);
  await expect(name).toBeFocused();
}
