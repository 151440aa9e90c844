/** Routes of the simulated platform, and what every call must bring with it. */
import type { IncomingHttpHeaders } from "node:http";

import { problem, unauthorized, type Answer } from "./answers";
import type { Core } from "./core";
import type { FaultKind, PathKind } from "./faults";
import { hashOf } from "./random";
import { answerDate, answerEmpty, answerFeed, isTopic, type Repeat } from "./report-api";
import { answerLedgers } from "./settlement-api";
import { answerToken } from "./token-api";

export type ApiRequest = Readonly<{
  method: string;
  url: URL;
  headers: IncomingHttpHeaders;
  body: string;
  fault: FaultKind | undefined;
}>;

/** Required of partners, at most 30 characters each (knowledge base, HTTP headers). */
const SYSTEM_HEADERS = [
  "Vipps-System-Name",
  "Vipps-System-Version",
  "Vipps-System-Plugin-Name",
  "Vipps-System-Plugin-Version",
] as const;
const HEADER_LENGTH_MAX = 30;

const REPORT_PATH = /^\/report\/v2\/ledgers\/([^/]+)\/([^/]+)\/(feed|dates)(?:\/([^/]+))?$/;

export function kindOfPath(path: string): PathKind {
  if (path === "/miami/v1/token") return "token";
  if (path === "/settlement/v1/ledgers") return "ledgers";
  if (path === "/report/v1/ledgertransactions") return "gone";
  const report = REPORT_PATH.exec(path);
  if (report?.[3] === "feed" && report[4] === undefined) return "feed";
  return report?.[3] === "dates" && report[4] !== undefined ? "dates" : "unknown";
}

export function answerApi(core: Core, request: ApiRequest): Answer {
  const { method, url, headers } = request;
  const path = url.pathname;
  const kind = kindOfPath(path);
  if (kind === "unknown") return problem(404, "Resource Not Found", "No such resource", path);
  if (method !== (kind === "token" ? "POST" : "GET")) {
    return problem(405, "Method Not Allowed", `${method} is not allowed here`, path);
  }
  const wrongHeader = SYSTEM_HEADERS.find((name) => !isGoodHeader(headers[name.toLowerCase()]));
  if (wrongHeader !== undefined) {
    return problem(400, "Bad Request", `${wrongHeader} must be sent, with at most 30 characters`, path);
  }
  const nowMs = core.clock.nowMs();
  if (kind === "token") {
    return answerToken(core.access, {
      headers,
      body: request.body,
      nowMs,
      expiresInText: request.fault === "expires-in-text",
    });
  }
  // Version 1 was removed in May 2024 (Report API changelog).
  if (kind === "gone") return problem(410, "Gone", "Use /report/v2", path);
  const token = /^Bearer (\S+)$/.exec(headers.authorization ?? "")?.[1];
  const clientId = token === undefined ? undefined : core.access.clientOf(token, nowMs);
  if (clientId === undefined) return unauthorized();
  if (kind === "ledgers") {
    return answerLedgers(core.book, core.access, {
      clientId,
      cursor: parameter(url, "cursor"),
      handle: parameter(url, "settlesForRecipientHandles"),
      nowMs,
      instance: path,
      listKey: request.fault === "ledgers-key" ? "ledgers" : "items",
    });
  }
  return answerReport(core, request, clientId);
}

function answerReport(core: Core, { url, fault }: ApiRequest, clientId: string): Answer {
  const path = url.pathname;
  const [, ledgerId = "", topic, , date] = REPORT_PATH.exec(path) ?? [];
  if (!isTopic(topic)) return problem(400, "Bad Request", "topic must be 'funds' or 'fees'", path);
  const nowMs = core.clock.nowMs();
  const ledger = core.book.ledgers.get(ledgerId);
  const access = ledger === undefined ? "none" : core.access.access(clientId, ledger.ledgerId, nowMs);
  if (ledger === undefined || access === "none" || access === "404") {
    return problem(404, "Not Found", "No such ledgerId", path);
  }
  if (access === "403") return problem(403, "Forbidden", "No access to this ledger", path);
  if (access === "empty") return answerEmpty(ledger.ledgerId, topic, date === undefined);
  const report = {
    ledger,
    topic,
    cursor: parameter(url, "cursor"),
    withPersonalData: url.searchParams.get("includeGDPRSensitiveData") === "true",
    nowMs,
    instance: path,
  };
  if (date === undefined) return answerFeed(core.book, report, repeatOf(fault));
  // On a hostile day a third of the ledgers still answer 404 for a date that is not ready, as the old ones did.
  const isOldLedger =
    core.faults.profile() === "hostile" && hashOf(core.options.seed, "old", ledger.ledgerId) % 3 === 0;
  return answerDate(core.book, { ...report, date, answersOldWay: isOldLedger || fault === "not-ready-404" });
}

function repeatOf(fault: FaultKind | undefined): Repeat {
  if (fault === "repeat-same-page") return "same-page";
  return fault === "repeat-tail" ? "tail" : "none";
}

/** An empty parameter counts as none: clients are seen to begin a feed with `cursor=`. */
function parameter(url: URL, name: string): string | undefined {
  const value = url.searchParams.get(name);
  return value === null || value === "" ? undefined : value;
}

function isGoodHeader(value: string | string[] | undefined): boolean {
  return typeof value === "string" && value.length > 0 && value.length <= HEADER_LENGTH_MAX;
}
