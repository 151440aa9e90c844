import { readFile } from "node:fs/promises";

import type { Page } from "@playwright/test";

import { expect } from "./signed-in";

/** Opens the menu of reports by keyboard, takes one, and returns the file. */
export async function takeReport(
  page: Page,
  link: string,
): Promise<Readonly<{ name: string; bytes: Uint8Array }>> {
  const menu = page.locator("details").filter({ hasText: "Settlement report" });
  // A key that is pressed before what it is meant for is shown goes to the page.
  await expect(menu.locator("summary")).toBeVisible();
  if ((await menu.getAttribute("open")) === null) await menu.locator("summary").press("Enter");
  const wanted = menu.getByRole("link", { name: link, exact: true });
  await expect(wanted).toBeVisible();
  const [download] = await Promise.all([page.waitForEvent("download"), wanted.press("Enter")]);
  return { name: download.suggestedFilename(), bytes: new Uint8Array(await readFile(await download.path())) };
}
