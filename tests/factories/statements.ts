import type { ServiceContext } from "@/lib/services/context";
import { detectStatementFile } from "@/lib/formats/bank/detect";
import { spool } from "@/lib/platform/spool";
import { importStatement } from "@/lib/services/bank/import-statement";
import type { ImportReport } from "@/lib/services/bank/import-statement";
import { reconcileDue } from "@/lib/services/reconciliation/reconcile-due";
import type { ReconcileDone } from "@/lib/services/reconciliation/reconcile-due";

/** Takes a file in as the browser would. */
export async function importText(
  ctx: ServiceContext,
  text: string,
  name = "statement.xml",
): Promise<ImportReport> {
  const bytes = new TextEncoder().encode(text);
  const detected = detectStatementFile(bytes, name);
  const spooled = await spool(piecesOf(bytes), { dir: `${ctx.dataDir}/uploads`, bytesMax: 50_000_000 });
  try {
    const format = detected.kind === "mt940" || detected.kind === "csv" ? detected.kind : "camt";
    return await importStatement(ctx, { name, source: "browser", format, spooled });
  } finally {
    await spooled.remove();
  }
}

/** Takes a file in, and matches what it changed. */
export async function importAndMatch(
  ctx: ServiceContext,
  text: string,
  name?: string,
): Promise<ImportReport & Readonly<{ matching: ReconcileDone }>> {
  const report = await importText(ctx, text, name);
  return { ...report, matching: await reconcileDue(asSystem(ctx)) };
}

/** The firm's work that nobody asked for. */
export function asSystem(ctx: ServiceContext): ServiceContext {
  return { ...ctx, role: "system", actor: { kind: "system", id: "test", name: "test" } };
}

// oxlint-disable-next-line typescript/require-await -- a source of bytes is asynchronous by its type
async function* piecesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 4_096) yield bytes.subarray(at, at + 4_096);
}
