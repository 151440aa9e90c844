import { existsSync } from "node:fs";

/** Where browsers are when they are installed, in the order of preference. */
const INSTALLED = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Without these Chromium does not run as root, and keeps asking for hosts that a test must not need. */
export const BROWSER_FLAGS = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/** An installed Chromium or Chrome (`CHROME_PATH` names another), else the one that npm brought, unpacked once. */
export async function findBrowser(): Promise<string> {
  const named = process.env["CHROME_PATH"];
  if (named !== undefined && named !== "") return named;
  const installed = INSTALLED.find((path) => existsSync(path));
  if (installed !== undefined) return installed;
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error(
      "there is no browser for the tests: install Chromium or Chrome, or name one with CHROME_PATH",
    );
  }
  const { default: chromium } = await import("@sparticuz/chromium");
  return chromium.executablePath();
}
