import type { Reconciliation } from "@/lib/contracts/reconciliation";
import { listCutAccounts } from "@/lib/store/open-items";
import type { TenantTx } from "@/lib/store/tenant";

/** Named one by one; who has more of them has one trouble, not many. */
const NAMED_MAX = 20;

/** The accounts on which more is open than is looked at, so that what is left out is never left out in silence. */
export async function readNotWorked(
  tx: TenantTx,
  of: Readonly<{ account?: string | undefined; merchant?: string | undefined }>,
): Promise<Reconciliation["notWorked"]> {
  const accounts = await listCutAccounts(tx, of, NAMED_MAX);
  return accounts.map(({ id, name, from }) => ({ accountId: id, account: name, from }));
}
