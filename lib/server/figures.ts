import { readEnv } from "@/lib/platform/env";
import { createMetrics } from "@/lib/platform/metrics";
import type { Counter, Histogram, Metrics } from "@/lib/platform/metrics";

type Figures = Readonly<{ metrics: Metrics; requests: Counter; durations: Histogram }>;

const SHARED = Symbol.for("avstemt.figures");
type Holder = { [SHARED]?: Figures };

/** The figures of the web process: made once, also when modules are loaded twice. */
export function sharedFigures(): Figures {
  const holder = globalThis as Holder;
  if (holder[SHARED] === undefined) {
    const metrics = createMetrics();
    holder[SHARED] = {
      metrics,
      requests: metrics.counter("avstemt_api_requests_total", "API requests by method and status."),
      durations: metrics.histogram(
        "avstemt_api_request_seconds",
        "Time to the API's answer, or to a file's first page.",
      ),
    };
  }
  return holder[SHARED];
}

/** Counts one answer, begun at `startedMs` of performance.now(). */
export function countAnswer(method: string, response: Response, startedMs: number): Response {
  const { requests, durations } = sharedFigures();
  requests.add({ method, status: String(response.status) });
  durations.observe({ method }, (performance.now() - startedMs) / 1000);
  return response;
}

/** What whoever asks for the figures must have; undefined: there are none. */
export function sharedMetricsToken(): string | undefined {
  return readEnv().metricsToken;
}
