import { DAY_MS, HOUR_MS } from "@/lib/core/clock";
import { AppError, hasCode } from "@/lib/core/errors";
import { hasNeededColumns, STATEMENT_BYTES_MAX, toLayout } from "@/lib/contracts/bank-import";
import type { CsvLayoutWire } from "@/lib/contracts/bank-import";
import type { CsvLayout } from "@/lib/domain/bank/csv-layout";
import type { AccountNumber, StatementFormat } from "@/lib/domain/bank/statement";
import { COUNTRIES } from "@/lib/domain/payout/bank-days";
import { detectStatementFile, HEAD_BYTES } from "@/lib/formats/bank/detect";
import type { DetectedFile } from "@/lib/formats/bank/detect";
import { unzip } from "@/lib/formats/bank/zip";
import { createGate } from "@/lib/platform/gate";
import { spool, sweepSpool } from "@/lib/platform/spool";
import type { Spooled } from "@/lib/platform/spool";
import { importStatement } from "@/lib/services/bank/import-statement";
import type { ImportReport } from "@/lib/services/bank/import-statement";
import { layoutOfFile } from "@/lib/services/bank/layout-of-file";
import { rememberLayout } from "@/lib/services/bank/remember-layout";
import { tableOf } from "@/lib/services/bank/table-of-file";
import { typedAccount } from "@/lib/services/bank/typed-account";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { withTenant } from "@/lib/store/tenant";

/** Each holds a connection for as long as its file takes. */
const TAKING_IN = createGate({ most: 3, waiting: 60, retryAfterMs: 10_000 });
const ATTEMPTS = 3;
/** No file takes this long; what is older was left by a process that was stopped. */
const LEFT_AFTER_MS = DAY_MS;
const sweptAtMs = new Map<string, number>();

/** A file as it comes, from wherever. */
export type IncomingFile = Readonly<{
  name: string;
  source: "browser" | "api" | "cli";
  body: AsyncIterable<Uint8Array>;
  /** The account of a CSV file that does not say it, as people write it. */
  account?: string | undefined;
  /** How a CSV file is read, because a person has said so: remembered for the next. */
  layout?: CsvLayoutWire | undefined;
  /** Told as the file is taken in, in bytes. */
  onProgress?: ((bytes: number) => void) | undefined;
}>;

/**
 * Takes in a file of bank statements as it comes, in constant memory and whole or not at all. What it is, its first
 * bytes say; a CSV file is read as the person says, else as was remembered, else as it shows itself, and then the
 * report says that nobody has agreed to that yet.
 * Throws: forbidden; too_large; rate_limited; invalid_input, with the place and what was expected.
 */
export async function receiveFile(ctx: ServiceContext, file: IncomingFile): Promise<ImportReport> {
  requirePermission(ctx, "bank.import");
  const account =
    file.account === undefined || file.account === ""
      ? undefined
      : typedAccount(
          file.account,
          "account",
          COUNTRIES.find((of) => of === file.layout?.country),
        );
  if (file.layout !== undefined && !hasNeededColumns(file.layout)) {
    throw new AppError("invalid_input", "the layout does not say enough", {
      fields: [
        {
          field: "layout",
          message: "must name a column of booking dates, and one of amounts or two of money in and money out",
        },
      ],
    });
  }
  const dir = `${ctx.dataDir}/uploads`;
  await sweepNowAndThen(dir, ctx.clock.nowMs());
  const spooled = await spool(file.body, { dir, bytesMax: STATEMENT_BYTES_MAX });
  try {
    return await TAKING_IN.run(() => takeIn(ctx, file, spooled, account));
  } finally {
    await spooled.remove();
  }
}

