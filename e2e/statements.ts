import { expect } from "@playwright/test";
import type { Page } from "@playwright/test";
import type { z } from "zod";

import type { BankAccount, BankImport } from "@/lib/contracts/bank";
import type { OpenItem, WorkCounts } from "@/lib/contracts/reconciliation";
import { addDays } from "@/lib/core/ledger-date";
import { booking, statementOf } from "@/tests/factories/statement-files/bookings";
import type { Booking } from "@/tests/factories/statement-files/bookings";
import { camtFile } from "@/tests/factories/statement-files/camt";
import { askApi, firmPath } from "./stack";
import type { LedgerJson, List, PayoutJson } from "./stack";

/** Bank statements made for the payouts that the demo has, so that each kind of work comes of them. */

export type OpenItemJson = z.input<typeof OpenItem>;
type BankAccountJson = z.input<typeof BankAccount>;

/**
 * A ledger of the firm with so many payouts of late, oldest first, and no statement yet. The last of those listed:
 * other journeys take the first.
 */
export async function ledgerToReconcile(
  page: Page,
  count: number,
): Promise<Readonly<{ ledger: LedgerJson; payouts: readonly PayoutJson[] }>> {
  let found: Readonly<{ ledger: LedgerJson; payouts: readonly PayoutJson[] }> | undefined;
  await expect(async () => {
    found = undefined;
    const { items } = await askApi<List<LedgerJson>>(page, "/ledgers?status=active&limit=1000");
    const accounts = await askApi<List<BankAccountJson>>(page, "/bank-accounts?limit=1000");
    const covered = accounts.items.filter(({ coveredThrough }) => coveredThrough !== null);
    const known = new Set(covered.flatMap(({ numbers }) => numbers.map(({ id }) => id)));
    for (const ledger of items.toReversed()) {
      if (known.has(ledger.payoutAccount.id)) continue;
      const { items: listed } = await askApi<List<PayoutJson>>(
        page,
        `/payouts?ledgerId=${ledger.id}&status=awaiting-bank-data&limit=200`,
      );
      const payouts = listed.filter(({ amount }) => amount < 0).slice(0, count);
      if (payouts.length < count) continue;
      found = { ledger, payouts: payouts.toReversed() };
      break;
    }
    expect(found).toBeDefined();
  }).toPass({ timeout: 240_000 });
  if (found === undefined) throw new Error("no ledger has so many payouts that wait");
  return found;
}

/** A payout as its bank line: the reference that Vipps MobilePay would write, on the expected day. */
export function payoutLine(ledger: LedgerJson, payout: PayoutJson, over: Partial<Booking> = {}): Booking {
  const date = dateOf(payout);
  const handle = (ledger.settlesFor[0] ?? "").replaceAll(/\D/g, "");
  return booking(BigInt(-payout.amount), {
    date,
    valueDate: date,
    text: payout.bankReference ?? `Utb. ${payout.payoutNumber ?? ""} Vippsnr ${handle}`,
    ...over,
  });
}

/** A line that says whose it is and not which payout. */
export function silentLine(payouts: readonly PayoutJson[], over: Partial<Booking> = {}): Booking {
  const last = payouts.at(-1);
  if (last === undefined) throw new Error("a line is of a payout at least");
  const amount = payouts.reduce((sum, payout) => sum - BigInt(payout.amount), 0n);
  return booking(amount, { date: dateOf(last), valueDate: dateOf(last), text: "Overfort innland", ...over });
}

export function dateOf(payout: PayoutJson): Booking["date"] {
  return (payout.expectedDate ?? payout.ledgerDate) as Booking["date"]; // the API's dates are dates
}

type AccountNumber = Readonly<{ scheme: string; id: string }>;

/** Takes a statement of the account in, and waits until it is matched. Answers the account's id. */
export async function importStatement(
  page: Page,
  { number: { scheme, id }, currency }: Readonly<{ number: AccountNumber; currency: string }>,
  bookings: readonly Booking[],
): Promise<string> {
  const sorted = bookings.toSorted((one, other) => (one.date < other.date ? -1 : 1));
  const to = sorted.at(-1)?.date;
  const statement = statementOf(sorted, {
    account: { scheme: scheme === "IBAN" ? "IBAN" : "BBAN", id },
    currency,
    ...(to !== undefined && { to: addDays(to, 1) }),
  });
  const tenant = firmPath(page).slice(1);
  const answer = await page.request.post("/api/v1/bank-statements?name=made.xml", {
    headers: { "avstemt-tenant": tenant, "content-type": "application/xml" },
    data: camtFile([statement]),
    timeout: 120_000,
  });
  expect(answer.status(), await answer.text()).toBe(201);
  const { accounts } = (await answer.json()) as z.input<typeof BankImport>;
  await matched(page);
  const all = await askApi<List<BankAccountJson>>(page, "/bank-accounts?limit=1000");
  const account = all.items.find((of) => accounts.includes(of.id));
  if (account === undefined) throw new Error("the statement made no account");
  return account.id;
}

/** Waits until nothing is being matched. */
export async function matched(page: Page): Promise<void> {
  await expect
    .poll(async () => (await askApi<z.input<typeof WorkCounts>>(page, "/reconciliation/counts")).isMatching, {
      timeout: 120_000,
    })
    .toBe(false);
}

/** What is left to decide on the account. */
export async function openItems(page: Page, accountId: string): Promise<readonly OpenItemJson[]> {
  const { items } = await askApi<List<OpenItemJson>>(
    page,
    `/reconciliation/items?accountId=${accountId}&limit=1000`,
  );
  return items;
}
