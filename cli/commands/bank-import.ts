import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";

import { z } from "zod";

import { command, TENANT } from "@/cli/command";
import { failureLine, failureOf } from "@/cli/failures";
import { createProgress } from "@/cli/progress";
import type { Progress } from "@/cli/progress";
import { formatTable } from "@/cli/table";
import { BankImportReport } from "@/lib/contracts/reports";
import { AppError, hasCode } from "@/lib/core/errors";
import { receiveFile } from "@/lib/services/bank/receive-file";
import type { ServiceContext } from "@/lib/services/context";

const KILOBYTE = 1_024;
const FILE_FAILURES: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "it may not be read",
  EISDIR: "it is a folder",
};

type Line = BankImportReport[number];

export const bankImport = command({
  name: "bank import",
  summary: "takes in bank statements: camt.053, MT940, CSV, or a zip of them",
  options: {
    tenant: TENANT,
    account: {
      type: "string",
      placeholder: "NUMBER",
      help: "the account of CSV files that do not say it, as people write it",
    },
  },
  operands: { placeholder: "FILE…", help: "one or more files of bank statements" },
  notes:
    "A file is taken in whole or not at all; one that is refused keeps no other out. The same file, and the same line in another file, counts once.",
  run: async (values, session, files) => {
    const ctx = await session.firm(values.tenant);
    const { terminal } = session;
    const progress = createProgress(terminal);
    const report: Line[] = [];
    try {
      for (const [at, file] of files.entries()) {
        terminal.signal.throwIfAborted();
        const given = { file, account: values.account, signal: terminal.signal };
        report.push(
          await takeIn(ctx, given, { progress, text: `${String(at + 1)} of ${String(files.length)}` }),
        );
      }
    } finally {
      progress.end();
    }
    return {
      json: z.encode(BankImportReport, report),
      text: describe(report),
      isFailed: report.some(({ rejected }) => rejected > 0),
    };
  },
});

type Given = Readonly<{ file: string; account: string | undefined; signal: AbortSignal }>;

/** What became of one file. A failure that is not the file's own ends the command. */
async function takeIn(
  ctx: ServiceContext,
  { file, account, signal }: Given,
  shown: Readonly<{ progress: Progress; text: string }>,
): Promise<Line> {
  try {
    const of = await sizeOf(file);
    const taken = await receiveFile(ctx, {
      name: basename(file),
      source: "cli",
      body: createReadStream(file, { signal }),
      account,
      onProgress: (bytes) =>
        shown.progress.show({
          done: Math.min(of, Math.ceil(bytes / KILOBYTE)),
          of,
          text: `kB of ${basename(file)}, file ${shown.text}`,
        }),
    });
    return {
      file,
      statements: taken.statements,
      lines: taken.lines,
      duplicates: taken.known,
      rejected: 0,
      accounts: [...taken.accounts],
      duplicate: taken.duplicate,
      pending: taken.pending,
      findings: taken.findings.map(({ code, values }) => ({ code, values: { ...values } })),
      failure: null,
    };
  } catch (error) {
    const failure = refusalOf(file, error);
    if (failure === undefined) throw error;
    return {
      file,
      statements: 0,
      lines: 0,
      duplicates: 0,
      rejected: 1,
      accounts: [],
      duplicate: false,
      pending: 0,
      findings: [],
      failure,
    };
  }
}

async function sizeOf(file: string): Promise<number> {
  return Math.max(1, Math.ceil((await stat(file)).size / KILOBYTE));
}

/** Why the file was refused; undefined when something else went wrong. */
function refusalOf(file: string, error: unknown): string | undefined {
  if (error instanceof AppError && hasCode(error, "invalid_input", "too_large"))
    return failureLine({ ...failureOf({ code: error.code, message: error.message, fields: [] }), safe: "" });
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const why = FILE_FAILURES[code];
  return why === undefined ? undefined : `${file} cannot be read: ${why}.`;
}

function describe(report: readonly Line[]): string {
  const table = formatTable<Line>(
    [
      { title: "file", of: ({ file }) => file },
      { title: "statements", of: ({ statements }) => String(statements), isNumber: true },
      { title: "lines", of: ({ lines }) => String(lines), isNumber: true },
      { title: "known", of: ({ duplicates }) => String(duplicates), isNumber: true },
      { title: "state", of: stateOf },
    ],
    report,
    "",
  );
  const failures = report.flatMap(({ file, failure }) =>
    failure === null ? [] : [`${file}: ${failure} Nothing of it is kept.`],
  );
  const found = report.flatMap(({ file, findings }) =>
    findings.map(({ code, values }) => `${file}: ${code} ${saying(values)}`.trimEnd()),
  );
  return [
    table,
    ...(found.length === 0 ? [] : ["", ...found]),
    ...(failures.length === 0 ? [] : ["", ...failures]),
  ].join("\n");
}

function stateOf({ rejected, duplicate }: Line): string {
  if (rejected > 0) return "refused";
  return duplicate ? "taken in before" : "taken in";
}

function saying(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .filter(([name]) => name !== "accountId") // for programs: --json has it
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");
}
