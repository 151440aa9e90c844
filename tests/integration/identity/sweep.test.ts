import { randomUUID } from "node:crypto";

import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";

import { DAY_MS } from "@/lib/core/clock";
import { requestPasswordReset } from "@/lib/services/identity/reset-password";
import { endedBefore, sweepEnded } from "@/lib/services/identity/sweep-ended";
import { ringDue } from "@/lib/services/worker/ring-due";
import { isSweepDue } from "@/lib/store/ended";
import { withSystem } from "@/lib/store/system";
import { HERE, NOW_MS, openIdentityWorld } from "@/tests/integration/identity/support";
import type { IdentityWorld } from "@/tests/integration/identity/support";

let world: IdentityWorld;
let admin: Client;

beforeAll(async () => {
  world = await openIdentityWorld();
  world.clock.set(NOW_MS);
  admin = new Client({ connectionString: world.database.adminUrl });
  await admin.connect();
  await admin.query("set role avstemt_identity");
});

afterAll(async () => {
  await admin.end();
  await world.close();
});

const rowsOf = async (table: string): Promise<number> => {
  const { rows } = await admin.query<{ count: string }>(`select count(*) from installation.${table}`);
  return Number(rows[0]?.count);
};
const isDue = (): Promise<boolean> =>
  withSystem(world.services.database, (tx) => isSweepDue(tx, endedBefore(world.clock.nowMs())));

/** An invitation made 20 days ago; `accepted` and `expires` in days from now. */
async function invitation(
  role: string,
  times: Readonly<{ accepted?: number; expires: number }>,
): Promise<void> {
  const at = (days: number): string => new Date(NOW_MS + days * DAY_MS).toISOString();
  await admin.query(
    `insert into installation.invitation (id, tenant_id, email, role, merchant_ids, language, token_hash, invited_by, created_at, expires_at, accepted_at)
     select $1, tenant_id, $2 || '@ended.example', $3, null, 'en', sha256(convert_to($2, 'UTF8')), 'x', $4, $5, $6 from public.tenant limit 1`,
    [
      randomUUID(),
      `${role}-${String(times.accepted ?? 0)}-${String(times.expires)}`,
      role,
      at(-60),
      at(times.expires),
      times.accepted === undefined ? null : at(times.accepted),
    ],
  );
}

test("what has ended goes after its time: links and half a sign-in after a day, invitations after thirty", async () => {
  const person = await world.newPerson();
  expect(await isDue()).toBe(false);
  expect(await sweepEnded(world.services)).toBe(0);

  await requestPasswordReset(world.services, { email: person.email, ...HERE });
  expect(await rowsOf("mail_token")).toBe(1);
  await invitation("viewer", { expires: -29 }); // ran out, and is still shown to the firm
  await invitation("viewer", { expires: -31 });
  await invitation("admin", { expires: -50, accepted: -29 });
  await invitation("admin", { expires: -50, accepted: -51 });
  await invitation("owner", { expires: -50 }); // the only way into its firm
  await invitation("owner", { expires: -50, accepted: -51 });
  expect(await isDue()).toBe(true);
  world.services.rung.length = 0;
  await ringDue(world.services, { shard: 0, shards: 1 });
  expect(world.services.rung).toContainEqual({ name: "ended.sweep", payload: {} });

  expect(await sweepEnded(world.services)).toBe(3);
  expect(await isDue()).toBe(false);
  expect([await rowsOf("mail_token"), await rowsOf("invitation")]).toEqual([1, 3]);

  world.clock.advance(2 * DAY_MS);
  expect(await isDue()).toBe(true);
  expect(await sweepEnded(world.services)).toBe(3); // the link, and what is thirty days old by now
  expect([await rowsOf("mail_token"), await rowsOf("invitation")]).toEqual([0, 1]);
});
