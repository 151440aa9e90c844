import { afterEach, beforeEach, expect, test } from "vitest";

import { DAY_MS } from "@/lib/core/clock";
import type { CopyId } from "@/lib/core/ids";
import { finishRebuild } from "@/lib/services/copies/finish-rebuild";
import { startCopy } from "@/lib/services/copies/start-copy";
import { discoverLedgers } from "@/lib/services/ledgers/discover-ledgers";
import { followFeed } from "@/lib/services/ledgers/follow-feed";
import { listKeys } from "@/lib/services/keys/list-keys";
import { listStoredKeys } from "@/lib/services/keys/list-stored-keys";
import { removeKeys } from "@/lib/services/keys/remove-keys";
import { rotateEncryption } from "@/lib/services/keys/rotate-encryption";
import { createSecretBox } from "@/lib/platform/secret-box";
import { fetchPastPersons } from "@/lib/services/persons/fetch-past-persons";
import { getPersonSetting } from "@/lib/services/persons/list-person-settings";
import { purgePersonsOf } from "@/lib/services/persons/purge-persons";
import { listHeldPayers, revealPayer } from "@/lib/services/persons/reveal-payer";
import { turnOffPersons } from "@/lib/services/persons/turn-off-persons";
import { changePersons, turnOnPersons } from "@/lib/services/persons/turn-on-persons";
import { ringDue } from "@/lib/services/worker/ring-due";
import { listOtherFeeds } from "@/lib/store/feeds";
import { findLedger } from "@/lib/store/ledgers";
import { withTenant } from "@/lib/store/tenant";
import { TEST_KEY } from "@/tests/factories/services";
import {
  allEntries,
  asPurgeRole,
  countRows,
  createPayersWorld,
  keepAll,
  payersOf,
  TERMS,
} from "@/tests/integration/persons/support";
import type { PayersWorld } from "@/tests/integration/persons/support";

let world: PayersWorld;
beforeEach(async () => {
  world = await createPayersWorld();
});
afterEach(() => world.close());

type Look = Parameters<typeof revealPayer>[1];

/** An entry whose payer is kept. */
async function someHeld({ ctx, ledger }: PayersWorld): Promise<Look> {
  const entries = await allEntries(ctx, ledger);
  const sequences = entries.map((entry) => entry.sequence);
  const [first] = await listHeldPayers(ctx, { id: ledger, topic: "funds", sequences });
  const entry = entries.find((of) => of.sequence === first);
  if (entry === undefined) throw new Error("no payer is kept");
  return { id: ledger, topic: "funds", sequence: entry.sequence, pspReference: entry.pspReference };
}

test("turning off destroys the key and the rows, drops pages under way, and turning on again begins anew", async () => {
  const { ctx, ledger } = world;
  await keepAll(world);
  const look = await someHeld(world);
  await expect(revealPayer(ctx, look)).resolves.toMatchObject({ name: expect.any(String) as string });
  const versionOf = () =>
    withTenant(ctx.database, ctx, (tx) =>
      tx.query<{ version: bigint }>(
        "select version from feed where tenant_id = $1 and ledger = $2 and topic = 'funds'",
        [tx.tenantId, ledger],
      ),
    );
  const [before] = await versionOf();
  await turnOffPersons(ctx, { id: ledger });
  expect((await versionOf())[0]?.version).toBeGreaterThan(before?.version ?? 0n);
  expect(await countRows(world)).toBe(0);
  await expect(revealPayer(ctx, look)).rejects.toMatchObject({ code: "not_found" });
  await expect(turnOffPersons(ctx, { id: ledger })).rejects.toMatchObject({ code: "conflict" });
  expect((await getPersonSetting(ctx, { id: ledger })).kept).toBeNull();
  const keys = await asPurgeRole(world.database, "select key_sealed from public.person_setting");
  expect(keys).toEqual([]);
  await keepAll(world);
  await expect(revealPayer(ctx, look)).resolves.toMatchObject({ name: expect.any(String) as string });
});

test("removing the keys that open a ledger ends its payers in the same transaction", async () => {
  const { ctx } = world;
  await keepAll(world);
  const look = await someHeld(world);
  const [keys] = (await listStoredKeys(ctx)).items;
  await removeKeys(ctx, { id: keys?.id ?? "", confirmation: keys?.clientId ?? "" });
  expect(await countRows(world)).toBe(0);
  await expect(revealPayer(ctx, look)).rejects.toMatchObject({ code: "not_found" });
  expect(await asPurgeRole(world.database, "select key_sealed from public.person_setting")).toEqual([]);
});

