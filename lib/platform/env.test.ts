import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, expect, test } from "vitest";

import { readEnv, Variables } from "@/lib/platform/env";

const dataDir = mkdtempSync(join(tmpdir(), "avstemt-env-"));
const key = Buffer.alloc(32, 7).toString("base64");
const enough = {
  DATA_DIR: dataDir,
  DATABASE_URL: "postgresql://app:pw@127.0.0.1:5432/avstemt",
  ENCRYPTION_KEYS: `k2:${key},k1:${key}`,
  NEXTAUTH_SECRET: "x".repeat(32),
};

afterAll(() => rmSync(dataDir, { recursive: true }));

test("defaults fill what may be left out", () => {
  const env = readEnv(enough);
  expect(env.vippsApiUrl).toBe("https://api.vipps.no");
  expect(env.queueDatabaseUrl).toBe(enough.DATABASE_URL);
  expect(env.nextauthUrl).toBe("http://localhost:3000");
  expect(env.encryptionKeys.map(({ id }) => id)).toEqual(["k2", "k1"]);
  expect(Object.isFrozen(env)).toBe(true);
});

test("an empty variable counts as not set", () => {
  expect(readEnv({ ...enough, REDIS_URL: "" }).redisUrl).toBeUndefined();
});

test("all problems are told at once, with an example and without the value", () => {
  const wrong = { ...enough, DATABASE_URL: undefined, NEXTAUTH_SECRET: "hunter2", PORT: "70000" };
  const message = messageOf(() => readEnv(wrong));
  expect(message.split("\n")).toHaveLength(3);
  expect(message).toMatch(
    /DATABASE_URL is not set; it must be the PostgreSQL URL .* for example postgresql:/,
  );
  expect(message).toMatch(/NEXTAUTH_SECRET is wrong: it must be at least 32/);
  expect(message).toMatch(/PORT is wrong/);
  expect(message).not.toContain("hunter2");
});

test.each([
  ["ENCRYPTION_KEYS", "k1:dG9vIHNob3J0"],
  ["ENCRYPTION_KEYS", key],
  ["ENCRYPTION_KEYS", `k1:${key},k1:${key}`],
  ["VIPPS_SYSTEM_NAME", "n".repeat(31)],
  ["REDIS_URL", "http://127.0.0.1:6379"],
  ["LOG_LEVEL", "loud"],
  ["METRICS_TOKEN", "short"],
])("%s refuses %s", (name, value) => {
  expect(messageOf(() => readEnv({ ...enough, [name]: value }))).toContain(`${name} is wrong`);
});

test("mail needs a sender", () => {
  const message = messageOf(() => readEnv({ ...enough, SMTP_URL: "smtp://mail.example.com" }));
  expect(message).toContain("MAIL_FROM is not set");
});

test("an OpenID Connect provider is configured whole or not at all", () => {
  const some = { ...enough, OIDC_ISSUER: "https://login.example.com/", OIDC_CLIENT_ID: "avstemt" };
  const message = messageOf(() => readEnv(some));
  expect(message.split("\n").map((line) => line.split(" ")[0])).toEqual(["OIDC_CLIENT_SECRET", "OIDC_NAME"]);
  expect(readEnv(enough).oidc).toBeUndefined();
  expect(readEnv({ ...some, OIDC_CLIENT_SECRET: "secret", OIDC_NAME: "Entra ID" }).oidc).toEqual({
    issuer: "https://login.example.com",
    clientId: "avstemt",
    clientSecret: "secret",
    name: "Entra ID",
  });
});

test("what is not set is read from the data folder's file, and what is set wins", () => {
  const path = join(dataDir, "env");
  writeFileSync(path, `REDIS_URL=redis://127.0.0.1:1?cluster=true\nPORT=4000\n# a comment\n`);
  chmodSync(path, 0o600);
  const env = readEnv({ ...enough, PORT: "5000" });
  expect(env.redisUrl).toBe("redis://127.0.0.1:1?cluster=true");
  expect(env.port).toBe(5000);
});

test(".env.example names exactly the variables of the schema", () => {
  const example = readFileSync(".env.example", "utf8");
  const named = [...example.matchAll(/^(?:# )?([A-Z][A-Z0-9_]+)=/gm)].map((match) => match[1]);
  expect(new Set(named)).toEqual(new Set(Object.keys(Variables.shape)));
  expect(named).toHaveLength(new Set(named).size);
});

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return "nothing was thrown";
}
