import { Ajv2020 } from "ajv/dist/2020.js";
import addFormatsModule from "ajv-formats";

import type { Handler } from "@/lib/server/route";
import type { Services } from "@/lib/services/context";

// The package's types say its default export is the module; at run time it is the function.
const addFormats = addFormatsModule as unknown as (ajv: Ajv2020) => void;

type Document = Readonly<{
  paths: Readonly<Record<string, Readonly<Record<string, Readonly<{ responses: unknown }>>>>>;
  components: unknown;
}>;

/** Makes these the services of the routes, as sharedServices() would from the environment. */
export function useServices(services: Services): void {
  (globalThis as Record<symbol, unknown>)[Symbol.for("avstemt.services")] = services;
}

export type Answer = Readonly<{
  status: number;
  headers: Headers;
  text: string;
  json: () => Record<string, unknown>;
}>;

/** Calls a route as the server would. */
export async function call(
  handler: Handler,
  options: Readonly<{
    token?: string;
    method?: string;
    query?: Record<string, string> | string;
    params?: Record<string, string>;
    headers?: Record<string, string>;
    body?: unknown;
  }> = {},
): Promise<Answer> {
  const query = new URLSearchParams(options.query).toString();
  const request = new Request(`http://localhost/api/v1/any?${query}`, {
    method: options.method ?? "GET",
    headers: {
      ...(options.token !== undefined && { authorization: `Bearer ${options.token}` }),
      ...options.headers,
    },
    ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
  });
  const response = await handler(request, { params: Promise.resolve(options.params ?? {}) });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: () => JSON.parse(text) as Record<string, unknown>,
  };
}

/** Says what is wrong with an answer by the served document; undefined when nothing is. */
export function createAnswerCheck(
  document: Record<string, unknown>,
): (path: string, method: string, answer: Answer) => string | undefined {
  const { paths, components } = document as unknown as Document;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addSchema({ $id: "api", components });
  return (path, method, answer) => {
    const operation = paths[path]?.[method];
    if (operation === undefined) return `the document does not have ${method} ${path}`;
    const isGood = answer.status === 200 || answer.status === 201;
    const media = isGood ? "application/json" : "application/problem+json";
    if (!(answer.headers.get("content-type") ?? "").startsWith(media)) return `not ${media}`;
    const responses = operation.responses as Partial<
      Record<number, { content: { "application/json": { schema: object } } }>
    >;
    const schema = isGood
      ? responses[answer.status]?.content["application/json"].schema
      : { $ref: "#/components/schemas/Problem" };
    if (schema === undefined) return `the document does not have a ${String(answer.status)}`;
    const isValid = ajv.validate(
      JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"api#/components')) as object,
      answer.json(),
    );
    return isValid ? undefined : ajv.errorsText(ajv.errors);
  };
}
