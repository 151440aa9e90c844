import type { StatementFault } from "@/lib/domain/bank/statement-fault";
import { proposeLayout } from "@/lib/formats/bank/csv-layout";
import type { CsvProposal } from "@/lib/formats/bank/csv-layout";
import { BrokenText, createDecoder, detectEncoding } from "@/lib/formats/bank/encoding";
import type { Encoding } from "@/lib/formats/bank/encoding";
import { isPortalExport } from "@/lib/formats/bank/portal-export";

/** How much of a file is looked at to know what it is, in bytes. */
export const HEAD_BYTES = 65_536;

/** What a file is. `unknown` says why it is none that is read. */
export type DetectedFile =
  | Readonly<{ kind: "camt" | "mt940"; encoding: Encoding }>
  | Readonly<{ kind: "csv"; encoding: Encoding; proposal: CsvProposal }>
  /** Vipps MobilePay's own word of its settlements: never a bank statement. */
  | Readonly<{ kind: "portal-export" }>
  | Readonly<{ kind: "zip" }>
  | Readonly<{ kind: "unknown"; reason: StatementFault; encoding: Encoding | undefined }>;

/**
 * Says what a file is by its first `HEAD_BYTES` bytes, or the whole of a smaller one. What it is called matters only
 * for an account number in the name: a file called `.xls` may be CSV.
 */
export function detectStatementFile(bytes: Uint8Array, fileName = ""): DetectedFile {
  const head = bytes.subarray(0, HEAD_BYTES);
  const unknown = (reason: StatementFault, encoding?: Encoding): DetectedFile => ({
    kind: "unknown",
    reason,
    encoding,
  });
  if (head.length === 0) return unknown("empty");
  const start = Buffer.from(head.subarray(0, 64)).toString("latin1");
  if (start.startsWith("PK\u0003\u0004")) {
    return /^.{26}.{4}(?:\[Content_Types\]|_rels\/|xl\/|docProps\/)/s.test(start)
      ? unknown("spreadsheet")
      : { kind: "zip" };
  }
  if (start.startsWith("\u00d0\u00cf\u0011\u00e0")) return unknown("spreadsheet");
  if (start.startsWith("%PDF")) return unknown("pdf");
  const encoding = detectEncoding(head);
  if (encoding === undefined) return unknown("encoding");
  const isWhole = head.length < HEAD_BYTES;
  const text = textOf(head, encoding);
  if (text === undefined) return unknown("encoding", encoding);
  if (text.trim() === "") return unknown("empty", encoding);
  if (isPortalExport(text)) return { kind: "portal-export" };
  if (/^\s*</.test(text)) return ofXml(text, encoding);
  if (/^:34F:/m.test(text) || /\{2:[IO]94[12]/.test(text)) return unknown("not-booked", encoding);
  const isMt940 = /^(?:\{4:)?:20:/m.test(text) && /^:(?:25P?|60[FM]):/m.test(text);
  if (isMt940 || /^\s*\{1:F01/.test(text)) return { kind: "mt940", encoding };
  const proposal = text.includes("\0") ? undefined : proposeLayout(text, isWhole, fileName);
  return proposal === undefined ? unknown("not-a-statement", encoding) : { kind: "csv", encoding, proposal };
}

function ofXml(text: string, encoding: Encoding): DetectedFile {
  if (/BkToCstmrStmt|camt\.053/.test(text)) return { kind: "camt", encoding };
  const isOther = /BkToCstmrAcctRpt|BkToCstmrDbtCdtNtfctn|camt\.05[24]/.test(text);
  return { kind: "unknown", reason: isOther ? "not-booked" : "not-a-statement", encoding };
}

function textOf(head: Uint8Array, encoding: Encoding): string | undefined {
  try {
    return createDecoder(encoding).write(head);
  } catch (error) {
    if (error instanceof BrokenText) return undefined;
    throw error;
  }
}
