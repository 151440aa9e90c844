import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { createDatabase } from "@/lib/platform/database/database";
import type { Database } from "@/lib/platform/database/database";
import { findSignIn } from "@/lib/store/identity";
import { withSystem } from "@/lib/store/system";
import { isPassword } from "@/lib/platform/password";
import { createTestSimulator } from "@/tests/factories/simulator";
import type { TestSimulator } from "@/tests/factories/simulator";
import { cliEnv, createCli } from "@/tests/factories/terminal";
import { createTestDatabase } from "@/tests/setup/database";
import type { TestDatabase } from "@/tests/setup/database";

const FIRM = "--tenant nordfjord-regnskap";
const PASSWORD = "fire epler i kurven";

let database: TestDatabase;
let simulator: TestSimulator;
let cli: ReturnType<typeof createCli>;
let admin: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  simulator = await createTestSimulator();
  cli = createCli(cliEnv(database, simulator.url));
  admin = createDatabase({ url: database.adminUrl, connectionsMax: 1 });
  await cli('tenant create --name "Nordfjord Regnskap" --slug nordfjord-regnskap');
  await cli(`user create --email ingrid@nordfjord.example ${FIRM} --role owner`, { input: PASSWORD });
}, 60_000);

afterAll(async () => {
  await admin.close();
  await simulator.close();
  await database.drop();
});

const events = () =>
  withSystem(admin, (tx) =>
    tx.query<{ action: string; actor_name: string; subject: string; firm: string | null; after: unknown }>(
      "select action, actor_name, subject, firm, after from installation.operator_event order by at, id",
    ),
  );

describe.sequential("operators", () => {
  test("are made of people who are known, and of new ones with a password", async () => {
    expect((await cli("operator list")).out).toBe("There are no operators; `operator add` makes one.\n");
    const known = await cli("operator add --email Ingrid@Nordfjord.example");
    expect(known).toMatchObject({ status: 0, err: "" });
    expect(known.out).toBe("ingrid@nordfjord.example is an operator, and keeps the password.\n");
    const short = await cli("operator add --email ola@avstemt.example", { input: "short" });
    expect(short.status).toBe(1);
    expect(short.err).toMatch(/must have 12 to 200 characters/);
    const fresh = await cli('operator add --email ola@avstemt.example --name "Ola Drift" --json', {
      input: `${PASSWORD}\n`,
    });
    expect(fresh.json()).toEqual({ email: "ola@avstemt.example", isNewPerson: true, wasOperator: false });
    const found = await withSystem(admin, (tx) => findSignIn(tx, "ola@avstemt.example"));
    expect(found?.name).toBe("Ola Drift");
    expect(await isPassword(found?.passwordHash ?? "", PASSWORD)).toBe(true);
    expect((await cli("operator add --email ola@avstemt.example")).out).toMatch(/was an operator already/);
    expect((await cli("operator add --email nonsense")).err).toMatch(/is not an e-mail address/);
  });

  test("are listed, and end", async () => {
    expect((await cli("operator list --json")).json()).toMatchObject({
      items: [{ email: "ingrid@nordfjord.example" }, { email: "ola@avstemt.example", name: "Ola Drift" }],
    });
    expect((await cli("operator list")).out).toMatch(/^e-mail +name +since\n/);
    expect((await cli("operator remove --email ingrid@nordfjord.example")).out).toBe(
      "ingrid@nordfjord.example is no operator any more.\n",
    );
    const again = await cli("operator remove --email ingrid@nordfjord.example --json");
    expect(again).toMatchObject({ status: 1 });
    expect(again.json()).toMatchObject({ error: { code: "not_found" } });
    expect((await cli("operator list --json")).json()).toMatchObject({
      items: [{ email: "ola@avstemt.example" }],
    });
  });

  test("what the command line does to the installation stands in their log", async () => {
    expect(await events()).toMatchObject([
      { action: "firm.created", actor_name: "tester", firm: "nordfjord-regnskap" },
      { action: "operator.added", subject: "ingrid@nordfjord.example" },
      { action: "operator.added", subject: "ola@avstemt.example" },
      { action: "operator.removed", subject: "ingrid@nordfjord.example" },
    ]);
  });
});

test("a firm cannot have an address of the product's own", async () => {
  const refused = await cli("tenant create --name Settings --slug settings");
  expect(refused).toMatchObject({ status: 1, out: "" });
  expect(refused.err).toBe(
    '"settings" is an address of the product\'s own; choose another slug. Nothing was changed.\n',
  );
});

describe.sequential("keys confirm-vanished", () => {
  const hold = (where: string): Promise<number> =>
    withSystem(admin, (tx) =>
      tx.execute(
        `update installation.credential set vanished_held = true, vanished_since = now() where ${where}`,
      ),
    );

  test("says whose, and that nothing is held", async () => {
    expect(await cli("keys confirm-vanished --reason gone")).toMatchObject({ status: 2 });
    expect((await cli(`keys confirm-vanished ${FIRM}`)).err).toMatch(/--reason TEXT is missing/);
    for (const whose of [FIRM, "--installation"]) {
      const none = await cli(`keys confirm-vanished ${whose} --reason gone`);
      expect(none).toMatchObject({ status: 1, out: "" });
      expect(none.err).toMatch(/^Nothing is held: no keys miss many ledgers at once/);
    }
  });

  test("lifts the hold on a firm's own keys, audited there", async () => {
    const input = `firm-nordfjord-secret-${String(simulator.seed)}`;
    expect(await cli(`keys set ${FIRM} --client-id firm-nordfjord`, { input })).toMatchObject({ status: 0 });
    expect(await hold("tenant_id is not null")).toBe(1);
    const lifted = await cli(`keys confirm-vanished ${FIRM} --reason "The chain left" --json`);
    expect(lifted.json()).toMatchObject({
      keys: [{ clientId: "firm-nordfjord" }],
      tenant: "nordfjord-regnskap",
    });
    expect(await cli(`keys confirm-vanished ${FIRM} --reason again`)).toMatchObject({ status: 1 });
  });

  test("lifts it on the installation's, with a line in the operators' log", async () => {
    const input = `installation-secret-${String(simulator.seed)}`;
    await cli("keys set --installation --client-id installation", { input });
    expect(await hold("tenant_id is null")).toBe(1);
    const lifted = await cli('keys confirm-vanished --installation --reason "The chain left"');
    expect(lifted.out).toBe("installation: the missing ledgers are revoked at the next discovery.\n");
    expect((await events()).at(-1)).toMatchObject({
      action: "keys.vanished-confirmed",
      actor_name: "tester",
      subject: "installation",
      after: { held: "false", reason: "The chain left" },
    });
  });
});
