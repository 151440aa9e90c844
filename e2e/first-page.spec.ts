import { expect, test } from "@playwright/test";

test("the first page answers and says whose it is", async ({ page, request }) => {
  await page.goto("/");
  await expect(page.getByText("Avstemt").first()).toBeVisible();
  expect((await request.get("/api/health/ready")).status()).toBe(200);
});
