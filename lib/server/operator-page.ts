import type { OperatorPage } from "@/lib/contracts/surface";
import { operatorContext } from "@/lib/server/operator-context";
import { orNotFound } from "@/lib/server/tenant-page";
import type { OperatorContext } from "@/lib/services/operators/context";

/**
 * The context of a page under `/operator`: the sign-in page for a stranger, as at any address; for everybody who is no
 * operator of an installation with keys of its own a page that does not exist.
 */
export function operatorPage(_line: OperatorPage): Promise<OperatorContext> {
  return orNotFound(operatorContext());
}
