import { expect, test } from "./signed-in";
import { firmPath } from "./stack";

const PLACES = ["", "/merchants", "/payouts", "/issues", "/onboarding", "/search", "/search?q=nothing-fits"];

/** The directives of a policy by name. */
function directivesOf(policy: string | undefined): Map<string, string[]> {
  return new Map(
    (policy ?? "").split(";").map((text) => {
      const [name = "", ...values] = text.trim().split(/\s+/);
      return [name, values] as const;
    }),
  );
}

test("every page has a strict policy, a nonce of its own, and nothing that breaks it", async ({ firm }) => {
  const base = firmPath(firm);
  const violations: string[] = [];
  await firm.exposeFunction("reportViolation", (text: string) => violations.push(text));
  await firm.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      const { reportViolation } = window as unknown as { reportViolation: (text: string) => void };
      reportViolation(`${location.pathname}: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  await firm.goto(`${base}/merchants`);
  const merchant = await firm.locator("[data-row-link]").first().getAttribute("href");
  await firm.goto(merchant ?? "");
  const ledger = await firm.locator('a[href*="/ledgers/"]').first().getAttribute("href");
  await firm.goto(`${base}/payouts`);
  const payout = await firm.locator("[data-row-link]").first().getAttribute("href");
  const nonces = new Set<string>();
  const paths = [
    ...PLACES.map((place) => `${base}${place}`),
    merchant,
    payout,
    ledger,
    "/account",
    "/no-such-firm",
  ];
  for (const path of paths) {
    const answer = await firm.goto(path ?? "");
    const headers = answer?.headers() ?? {};
    const directives = directivesOf(headers["content-security-policy"]);
    const scripts = directives.get("script-src") ?? [];
    expect(scripts.filter((of) => of === "'unsafe-eval'" || of === "'unsafe-inline'")).toEqual([]);
    const nonce = scripts.find((of) => /^'nonce-[A-Za-z0-9+/=]{20,}'$/.test(of));
    expect(nonce, `${String(path)} has a nonce`).toBeDefined();
    nonces.add(nonce ?? "");
    expect(directives.get("default-src")).toEqual(["'self'"]);
    expect(directives.get("object-src")).toEqual(["'none'"]);
    expect(directives.get("frame-ancestors")).toEqual(["'none'"]);
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["referrer-policy"]).toBe("same-origin");
    await expect(firm.getByRole("heading", { level: 1 })).toBeAttached();
    // Its scripts ran: a page whose scripts were refused would stay as the server wrote it.
    await expect
      .poll(() => firm.evaluate(() => Object.keys(document.body).some((name) => name.startsWith("__react"))))
      .toBe(true);
  }
  expect(nonces.size).toBe(paths.length);
  expect(violations).toEqual([]);
});
