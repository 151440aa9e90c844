import { isPermitted, requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import type { Leaving } from "@/lib/contracts/leaving";
import { readFirmName } from "@/lib/store/firm-records";
import { findDeletion, listExports, listHandovers } from "@/lib/store/leaving";
import { withTenant } from "@/lib/store/tenant";

const EXPORTS_SHOWN = 20;
const HANDOVERS_SHOWN = 200;

/** What the page about leaving shows: files, merchants handed over, and the firm's own deletion. Throws: forbidden. */
export async function getLeaving(ctx: ServiceContext): Promise<Leaving> {
  requirePermission(ctx, "merchant.handover");
  const found = await withTenant(ctx.database, ctx, async (tx) => ({
    firmName: await readFirmName(tx),
    exports: await listExports(tx, EXPORTS_SHOWN),
    handovers: await listHandovers(tx, HANDOVERS_SHOWN),
    deletion: await findDeletion(tx),
  }));
  const mayExportFirm = isPermitted(ctx, "firm.export");
  return {
    firmName: found.firmName,
    deletion:
      found.deletion === undefined
        ? null
        : { dueAt: found.deletion.dueAt, askedBy: found.deletion.askedBy, hasBegun: found.deletion.hasBegun },
    handovers: found.handovers.map((of) => ({
      merchantId: of.merchant,
      merchantName: of.merchantName,
      toWhom: of.toWhom,
      handedAt: of.handedAt,
      handedBy: of.handedBy,
    })),
    exports: found.exports
      .filter((of) => of.merchant !== undefined || mayExportFirm)
      .map((of) => ({
        id: of.id,
        merchantName: of.merchantName ?? null,
        state: of.state,
        askedAt: of.askedAt,
        askedBy: of.askedBy,
        isMine: of.askedById === ctx.actor.id,
        filesDone: of.filesDone,
        filesWanted: of.filesWanted,
        rowCount: of.rowCount,
        sizeBytes: of.sizeBytes ?? null,
        sha256: of.sha256 ?? null,
        expiresAt: of.expiresAt ?? null,
      })),
  };
}

/** When the firm of whoever reads is to be deleted; undefined: it is not, or it is not theirs to know. */
export async function whenFirmGoes(ctx: ServiceContext): Promise<string | undefined> {
  if (!isPermitted(ctx, "books.read")) return undefined;
  return (await withTenant(ctx.database, ctx, (tx) => findDeletion(tx)))?.dueAt;
}
