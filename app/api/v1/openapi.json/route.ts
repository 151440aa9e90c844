import { openApiDocument } from "@/lib/contracts/openapi";

/** The document of this API. It needs no token: it says nothing of anybody. */
export function GET(): Response {
  return Response.json(openApiDocument(), { headers: { "cache-control": "public, max-age=300" } });
}
