import { expect, test } from "vitest";

import { AppError } from "@/lib/core/errors";
import { createLog, type Log } from "@/lib/platform/log";

function recorded(write: (log: Log) => void): Record<string, unknown> {
  let line = "";
  write(createLog("info", { write: (text) => void (line += text) }));
  return line === "" ? {} : JSON.parse(line);
}

test("an event is one line with its fields, level and time", () => {
  const line = recorded((log) => log.child({ tenantId: "t1" }).info({ entryCount: 3 }, "ledger synced"));
  expect(line).toMatchObject({ level: "info", tenantId: "t1", entryCount: 3, msg: "ledger synced" });
  expect(line["time"]).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
});

test("secrets and people are left out, at the top and one level down", () => {
  const line = recorded((log) =>
    log.warn({ clientSecret: "a", headers: { authorization: "b" }, user: { email: "c", id: "u1" } }, "seen"),
  );
  expect(line).toMatchObject({
    clientSecret: "[redacted]",
    headers: { authorization: "[redacted]" },
    user: { email: "[redacted]", id: "u1" },
  });
});

test("an error tells its causes; an expected one needs no stack", () => {
  const cause = new Error("socket closed");
  const line = recorded((log) =>
    log.error({ error: new AppError("provider_unavailable", "no answer", { cause }) }, "page failed"),
  );
  expect(line["error"]).toMatchObject({ code: "provider_unavailable", cause: { message: "socket closed" } });
  expect(line["error"]).not.toHaveProperty("stack");
});

test("below the level nothing is written", () => {
  expect(recorded((log) => log.debug({}, "noise"))).toEqual({});
});
