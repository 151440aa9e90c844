import { randomUUID } from "node:crypto";

import { Client } from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";

import { systemClock } from "@/lib/platform/clock";
import { readEnv } from "@/lib/platform/env";
import type { Env } from "@/lib/platform/env";
import { createLog } from "@/lib/platform/log";
import type { QueueEnv } from "@/lib/platform/queue/backend";
import { startConsumer } from "@/lib/platform/queue/consumer";
import { createQueue } from "@/lib/platform/queue/queue";
import type { JobQueue } from "@/lib/platform/queue/queue";
import { openIssue } from "@/lib/store/issues";
import { withTenant } from "@/lib/store/tenant";
import { startMailServer } from "@/tests/factories/mail-server";
import type { TestMailServer } from "@/tests/factories/mail-server";
import { createTestPerson } from "@/tests/factories/people";
import { createTestServices, createTestTenant } from "@/tests/factories/services";
import type { TestServices } from "@/tests/factories/services";
import { createTestDatabase } from "@/tests/setup/database";
import type { TestDatabase } from "@/tests/setup/database";
import { createHandlers } from "@/workers/handlers";

/** From the bell of the schedule to the letter: the real queue, the workers' own handlers, a real mail server. */

const log = createLog("silent");
const PATIENCE = { timeout: 30_000 };

let database: TestDatabase;
let server: TestMailServer;
let services: TestServices;
let admin: Client;
let env: Env & QueueEnv;
let queue: JobQueue;
let closers: (() => Promise<void>)[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  server = await startMailServer();
  services = createTestServices({
    url: database.url,
    vippsUrl: "http://127.0.0.1:9",
    clock: systemClock,
    smtpUrl: server.url,
  });
  admin = new Client({ connectionString: database.adminUrl });
  await admin.connect();
  await admin.query("set role avstemt_identity");
  env = {
    ...readEnv({
      DATA_DIR: "/nonexistent",
      DATABASE_URL: database.url,
      ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 1).toString("base64")}`,
      NEXTAUTH_SECRET: "x".repeat(32),
      VIPPS_API_URL: "http://127.0.0.1:9",
      SMTP_URL: server.url,
      MAIL_FROM: "Avstemt <avstemt@avstemt.example>",
    }),
    queueName: `test-${randomUUID()}`,
  };
  queue = await createQueue(env, log);
  for (let worker = 0; worker < 2; worker += 1) closers = [...closers, await startWorker()];
}, 60_000);

afterAll(async () => {
  for (const close of closers) await close();
  await queue.obliterate();
  await queue.close();
  await admin.end();
  await services.close();
  await server.close();
  await database.drop();
});

/** What a worker process runs, in this one; ends it. */
async function startWorker(): Promise<() => Promise<void>> {
  const own = await createQueue(env, log);
  const { handlers, close } = createHandlers(env, log, own);
  const consumer = await startConsumer({ env, log, handlers, concurrency: 4 });
  return async () => {
    await consumer.close(2_000);
    await close();
    await own.close();
  };
}

const isIdle = async (): Promise<void> =>
  expect(await queue.counts()).toMatchObject({ waiting: 0, active: 0, delayed: 0, failed: 0 });

test("what is due is rung for, written once and brought, however many workers there are and bells ring", async () => {
  const firm = await createTestTenant(services, database);
  const { tenantId } = firm;
  const { userId, email } = await createTestPerson(firm, database, { name: "Kari", role: "accountant" });
  await withTenant(firm.database, firm, (tx) =>
    openIssue(tx, {
      kind: "keys-rejected",
      subjectType: "credential",
      subjectId: "c",
      facts: { clientId: "firm" },
      nowMs: systemClock.nowMs(),
    }),
  );
  await admin.query(
    `insert into public.digest_setting (tenant_id, user_id, frequency, weekday, hour, covers, least_severity, left_out, sends_empty, next_send_at)
     values ($1, $2, 'daily', 1, 7, 'all', 'warning', '{}', false, now() - interval '1 minute')`,
    [tenantId, userId],
  );
  const lettersTo = (): number => server.letters().filter(({ to }) => to === email).length;
  const ring = async (): Promise<void> => {
    await queue.enqueue("due.ring", { shard: 0 });
    // A scan of another worker may have rung as well.
    await queue.enqueue("issue.digest", { tenantId, userId });
  };

  await ring();
  expect((await server.nextTo(email)).subject).toBe("firm: issues (open: 1, new: 1)");
  await ring();
  await vi.waitFor(isIdle, PATIENCE);
  expect(lettersTo()).toBe(1);
  const { rows } = await admin.query<{ is_ahead: boolean; is_sent: boolean }>(
    "select next_send_at > now() as is_ahead, last_sent_at is not null as is_sent from public.digest_setting where user_id = $1",
    [userId],
  );
  expect(rows).toEqual([{ is_ahead: true, is_sent: true }]);

  // Its next time comes.
  await admin.query(
    "update public.digest_setting set next_send_at = now() - interval '1 second' where user_id = $1",
    [userId],
  );
  await ring();
  expect((await server.nextTo(email)).subject).toBe("firm: issues (open: 1, new: 0)");
  await vi.waitFor(isIdle, PATIENCE);
  expect(lettersTo()).toBe(2);
}, 90_000);
