/** The door for tests: clock, faults, grants, and what is true. No authentication, so never expose it. */
import type { ServerResponse } from "node:http";

import type { RevokedAnswer } from "./access";
import { DAY_MS } from "./calendar";
import { ControlError, requireLedger } from "./control-error";
import { addEntries, addLedger, changeLedger } from "./control-ledgers";
import type { Core, Outage } from "./core";
import { FAULT_PROFILES } from "./faults";
import type { Topic } from "./plan";
import { stringifyExact } from "./raw-json";
import { isTopic } from "./report-api";
import { truthOf } from "./truth";

export type ControlRequest = Readonly<{ method: string; url: URL; body: string }>;

const OUTAGES: readonly Outage[] = ["none", "refuse", "500", "hang"];
const REVOKED: readonly RevokedAnswer[] = ["404", "403", "empty"];
const CHUNK_CHARS = 256 * 1024;

export async function answerControl(
  core: Core,
  request: ControlRequest,
  response: ServerResponse,
): Promise<void> {
  try {
    const route = `${request.method} ${request.url.pathname.slice("/_control".length)}`;
    if (route === "GET /entries") {
      await streamEntries(core, request.url, response);
      return;
    }
    send(response, 200, stringifyExact(act(core, request, route)));
  } catch (error) {
    const status = error instanceof ControlError ? error.status : 400;
    send(response, status, JSON.stringify({ error: error instanceof Error ? error.message : String(error) }));
  }
}

function act(core: Core, request: ControlRequest, route: string): unknown {
  const { url, body } = request;
  const entries = /^POST \/ledgers\/([^/]+)\/entries$/.exec(route)?.[1];
  if (entries !== undefined) return addEntries(core, decodeURIComponent(entries), body);
  const patched = /^PATCH \/ledgers\/([^/]+)$/.exec(route)?.[1];
  if (patched !== undefined) return changeLedger(core, decodeURIComponent(patched), body);
  switch (route) {
    case "GET /state":
      return stateOf(core);
    case "POST /clock":
      return moveClock(core, fieldsOf(body));
    case "POST /faults":
      core.faults.setProfile(oneOf(FAULT_PROFILES, fieldsOf(body)["profile"], "profile"));
      return { faults: core.faults.profile() };
    case "POST /outage":
      core.outage = oneOf(OUTAGES, fieldsOf(body)["mode"], "mode");
      return { outage: core.outage };
    case "GET /grants":
      return { grants: core.access.listGrants(core.clock.nowMs()) };
    case "POST /grants":
      return grant(core, fieldsOf(body));
    case "DELETE /grants":
      return revoke(core, url.searchParams);
    case "POST /credentials":
      return setCredential(core, fieldsOf(body));
    case "GET /requests":
      return core.log.summary();
    case "GET /truth":
      return truthOf(core, url.searchParams.get("ledgerId") ?? undefined);
    case "POST /ledgers":
      return addLedger(core, body);
    default:
      throw new ControlError(404, `no control ${route}`);
  }
}

function stateOf(core: Core): unknown {
  return {
    now: new Date(core.clock.nowMs()).toISOString(),
    offsetMs: core.clock.offsetMs(),
    seed: core.options.seed,
    from: core.from,
    faults: core.faults.profile(),
    outage: core.outage,
    credentials: [...core.access.credentials].map(([clientId, { clientSecret, enabled }]) => ({
      clientId,
      clientSecret,
      enabled,
    })),
  };
}

function moveClock(core: Core, fields: Fields): unknown {
  const { advanceMs, advanceDays, set } = fields;
  if (typeof advanceMs === "number") core.clock.advance(advanceMs);
  else if (typeof advanceDays === "number") core.clock.advance(advanceDays * DAY_MS);
  else if (typeof set === "string" && !Number.isNaN(Date.parse(set))) core.clock.set(Date.parse(set));
  else throw new ControlError(400, "give advanceMs, advanceDays or set");
  return { now: new Date(core.clock.nowMs()).toISOString(), offsetMs: core.clock.offsetMs() };
}

function grant(core: Core, fields: Fields): unknown {
  const clientId = textOf(fields, "clientId");
  const ledgerId = textOf(fields, "ledgerId");
  requireLedger(core, ledgerId);
  core.access.grant(clientId, ledgerId);
  return { clientId, ledgerId, state: "granted" };
}

function revoke(core: Core, query: URLSearchParams): unknown {
  const clientId = query.get("clientId") ?? "";
  const ledgerId = query.get("ledgerId") ?? "";
  requireLedger(core, ledgerId);
  const answer = query.get("answer");
  core.access.revoke(clientId, ledgerId, answer === null ? undefined : oneOf(REVOKED, answer, "answer"));
  return { clientId, ledgerId, answer: core.access.access(clientId, ledgerId, core.clock.nowMs()) };
}

function setCredential(core: Core, fields: Fields): unknown {
  const clientId = textOf(fields, "clientId");
  const known = core.access.credentials.get(clientId);
  const clientSecret =
    fields["clientSecret"] === undefined && known !== undefined
      ? known.clientSecret
      : textOf(fields, "clientSecret");
  const enabled = fields["enabled"] !== false;
  core.access.credentials.set(clientId, { clientSecret, enabled });
  return { clientId, enabled };
}

/** All that can be seen of one topic, as one JSON array in feed order. */
async function streamEntries(core: Core, url: URL, response: ServerResponse): Promise<void> {
  const ledger = requireLedger(core, url.searchParams.get("ledgerId") ?? "");
  const topic: Topic | undefined = [url.searchParams.get("topic") ?? ""].find(isTopic);
  if (topic === undefined) throw new ControlError(400, "topic must be 'funds' or 'fees'");
  const count = ledger.visibleCount(topic, core.clock.nowMs());
  const withPersonalData = url.searchParams.get("includeGDPRSensitiveData") === "true";
  response.writeHead(200, { "Content-Type": "application/json; charset=utf-8" });
  let chunk = "[";
  for (let i = 0; i < count; i += 1) {
    chunk += (i === 0 ? "" : ",") + ledger.entryJson(topic, i, withPersonalData);
    if (chunk.length < CHUNK_CHARS) continue;
    if (!response.write(chunk)) await drained(response);
    if (response.destroyed) return;
    chunk = "";
  }
  response.end(`${chunk}]`);
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off("drain", done).off("close", done);
      resolve();
    };
    response.on("drain", done).on("close", done);
  });
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { "Content-Type": "application/json; charset=utf-8" }).end(body);
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(body: string): Fields {
  const value: unknown = JSON.parse(body);
  if (typeof value !== "object" || value === null) throw new ControlError(400, "send a JSON object");
  return { ...value };
}

function textOf(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== "string" || value === "") throw new ControlError(400, `${name} is missing`);
  return value;
}

function oneOf<T extends string>(choices: readonly T[], value: unknown, name: string): T {
  const chosen = choices.find((choice) => choice === value);
  if (chosen === undefined) throw new ControlError(400, `${name} must be one of ${choices.join(", ")}`);
  return chosen;
}
