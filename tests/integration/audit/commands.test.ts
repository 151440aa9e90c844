import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";

import { AuditHeadReport, AuditReport } from "@/lib/contracts/reports";
import { sealAudit } from "@/lib/services/audit/seal-audit";
import type { ServiceContext } from "@/lib/services/context";
import { recordAudit } from "@/lib/store/audit";
import { findFirm } from "@/lib/store/credentials";
import { withTenant } from "@/lib/store/tenant";
import { cliEnv, createCli } from "@/tests/factories/terminal";
import { openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

let world: ReadWorld;
let admin: Client;
let ctx: ServiceContext;
let slug: string;
let cli: ReturnType<typeof createCli>;
let folder: string;

beforeAll(async () => {
  world = await openReadWorld();
  admin = new Client({ connectionString: world.database.adminUrl });
  await admin.connect();
  ctx = await world.newFirm("nord");
  ({ slug } = await withTenant(ctx.database, ctx, (tx) => findFirm(tx)));
  cli = createCli(cliEnv(world.database, "http://127.0.0.1:9"));
  folder = mkdtempSync(join(tmpdir(), "avstemt-audit-"));
}, 60_000);

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await admin.end();
  await world.close();
});

async function append(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    await withTenant(ctx.database, ctx, (tx) =>
      recordAudit(tx, ctx, { action: "a.b", subjectType: "thing", subjectId: String(n) }),
    );
    world.clock.advance(1);
  }
}

const verify = async (options = "") => {
  const ran = await cli(`audit verify --tenant ${slug} ${options} --json`);
  return { status: ran.status, report: AuditReport.parse(ran.json()) };
};

test("an empty trail is sound, and its head is place 0", async () => {
  expect(await verify()).toMatchObject({
    status: 0,
    report: { ok: true, checked: { events: 0, unsealed: 0 }, head: null },
  });
  const head = AuditHeadReport.parse((await cli(`audit head --tenant ${slug} --json`)).json());
  expect(head).toMatchObject({ tenant: slug, sequence: 0, sealedAt: null });
});

test("a head that was exported stays true while the trail grows", async () => {
  await append(3);
  await sealAudit(ctx);
  const file = join(folder, "head.json");
  const head = await cli(`audit head --tenant ${slug} --json`);
  writeFileSync(file, head.out);
  await append(2);
  expect(await verify(`--head ${file}`)).toMatchObject({
    status: 0,
    report: { ok: true, checked: { events: 3, unsealed: 2 }, head: { sequence: 3 } },
  });
  await sealAudit(ctx);
  expect(await verify(`--head ${file}`)).toMatchObject({ status: 0, report: { checked: { events: 5 } } });
  const told = await cli(`audit verify --tenant ${slug}`);
  expect(told.out).toMatch(/^Sound: 5 sealed events\. Head: 5 [0-9a-f]{64}\n$/);
  expect((await cli(`audit head --tenant ${slug}`)).out).toMatch(/^5 {2}[0-9a-f]{64} {2}20/);
});

test("a changed, a missing and a cut-off row are found and named, with exit status 1", async () => {
  const { rows } = await admin.query<{ id: string }>(
    "select id from audit_event where tenant_id = $1 order by sequence",
    [ctx.tenantId],
  );
  const [, second, third] = rows.map(({ id }) => id);
  await admin.query("update audit_event set actor_id = 'somebody' where id = $1", [second]);
  await admin.query("delete from audit_event where id = $1", [third]);
  await admin.query("delete from audit_event where sequence = 5");
  await admin.query("delete from audit_seal where sequence = 5");
  const { status, report } = await verify();
  expect(status).toBe(1);
  expect(report.findings.map(({ kind, sequence, eventId }) => [kind, sequence, eventId])).toEqual([
    ["changed", 2, second],
    ["missing", 3, third],
    ["cut-off", 5, null],
  ]);
  const told = await cli(`audit verify --tenant ${slug}`);
  expect(told.status).toBe(1);
  expect(told.out).toContain("3 findings in 4 sealed events.");
});

test("a forged head is found by one that was exported; a file that is none is refused", async () => {
  await admin.query(
    "update audit_head h set sequence = 1, hash = s.hash, sealed_at = s.sealed_at from audit_seal s where s.sequence = 1",
  );
  await admin.query("delete from audit_seal where sequence > 1");
  await admin.query("delete from audit_event where sequence > 1");
  expect(await verify()).toMatchObject({ status: 0 });
  expect(await verify(`--head ${join(folder, "head.json")}`)).toMatchObject({
    status: 1,
    report: { findings: [{ kind: "cut-off", sequence: 3 }] },
  });
  const wrong = join(folder, "wrong.json");
  writeFileSync(
    wrong,
    JSON.stringify({ tenant: "another", sequence: 1, hash: "0".repeat(64), sealedAt: null }),
  );
  expect(await cli(`audit verify --tenant ${slug} --head ${wrong}`)).toMatchObject({ status: 2 });
  writeFileSync(wrong, "{}");
  const none = await cli(`audit verify --tenant ${slug} --head ${wrong}`);
  expect([none.status, none.err]).toEqual([2, expect.stringContaining("is not what `audit head")]);
  expect((await cli(`audit verify --tenant ${slug} --head ${folder}/gone.json`)).status).toBe(2);
});

test("a token may be made for less, and for a while", async () => {
  const made = await cli(
    `token create --tenant ${slug} --name reader --scopes read,audit --expires 30 --json`,
  );
  expect([made.status, Object.keys(made.json() as object)]).toEqual([0, ["id", "token"]]);
  const { rows } = await admin.query(
    "select scopes, round(extract(epoch from expires_at - created_at) / 86400) as days, created_by, created_by_name from installation.api_token",
  );
  expect(rows).toEqual([
    { scopes: ["read", "audit"], days: "30", created_by: null, created_by_name: "tester" },
  ]);
  expect((await cli(`token create --tenant ${slug} --name x --scopes write`)).status).toBe(2);
  expect((await cli(`token create --tenant ${slug} --name x --expires soon`)).status).toBe(2);
  expect((await cli(`token create --tenant ${slug} --name x --expires never`)).status).toBe(0);
});
