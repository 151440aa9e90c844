import { test as base } from "@playwright/test";
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

/** Signs in by the form, as a person does. */
export async function signIn(page: Page, login: Login): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(login.email);
  await page.getByLabel("Password").fill(login.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
}

/** A page of the first firm's owner; what the browser complains of fails the test. */
export const test = base.extend<{ firm: Page }>({
  firm: async ({ page }, use) => {
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error" && message.text().includes("Content Security Policy"))
        complaints.push(message.text());
    });
    await signIn(page, loginOf("Nordfjord", "owner"));
    await use(page);
    if (complaints.length > 0) throw new Error(`the browser complained: ${complaints.join("; ")}`);
  },
});
export { expect } from "@playwright/test";
