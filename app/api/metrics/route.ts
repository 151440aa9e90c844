import { sharedMetricsToken } from "@/lib/server/figures";
import { metricsResponse } from "@/lib/server/metrics-response";

export const dynamic = "force-dynamic";

export function GET(request: Request): Response {
  return metricsResponse(request, sharedMetricsToken());
}
