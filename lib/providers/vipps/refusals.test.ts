import { describe, expect, it } from "vitest";

import type { HttpAnswer } from "@/lib/platform/http";
import { refusalOf, type Call } from "@/lib/providers/vipps/refusals";

function answer(status: number, body: unknown = "", retryAfterMs = 0): HttpAnswer {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { status, text, header: () => undefined, retryAfterMs };
}

const PROBLEM = { type: "about:blank", title: "no", status: 400, detail: "x", instance: "/report" };
const AZURE = (statusCode: number): unknown => ({ statusCode, message: "Access denied" });
const HTML = "\r\n<html><head><title>502 Bad Gateway</title></head></html>";
const token: Call = { kind: "token", hasCursor: false };
const listing: Call = { kind: "listing", hasCursor: true };
const feed: Call = { kind: "feed", hasCursor: true };
const start: Call = { kind: "feed", hasCursor: false };
const report: Call = { kind: "report", hasCursor: true };

describe("a refusal", () => {
  it.each<[string, Call, HttpAnswer, string]>([
    ["a refused client", token, answer(401, { error: "invalid_client" }), "keys_rejected"],
    ["a refused client as 400", token, answer(400, { error: "invalid_client" }), "keys_rejected"],
    [
      "401 as the other APIs write it",
      token,
      answer(401, { code: "Unauthorized", message: "x" }),
      "keys_rejected",
    ],
    ["401 without a body", token, answer(401), "keys_rejected"],
    ["401 of the gateway", token, answer(401, AZURE(401)), "provider_unavailable"],
    ["401 as a page", token, answer(401, HTML), "provider_unavailable"],
    ["another OAuth error", token, answer(400, { error: "invalid_request" }), "provider_rejected"],
    ["403 on the listing", listing, answer(403, PROBLEM), "provider_rejected"],
    ["404 on the listing", listing, answer(404, PROBLEM), "provider_rejected"],
    ["400 on the listing", listing, answer(400, PROBLEM), "provider_rejected"],
    ["403 on the feed", feed, answer(403, PROBLEM), "access_lost"],
    ["404 on the feed", start, answer(404, "No such ledgerId"), "access_lost"],
    ["404 on a date", report, answer(404, PROBLEM), "access_lost"],
    ["403 of the gateway", feed, answer(403, AZURE(403)), "provider_unavailable"],
    ["404 of the gateway", feed, answer(404, AZURE(404)), "provider_unavailable"],
    ["404 as a page", report, answer(404, HTML), "provider_unavailable"],
    ["400 on the feed with a cursor", feed, answer(400, PROBLEM), "cursor_refused"],
    ["400 on the feed from its start", start, answer(400, PROBLEM), "provider_rejected"],
    ["400 on a date", report, answer(400, PROBLEM), "provider_rejected"],
    ["400 of the gateway", feed, answer(400, AZURE(400)), "provider_unavailable"],
    ["410", feed, answer(410, PROBLEM), "provider_rejected"],
    ["422", feed, answer(422, PROBLEM), "provider_rejected"],
    ["429", feed, answer(429, PROBLEM), "provider_unavailable"],
    ["408", feed, answer(408), "provider_unavailable"],
    ["a redirect", feed, answer(302), "provider_unavailable"],
    ["500", feed, answer(500, { errorCode: 10001 }), "provider_unavailable"],
    ["500 of unknown code", feed, answer(500, { errorCode: 100001 }), "provider_unavailable"],
    ["500 as a problem", report, answer(500, PROBLEM), "provider_unavailable"],
    ["500 for the input, cursor sent", feed, answer(500, { errorCode: 10002 }), "cursor_refused"],
    ["500 for the input, none sent", start, answer(500, { errorCode: 10002 }), "provider_rejected"],
    ["502 as a page", feed, answer(502, HTML), "provider_unavailable"],
    ["503", token, answer(503), "provider_unavailable"],
  ])("%s", (_name, call, given, code) => {
    const error = refusalOf(given, call);
    expect(error.code).toBe(code);
    expect(error.isTransient).toBe(code === "provider_unavailable");
  });

  it("says how long the provider asked us to wait", () => {
    expect(refusalOf(answer(429, "", 7_000), feed).retryAfterMs).toBe(7_000);
    expect(refusalOf(answer(503), feed).retryAfterMs).toBe(0);
  });

  it("keeps the ids that support asks for, and nothing else of the body", () => {
    const contextId = "123e4567-e89b-12d3-a456-426655440000";
    const traceId = "00-0af7651916cd43dd8448eb211c80319c-00";
    const body = { errorCode: 10001, errorMessage: "Ola Nordmann", contextId, traceId, detail: "Ola" };
    const error = refusalOf(answer(500, body), feed);
    expect(error.message).toBe(`the feed: answered 500 (contextId ${contextId}, traceId ${traceId})`);
    expect(refusalOf(answer(500, { contextId: "Ola Nordmann, 4 år" }), feed).message).toBe(
      "the feed: answered 500",
    );
  });
});
