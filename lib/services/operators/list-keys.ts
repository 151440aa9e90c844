import type { KeysItem } from "@/lib/contracts/operators";
import { actOf } from "@/lib/services/operators/context";
import type { OperatorContext } from "@/lib/services/operators/context";
import { describeGranted } from "@/lib/services/operators/list-inbox";
import { listInstallationKeys, listVanished } from "@/lib/store/operators";
import { withSystem } from "@/lib/store/system";

/** Of a hold, this many ledgers are named; how many there are is said beside them. */
const NAMED_MAX = 100;

/** The installation's own keys, what they open, and the ledgers of a hold. Throws: not_found (no operator). */
export async function listKeys(ctx: OperatorContext): Promise<readonly KeysItem[]> {
  return withSystem(ctx.database, async (tx) => {
    const items: KeysItem[] = [];
    for (const keys of await listInstallationKeys(tx, actOf(ctx))) {
      const vanished =
        keys.heldSince === undefined
          ? []
          : await listVanished(tx, actOf(ctx), { credential: keys.credentialId, limit: NAMED_MAX });
      items.push({
        credentialId: keys.credentialId,
        clientId: keys.clientId,
        state: keys.state,
        lastProvenAt: keys.lastProvenAt,
        heldSince: keys.heldSince ?? null,
        discovered: keys.discovered,
        unassigned: keys.unassigned,
        vanishedCount: keys.vanished,
        vanished: vanished.map(({ ledgerId, listing, missingSince, firm }) => ({
          ...describeGranted(ledgerId, listing),
          firm: firm ?? null,
          missingSince,
        })),
      });
    }
    return items;
  });
}
