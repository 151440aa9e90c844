import { loadavg } from "node:os";

import { chromium } from "@playwright/test";
import type { CDPSession, Page } from "@playwright/test";

import setup from "@/e2e/setup/global";
import { BROWSER_FLAGS } from "@/e2e/setup/browser";
import { loginOf, signIn } from "@/e2e/signed-in";
import { importStatement } from "@/e2e/statements";
import { parseLedgerDate } from "@/lib/core/ledger-date";
import { booking } from "@/tests/factories/statement-files/bookings";

/**
 * How smooth the reconcile screen is with 5,000 open rows: the page's tasks over 50 ms by the clock, and the most that
 * any task computed itself. Between the two lies what the machine did meanwhile: here it also runs the product.
 */

const COUNT = 5_000;
const KEYS = 150;
const WHEELS = 60;
const READ_MAX = 120;
const JUMPS = 40;
const LONG_MS = 50;
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

type TraceEvent = Readonly<{
  name: string;
  ph: string;
  pid: number;
  tid: number;
  dur?: number;
  tdur?: number;
  args?: Readonly<{ name?: string }>;
}>;

/** Has the browser write down each task, and says of the page's main thread which were long. Times are in ms. */
async function watchTasks(client: CDPSession): Promise<() => Promise<string>> {
  const events: TraceEvent[] = [];
  const keep = ({ value }: Readonly<{ value: object[] }>): void => {
    events.push(...(value as TraceEvent[]));
  };
  client.on("Tracing.dataCollected", keep);
  await client.send("Tracing.start", { traceConfig: { includedCategories: ["toplevel"] } });
  return async () => {
    const complete = new Promise((resolve) => {
      client.once("Tracing.tracingComplete", resolve);
    });
    await client.send("Tracing.end");
    await complete;
    client.off("Tracing.dataCollected", keep);
    const tasks = mainTasks(events);
    const long = tasks.filter(({ byClock }) => byClock > LONG_MS).map(({ byClock }) => Math.round(byClock));
    const most = Math.max(0, ...tasks.map(({ own }) => own));
    return `tasks over ${String(LONG_MS)} ms: ${long.join(", ") || "none"}; most computed in one: ${most.toFixed(0)} ms of ${String(tasks.length)} tasks`;
  };
}

/** The tasks of the busiest page's main thread: Chromium keeps another, empty one in store. */
function mainTasks(events: readonly TraceEvent[]): Readonly<{ byClock: number; own: number }>[] {
  const threads = events.filter(
    ({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain",
  );
  const tasksOf = threads.map(({ pid, tid }) =>
    events.filter(
      (event) => event.pid === pid && event.tid === tid && event.ph === "X" && event.name.endsWith("RunTask"),
    ),
  );
  const [busiest = []] = tasksOf.toSorted((left, right) => right.length - left.length);
  return busiest.map(({ dur = 0, tdur = 0 }) => ({ byClock: dur / 1_000, own: tdur / 1_000 }));
}

async function measure(page: Page): Promise<void> {
  const client = await page.context().newCDPSession(page);
  const told = async (what: string, run: () => Promise<void>): Promise<void> => {
    const seen = await watchTasks(client);
    await run();
    console.log(`${what.padEnd(34)} ${await seen()}`);
  };
  const times = async (count: number, run: () => Promise<unknown>): Promise<void> => {
    for (let at = 0; at < count; at += 1) {
      await run();
      await page.waitForTimeout(STEP_MS);
    }
  };
  await told("opened", async () => {
    await page.goto("/oresund-bogforing/reconcile");
    await page.locator("html[data-page-keys=heard]").waitFor();
    await page.waitForTimeout(SETTLE_MS);
  });
  await told(`${String(KEYS)} rows down by key`, () => times(KEYS, () => page.keyboard.press("j")));
  await page.mouse.move(500, 500);
  await told(`${String(WHEELS)} turns of the wheel`, () => times(WHEELS, () => page.mouse.wheel(0, 900)));
  const table = page.locator("table[aria-rowcount]");
  const read = async (): Promise<number> => Number(await table.getAttribute("aria-rowcount"));
  await told("on to the end, page by page", async () => {
    for (let at = 0; at < READ_MAX && (await read()) <= COUNT; at += 1) {
      await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
      await page.waitForTimeout(4 * STEP_MS);
    }
  });
  console.log(`rows read: ${String((await read()) - 1)}`);
  await told(`${String(KEYS)} rows up by key`, () => times(KEYS, () => page.keyboard.press("k")));
  await told(`${String(WHEELS)} turns of the wheel, up`, () =>
    times(WHEELS, () => page.mouse.wheel(0, -2_500)),
  );
  await told(`${String(JUMPS)} jumps anywhere`, async () => {
    for (let at = 0; at < JUMPS; at += 1) {
      await page.evaluate(
        (share) => window.scrollTo(0, document.body.scrollHeight * share),
        (at * 0.618) % 1,
      );
      await page.waitForTimeout(4 * STEP_MS);
    }
  });
  console.log(`rows in the page: ${String(await page.locator("tr[data-item]").count())}`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
