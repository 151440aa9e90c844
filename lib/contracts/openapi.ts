import { z } from "zod";

import { OPERATIONS, SCHEMAS } from "@/lib/contracts/operations";
import type { Operation } from "@/lib/contracts/operations";
import { PROBLEMS } from "@/lib/contracts/problem";
import { IdWire, InstantWire, LedgerDateWire } from "@/lib/contracts/wire";

type Json = Readonly<Record<string, unknown>>;

/** The OpenAPI 3.1 document of the HTTP API, made from the schemas that its routes parse and encode with. */
export function openApiDocument(): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const operation of OPERATIONS) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Avstemt",
      version: "1",
      description:
        "Amounts are integers in minor units beside `currency`. Dates are ledger dates, `YYYY-MM-DD`; instants are RFC 3339 UTC. A token opens one firm, or one merchant in it; an id of another is not found. Fields are added, never renamed or removed.",
    },
    servers: [{ url: "/api/v1" }],
    security: [{ token: [] }, { session: [], tenant: [] }],
    paths,
    components: {
      securitySchemes: {
        token: { type: "http", scheme: "bearer" },
        session: { type: "apiKey", in: "cookie", name: "next-auth.session-token" },
        tenant: { type: "apiKey", in: "header", name: "Avstemt-Tenant" },
      },
      schemas: {
        ...Object.fromEntries(Object.entries(SCHEMAS).map(([name, schema]) => [name, toSchema(schema)])),
        Problem: PROBLEM,
      },
      responses: {
        Problem: {
          description: "A problem (RFC 9457)",
          content: { "application/problem+json": { schema: ref("Problem") } },
        },
      },
    },
  };
}

const PROBLEM: Json = {
  type: "object",
  required: ["type", "title", "status", "detail", "requestId"],
  properties: {
    type: {
      type: "string",
      enum: Object.keys(PROBLEMS).map((code) => `/problems/${code.replaceAll("_", "-")}`),
    },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string" },
    errors: {
      type: "array",
      items: {
        type: "object",
        required: ["field", "message"],
        properties: { field: { type: "string" }, message: { type: "string" } },
      },
    },
    requestId: { type: "string" },
  },
};

function describe(operation: Operation): Json {
  const inPath = pathNames(operation.path);
  const fields = Object.entries(operation.input.shape).filter(([name]) => !inPath.includes(name));
  const parameters = [
    ...inPath.map((name) => ({
      name,
      in: "path",
      required: true,
      schema: { type: "string", format: "uuid" },
    })),
    ...(isInAddress(operation) ? fields.map(([name, schema]) => describeParameter(name, schema)) : []),
    ...(operation.hasCsv === true
      ? [{ name: "format", in: "query", required: false, schema: { type: "string", enum: ["json", "csv"] } }]
      : []),
  ];
  return {
    summary: operation.summary,
    operationId: operationId(operation),
    ...(parameters.length > 0 && { parameters }),
    ...(operation.upload !== undefined && { requestBody: describeUpload(operation.upload) }),
    ...(!isInAddress(operation) && fields.length > 0 && { requestBody: describeBody(fields) }),
    responses: {
      "200": {
        description: "The answer",
        content: describeContent(operation),
      },
      ...(operation.isCreating === true && {
        "201": {
          description: "Something new was made",
          content: describeContent(operation),
        },
      }),
      default: { $ref: "#/components/responses/Problem" },
    },
  };
}

/** What is asked stands in the address: of a GET, and where the body is a file. */
function isInAddress({ method, upload }: Operation): boolean {
  return method === "get" || upload !== undefined;
}

function describeUpload(upload: NonNullable<Operation["upload"]>): Json {
  const file = { type: "string", format: "binary" };
  return {
    required: true,
    content: {
      "application/octet-stream": { schema: file },
      "application/xml": { schema: file },
      "text/csv": { schema: file },
      "text/plain": { schema: file },
      "application/zip": { schema: file },
      ...(upload === "many" && {
        "multipart/form-data": {
          schema: {
            type: "object",
            properties: {
              account: { type: "string" },
              layout: { type: "string" },
              file: { type: "array", items: file },
            },
          },
        },
      }),
    },
  };
}

function describeContent({ answer, hasCsv, files = [] }: Operation): Json {
  return {
    ...(answer !== undefined && { "application/json": { schema: answerSchema(answer) } }),
    ...(hasCsv === true && { "text/csv": { schema: { type: "string" } } }),
    ...Object.fromEntries(files.map((media) => [media, { schema: { type: "string", format: "binary" } }])),
  };
}

function answerSchema(answer: NonNullable<Operation["answer"]>): Json {
  if (!answer.isPage) return ref(answer.name);
  return {
    type: "object",
    required: ["items", "nextCursor"],
    properties: {
      items: { type: "array", items: ref(answer.name) },
      nextCursor: { type: ["string", "null"] },
    },
  };
}

function describeParameter(name: string, schema: z.core.$ZodType): Json {
  return { name, in: "query", required: !isOptional(schema), schema: toSchema(schema) };
}

function describeBody(fields: readonly (readonly [string, z.core.$ZodType])[]): Json {
  const body = z.object(Object.fromEntries(fields));
  return { required: true, content: { "application/json": { schema: toSchema(body) } } };
}

/** A schema as it looks on the wire, where codecs are what they decode from. */
function toSchema(schema: z.core.$ZodType): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema === LedgerDateWire) Object.assign(jsonSchema, { type: "string", format: "date" });
      if (zodSchema === InstantWire) Object.assign(jsonSchema, { format: "date-time" });
      if (zodSchema === IdWire) Object.assign(jsonSchema, { format: "uuid" });
      if (zodSchema._zod.def.type === "bigint") Object.assign(jsonSchema, { type: "integer" });
    },
  });
  return json;
}

/** True for what may be left out: it has a default, or none is needed. */
function isOptional(schema: z.core.$ZodType): boolean {
  return z.safeParse(schema, undefined).success;
}

function ref(name: string): Json {
  return { $ref: `#/components/schemas/${name}` };
}

function pathNames(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
}

/** `get /merchants/{id}/days` → `getMerchantsIdDays`. */
function operationId({ method, path }: Operation): string {
  const words = path.split(/[^a-zA-Z]+/).filter((word) => word !== "");
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}
