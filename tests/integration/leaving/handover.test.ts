import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { DAY_MS } from "@/lib/core/clock";
import type { ServiceContext } from "@/lib/services/context";
import { getLeaving } from "@/lib/services/leaving/get-leaving";
import { handOverMerchant, takeBackMerchant } from "@/lib/services/leaving/hand-over-merchant";
import { makeExport } from "@/lib/services/leaving/make-export";
import { exportPlace } from "@/lib/services/leaving/export-place";
import { askForFirmExport, takeExport } from "@/lib/services/leaving/take-export";
import { followFeed } from "@/lib/services/ledgers/follow-feed";
import { getLedger } from "@/lib/services/ledgers/get-ledger";
import { listEntries } from "@/lib/services/ledgers/list-entries";
import { onboardLedgers } from "@/lib/services/ledgers/onboard-ledgers";
import { getPersonSetting } from "@/lib/services/persons/list-person-settings";
import { EntriesQuery } from "@/lib/contracts/queries";
import { ringDue } from "@/lib/services/worker/ring-due";
import { listDueFeeds, withSystem } from "@/lib/store/system";
import { allEntries, countRows, createPayersWorld, keepAll } from "@/tests/integration/persons/support";
import type { PayersWorld } from "@/tests/integration/persons/support";

let world: PayersWorld;
let ctx: ServiceContext;
let merchantId: string;
const folder = mkdtempSync(join(tmpdir(), "avstemt-leaving-"));
const PERSON = { kind: "user", id: "0199a000-0000-7000-8000-000000000002", name: "Ola" } as const;

beforeAll(async () => {
  world = await createPayersWorld();
  ctx = { ...world.ctx, dataDir: folder, role: "admin", actor: PERSON };
  await keepAll(world);
  merchantId = (await getLedger(ctx, { id: world.ledger })).merchantId ?? "";
});

afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true });
});

type Manifest = {
  of: string;
  files: { path: string; sha256: string; bytes: number; rows: number; sums: Record<string, string> }[];
};

/** Reads one file of a zip with Python, which is another reader than its writer. */
function unzipped(place: string, path: string): Buffer {
  return execFileSync(
    "python3",
    [
      "-c",
      "import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))",
      place,
      path,
    ],
    { maxBuffer: 200 * 1024 * 1024 },
  );
}

test("a merchant that is handed over is not followed any more, stays readable, and its file is whole", async () => {
  const before = await allEntries(ctx, world.ledger);
  await expect(
    handOverMerchant({ ...ctx, role: "accountant" }, { id: merchantId, toWhom: "Annet byrå" }),
  ).rejects.toMatchObject({ code: "forbidden" });
  const { exportId } = await handOverMerchant(ctx, { id: merchantId, toWhom: "Annet byrå AS" });
  await expect(handOverMerchant(ctx, { id: merchantId, toWhom: "Enda et" })).rejects.toMatchObject({
    code: "conflict",
  });
  expect((await getLedger(ctx, { id: world.ledger })).status).toBe("handed-over");
  expect((await followFeed(ctx, { ledger: world.ledger, topic: "funds" })).outcome).toBe("idle");
  const shard = {
    nowMs: world.clock.nowMs() + 90 * DAY_MS,
    shard: 0,
    shards: 1,
    tenantShare: 100,
    limit: 100,
  };
  const due = await withSystem(ctx.database, (tx) => listDueFeeds(tx, shard));
  expect(due.map((feed) => feed.ledger)).not.toContain(world.ledger);
  await expect(onboardLedgers(ctx, { ledgers: [world.ledger] })).rejects.toMatchObject({ code: "conflict" });
  // Payers go with it, at once.
  expect(await countRows(world)).toBe(0);
  expect(
    (await listEntries(ctx, { ...EntriesQuery.parse({ limit: 5 }), id: world.ledger })).items,
  ).toHaveLength(5);

  await ringDue(world.services, { shard: 0, shards: 1 });
  expect(world.services.rung).toContainEqual({
    name: "leaving.export",
    payload: { tenantId: ctx.tenantId, export: exportId },
  });
  const system = { ...world.ctx, dataDir: folder };
  expect(await makeExport(system, exportId)).toBe("ready");
  expect(await makeExport(system, exportId)).toBeUndefined();
  const { exports, handovers } = await getLeaving(ctx);
  expect(handovers).toMatchObject([{ toWhom: "Annet byrå AS", handedBy: "Ola" }]);
  expect(exports[0]).toMatchObject({ state: "ready", isMine: true });
  expect(exports[0]?.filesDone).toBe(exports[0]?.filesWanted);

  const place = exportPlace(ctx, exportId);
  const zip = readFileSync(place);
  expect(createHash("sha256").update(zip).digest("hex")).toBe(exports[0]?.sha256);
  const manifest = JSON.parse(unzipped(place, "manifest.json").toString()) as Manifest;
  expect(manifest.of).toBe("merchant");
  for (const file of manifest.files) {
    const bytes = unzipped(place, file.path);
    expect([file.path, bytes.length, createHash("sha256").update(bytes).digest("hex")]).toEqual([
      file.path,
      file.bytes,
      file.sha256,
    ]);
  }
  const funds = manifest.files.find(({ path }) => path === `ledgers/${world.ledgerId}/funds-entries.csv`);
  const [truth] = await world.simulator.truth(world.ledgerId);
  expect(funds?.rows).toBe(before.length);
  expect(Object.values(funds?.sums ?? {})).toEqual([String(truth?.topics.funds.sum)]);
});