async function takeIn(
  ctx: ServiceContext,
  file: IncomingFile,
  spooled: Spooled,
  account: AccountNumber | undefined,
): Promise<ImportReport> {
  const { head, detected } = await detect(spooled, file.name);
  const { csvLayout, isAssumed } = await chooseLayout(ctx, detected, head, { layout: file.layout, account });
  const statement = {
    name: file.name,
    source: file.source,
    format: formatOf(detected, csvLayout),
    spooled: file.onProgress === undefined ? spooled : watched(spooled, file.onProgress),
    csvLayout,
    isLayoutAssumed: isAssumed,
  };
  const report = await untilAlone(ctx, () => importStatement(ctx, statement));
  if (file.layout !== undefined && !report.duplicate)
    await rememberLayout(ctx, { accounts: report.accounts, layout: file.layout });
  return report;
}

/** Other people's statements do not stay on the disk when a process ends before it could remove them. */
async function sweepNowAndThen(dir: string, nowMs: number): Promise<void> {
  if (nowMs - (sweptAtMs.get(dir) ?? 0) < HOUR_MS) return;
  sweptAtMs.set(dir, nowMs);
  await sweepSpool(dir, nowMs - LEFT_AFTER_MS);
}

type Detected = Readonly<{ head: Uint8Array; detected: DetectedFile }>;

/** What the file is; of an archive, what the first file in it is. */
async function detect(spooled: Spooled, name: string): Promise<Detected> {
  const head = await spooled.head(HEAD_BYTES);
  const detected = detectStatementFile(head, name);
  if (detected.kind !== "zip") return { head, detected };
  for await (const inner of unzip(spooled.read())) {
    const pieces: Uint8Array[] = [];
    let length = 0;
    for await (const piece of inner.body) {
      pieces.push(piece);
      length += piece.length;
      if (length >= HEAD_BYTES) break;
    }
    const first = Buffer.concat(pieces);
    return { head: first, detected: detectStatementFile(first, inner.name) };
  }
  return { head, detected };
}

/** Of what cannot be read, the reader says why; until then it counts as any. */
function formatOf(detected: DetectedFile, layout: CsvLayout | undefined): StatementFormat {
  if (detected.kind === "csv" || detected.kind === "mt940") return detected.kind;
  return detected.kind === "unknown" && layout !== undefined ? "csv" : "camt";
}

type Chosen = Readonly<{
  /** Undefined: as the file shows itself, if it does. */
  csvLayout: CsvLayout | undefined;
  /** Nobody has agreed to it, now or before, and no bank's usual file is exactly so. */
  isAssumed: boolean;
}>;

async function chooseLayout(
  ctx: ServiceContext,
  detected: DetectedFile,
  head: Uint8Array,
  said: Readonly<{ layout: CsvLayoutWire | undefined; account: AccountNumber | undefined }>,
): Promise<Chosen> {
  const { account } = said;
  if (said.layout !== undefined)
    return { csvLayout: { ...toLayout(said.layout), account }, isAssumed: false };
  const table = tableOf(detected, head, { isWhole: head.length < HEAD_BYTES, layout: undefined });
  if (table === undefined) return { csvLayout: undefined, isAssumed: false };
  const remembered = await withTenant(ctx.database, ctx, (tx) =>
    layoutOfFile(tx, table, account ?? table.account),
  );
  if (remembered.layout !== undefined)
    return { csvLayout: { ...remembered.layout, account }, isAssumed: false };
  if (detected.kind !== "csv") return { csvLayout: undefined, isAssumed: false };
  return { csvLayout: { ...table.layout, account }, isAssumed: table.isAssumed };
}

/** The same, and how far its reading is. */
function watched(spooled: Spooled, onProgress: (bytes: number) => void): Spooled {
  return {
    ...spooled,
    read: async function* () {
      let bytes = 0;
      for await (const piece of spooled.read()) {
        bytes += piece.byteLength;
        onProgress(bytes);
        yield piece;
      }
    },
  };
}

/** Two files of the same accounts may wait for each other: one of them begins again. */
async function untilAlone<T>(ctx: ServiceContext, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const mayPass = hasCode(error, "conflict") && error instanceof AppError && error.isTransient;
      if (!mayPass || attempt === ATTEMPTS) throw error;
      await ctx.clock.sleep(error.retryAfterMs ?? 200);
    }
  }
}
