import { z } from "zod";

import { withQuery } from "@/lib/browser/api";
import { BankImport } from "@/lib/contracts/bank";
import { BankPreview, PREVIEW_BYTES_MAX } from "@/lib/contracts/bank-import";
import type { CsvLayoutWire, FileFault } from "@/lib/contracts/bank-import";
import { STATEMENT_FAULTS } from "@/lib/domain/bank/statement-fault";

/** What a person has said of a CSV file beside it. */
export type FileSaying = Readonly<{ account?: string | undefined; layout?: CsvLayoutWire | undefined }>;

/** A file that was refused for what it holds, or for what was said beside it. Nothing of it is kept. */
export type Refusal = Readonly<{
  kind: "refused";
  detail: string;
  fault: FileFault | undefined;
  /** Why the account that was typed is none, as a word. */
  accountFault: string | undefined;
}>;
/** The answer that did not come, or was about something else than the file. */
export type NotSent = Readonly<{ kind: "failed"; detail: string | undefined }>;

export type Sent = Readonly<{ kind: "taken"; taken: BankImport }> | Refusal | NotSent;
export type Looked = Readonly<{ kind: "looked"; preview: BankPreview }> | Refusal | NotSent;

const TOO_LARGE = 413;
const INVALID = 422;

/** Asks how a file would be read; only its beginning is sent. */
export async function lookAtFile(tenant: string, file: File, saying: FileSaying = {}): Promise<Looked> {
  try {
    const response = await fetch(addressOf("/bank-statements/preview", file, saying), {
      method: "POST",
      headers: headersOf(tenant),
      body: file.slice(0, PREVIEW_BYTES_MAX),
    });
    const body: unknown = await response.json().catch(() => undefined);
    if (response.ok) return { kind: "looked", preview: BankPreview.parse(body) };
    return problemOf(response.status, body);
  } catch {
    return { kind: "failed", detail: undefined };
  }
}

/** Sends a file as it is, telling how much of it has gone, from 0 to 1. `signal` stops it. */
export function sendFile(
  tenant: string,
  file: File,
  saying: FileSaying,
  options: Readonly<{ onShare: (share: number) => void; signal: AbortSignal }>,
): Promise<Sent> {
  return new Promise((resolve) => {
    // fetch does not tell how far an upload is.
    const request = new XMLHttpRequest();
    request.open("POST", addressOf("/bank-statements", file, saying));
    for (const [name, value] of Object.entries(headersOf(tenant))) request.setRequestHeader(name, value);
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable && event.total > 0) options.onShare(event.loaded / event.total);
    });
    request.upload.addEventListener("load", () => options.onShare(1));
    for (const ending of ["error", "abort", "timeout"])
      request.addEventListener(ending, () => resolve({ kind: "failed", detail: undefined }));
    request.addEventListener("load", () => {
      const taken = BankImport.safeParse(request.response);
      resolve(
        request.status < 300 && taken.success
          ? { kind: "taken", taken: taken.data }
          : problemOf(request.status, request.response),
      );
    });
    options.signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}

function headersOf(tenant: string): Record<string, string> {
  return {
    "avstemt-tenant": tenant,
    "content-type": "application/octet-stream",
    accept: "application/json",
  };
}

function addressOf(path: string, file: File, { account, layout }: FileSaying): string {
  return withQuery(`/api/v1${path}`, {
    name: file.name,
    account,
    layout: layout === undefined ? undefined : JSON.stringify(layout),
  });
}

const Problem = z.object({
  detail: z.string(),
  errors: z
    .array(z.object({ field: z.string(), message: z.string(), reason: z.string().optional() }))
    .default([]),
});

/** What the API refused: faults of the file are told apart from everything else. */
export function problemOf(status: number, body: unknown): Refusal | NotSent {
  const problem = Problem.safeParse(body);
  if (!problem.success || (status !== INVALID && status !== TOO_LARGE))
    return { kind: "failed", detail: problem.data?.detail };
  const { detail, errors } = problem.data;
  const of = (field: string) => errors.find((error) => error.field === field);
  const expected = of("expected");
  const account = of("account");
  return {
    kind: "refused",
    detail,
    accountFault: account === undefined ? undefined : (account.reason ?? "characters"),
    fault:
      expected === undefined
        ? undefined
        : {
            line: numberOf(of("line")?.message),
            column: numberOf(of("column")?.message),
            found: of("found")?.message ?? null,
            expected: expected.message,
            reason: STATEMENT_FAULTS.find((known) => known === expected.reason) ?? "other",
          },
  };
}

function numberOf(text: string | undefined): number | null {
  const value = Number(text ?? Number.NaN);
  return Number.isInteger(value) ? value : null;
}