test("rows that one transaction cannot delete are unreadable at once, and deleted in turns", async () => {
  const { ctx, ledger, database } = world;
  await keepAll(world);
  const look = await someHeld(world);
  const rows = await countRows(world);
  // The period ends as turning off ends it, but no row is deleted with it.
  await withTenant(ctx.database, ctx, (tx) =>
    tx.execute(
      "update person_setting set ended_at = to_timestamp($3 / 1000.0), key_sealed = null, next_read_at = null, purge_at = to_timestamp($3 / 1000.0) where tenant_id = $1 and ledger = $2",
      [tx.tenantId, ledger, world.clock.nowMs()],
    ),
  );
  expect(await countRows(world)).toBe(rows);
  await expect(revealPayer(ctx, look)).rejects.toMatchObject({ code: "not_found" });
  const seen = await withTenant(ctx.database, ctx, (tx) =>
    tx.query<{ count: bigint }>("select count(*) from entry_person where tenant_id = $1", [tx.tenantId]),
  );
  expect(seen[0]?.count).toBe(0n);
  await ringDue(world.services, { shard: 0, shards: 1 });
  expect(world.services.rung).toContainEqual({
    name: "person.purge",
    payload: { tenantId: ctx.tenantId, ledger },
  });
  expect(await purgePersonsOf(ctx, ledger, { rowsMax: 10 })).toBe(rows);
  expect(await countRows(world)).toBe(0);
  expect(await asPurgeRole(database, "select id from public.person_setting")).toEqual([]);
});

test("payers are deleted on their date, and a shorter time moves all dates at once", async () => {
  const { ctx, ledger, clock } = world;
  await keepAll(world, 30);
  const all = await countRows(world);
  const { kept } = await getPersonSetting(ctx, { id: ledger });
  const next = kept?.nextDeletion ?? "";
  clock.set(Date.parse(`${next}T00:00:00Z`) - 1_000);
  await purgePersonsOf(ctx, ledger);
  expect(await countRows(world)).toBe(all);
  const look = await someHeld(world);
  clock.set(Date.parse(`${next}T00:00:00Z`));
  // Its date has come: it cannot be shown, whether or not the job has run.
  await expect(revealPayer(ctx, look)).rejects.toMatchObject({ code: "not_found" });
  await ringDue(world.services, { shard: 0, shards: 1 });
  expect(world.services.rung.filter((of) => of.name === "person.purge").length).toBeGreaterThan(0);
  const gone = await purgePersonsOf(ctx, ledger);
  expect(gone).toBeGreaterThan(0);
  expect(await countRows(world)).toBe(all - gone);
  const later = await getPersonSetting(ctx, { id: ledger });
  expect((later.kept?.nextDeletion ?? "") > next).toBe(true);

  await changePersons(ctx, { id: ledger, ...TERMS, retentionDays: 20 });
  const today = Date.parse(`${next}T00:00:00Z`);
  const dates = await asPurgeRole<{ oldest: string }>(
    world.database,
    "select min(ledger_date)::text as oldest from public.entry_person",
  );
  expect(Date.parse(dates[0]?.oldest ?? "") + 20 * DAY_MS).toBeGreaterThan(today);
  const shorter = await countRows(world);
  expect(shorter).toBeLessThan(all - gone);
  // A longer time asks again for what it adds.
  await changePersons(ctx, { id: ledger, ...TERMS, retentionDays: 29 });
  await fetchPastPersons(ctx, ledger);
  expect(await countRows(world)).toBeGreaterThan(shorter);
});

