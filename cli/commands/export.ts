import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";

import { command, TENANT } from "@/cli/command";
import { UsageError } from "@/cli/usage-error";
import { choiceOf, dateOf } from "@/cli/session";
import { AppError } from "@/lib/core/errors";
import { present } from "@/lib/core/invariant";
import { MAIL_LANGUAGES } from "@/lib/domain/access/language";
import { EXPORT_FORMATS, exportMerchant } from "@/lib/services/exports/export-merchant";

export const exportFile = command({
  name: "export",
  summary: "a merchant's books as a file: lists, vouchers, or a settlement report as PDF, workbook or CSV",
  options: {
    tenant: TENANT,
    merchant: { type: "string", placeholder: "ID", isRequired: true, help: "our id of the merchant" },
    format: {
      type: "string",
      placeholder: EXPORT_FORMATS.join("|"),
      isRequired: true,
      help: "what the file holds",
    },
    from: { type: "string", placeholder: "YYYY-MM-DD", isRequired: true, help: "the first ledger date" },
    to: { type: "string", placeholder: "YYYY-MM-DD", isRequired: true, help: "the last ledger date" },
    language: {
      type: "string",
      placeholder: MAIL_LANGUAGES.join("|"),
      help: "of reports (English unless given) and of vouchers' texts (the country's)",
    },
    output: { type: "string", short: "o", placeholder: "FILE", isRequired: true, help: "the file to write" },
  },
  notes: "The file appears when it is whole; a file of that name is replaced.",
  run: async (values, session) => {
    const format = present(choiceOf("format", values.format, EXPORT_FORMATS), "the format");
    const from = present(dateOf("from", values.from), "the first date");
    const to = present(dateOf("to", values.to), "the last date");
    if (from > to) throw new UsageError(`--from ${from} is later than --to ${to}.`);
    const language = choiceOf("language", values.language, MAIL_LANGUAGES);
    const ctx = await session.firm(values.tenant);
    let lines = 0;
    let bytes = 0;
    const chunks = exportMerchant(ctx, { merchantId: values.merchant, from, to, format, language });
    const counted = async function* (): AsyncGenerator<string | Uint8Array, void, undefined> {
      for await (const chunk of chunks) {
        if (typeof chunk === "string") lines += chunk.split("\n").length - 1;
        bytes += Buffer.byteLength(chunk);
        yield chunk;
      }
    };
    await writeWhole(values.output, counted(), session.terminal.signal);
    if (lines === 0) {
      return {
        json: { file: values.output, format, bytes },
        text: `${values.output} holds ${String(bytes)} bytes.`,
      };
    }
    const rows = lines - 1;
    return {
      json: { file: values.output, format, rows },
      text: `${values.output} holds ${String(rows)} rows.`,
    };
  },
});

/** Writes beside the file and renames, so that half a file is never taken for a whole one. */
async function writeWhole(
  file: string,
  chunks: AsyncIterable<string | Uint8Array>,
  signal: AbortSignal,
): Promise<void> {
  const half = `${file}.part-${String(process.pid)}`;
  try {
    await pipeline(chunks, createWriteStream(half), { signal });
    await rename(half, file);
  } catch (error) {
    await rm(half, { force: true });
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const why = FILE_FAILURES[code];
    if (why === undefined) throw error;
    throw new AppError("invalid_input", `${file} cannot be written: ${why}`, { cause: error });
  }
}

const FILE_FAILURES: Readonly<Record<string, string>> = {
  EACCES: "you may not write there",
  EISDIR: "it is a folder",
  ENOENT: "its folder does not exist",
  ENOSPC: "the disk is full; nothing was left behind",
  ENOTDIR: "its folder is a file",
  EROFS: "the disk is read-only",
};
