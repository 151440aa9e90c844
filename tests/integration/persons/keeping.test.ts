import { afterAll, beforeAll, expect, test } from "vitest";

import { HeldPayersInput } from "@/lib/contracts/persons";
import type { ServiceContext } from "@/lib/services/context";
import { exportMerchant } from "@/lib/services/exports/export-merchant";
import { getLedger } from "@/lib/services/ledgers/get-ledger";
import { fetchPastPersons } from "@/lib/services/persons/fetch-past-persons";
import { getPersonSetting, listPersonSettings } from "@/lib/services/persons/list-person-settings";
import { listHeldPayers, LOOKS_MAX, revealPayer } from "@/lib/services/persons/reveal-payer";
import { turnOnPersons } from "@/lib/services/persons/turn-on-persons";
import { ringDue } from "@/lib/services/worker/ring-due";
import { PersonsQuery } from "@/lib/contracts/persons";
import { withTenant } from "@/lib/store/tenant";
import {
  allEntries,
  asPurgeRole,
  countRows,
  createPayersWorld,
  payersOf,
  readToHead,
  TERMS,
} from "@/tests/integration/persons/support";
import type { PayersWorld } from "@/tests/integration/persons/support";

let world: PayersWorld;
beforeAll(async () => {
  world = await createPayersWorld();
});
afterAll(() => world.close());

/** The requests that carried the parameter, by their paths. */
async function personalRequests(): Promise<string[]> {
  const { last } = (await world.simulator.control("GET", "/requests")) as {
    last: { path: string }[];
  };
  return last.map((of) => of.path).filter((path) => path.includes("includeGDPR"));
}

function accountant(): ServiceContext {
  const actor = { kind: "user", id: "0199a000-0000-7000-8000-000000000001", name: "Kari" } as const;
  return { ...world.ctx, role: "accountant", actor };
}

test("nothing of a payer is asked for until it is turned on", async () => {
  expect(await countRows(world)).toBe(0);
  expect(await personalRequests()).toEqual([]);
  expect((await getPersonSetting(world.ctx, { id: world.ledger })).kept).toBeNull();
  const [entry] = await allEntries(world.ctx, world.ledger);
  const ask = {
    id: world.ledger,
    topic: "funds",
    sequence: entry?.sequence ?? 0,
    pspReference: entry?.pspReference ?? "",
  } as const;
  await expect(revealPayer(accountant(), ask)).rejects.toMatchObject({ code: "not_found" });
});

test("past payers are read by date in turns, new ones by the feed, and the books stay the same", async () => {
  const { ctx, ledger, ledgerId, simulator, clock } = world;
  const before = await allEntries(ctx, ledger);
  await turnOnPersons(ctx, { id: ledger, ...TERMS });
  await expect(turnOnPersons(ctx, { id: ledger, ...TERMS })).rejects.toMatchObject({ code: "conflict" });
  expect(await ringDue(world.services, { shard: 0, shards: 1 })).toBeGreaterThanOrEqual(0);
  expect(world.services.rung).toContainEqual({
    name: "person.fetch",
    payload: { tenantId: ctx.tenantId, ledger },
  });

  // In turns of three dates, until there is nothing left to read; dates that are open are asked for again.
  let turns = 0;
  while ((await fetchPastPersons(ctx, ledger, { datesMax: 3 })) === 3) turns += 1;
  expect(turns).toBeGreaterThan(2);
  const { kept } = await getPersonSetting(ctx, { id: ledger });
  expect(kept).toMatchObject({ ...TERMS, nextDeletion: expect.any(String) as string });
  expect(kept?.pastDatesDone).toBeGreaterThan(2);

  clock.advance(3 * 86_400_000);
  await readToHead(ctx, ledger);
  for (let waits = 0; waits < 40; waits += 1) {
    clock.advance(86_400_000);
    await fetchPastPersons(ctx, ledger);
  }
  await readToHead(ctx, ledger);
  const after = await allEntries(ctx, ledger);
  expect(after.slice(0, before.length)).toEqual(before);
  const expected = [...(await payersOf(simulator, ledgerId)).values()].filter(
    (entry) => entry.ledgerDate > "2026-11-01",
  );
  expect(await countRows(world)).toBeGreaterThanOrEqual(expected.length);
  const settled = await getPersonSetting(ctx, { id: ledger });
  expect(settled.kept?.pastDatesDone).toBe(settled.kept?.pastDates);
  expect(settled.kept?.payerCount).toBe(await countRows(world));
  const listed = await listPersonSettings(ctx, PersonsQuery.parse({ state: "on" }));
  expect(listed.items.map((item) => item.ledgerUid)).toEqual([ledger]);
});

