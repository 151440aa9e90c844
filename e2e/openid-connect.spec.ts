import { once } from "node:events";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import type { Page } from "@playwright/test";
import Provider from "oidc-provider";

import { startChild, untilReady } from "@/scripts/services/child";
import type { Child } from "@/scripts/services/child";
import { findFreePort } from "@/scripts/services/ports";
import { serveArguments } from "@/scripts/services/web-build";

import { newLogin } from "./own-login";
import { expect, test } from "./signed-in";

/** A web process of its own, which knows a real OpenID Connect provider on this machine. */

type Claims = Readonly<{ email: string; email_verified: boolean }>;

const CLIENT = { id: "avstemt", secret: "a secret of the client" };
/** What the provider says of each of its accounts. */
const accounts = new Map<string, Claims>();
let provider: Server;
let web: Child;
let origin: string;

// One web process for all of them, and not one for each of Playwright's workers.
test.describe.configure({ mode: "default" });
test.beforeAll(async () => {
  const port = await findFreePort();
  origin = `http://localhost:${String(port)}`;
  const issuer = await startProvider(`${origin}/api/auth/callback/oidc`);
  web = startChild({
    name: "web-oidc",
    args: serveArguments(port, "127.0.0.1"),
    env: {
      NODE_ENV: "production",
      DATA_DIR: process.env["E2E_DATA_DIR"],
      NEXTAUTH_URL: origin,
      PORT: String(port),
      HOSTNAME: "127.0.0.1",
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: CLIENT.id,
      OIDC_CLIENT_SECRET: CLIENT.secret,
      OIDC_NAME: "Fjell ID",
    },
    logFile: join(process.env["E2E_DATA_DIR"] ?? ".data", "logs", "web-oidc.log"),
  });
  await untilReady(web, `${origin}/api/health/ready`, 60_000, new AbortController().signal);
});

test.afterAll(async () => {
  await web.stop();
  provider.close();
  provider.closeAllConnections();
});

/** Goes to the provider by the button, and signs in there as `account`. */
async function signInThere(page: Page, account: string): Promise<void> {
  await page.goto(`${origin}/sign-in`);
  await page.getByRole("button", { name: "Sign in with Fjell ID" }).click();
  await page.getByPlaceholder("Enter any login").fill(account);
  await page.getByPlaceholder("and password").fill("any");
  await page.getByRole("button", { name: "Sign-in" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
}

test("a person whose verified e-mail is known here gets in, and is known by the identity from then on", async ({
  page,
}) => {
  test.setTimeout(90_000);
  const own = await newLogin();
  accounts.set("kari", { email: own.email, email_verified: true });
  await signInThere(page, "kari");
  await expect(page).toHaveURL(`${origin}/nordfjord-regnskap`);
  await page.goto(`${origin}/account`);
  await expect(page.getByText("Signed in with a new provider for the first time")).toBeVisible();
  // The e-mail does not count any more.
  accounts.set("kari", { email: "moved@example.com", email_verified: false });
  // A page that is open would go to the door by itself, beside what the test asks for.
  await page.goto("about:blank");
  await page.context().clearCookies();
  await signInThere(page, "kari");
  await expect(page).toHaveURL(`${origin}/nordfjord-regnskap`);
});

test("an e-mail that is not verified, or that nobody has, is refused in words", async ({ page }) => {
  test.setTimeout(90_000);
  const own = await newLogin();
  accounts.set("unverified", { email: own.email, email_verified: false });
  accounts.set("stranger", { email: "stranger@example.com", email_verified: true });
  for (const account of ["unverified", "stranger"]) {
    await page.context().clearCookies();
    await signInThere(page, account);
    await expect(page.getByText("Nobody here is known by that identity.")).toBeVisible();
    await page.goto(`${origin}/account`);
    await expect(page).toHaveURL(`${origin}/sign-in`);
  }
});

test("an answer that nobody asked for is refused: state, nonce and PKCE belong to the browser", async ({
  page,
}) => {
  await page.goto(`${origin}/api/auth/callback/oidc?code=made-up&state=made-up`);
  await expect(page).toHaveURL(/\/sign-in\?/);
  await expect(page.getByText("The other provider did not let you in")).toBeVisible();
  await page.goto(`${origin}/sign-in`);
  const asked = page.waitForRequest((request) => request.url().includes("code_challenge="));
  await page.getByRole("button", { name: "Sign in with Fjell ID" }).click();
  const address = new URL((await asked).url());
  expect(address.searchParams.get("code_challenge_method")).toBe("S256");
  for (const name of ["state", "nonce", "code_challenge"])
    expect((address.searchParams.get(name) ?? "").length).toBeGreaterThan(20);
});

async function startProvider(redirectUri: string): Promise<string> {
  provider = createServer();
  provider.listen(0, "127.0.0.1");
  await once(provider, "listening");
  const issuer = `http://127.0.0.1:${String((provider.address() as AddressInfo).port)}`;
  const oidc = new Provider(issuer, {
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [redirectUri] }],
    claims: { email: ["email", "email_verified"], profile: ["name"] },
    cookies: { keys: ["a key of the test"] },
    findAccount: (_ctx, id) => ({
      accountId: id,
      claims: () => ({ sub: id, name: id, ...accounts.get(id) }),
    }),
  });
  const answer = oidc.callback();
  provider.on("request", (request, response) => void answer(request, response));
  return issuer;
}
