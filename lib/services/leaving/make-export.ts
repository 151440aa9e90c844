import { rm } from "node:fs/promises";

import { DAY_MS, MINUTE_MS } from "@/lib/core/clock";
import { AppError } from "@/lib/core/errors";
import { parseId } from "@/lib/core/ids";
import { writeZip } from "@/lib/platform/zip-file";
import type { WrittenFile, ZippedFile } from "@/lib/platform/zip-file";
import type { ServiceContext } from "@/lib/services/context";
import { firmFiles, merchantFiles } from "@/lib/services/leaving/export-files";
import type { ExportFile, Tally } from "@/lib/services/leaving/export-files";
import { exportPlace } from "@/lib/services/leaving/export-place";
import { claimExport, findExport, moveExport, noteProgress } from "@/lib/store/leaving";
import type { LeavingExport } from "@/lib/store/leaving";
import { withTenant } from "@/lib/store/tenant";

/** How long a file waits to be fetched. */
export const KEPT_MS = 7 * DAY_MS;
/** How long a run is believed to be alive after its last sign of life. */
const LEASE_MS = 30 * MINUTE_MS;
const RETRY_MS = 10 * MINUTE_MS;
const TRIES_MAX = 5;
const FORMAT = "avstemt-export/1";

type Listed = WrittenFile & Readonly<{ tally: Tally }>;

/**
 * Makes the file that somebody asked for, or deletes one whose seven days are over. A run that dies is begun anew
 * when its lease is over; after five attempts the file has failed, and says so. Returns what state it is in.
 */
export async function makeExport(
  ctx: ServiceContext,
  idText: string,
  options: Readonly<{ signal?: AbortSignal }> = {},
): Promise<LeavingExport["state"] | undefined> {
  const id = parseId<"export">(idText);
  const nowMs = ctx.clock.nowMs();
  if (await expire(ctx, id, nowMs)) return "expired";
  const claimed = await withTenant(ctx.database, ctx, (tx) =>
    claimExport(tx, id, { nowMs, untilMs: nowMs + LEASE_MS }),
  );
  if (claimed === undefined) return undefined;
  try {
    const made = await write(ctx, claimed, options.signal);
    const doneMs = ctx.clock.nowMs();
    const expiresAtMs = doneMs + KEPT_MS;
    await withTenant(ctx.database, ctx, (tx) =>
      moveExport(tx, id, {
        from: ["running"],
        to: "ready",
        nextLookAtMs: expiresAtMs,
        made: { sizeBytes: made.bytes, sha256: made.sha256, expiresAtMs },
      }),
    );
    return "ready";
  } catch (error) {
    const isLast = claimed.tries >= TRIES_MAX;
    ctx.log.warn(
      { export: id, code: error instanceof AppError ? error.code : "unexpected" },
      "an export failed",
    );
    await withTenant(ctx.database, ctx, (tx) =>
      moveExport(tx, id, {
        from: ["running"],
        to: isLast ? "failed" : "waiting",
        nextLookAtMs: isLast ? undefined : ctx.clock.nowMs() + RETRY_MS,
      }),
    );
    throw error;
  }
}

/** Deletes a file that nobody fetched, or that was fetched. True: its time is over. */
async function expire(ctx: ServiceContext, id: string, nowMs: number): Promise<boolean> {
  const found = await withTenant(ctx.database, ctx, (tx) => findExport(tx, id));
  const isOver =
    found?.expiresAt !== undefined &&
    (found.state === "ready" || found.state === "taken") &&
    Date.parse(found.expiresAt) <= nowMs;
  if (!isOver) return false;
  await rm(exportPlace(ctx, id), { force: true });
  return withTenant(ctx.database, ctx, (tx) =>
    moveExport(tx, id, { from: ["ready", "taken"], to: "expired", nextLookAtMs: undefined }),
  );
}

async function write(
  ctx: ServiceContext,
  asked: LeavingExport,
  signal: AbortSignal | undefined,
): Promise<Readonly<{ sha256: string; bytes: number }>> {
  const { merchant } = asked;
  const listed: Listed[] = [];
  let rowCount = 0;
  let current: ExportFile | undefined;
  const source = (): AsyncGenerator<ExportFile, void, undefined> =>
    merchant === undefined ? firmFiles(ctx) : merchantFiles(ctx, merchant, "");
  // How many there will be: reading the names alone writes nothing.
  let filesWanted = 1;
  for await (const _file of source()) filesWanted += 1;
  async function* files(): AsyncGenerator<ZippedFile, void, undefined> {
    for await (const file of source()) {
      current = file;
      yield file;
    }
    current = undefined;
    yield { path: "manifest.json", chunks: once(manifest(ctx, asked, listed)) };
  }
  return writeZip(exportPlace(ctx, asked.id), files(), {
    atMs: ctx.clock.nowMs(),
    signal,
    onFile: async (written) => {
      if (current !== undefined) {
        listed.push({ ...written, tally: current.tally });
        rowCount += current.tally.rows;
      }
      await withTenant(ctx.database, ctx, (tx) =>
        noteProgress(tx, asked.id, {
          filesDone: current === undefined ? filesWanted : listed.length,
          filesWanted: Math.max(filesWanted, listed.length),
          rowCount,
          untilMs: ctx.clock.nowMs() + LEASE_MS,
        }),
      );
    },
  });
}

/** What stands in the files, so that whoever takes over can check that all of it is there. */
function manifest(ctx: ServiceContext, asked: LeavingExport, listed: readonly Listed[]): string {
  return JSON.stringify(
    {
      format: FORMAT,
      of: asked.merchant === undefined ? "firm" : "merchant",
      name: asked.merchantName,
      madeAt: new Date(ctx.clock.nowMs()).toISOString(),
      askedBy: asked.askedBy,
      amounts: "CSV files have decimals; sums here are in minor units",
      files: listed.map(({ path, sha256, bytes, tally }) => ({
        path,
        sha256,
        bytes,
        rows: tally.rows,
        sums: Object.fromEntries([...tally.sums].map(([currency, sum]) => [currency, sum.toString()])),
      })),
    },
    undefined,
    2,
  );
}

async function* once(text: string): AsyncGenerator<string, void, undefined> {
  yield text;
}
