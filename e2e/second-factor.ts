import type { Page } from "@playwright/test";

import { totpCode } from "@/lib/platform/totp";

import { expect } from "./signed-in";

/** A section of the account's page, by its title. */
export function accountSection(page: Page, title: string) {
  return page.locator("section").filter({ has: page.getByRole("heading", { name: title, exact: true }) });
}

export async function openAccount(page: Page): Promise<void> {
  await page.goto("/account");
  await expect(page.getByRole("heading", { level: 1, name: "Your account" })).toBeVisible();
}

/** Turns the second factor on, as a person with an app does; returns the key and the recovery codes. */
export async function enrol(
  page: Page,
  own: Readonly<{ password: string }>,
): Promise<{ key: string; codes: string[] }> {
  await openAccount(page);
  const factor = accountSection(page, "Second factor");
  await factor.getByRole("button", { name: "Turn on" }).click();
  await factor.getByLabel("Password").fill(own.password);
  await factor.getByRole("button", { name: "Continue" }).click();
  await expect(factor.getByRole("img", { name: "QR code for the app" })).toBeVisible();
  const key = (await factor.locator("code").first().textContent()) ?? "";
  await factor.getByLabel("Code from the app").fill("000000");
  await factor.getByRole("button", { name: "Confirm" }).click();
  await expect(factor.getByText("The code is wrong, or was used before.")).toBeVisible();
  await factor.getByLabel("Code from the app").fill(totpCode(key, Date.now()));
  await factor.getByRole("button", { name: "Confirm" }).click();
  await expect(factor.getByRole("heading", { name: "Recovery codes" })).toBeVisible();
  const codes = await factor.getByRole("listitem").allTextContents();
  await factor.getByRole("button", { name: "I have kept them" }).click();
  await expect(factor.getByText("10 recovery codes are left")).toBeVisible();
  return { key, codes };
}
