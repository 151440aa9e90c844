import { chmodSync, cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { findBrowser } from "@/e2e/setup/browser";
import { ROOT } from "@/scripts/services/folders";
import { resetData, startStack } from "@/scripts/services/demo-stack";
import type { History } from "@/scripts/services/demo-stack";
import { createProgress } from "@/scripts/services/progress";

/**
 * The demo's merchants with a shorter past. Every date of the books is proven by a report of its own, so what these
 * days are fewer the journeys wait less; a ledger of more than a thousand entries and payouts with refunds are there.
 */
const HISTORY: History = { merchants: 24, days: 45, booksBeginWithIt: true };

/**
 * Starts the demo's stack on free ports in a folder of its own, and stops it after the last test. What the
 * tests need to know goes through the environment, which Playwright hands to its workers.
 */
export default async function setup(): Promise<() => Promise<void>> {
  process.env["E2E_CHROMIUM"] = await findBrowser();
  if (process.env["E2E_URL"] !== undefined) return async () => {}; // somebody's own stack
  const dataDir = mkdtempSync(join(tmpdir(), "avstemt-e2e-"));
  chmodSync(dataDir, 0o755); // PostgreSQL's account must pass through it
  const closers: (() => Promise<void>)[] = [];
  const teardown = async (): Promise<void> => {
    for (const close of closers.toReversed()) await close();
    const logs = join(dataDir, "logs");
    if (existsSync(logs)) cpSync(logs, join(ROOT, "test-results", "logs"), { recursive: true });
    await resetData(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const { url, logins } = await startStack(
      {
        dataDir,
        history: HISTORY,
        wantedPort: 3_100,
        mode: "production",
        durable: false,
        progress: createProgress((line) => process.stderr.write(`${line}\n`)),
        signal: new AbortController().signal,
      },
      closers,
    );
    process.env["E2E_URL"] = url;
    process.env["E2E_LOGINS"] = JSON.stringify(logins);
    process.env["E2E_DATA_DIR"] = dataDir;
    return teardown;
  } catch (error) {
    await teardown();
    throw error;
  }
}
