import { defineConfig } from "@playwright/test";

import { BROWSER_FLAGS } from "./setup/browser";

/** Set by setup/global.ts before the workers read this file again. */
const { E2E_URL, E2E_CHROMIUM } = process.env;

export default defineConfig({
  testDir: ".",
  testMatch: "**/*.spec.ts",
  outputDir: "../test-results",
  globalSetup: "./setup/global.ts",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  // An outage is everybody's, so it comes when all others are done; alone: `--project outage --no-deps`.
  projects: [
    { name: "journeys", testIgnore: "outage.spec.ts" },
    { name: "outage", testMatch: "outage.spec.ts", dependencies: ["journeys"] },
  ],
  use: {
    baseURL: E2E_URL,
    browserName: "chromium",
    locale: "en-GB",
    timezoneId: "Europe/Oslo",
    screenshot: "only-on-failure",
    // Pictures of every step would cost more than the steps; what the page was like at each is in the trace.
    trace: { mode: "retain-on-failure", screenshots: false, sources: false },
    launchOptions: { executablePath: E2E_CHROMIUM, args: BROWSER_FLAGS },
  },
});
