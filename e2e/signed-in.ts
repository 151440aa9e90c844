import { expect, test as base } from "@playwright/test";
import type { Page } from "@playwright/test";

type Login = Readonly<{ firm: string; email: string; password: string; role: string }>;

/** The people of the demo's firms. */
export function logins(): readonly Login[] {
  return JSON.parse(process.env["E2E_LOGINS"] ?? "[]") as Login[];
}

export function loginOf(firm: string, role: string): Login {
  const login = logins().find((of) => of.firm.startsWith(firm) && of.role === role);
  if (login === undefined) throw new Error(`no ${role} of ${firm} among the log-ins`);
  return login;
}

/** Waits until the page hears keys and clicks: what comes before that is lost, as on every page that a server made. */
export async function heard(page: Page): Promise<void> {
  await expect(page.locator("html")).toHaveAttribute("data-keys", "heard", { timeout: 30_000 });
}

/** Opens a page of a firm, and waits until it hears. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await heard(page);
}

/** Signs in by the form, as a person does, and waits for the firm's overview. */
export async function signIn(page: Page, login: Login): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(login.email);
  await page.getByLabel("Password").fill(login.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(({ pathname }) => pathname !== "/" && pathname !== "/sign-in");
  await heard(page);
}

/** Signs in without the form, which has tests of its own: the page is in the firm's overview, and hears. */
async function openAs(page: Page, { email, password }: Login): Promise<void> {
  const { csrfToken } = (await (await page.request.get("/api/auth/csrf")).json()) as { csrfToken: string };
  const answer = await page.request.post("/api/auth/callback/credentials", {
    form: { csrfToken, email, password, json: "true" },
    maxRedirects: 0,
  });
  expect([email, answer.status()]).toEqual([email, 200]);
  await page.goto("/");
  await page.waitForURL(({ pathname }) => pathname !== "/");
  await heard(page);
}

/** Signs in; what the browser complains of meanwhile and afterwards fails the test. */
async function withoutComplaints(
  page: Page,
  login: Login,
  use: (page: Page) => Promise<void>,
): Promise<void> {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(`${new URL(page.url()).pathname}: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" && message.text().includes("Content Security Policy"))
      complaints.push(message.text());
  });
  await openAs(page, login);
  await use(page);
  if (complaints.length > 0) throw new Error(`the browser complained: ${complaints.join("; ")}`);
}

/** `firm`: a page of the first firm's owner, for looking. `otherFirm`: of the second's, where tests may change things. */
export const test = base.extend<{ firm: Page; otherFirm: Page }>({
  firm: async ({ page }, use) => {
    await withoutComplaints(page, loginOf("Nordfjord", "owner"), use);
  },
  otherFirm: async ({ page }, use) => {
    await withoutComplaints(page, loginOf("Øresund", "owner"), use);
  },
});
export { expect } from "@playwright/test";
