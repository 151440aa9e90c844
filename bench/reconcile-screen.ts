import { loadavg } from "node:os";

import { chromium } from "@playwright/test";
import type { Page } from "@playwright/test";

import setup from "@/e2e/setup/global";
import { BROWSER_FLAGS } from "@/e2e/setup/browser";
import { loginOf, signIn } from "@/e2e/signed-in";
import { importStatement } from "@/e2e/statements";
import { parseLedgerDate } from "@/lib/core/ledger-date";
import { booking } from "@/tests/factories/statement-files/bookings";

/** How smooth the reconcile screen is with 5,000 open rows: tasks of the page over 50 ms, and the slowest frame. */

const COUNT = 5_000;
const KEYS = 150;
const WHEELS = 60;
const READ_MAX = 120;
const STEP_MS = 25;
const SETTLE_MS = 1_500;
const QUIET_LOAD = 0.9;
const QUIET_LOOKS_MAX = 60;
const QUIET_LOOK_MS = 10_000;

async function main(): Promise<void> {
  const stop = await setup();
  try {
    const browser = await chromium.launch({
      executablePath: process.env["E2E_CHROMIUM"] ?? "",
      args: BROWSER_FLAGS,
    });
    const page = await browser.newPage({
      baseURL: process.env["E2E_URL"] ?? "",
      viewport: { width: 1_440, height: 900 },
      locale: "en-GB",
    });
    await signIn(page, loginOf("Øresund", "owner"));
    const account = { number: { scheme: "IBAN", id: "DE02120300000000202051" }, currency: "DKK" };
    await importStatement(page, account, bookings());
    await page.addInitScript(WATCH);
    // The product reads and proves the journeys' ledgers first; what is measured here is the page.
    await quiet(page);
    await measure(page);
    await browser.close();
  } finally {
    await stop();
  }
}

/** Until the machine has little else to do; says so when it does not come to that. */
async function quiet(page: Page): Promise<void> {
  let load = loadavg()[0] ?? 0;
  for (let look = 0; load > QUIET_LOAD && look < QUIET_LOOKS_MAX; look += 1) {
    await page.waitForTimeout(QUIET_LOOK_MS);
    load = loadavg()[0] ?? 0;
  }
  console.log(`load ${load.toFixed(2)}`);
}

function bookings(): ReturnType<typeof booking>[] {
  const date = parseLedgerDate("2026-01-15");
  return Array.from({ length: COUNT }, (_, at) =>
    booking(BigInt(1_000_001 + at * 7), {
      date,
      valueDate: date,
      bankReference: `B${String(at).padStart(6, "0")}`,
      text: `Vipps nr ${String(at)} uten nummer`,
    }),
  );
}

/** Runs in the page, and so is a text: keeps long tasks and the time between frames. */
const WATCH = `
  const seen = (globalThis.seen = { long: [], frames: [] });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.long.push(Math.round(duration));
  }).observe({ entryTypes: ["longtask"] });
  let last = performance.now();
  requestAnimationFrame(function frame(now) {
    seen.frames.push(now - last);
    last = now;
    requestAnimationFrame(frame);
  });
`;

type Seen = { long: number[]; frames: number[] };

async function measure(page: Page): Promise<void> {
  const told = async (what: string): Promise<void> => {
    const { long, frames } = await page.evaluate(() => {
      const { seen } = globalThis as unknown as { seen: Seen };
      const copy = { long: [...seen.long], frames: [...seen.frames] };
      seen.long.length = 0;
      seen.frames.length = 0;
      return copy;
    });
    const slowest = Math.round(Math.max(0, ...frames));
    console.log(
      `${what.padEnd(34)} tasks over 50 ms: ${long.length === 0 ? "none" : long.join(", ")}; slowest frame ${String(slowest)} ms`,
    );
  };
  const times = async (count: number, run: () => Promise<unknown>): Promise<void> => {
    for (let at = 0; at < count; at += 1) {
      await run();
      await page.waitForTimeout(STEP_MS);
    }
  };
  await page.goto("/oresund-bogforing/reconcile");
  await page.locator("html[data-page-keys=heard]").waitFor();
  await page.waitForTimeout(SETTLE_MS);
  await told("opened");
  await times(KEYS, () => page.keyboard.press("j"));
  await told(`${String(KEYS)} rows down by key`);
  await page.mouse.move(500, 500);
  await times(WHEELS, () => page.mouse.wheel(0, 900));
  await told(`${String(WHEELS)} turns of the wheel`);
  const table = page.locator("table[aria-rowcount]");
  const read = async (): Promise<number> => Number(await table.getAttribute("aria-rowcount"));
  for (let at = 0; at < READ_MAX && (await read()) <= COUNT; at += 1) {
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    await page.waitForTimeout(4 * STEP_MS);
  }
  await told(`all ${String((await read()) - 1)} rows read`);
  await times(KEYS, () => page.keyboard.press("k"));
  await told(`${String(KEYS)} rows up by key`);
  await times(WHEELS, () => page.mouse.wheel(0, -2_500));
  await told(`${String(WHEELS)} turns of the wheel, up`);
  console.log(`rows in the page: ${String(await page.locator("tr[data-item]").count())}`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
