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
  // Journeys wait for letters, jobs and rounds of discovery half their time: one more than there are processors.
  workers: 3,
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
    // What a page was like at each step costs a fifth of the time: E2E_TRACE=1 keeps it of tests that fail.
    trace:
      process.env.E2E_TRACE === undefined
        ? "off"
        : { mode: "retain-on-failure", screenshots: false, sources: false },
    launchOptions: { executablePath: E2E_CHROMIUM, args: BROWSER_FLAGS },
  },
});
