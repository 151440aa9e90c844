import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** What was checked well need not travel out of the page. */
const OPTIONS = { resultTypes: ["violations" as const], runOnly: { type: "tag" as const, values: WCAG } };
const DESK = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

/** What axe finds serious or critical on the page as it stands, in light and in dark colours, and whether it scrolls sideways. */
export async function graveFindings(page: Page): Promise<string[]> {
  const found: string[] = [];
  const path = new URL(page.url()).pathname;
  for (const colorScheme of ["light", "dark"] as const) {
    // Without motion colours change at once: what is on its way to one is no colour of the page.
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const violations = await violationsOf(page);
    for (const { id, impact, nodes } of violations) {
      if (impact !== "serious" && impact !== "critical") continue;
      const where = nodes.map((node) => node.target.join(" ")).join(", ");
      found.push(`${path}, ${colorScheme}: ${id} ${where}`);
    }
  }
  await page.emulateMedia({ colorScheme: "light", reducedMotion: null });
  return [...found, ...(await sidewaysFindings(page))];
}

/** The same at a desk; on a phone, whose width colours do not change, whether the page scrolls sideways. */
export async function deskFindings(page: Page): Promise<string[]> {
  await page.setViewportSize(DESK);
  const found = await graveFindings(page);
  await page.setViewportSize(PHONE);
  found.push(...(await sidewaysFindings(page)));
  await page.setViewportSize(DESK);
  return found;
}

/** The same in both sizes: for pages that are built otherwise on a phone. */
export async function deskAndPhoneFindings(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const size of [DESK, PHONE]) {
    await page.setViewportSize(size);
    found.push(...(await graveFindings(page)));
  }
  await page.setViewportSize(DESK);
  return found;
}

type Violations = Awaited<ReturnType<AxeBuilder["analyze"]>>["violations"];
type AxeInPage = Readonly<{
  run: (context: Document, options: unknown) => Promise<{ violations: Violations }>;
}>;

/** Brings axe into the page once: that costs as much as a run of it. There are no frames. */
async function violationsOf(page: Page): Promise<Violations> {
  if (!(await page.evaluate(() => "axe" in window))) {
    const builder = new AxeBuilder({ page }).options(OPTIONS).setLegacyMode(true);
    return (await builder.analyze()).violations;
  }
  return page.evaluate(async (options) => {
    const { axe } = window as unknown as { axe: AxeInPage };
    return (await axe.run(document, options)).violations;
  }, OPTIONS);
}

async function sidewaysFindings(page: Page): Promise<string[]> {
  const { beyond, width } = await page.evaluate(() => ({
    beyond: document.documentElement.scrollWidth - window.innerWidth,
    width: window.innerWidth,
  }));
  const path = new URL(page.url()).pathname;
  return beyond > 0 ? [`${path} scrolls sideways by ${String(beyond)} at ${String(width)}`] : [];
}
