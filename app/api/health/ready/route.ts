import { checkReadiness } from "@/lib/services/health/check-readiness";
import { sharedServices } from "@/lib/services/wiring";

export const dynamic = "force-dynamic";

/** Database, migrations and queue are as this process needs them; 503 says which is not. */
export async function GET(): Promise<Response> {
  const { isReady, ...parts } = await checkReadiness(sharedServices());
  return Response.json(
    { status: isReady ? "ready" : "not-ready", ...parts },
    { status: isReady ? 200 : 503, headers: { "cache-control": "no-store" } },
  );
}
