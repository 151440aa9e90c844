import { Expected, ExpectedGrant, ExpectedQuery, ExpectInput } from "@/lib/contracts/onboarding";
import { listRoute, route } from "@/lib/server/route";
import { expectGrant } from "@/lib/services/onboarding/expect-grant";
import { listExpected } from "@/lib/services/onboarding/list-expected";

export const GET = listRoute("GET /api/v1/onboarding/expected", {
  input: ExpectedQuery,
  item: ExpectedGrant,
  run: listExpected,
});

export const POST = route("POST /api/v1/onboarding/expected", {
  input: ExpectInput,
  output: Expected,
  run: expectGrant,
});
