/**
 * The simulator's answers against the official documents of 2023, as they were published. They are older than the
 * platform: what is known to be different today is listed by name, with the source.
 */
import { readFileSync } from "node:fs";

import { Ajv, type ValidateFunction } from "ajv";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";

import { openSimulator, requestToken, SYSTEM_HEADERS, type Client } from "./support";

type Schema = Record<string, unknown>;
type Operation = Readonly<{ responses: Record<string, Schema> }>;
type Document = Schema & {
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Schema>;
};

const FOLDER = new URL("../contract/openapi/", import.meta.url);
const load = (name: string): Document => parse(readFileSync(new URL(name, FOLDER), "utf8")) as Document;
const REPORT = load("report-api-v2_vippsas-vipps-report-api_98d741f_2023-12-06.swagger.yaml");
const TOKEN = load("access-token-api_vippsas-vipps-accesstoken-api_2b36ec5_2023-11-21.swagger.yaml");

/** Where the platform of today differs from the documents of 2023. */
const EXCEPTIONS: Readonly<Record<string, (document: Document) => void>> = {
  "entryType is an open list: payout-scheduled, credit-note, service-fee and unknown ones came later (entry types guide)":
    (document) => {
      delete property(document, "Transaction", "entryType")["enum"];
    },
  "recipientHandle is null in data from before 2022 (FAQ, Why is recipientHandle null?)": (document) => {
    property(document, "Transaction", "recipientHandle")["type"] = ["string", "null"];
  },
  "amounts are declared int32, which the balance of a large merchant exceeds": (document) => {
    delete schemaOf(document, "Money")["format"];
  },
  "expires_in is typed string, and is a number in the document's own example and in every guide": (
    document,
  ) => {
    if (document.components["schemas"]?.["TokenResponse"] === undefined) return;
    property(document, "TokenResponse", "expires_in")["type"] = ["string", "integer"];
  },
};

function schemaOf(document: Document, name: string): Schema {
  return (document.components["schemas"]?.[name] ?? {}) as Schema;
}

function property(document: Document, schema: string, name: string): Schema {
  return ((schemaOf(document, schema)["properties"] ?? {}) as Record<string, Schema>)[name] ?? {};
}

function validatorFor(document: Document): (operation: Operation, status: string, body: unknown) => string[] {
  const ours = structuredClone(document);
  for (const change of Object.values(EXCEPTIONS)) change(ours);
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  const compiled = new Map<string, ValidateFunction>();
  ajv.addSchema({ $id: "doc", components: ours.components });
  const whole = (ref: unknown): unknown =>
    String(ref)
      .slice(2)
      .split("/")
      .reduce<unknown>((node, key) => (node as Schema)[key], ours);
  return (operation, status, body) => {
    const found = operation.responses[status] ?? operation.responses["default"];
    const response = (found?.["$ref"] === undefined ? found : whole(found["$ref"])) as Schema | undefined;
    const content = (response?.["content"] ?? {}) as Record<string, { schema: Schema }>;
    const [media] = Object.values(content);
    if (media === undefined) return found === undefined ? [`status ${status} is not documented`] : [];
    const text = JSON.stringify(media.schema).replaceAll('"#/', '"doc#/');
    const validate = compiled.get(text) ?? ajv.compile(JSON.parse(text) as Schema);
    compiled.set(text, validate);
    validate(body);
    return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ""}`);
  };
}

const FEED = "/report/v2/ledgers/{ledgerId}/{topic}/feed";
const DATES = "/report/v2/ledgers/{ledgerId}/{topic}/dates/{ledgerDate}";
const LEDGERS = "/settlement/v1/ledgers";
const operation = (document: Document, path: string, method = "get"): Operation => {
  const found = document.paths[path]?.[method];
  if (found === undefined) throw new Error(`${method} ${path} is not in the document`);
  return found;
};

describe("answers follow the official documents", () => {
  let client: Client;
  const check = validatorFor(REPORT);
  beforeAll(async () => {
    client = await openSimulator({ merchants: 24, from: "2026-05-20" });
  });
  afterAll(() => client.close());

  it("for the list of ledgers", async () => {
    const body: unknown = await (await client.get(LEDGERS)).json();
    expect(check(operation(REPORT, LEDGERS), "200", body)).toEqual([]);
  });

  it("for every feed, and for dates that are closed and open", async () => {
    for (const { ledgerId, grantedTo } of await client.truth()) {
      for (const topic of ["funds", "fees"]) {
        const feed = await client.get(
          `/report/v2/ledgers/${ledgerId}/${topic}/feed?includeGDPRSensitiveData=true`,
          grantedTo[0],
        );
        if (feed.status === 404) continue; // A late grant.
        expect(feed.headers.get("vipps-feed-page-size")).toBe("1000");
        expect(check(operation(REPORT, FEED), "200", await feed.json())).toEqual([]);
        for (const date of ["2026-06-01", "2026-06-10"]) {
          const report = await client.get(
            `/report/v2/ledgers/${ledgerId}/${topic}/dates/${date}`,
            grantedTo[0],
          );
          expect(check(operation(REPORT, DATES), "200", await report.json())).toEqual([]);
        }
      }
    }
  });

  it("for errors: 401 and 500 in their own shapes, others as problems", async () => {
    const unauthorised = await fetch(client.url + LEDGERS, { headers: SYSTEM_HEADERS });
    expect(unauthorised.status).toBe(401);
    expect(check(operation(REPORT, FEED), "401", await unauthorised.json())).toEqual([]);
    const missing = await client.get("/report/v2/ledgers/1/funds/feed");
    expect(check(operation(REPORT, FEED), "404", await missing.json())).toEqual([]);
    await client.control("POST", "/outage", { mode: "500" });
    const failed = await client.get(LEDGERS);
    expect(check(operation(REPORT, LEDGERS), "500", await failed.json())).toEqual([]);
    await client.control("POST", "/outage", { mode: "none" });
  });

  it("for the token", async () => {
    const response = await requestToken(client.url, {
      clientId: "firm-oresund",
      clientSecret: "firm-oresund-secret-7",
    });
    const token = operation(TOKEN, "/miami/v1/token", "post");
    expect(validatorFor(TOKEN)(token, "200", await response.json())).toEqual([]);
  });

  it("and would not without the known exceptions", async () => {
    const { ledgerId } = await client.truthOf("Kaffebaren");
    const body = (await (await client.get(`/report/v2/ledgers/${ledgerId}/funds/feed`)).json()) as {
      items: Schema[];
    };
    expect(
      check(operation(REPORT, FEED), "200", { ...body, items: [{ ...body.items[0], amount: "1" }] }),
    ).not.toEqual([]);
    expect(body.items.some((entry) => entry["recipientHandle"] === null)).toBe(true);
  });
});