test("a payer is shown as the provider gave it, one entry a look, and each look is in the audit trail without its values", async () => {
  const { ctx, ledger, ledgerId, simulator } = world;
  const payers = await payersOf(simulator, ledgerId);
  const entries = (await allEntries(ctx, ledger)).filter(
    (entry) => entry.entryType === "capture" && payers.has(`${entry.pspReference} capture`),
  );
  const { sequences } = HeldPayersInput.parse({
    id: ledger,
    sequences: entries
      .slice(0, 900)
      .map((entry) => entry.sequence)
      .join(","),
  });
  const held = await listHeldPayers(accountant(), { id: ledger, topic: "funds", sequences });
  expect(held).toEqual(sequences);
  const entry = entries[0];
  if (entry === undefined) throw new Error("no payment with a payer");
  const given = payers.get(`${entry.pspReference} capture`);
  const ask = {
    id: ledger,
    topic: "funds",
    sequence: entry.sequence,
    pspReference: entry.pspReference,
  } as const;
  const shown = await revealPayer(accountant(), ask);
  expect(shown).toMatchObject({ name: given?.["name"], maskedPhone: given?.["maskedPhoneNo"] });
  expect(shown.message).toBe(given?.["message"] ?? "");
  const looks = await withTenant(ctx.database, ctx, (tx) =>
    tx.query<{ actor_name: string; text: string }>(
      "select actor_name, row_to_json(a)::text as text from audit_event a where tenant_id = $1 and action = 'person.shown'",
      [tx.tenantId],
    ),
  );
  expect(looks.map((look) => look.actor_name)).toEqual(["Kari"]);
  expect(looks[0]?.text).toContain(entry.pspReference);
  expect(looks[0]?.text).not.toContain(shown.name);
  await expect(revealPayer(accountant(), { ...ask, pspReference: "another" })).rejects.toMatchObject({
    code: "copy_replaced",
  });
  for (const role of ["viewer", "merchant", "token"] as const) {
    await expect(revealPayer({ ...accountant(), role }, ask)).rejects.toMatchObject({ code: "forbidden" });
  }

  // A limited accountant sees the payers of the own merchants, and of no other.
  const { merchantId } = await getLedger(ctx, { id: ledger });
  const limited = (merchantIds: readonly string[]): ServiceContext =>
    ({ ...accountant(), scope: { kind: "limited", merchantIds } }) as ServiceContext;
  expect((await revealPayer(limited([merchantId ?? ""]), ask)).name).toBe(shown.name);
  await expect(revealPayer(limited([]), ask)).rejects.toMatchObject({ code: "not_found" });

  const someone = { ...accountant(), actor: { ...accountant().actor, id: "curious" } };
  for (let look = 0; look < LOOKS_MAX; look += 1) await revealPayer(someone, ask);
  await expect(revealPayer(someone, ask)).rejects.toMatchObject({ code: "rate_limited" });
  world.clock.advance(3_600_000);
  await expect(revealPayer(someone, ask)).resolves.toMatchObject({ name: shown.name });
});

test("a file of the books has nothing of a payer, nor has any row outside the sealed ones", async () => {
  const { ctx, ledger, ledgerId, simulator, database } = world;
  const { merchantId } = await getLedger(ctx, { id: ledger });
  let text = "";
  for await (const chunk of exportMerchant(ctx, { merchantId: merchantId ?? "", format: "entries-csv" }))
    text += chunk;
  const names = [...(await payersOf(simulator, ledgerId)).values()].map((entry) => String(entry["name"]));
  expect(names.length).toBeGreaterThan(10);
  expect(text).toContain("capture");
  const family = [...new Set(names)];
  expect(family.filter((name) => text.includes(name))).toEqual([]);
  const rows = await withTenant(ctx.database, ctx, (tx) =>
    tx.query<{ text: string }>(
      "select row_to_json(e)::text as text from entry e where tenant_id = $1 and ledger = $2",
      [tx.tenantId, ledger],
    ),
  );
  expect(rows.filter((row) => family.some((name) => row.text.includes(name)))).toEqual([]);
  const sealed = await asPurgeRole<{ hex: string }>(
    database,
    "select encode(sealed, 'hex') as hex from public.entry_person",
  );
  const plain = Buffer.from(family[0] ?? "").toString("hex");
  expect(sealed.filter((row) => row.hex.includes(plain))).toEqual([]);
});
