import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { removePostgres, startPostgres } from "@/scripts/services/postgres";
import { withClient } from "@/scripts/services/postgres-roles";

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "avstemt launcher ")); // closed to others, and with a space in its name
});
afterEach(async () => {
  await removePostgres(dataDir);
  rmSync(dataDir, { recursive: true, force: true });
});

const start = () => startPostgres({ dataDir, durable: true });
const count = (url: string): Promise<number> =>
  withClient(url, async (client) => {
    await client.query("create table if not exists thing (id integer)");
    await client.query("insert into thing values (1)");
    const { rows } = await client.query<{ count: string }>("select count(*) from thing");
    return Number(rows[0]?.count);
  });

test("the server starts in a folder that others cannot enter, keeps its data, and recovers from a crash", async () => {
  const first = await start();
  expect(await count(first.adminUrl)).toBe(1);
  await first.stop();

  const second = await start();
  expect(second.adminUrl).toBe(first.adminUrl);
  expect(await count(second.adminUrl)).toBe(2);
  const place = existsSync(join(dataDir, "postgres-place"))
    ? readFileSync(join(dataDir, "postgres-place"), "utf8")
    : join(dataDir, "postgres");
  expect(statSync(place).mode & 0o777).toBe(0o700);
  process.kill(Number(readFileSync(join(place, "data", "postmaster.pid"), "utf8").split("\n")[0]), "SIGKILL");
  await second.stop(); // nothing to stop, and no error

  const third = await start();
  expect(await count(third.adminUrl)).toBe(3);
  await third.stop();
  await removePostgres(dataDir);
  expect(existsSync(place)).toBe(false);
});

test("a server that somebody else runs is used, and left running", async () => {
  const first = await start();
  const second = await start();
  expect(second).toMatchObject({ port: first.port, isOurs: false });
  await second.stop();
  expect(await count(first.adminUrl)).toBe(1);
  await first.stop();
});

test("names sort as they do in Norway, Denmark and Finland", async () => {
  const { appUrl, stop } = await start();
  const { rows } = await withClient(appUrl, (client) =>
    client.query<{ name: string }>(
      `select name from (values ('Åse'), ('Zoe'), ('Ærlig'), ('Østen'), ('Anna')) as t(name)
       order by name collate "nb-NO-x-icu"`,
    ),
  );
  expect(rows.map(({ name }) => name)).toEqual(["Anna", "Zoe", "Ærlig", "Østen", "Åse"]);
  await stop();
});
