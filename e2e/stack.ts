import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Page } from "@playwright/test";
import type { z } from "zod";

import type { Entry, Ledger, Payout } from "@/lib/contracts/shapes";

/** A shape as JSON has it: the API's amounts are numbers here. */
export type EntryJson = z.input<typeof Entry>;
export type LedgerJson = z.input<typeof Ledger>;
export type PayoutJson = z.input<typeof Payout>;
export type List<T> = Readonly<{ items: T[]; nextCursor: string | null }>;

/** The path of the firm that the page is in: `/nordfjord-regnskap`. */
export function firmPath(page: Page): string {
  return `/${new URL(page.url()).pathname.split("/")[1] ?? ""}`;
}

/** Asks the API as the signed-in person. */
export async function askApi<T>(page: Page, path: string): Promise<T> {
  const answer = await page.request.get(`/api/v1${path}`, {
    headers: { "avstemt-tenant": firmPath(page).slice(1) },
  });
  if (!answer.ok()) throw new Error(`${path} answered ${String(answer.status())}: ${await answer.text()}`);
  return (await answer.json()) as T; // our own API; its shapes have tests of their own
}

/** An active ledger of the firm with both topics read to their heads and at least so many funds entries. */
export async function readLedger(page: Page, entriesMin = 1): Promise<LedgerJson> {
  const { items } = await askApi<List<LedgerJson>>(page, "/ledgers?status=active&limit=1000");
  const found = items.find(
    ({ funds, fees }) =>
      funds.entryCount >= entriesMin &&
      funds.headSeenAt !== null &&
      fees.headSeenAt !== null &&
      funds.state !== "paused",
  );
  if (found === undefined) throw new Error("no ledger is read yet");
  return found;
}

/** The simulator's address, as the running product has it. */
export function simulatorUrl(): string {
  const text = readFileSync(join(process.env["E2E_DATA_DIR"] ?? "", "env"), "utf8");
  const line = text.split("\n").find((of) => of.startsWith("VIPPS_API_URL="));
  return (line ?? "").slice("VIPPS_API_URL=".length).replaceAll('"', "");
}

/** The minor units of an amount as it is shown: `NOK −1,234.50` is −123450. */
export function minorOf(shown: string): bigint {
  const match = /([−-]?)([\d,\s]+)\.(\d{2})$/.exec(shown.trim());
  if (match === null) throw new Error(`"${shown}" is not an amount`);
  const [, sign, whole = "", cents = ""] = match;
  const minor = BigInt(whole.replaceAll(/\D/g, "") + cents);
  return sign === "" ? minor : -minor;
}