test("a lost grant drops them in the transaction that revokes, and they do not come back by themselves", async () => {
  const { ctx, ledger, ledgerId, simulator, clock, services } = world;
  await keepAll(world);
  const look = await someHeld(world);
  const [keys] = await listKeys(ctx);
  if (keys === undefined) throw new Error("no keys");
  await simulator.control("DELETE", `/grants?clientId=firm-nordfjord&ledgerId=${ledgerId}`);
  clock.advance(60_000);
  await discoverLedgers(services, keys.credentialId);
  clock.advance(2 * 3_600_000);
  const { revoked } = await discoverLedgers(services, keys.credentialId);
  expect(revoked).toBe(1);
  expect(await countRows(world)).toBe(0);
  await expect(revealPayer(ctx, look)).rejects.toMatchObject({ code: "not_found" });
  const trail = await withTenant(ctx.database, ctx, (tx) =>
    tx.query<{ action: string }>(
      "select action from audit_event where tenant_id = $1 and subject_id = $2 and action in ('grant.lost', 'person.turned-off')",
      [tx.tenantId, ledger],
    ),
  );
  expect(trail.map((of) => of.action).toSorted()).toEqual(["grant.lost", "person.turned-off"]);
  await expect(turnOnPersons(ctx, { id: ledger, ...TERMS })).rejects.toMatchObject({ code: "conflict" });
  await simulator.control("POST", "/grants", { clientId: "firm-nordfjord", ledgerId });
  await discoverLedgers(services, keys.credentialId);
  expect((await getPersonSetting(ctx, { id: ledger })).kept).toBeNull();
});

test("a new copy keeps them", async () => {
  const { ctx, ledger } = world;
  await keepAll(world);
  const rows = await countRows(world);
  const look = await someHeld(world);
  const shown = await revealPayer(ctx, look);
  const record = await withTenant(ctx.database, ctx, (tx) => findLedger(tx, ledger));
  if (record === undefined) throw new Error("no ledger");
  await startCopy(ctx, { ledger: record, topic: "funds" });
  const [other] = await withTenant(ctx.database, ctx, (tx) => listOtherFeeds(tx, ledger, "funds"));
  const copy: CopyId | undefined = other?.copy;
  if (copy === undefined) throw new Error("no copy");
  for (let outcome = "more"; outcome === "more";)
    ({ outcome } = await followFeed(ctx, { ledger, topic: "funds", copy }));
  await finishRebuild(ctx, { ledger, topic: "funds" });
  const [active] = await withTenant(ctx.database, ctx, (tx) =>
    tx.query<{ active_copy: string }>(
      "select active_copy from ledger_topic where tenant_id = $1 and ledger = $2 and topic = 'funds'",
      [tx.tenantId, ledger],
    ),
  );
  expect(active?.active_copy).toBe(copy);
  expect(await countRows(world)).toBe(rows);
  expect(await revealPayer(ctx, look)).toEqual(shown);
});

test("a row that was changed, or copied to another entry or firm, does not open; a master key can be rotated", async () => {
  const { ctx, ledger, database, services } = world;
  await keepAll(world);
  const look = await someHeld(world);
  const shown = await revealPayer(ctx, look);
  const rotated = {
    ...services,
    secrets: createSecretBox([
      { id: "new", key: new Uint8Array(32).fill(7) },
      { id: "test", key: TEST_KEY },
    ]),
  };
  expect(await rotateEncryption(rotated)).toBeGreaterThanOrEqual(2);
  expect(await revealPayer({ ...ctx, secrets: rotated.secrets }, look)).toEqual(shown);
  const opener = { ...ctx, secrets: rotated.secrets };
  // Every row's ciphertext moves on to the next row.
  await asPurgeRole(database, "select 1");
  await asOwner(
    `update public.entry_person p set sealed = n.sealed from (
       select ctid as place, lead(sealed) over w as sealed, ledger_date, content, ordinal from public.entry_person window w as (order by ledger_date, content, ordinal)) n
     where p.ctid = n.place and n.sealed is not null`,
  );
  await expect(revealPayer(opener, look)).rejects.toMatchObject({ code: "invariant_broken" });
  await asOwner("update public.entry_person set sealed = set_byte(sealed, 14, get_byte(sealed, 14) # 1)");
  await expect(revealPayer(opener, look)).rejects.toMatchObject({ code: "invariant_broken" });
  expect((await payersOf(world.simulator, world.ledgerId)).size).toBeGreaterThan(0);
  expect(ledger).toBe(look.id);

  async function asOwner(sql: string): Promise<void> {
    await asPurgeRole(database, "reset role");
    const { Client } = await import("pg");
    const client = new Client({ connectionString: database.adminUrl });
    await client.connect();
    // The owner of the table, with the lock off for a moment: what somebody with the disk in hand could do.
    await client.query("alter table public.entry_person no force row level security");
    await client.query(sql);
    await client.query("alter table public.entry_person force row level security");
    await client.end();
  }
});
