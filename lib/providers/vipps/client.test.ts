import { describe, expect, it } from "vitest";

import { codeOf, FEED, KEYS, SYSTEM, world } from "@/lib/providers/vipps/scripted-connection";

describe("a request", () => {
  it("carries token and system headers, and no subscription key", async () => {
    const { sent, access } = world([{ body: { items: [], cursor: "a", tryLater: true } }]);
    await access.feedPage(FEED);
    const system = {
      "Vipps-System-Name": "avstemt",
      "Vipps-System-Version": "0.1.0",
      "Vipps-System-Plugin-Name": "avstemt-web",
      "Vipps-System-Plugin-Version": "1",
      accept: "application/json",
    };
    expect(sent).toEqual([
      {
        method: "POST",
        url: "https://api.test/miami/v1/token",
        headers: {
          ...system,
          authorization: `Basic ${Buffer.from("firm:s3cret").toString("base64")}`,
          "content-type": "application/x-www-form-urlencoded; charset=utf-8",
        },
        body: "grant_type=client_credentials",
      },
      {
        method: "GET",
        url: "https://api.test/report/v2/ledgers/302321/funds/feed",
        headers: { ...system, authorization: "Bearer token-1" },
      },
    ]);
  });

  it("needs system headers that the provider takes", () => {
    expect(() => world([], [], { system: { ...SYSTEM, name: "x".repeat(31) } })).toThrow(/Vipps-System-Name/);
    expect(() => world([], [], { system: { ...SYSTEM, version: "1\r\nx" } })).toThrow(/Vipps-System-Version/);
  });
});

describe("keys", () => {
  it("are proved with a token from the configured path, which is thrown away", async () => {
    const { sent, vipps } = world([], [], { tokenPath: "/authentication/v1/token" });
    expect(await vipps.proveKeys(KEYS)).toBeUndefined();
    await vipps.proveKeys(KEYS);
    expect(sent.map((request) => request.url)).toEqual(
      Array(2).fill("https://api.test/authentication/v1/token"),
    );
  });

  it("are refused only by the endpoint of tokens", async () => {
    const refused = { status: 401, body: { error: "invalid_client" } };
    expect(await codeOf(world([], [refused]).vipps.proveKeys(KEYS))).toBe("keys_rejected");
    expect(await codeOf(world([], [refused]).access.feedPage(FEED))).toBe("keys_rejected");
    expect(await codeOf(world([{ status: 401 }]).access.feedPage(FEED))).toBe("provider_unavailable");
  });

  it("share a token however often a client is made of them, and only with themselves", async () => {
    const { vipps, tokens } = world([{ body: { items: [], cursor: "a", tryLater: true } }]);
    await vipps.withKeys({ ...KEYS }).feedPage(FEED);
    await vipps.withKeys({ ...KEYS }).feedPage(FEED);
    expect(tokens()).toBe(1);
    await vipps.withKeys({ ...KEYS, clientSecret: "rotated" }).feedPage(FEED);
    await vipps.withKeys({ ...KEYS, clientId: "other" }).feedPage(FEED);
    expect(tokens()).toBe(3);
  });

  it.each([
    ["no object", []],
    ["no token", { expires_in: 900 }],
    ["a token that no header can carry", { access_token: "a\nb", expires_in: 900 }],
    ["no lifetime", { access_token: "a" }],
    ["no life", { access_token: "a", expires_in: 0 }],
    ["a lifetime in words", { access_token: "a", expires_in: "long" }],
  ])("are not proved by an answer with %s", async (_name, body) => {
    expect(await codeOf(world([], [{ body }]).vipps.proveKeys(KEYS))).toBe("provider_answer_invalid");
  });

  it("take a lifetime written as text", async () => {
    await world(
      [],
      [{ body: { access_token: "a", token_type: "Bearer", expires_in: "900" } }],
    ).vipps.proveKeys(KEYS);
  });
});

describe("401 on a call", () => {
  it("fetches one new token and tries once more", async () => {
    const good = { body: { items: [], cursor: "a", tryLater: true } };
    const { access, tokens, sent } = world([{ status: 401 }, good]);
    expect((await access.feedPage(FEED)).cursor).toBe("a");
    expect(tokens()).toBe(2);
    expect(sent.at(-1)?.headers["authorization"]).toBe("Bearer token-2");
  });

  it("a second time is left to the caller, after a wait that differs from feed to feed", async () => {
    const { access, tokens } = world([{ status: 401, body: { code: "Unauthorized" } }]);
    await expect(access.feedPage(FEED)).rejects.toMatchObject({
      code: "provider_unavailable",
      retryAfterMs: 90_000,
    });
    expect(tokens()).toBe(2);
  });
});
