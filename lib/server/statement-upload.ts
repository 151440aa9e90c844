import { z } from "zod";

import { BankImport } from "@/lib/contracts/bank";
import { BankImports, STATEMENT_FILES_MAX } from "@/lib/contracts/bank-import";
import { AppError } from "@/lib/core/errors";
import type { Answered, Upload } from "@/lib/server/upload-route";
import { fileFault } from "@/lib/services/bank/file-fault";
import { describeImport } from "@/lib/services/bank/get-file";
import { receiveFile } from "@/lib/services/bank/receive-file";
import type { ServiceContext } from "@/lib/services/context";

const CREATED = 201;
const OK = 200;

type Item = z.output<typeof BankImports>["items"][number];

/**
 * Takes in what a request brings, file after file, each by itself: one that is refused keeps no other out. One file
 * is answered as such, or with its problem; several are answered in their order, unless all of them are refused.
 */
export async function takeInUploads(
  ctx: ServiceContext,
  files: AsyncIterable<Upload>,
  of: Readonly<{ isSession: boolean; isMany: boolean }>,
): Promise<Answered> {
  const items: Item[] = [];
  const refusals: unknown[] = [];
  for await (const file of files) {
    if (items.length === STATEMENT_FILES_MAX)
      throw new AppError("too_large", `send at most ${String(STATEMENT_FILES_MAX)} files at a time`);
    try {
      const report = await receiveFile(ctx, {
        name: file.name,
        source: of.isSession ? "browser" : "api",
        body: file.body,
        account: file.account,
        layout: file.layout,
      });
      items.push(await describeImport(ctx, report));
    } catch (error) {
      const fault = fileFault(error);
      if (fault === undefined || !of.isMany) throw error;
      refusals.push(error);
      items.push({ name: file.name, refused: error instanceof Error ? error.message : "", fault });
    }
  }
  const [first] = items;
  if (first === undefined) throw new AppError("invalid_input", "the body holds no file");
  if (refusals.length === items.length) throw refusals[0];
  const isNew = items.some((item) => "duplicate" in item && !item.duplicate);
  const status = isNew ? CREATED : OK;
  if (items.length === 1 && "duplicate" in first) return { status, body: z.encode(BankImport, first) };
  return { status, body: z.encode(BankImports, { items }) };
}
