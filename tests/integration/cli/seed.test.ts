import { afterAll, beforeAll, expect, test } from "vitest";

import { readEnv } from "@/lib/platform/env";
import type { Env } from "@/lib/platform/env";
import { seedDemo } from "@/prisma/seed";
import { createTestSimulator } from "@/tests/factories/simulator";
import type { TestSimulator } from "@/tests/factories/simulator";
import { cliEnv, createCli } from "@/tests/factories/terminal";
import { createTestDatabase } from "@/tests/setup/database";
import type { TestDatabase } from "@/tests/setup/database";

let database: TestDatabase;
let simulator: TestSimulator;
let env: Env;

beforeAll(async () => {
  database = await createTestDatabase();
  simulator = await createTestSimulator({ merchants: 24, days: 8 });
  env = readEnv(cliEnv(database, simulator.url));
});

afterAll(async () => {
  await simulator.close();
  await database.drop();
});

test("the demo's seed makes two firms with people, keys and ledgers, and changes nothing when it runs again", async () => {
  const clients = (
    (await simulator.control("GET", "/state")) as {
      credentials: { clientId: string; clientSecret: string }[];
    }
  ).credentials;
  const logins = await seedDemo({ env, clients, syncFirst: true });
  expect(logins.map(({ role }) => role)).toEqual([
    "owner",
    "accountant",
    "viewer",
    "accountant",
    "merchant",
    "owner",
    "accountant",
    "viewer",
    "accountant",
    "merchant",
    "operator",
  ]);
  expect(logins.map(({ merchants }) => merchants)).toEqual([
    undefined,
    undefined,
    undefined,
    4,
    2,
    undefined,
    undefined,
    undefined,
    3,
    1,
    undefined,
  ]);
  const cli = createCli(cliEnv(database, simulator.url));
  const list = async (slug: string): Promise<string> => (await cli(`ledgers list --tenant ${slug}`)).out;
  const before = [await list("nordfjord-regnskap"), await list("oresund-bogforing")];
  for (const table of before) {
    expect(table.match(/ new /g)?.length).toBe(3);
    expect(table).toMatch(/ active .* live /);
  }
  expect((await cli("ledgers list --installation")).out).toMatch(/active .* nordfjord-regnskap/);
  // The simulator may be gone by then: a warm run asks nobody.
  await simulator.control("POST", "/outage", { mode: "refuse" });
  expect(await seedDemo({ env, clients })).toEqual(logins);
  expect([await list("nordfjord-regnskap"), await list("oresund-bogforing")]).toEqual(before);
  await simulator.control("POST", "/outage", { mode: "none" });
});
