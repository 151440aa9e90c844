import { rm, stat } from "node:fs/promises";

import { AppError } from "@/lib/core/errors";
import { newId, parseId } from "@/lib/core/ids";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { exportPlace } from "@/lib/services/leaving/export-place";
import { recordAudit } from "@/lib/store/audit";
import { findExport, insertExport, moveExport } from "@/lib/store/leaving";
import { withTenant } from "@/lib/store/tenant";

/** A file that is about to be sent. `close` is told whether all of it went. */
export type TakenExport = Readonly<{
  place: string;
  name: string;
  bytes: number;
  close: (isWhole: boolean) => Promise<void>;
}>;

/** Asks for a file of everything that the firm owns. Throws: forbidden. */
export async function askForFirmExport(ctx: ServiceContext): Promise<string> {
  requirePermission(ctx, "firm.export");
  const nowMs = ctx.clock.nowMs();
  const id = newId<"export">(nowMs);
  await withTenant(ctx.database, ctx, async (tx) => {
    await insertExport(tx, { id, merchant: undefined, by: ctx.actor, nowMs });
    await recordAudit(tx, ctx, { action: "firm.export-asked", subjectType: "export", subjectId: id });
  });
  await ctx.enqueue("leaving.export", { tenantId: ctx.tenantId, export: id }).catch(() => undefined);
  return id;
}

/**
 * Hands out a file, once, to the person who asked for it. One that is cut off while it is sent can be fetched again.
 * Throws: forbidden, not_found, conflict (not ready, fetched already, or too late).
 */
export async function takeExport(ctx: ServiceContext, input: Readonly<{ id: string }>): Promise<TakenExport> {
  requirePermission(ctx, "merchant.handover");
  const id = parseId<"export">(input.id);
  const place = exportPlace(ctx, id);
  const found = await withTenant(ctx.database, ctx, async (tx) => {
    const asked = await findExport(tx, id);
    if (asked === undefined || asked.askedById !== ctx.actor.id)
      throw new AppError("not_found", "there is no file with this id, or somebody else asked for it");
    if (asked.merchant === undefined) requirePermission(ctx, "firm.export");
    const expiresMs = Date.parse(asked.expiresAt ?? "");
    const isTaken =
      asked.state === "ready" &&
      ctx.clock.nowMs() < expiresMs &&
      (await moveExport(tx, id, { from: ["ready"], to: "taken", nextLookAtMs: expiresMs }));
    if (!isTaken)
      throw new AppError("conflict", "this file is not ready, was fetched already, or its time is over");
    await recordAudit(tx, ctx, { action: "export.fetched", subjectType: "export", subjectId: id });
    return { name: asked.merchantName ?? "firm", expiresMs };
  });
  const { size } = await stat(place).catch(() => {
    throw new AppError("not_found", "the file is not here any more; ask for a new one");
  });
  return {
    place,
    name: `avstemt-${found.name.replaceAll(/[^a-zA-Z0-9]+/g, "-").toLowerCase()}`,
    bytes: size,
    close: async (isWhole) => {
      if (isWhole) await rm(place, { force: true });
      else
        await withTenant(ctx.database, ctx, (tx) =>
          moveExport(tx, id, { from: ["taken"], to: "ready", nextLookAtMs: found.expiresMs }),
        );
    },
  };
}