test("a file is fetched once, by the person who asked, within seven days; one that was cut off again", async () => {
  const { exports } = await getLeaving(ctx);
  const id = exports[0]?.id ?? "";
  const other = { ...ctx, actor: { ...PERSON, id: "0199a000-0000-7000-8000-000000000003" } };
  await expect(takeExport(other, { id })).rejects.toMatchObject({ code: "not_found" });
  const cut = await takeExport(ctx, { id });
  await expect(takeExport(ctx, { id })).rejects.toMatchObject({ code: "conflict" });
  await cut.close(false);
  const taken = await takeExport(ctx, { id });
  expect(existsSync(taken.place)).toBe(true);
  await taken.close(true);
  expect(existsSync(taken.place)).toBe(false);
  await expect(takeExport(ctx, { id })).rejects.toMatchObject({ code: "conflict" });
});

test("a merchant is taken back while its grants stand, and goes on where it stood", async () => {
  const before = await allEntries(ctx, world.ledger);
  await takeBackMerchant(ctx, { id: merchantId });
  await expect(takeBackMerchant(ctx, { id: merchantId })).rejects.toMatchObject({ code: "conflict" });
  expect((await getLedger(ctx, { id: world.ledger })).status).toBe("active");
  // What was destroyed stays destroyed: payers are kept again only when somebody turns it on again.
  expect((await getPersonSetting(ctx, { id: world.ledger })).kept).toBeNull();
  world.clock.advance(2 * DAY_MS);
  for (let outcome = "more"; outcome === "more";)
    ({ outcome } = await followFeed(ctx, { ledger: world.ledger, topic: "funds" }));
  const after = await allEntries(ctx, world.ledger);
  expect(after.length).toBeGreaterThan(before.length);
  expect(after.slice(0, before.length)).toEqual(before);
});

test("a firm takes everything along, and a file that nobody fetches goes after seven days", async () => {
  const owner = { ...ctx, role: "owner" } as const;
  await expect(askForFirmExport(ctx)).rejects.toMatchObject({ code: "forbidden" });
  const id = await askForFirmExport(owner);
  const system = { ...world.ctx, dataDir: folder };
  expect(await makeExport(system, id)).toBe("ready");
  const place = exportPlace(ctx, id);
  const manifest = JSON.parse(unzipped(place, "manifest.json").toString()) as Manifest;
  expect(manifest.of).toBe("firm");
  const paths = manifest.files.map((file) => file.path);
  expect(paths).toEqual(expect.arrayContaining(["members.csv", "audit-trail.csv", "merchants.csv"]));
  expect(unzipped(place, "audit-trail.csv").toString()).toContain("merchant.handed-over");
  // An admin sees nothing of the owner's file of everything.
  expect((await getLeaving(ctx)).exports.map((of) => of.id)).not.toContain(id);
  world.clock.advance(7 * DAY_MS);
  await expect(takeExport(owner, { id })).rejects.toMatchObject({ code: "conflict" });
  expect(await makeExport(system, id)).toBe("expired");
  expect(existsSync(place)).toBe(false);
});
