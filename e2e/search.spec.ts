import { expect, test, visit } from "./signed-in";
import { askApi, firmPath, readLedger } from "./stack";
import type { EntryJson, List } from "./stack";

test("a payment is found by whatever is known of it", async ({ firm }) => {
  const base = firmPath(firm);
  let capture: EntryJson | undefined;
  let payoutNumber: string | null | undefined;
  await expect(async () => {
    const ledger = await readLedger(firm, 50);
    const captures = await askApi<List<EntryJson>>(
      firm,
      `/ledgers/${ledger.id}/entries?entryType=capture&limit=20`,
    );
    capture = captures.items.find((entry) => entry.reference !== null);
    const payouts = await askApi<List<{ payoutNumber: string | null }>>(
      firm,
      `/payouts?ledgerId=${ledger.id}&limit=1`,
    );
    payoutNumber = payouts.items[0]?.payoutNumber;
    expect(capture).toBeDefined();
    expect(payoutNumber).toMatch(/^\d{3,}$/);
  }).toPass({ timeout: 50_000 });
  const { reference = "", pspReference = "", amount = 0, ledgerDate = "" } = capture ?? {};

  const search = async (text: string, dates?: Readonly<{ from: string; to: string }>): Promise<void> => {
    await visit(firm, `${base}/search`);
    await firm.getByLabel("Reference, PSP reference").fill(text);
    await firm.getByLabel("From", { exact: true }).fill(dates?.from ?? "");
    await firm.getByLabel("To", { exact: true }).fill(dates?.to ?? "");
    await firm.getByRole("button", { name: "Search" }).click();
    await expect(firm.getByRole("status").filter({ hasText: /result/ })).toBeAttached();
  };
  const section = (title: string | RegExp) =>
    firm.locator("section", { has: firm.getByRole("heading", { level: 2, name: title }) });

  await search(reference ?? "");
  await expect(
    section("By reference").getByRole("heading", { level: 3, name: reference ?? "" }),
  ).toBeVisible();
  await search(pspReference);
  await expect(section("By PSP reference").getByRole("cell", { name: pspReference }).first()).toBeVisible();
  await search(payoutNumber ?? "");
  await expect(
    section("By payout number").getByRole("cell", { name: "Payout scheduled" }).first(),
  ).toBeVisible();
  // As a customer says it, on the day that he says.
  await search((amount / 100).toFixed(2).replace(".", ","), { from: ledgerDate, to: ledgerDate });
  await expect(
    section(/^Payments of/)
      .getByRole("heading", { level: 3, name: reference ?? "" })
      .first(),
  ).toBeVisible();
  await expect(firm).toHaveURL(new RegExp(`from=${ledgerDate}&to=${ledgerDate}`));
});

test("when nothing is found, the page says what these data never contain", async ({ firm }) => {
  await visit(firm, `${firmPath(firm)}/search?q=no-such-order-000`);
  await expect(
    firm.getByRole("heading", { name: 'Nothing was found for "no-such-order-000"' }),
  ).toBeVisible();
  for (const text of [/PSP API/, /Order lines/, /Data not yet delivered/]) {
    await expect(firm.getByRole("listitem").filter({ hasText: text })).toBeVisible();
  }
});
