import { expect, loginOf, signIn, test } from "./signed-in";
import { askApi, simulatorUrl } from "./stack";

type Merchant = Readonly<{
  id: string;
  name: string;
  sync: string;
  balances: readonly Readonly<{ currency: string; balance: number }>[];
}>;
type TruthLedger = Readonly<{
  currency: string;
  owner: Readonly<{ id: string }>;
  grantedTo: readonly string[];
  topics: Readonly<{ funds: Readonly<{ headBalance: number | null }> }>;
}>;
type ApiLedger = Readonly<{
  ledgerId: string;
  merchantId: string | null;
  status: string;
  owner: Readonly<{ id: string }>;
}>;

test("the overview shows balances equal to the simulator's truth", async ({ firm }) => {
  test.setTimeout(150_000);
  // The worker follows the feeds; whenever all heads are seen, both sides must agree.
  await expect
    .poll(
      async () => {
        const merchants = (await askApi<{ items: Merchant[] }>(firm, "/merchants?limit=1000")).items;
        const ledgers = (await askApi<{ items: ApiLedger[] }>(firm, "/ledgers?limit=1000&status=active"))
          .items;
        const truth = (await (await firm.request.get(`${simulatorUrl()}/_control/truth`)).json()) as {
          ledgers: (TruthLedger & { ledgerId: string })[];
        };
        const differing = merchants.filter((merchant) => {
          const sums = new Map<string, number>();
          for (const ledger of ledgers.filter((of) => of.merchantId === merchant.id)) {
            const found = truth.ledgers.find((of) => of.ledgerId === ledger.ledgerId);
            if (found !== undefined)
              sums.set(
                found.currency,
                (sums.get(found.currency) ?? 0) + (found.topics.funds.headBalance ?? 0),
              );
          }
          return merchant.balances.some((of) => sums.get(of.currency) !== of.balance);
        });
        return { merchants: merchants.length > 5, differing: differing.map((of) => of.name) };
      },
      { timeout: 120_000 },
    )
    .toEqual({ merchants: true, differing: [] });
  await expect(firm.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  await expect(firm.getByRole("row").nth(5)).toBeVisible();
});

test("a stranger is sent to the door, and a foreign firm does not exist", async ({ page }) => {
  await page.goto("/nordfjord-regnskap");
  await expect(page).toHaveURL(/sign-in/);
  await signIn(page, loginOf("Øresund", "owner"));
  const answer = await page.goto("/nordfjord-regnskap");
  expect(answer?.status()).toBe(404);
  const api = await page.request.get("/api/v1/merchants", {
    headers: { "avstemt-tenant": "nordfjord-regnskap" },
  });
  expect(api.status()).toBe(404);
});

test("a wrong password is refused in words", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill("nobody@nordfjord.example");
  await page.getByLabel("Password").fill("not-the-password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "wrong" })).toBeVisible();
});
