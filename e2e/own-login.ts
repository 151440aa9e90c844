import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

import { expect } from "@playwright/test";
import PostalMime from "postal-mime";

const run = promisify(execFile);
/** What the second step and the letters of a test's own person need. */
export type OwnLogin = Readonly<{ firm: string; email: string; password: string; role: string }>;

let serial = 0;

/** A new member of the first firm, made with the command line: nobody else's journeys are disturbed. */
export async function newLogin(role: "viewer" | "accountant" = "viewer"): Promise<OwnLogin> {
  serial += 1;
  const email = `e2e-${String(process.pid)}-${String(serial)}@example.com`;
  const password = "fire epler i kurven";
  const args = ["user", "create", "--email", email, "--tenant", "nordfjord-regnskap", "--role", role];
  const child = run(process.execPath, ["--import", "tsx", "cli/main.ts", ...args], {
    env: { ...process.env, DATA_DIR: dataDir() },
  });
  child.child.stdin?.end(`${password}\n`);
  await child;
  return { firm: "Nordfjord", email, password, role };
}

export type Letter = Readonly<{ subject: string; text: string; link: string }>;

/** The latest letter to the address that has these words in its subject; waits until it is written. */
export async function letterTo(email: string, subject: string): Promise<Letter> {
  let found: Letter | undefined;
  await expect(async () => {
    found = await readLetter(email, subject);
    expect(found, `a letter to ${email}: ${subject}`).toBeDefined();
  }).toPass({ timeout: 150_000 });
  if (found === undefined) throw new Error("unreachable: it was found above");
  return found;
}

async function readLetter(email: string, subject: string): Promise<Letter | undefined> {
  const folder = join(dataDir(), "mail");
  // Names are ids that sort by time.
  for (const name of listOf(folder).toSorted().toReversed()) {
    const mail = await PostalMime.parse(readFileSync(join(folder, name)));
    if (mail.to?.[0]?.address !== email || mail.subject?.includes(subject) !== true) continue;
    const text = mail.text ?? "";
    return { subject: mail.subject, text, link: /https?:\/\/\S+/.exec(text)?.[0] ?? "" };
  }
  return undefined;
}

function listOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // nothing was sent yet
  }
}

function dataDir(): string {
  return process.env["E2E_DATA_DIR"] ?? ".data";
}
