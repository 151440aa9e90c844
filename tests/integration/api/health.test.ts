import { afterAll, beforeAll, expect, test } from "vitest";

import { AppError } from "@/lib/core/errors";
import { createDatabase } from "@/lib/platform/database/database";
import { sharedFigures } from "@/lib/server/figures";
import { metricsResponse } from "@/lib/server/metrics-response";
import { checkReadiness } from "@/lib/services/health/check-readiness";
import { createTestDatabase } from "@/tests/setup/database";
import type { TestDatabase } from "@/tests/setup/database";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.drop());

const healthy = (): Promise<void> => Promise.resolve();

test("ready when database, migrations and queue are", async () => {
  const store = createDatabase({ url: database.url, connectionsMax: 1 });
  expect(await checkReadiness({ database: store, queueHealth: healthy })).toEqual({
    isReady: true,
    database: "ok",
    migrations: "ok",
    queue: "ok",
  });
  const noQueue = (): Promise<void> => Promise.reject(new AppError("queue_unavailable", "down"));
  expect(await checkReadiness({ database: store, queueHealth: noQueue })).toMatchObject({
    isReady: false,
    queue: "does not answer",
  });
  await store.close();
});

test("not ready when the database does not answer", async () => {
  const store = createDatabase({ url: "postgresql://nobody:x@127.0.0.1:9/none", connectionsMax: 1 });
  expect(await checkReadiness({ database: store, queueHealth: healthy })).toMatchObject({
    isReady: false,
    database: "does not answer",
    migrations: "unknown",
  });
  await store.close();
});

test("metrics are there for whoever has the token, and for nobody else", async () => {
  sharedFigures().requests.add({ method: "GET", status: "200" });
  const ask = (token: string | undefined, authorization?: string): Response =>
    metricsResponse(
      new Request("http://localhost/api/metrics", {
        headers: authorization === undefined ? {} : { authorization },
      }),
      token,
    );
  expect(ask(undefined, "Bearer undefined").status).toBe(404);
  expect(ask("a-token-of-16-chars").status).toBe(404);
  expect(ask("a-token-of-16-chars", "Bearer wrong").status).toBe(404);
  const answer = ask("a-token-of-16-chars", "Bearer a-token-of-16-chars");
  expect(await answer.text()).toContain('avstemt_api_requests_total{method="GET",status="200"}');
});
