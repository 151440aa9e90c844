import { createHash, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

import { MINUTE_MS, type Clock } from "@/lib/core/clock";
import type { Metrics } from "@/lib/platform/metrics";
import type { Consumer } from "@/lib/platform/queue/consumer";

export type HealthOptions = Readonly<{
  port: number;
  clock: Clock;
  consumer: Pick<Consumer, "lastConsumedAtMs" | "running">;
  metrics: Metrics;
  /** Without a token there are no metrics. */
  metricsToken: string | undefined;
  isStopping: () => boolean;
}>;

export type HealthServer = Readonly<{ port: number; close: () => Promise<void> }>;

/**
 * `/live`: the process answers. `/ready`: it consumed a job, or found the queue empty, within the last
 * minute, or is at work on jobs, which have time limits of their own. `/metrics`: for Prometheus.
 */
export async function startHealth(options: HealthOptions): Promise<HealthServer> {
  const server = createServer((request, response) => answer(options, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, resolve);
  });
  const address = server.address();
  return {
    port: address === null || typeof address === "string" ? options.port : address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(options: HealthOptions, request: IncomingMessage, response: ServerResponse): void {
  const path = request.url?.split("?")[0];
  if (request.method !== "GET") send(response, 405, "only GET\n");
  else if (path === "/live") send(response, 200, "live\n");
  else if (path === "/ready")
    send(response, isReady(options) ? 200 : 503, isReady(options) ? "ready\n" : "not ready\n");
  else if (path === "/metrics" && options.metricsToken !== undefined) {
    const isKnown = isSame(request.headers.authorization ?? "", `Bearer ${options.metricsToken}`);
    send(response, isKnown ? 200 : 401, isKnown ? options.metrics.text() : "unauthorized\n");
  } else send(response, 404, "not found\n");
}

function isReady({ clock, consumer, isStopping }: HealthOptions): boolean {
  if (isStopping()) return false;
  return consumer.running() > 0 || clock.nowMs() - consumer.lastConsumedAtMs() < MINUTE_MS;
}

function send(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(text);
}

/** In the same time whatever differs, the length included. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
