import { createHash, timingSafeEqual } from "node:crypto";

import { sharedFigures } from "@/lib/server/figures";

/** The process's figures for Prometheus, for whoever has METRICS_TOKEN; for everybody else there is nothing here. */
export function metricsResponse(request: Request, token: string | undefined): Response {
  const given = request.headers.get("authorization") ?? "";
  if (token === undefined || !isSame(given, `Bearer ${token}`))
    return new Response("not found\n", { status: 404 });
  return new Response(sharedFigures().metrics.text(), {
    headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8", "cache-control": "no-store" },
  });
}

/** Takes as long whether the first character differs or the last; lengths do not tell either. */
function isSame(left: string, right: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
