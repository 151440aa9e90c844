import type { CsvLayout } from "@/lib/domain/bank/csv-layout";
import { sampleTable } from "@/lib/formats/bank/csv-sample";
import type { CsvProposal } from "@/lib/formats/bank/csv-layout";
import type { DetectedFile } from "@/lib/formats/bank/detect";

/**
 * The rows of a CSV file, or of a text that may be one; undefined for all other files. `layout`: as a person says that
 * it is laid out.
 */
export function tableOf(
  detected: DetectedFile,
  head: Uint8Array,
  { isWhole, layout }: Readonly<{ isWhole: boolean; layout: CsvLayout | undefined }>,
): CsvProposal | undefined {
  if (detected.kind === "csv" && layout === undefined) return detected.proposal;
  const mayBeTable =
    detected.kind === "csv" || (detected.kind === "unknown" && detected.reason === "not-a-statement");
  if (!mayBeTable || detected.encoding === undefined) return undefined;
  const sample = sampleTable(head, detected.encoding, { isWhole, layout });
  if (layout === undefined && sample.header.length < 2) return undefined; // words, not a table
  return {
    layout: layout ?? { ...BLANK, delimiter: sample.delimiter },
    bank: detected.kind === "csv" ? detected.proposal.bank : undefined,
    isAssumed: true,
    account: detected.kind === "csv" ? detected.proposal.account : undefined,
    header: sample.header,
    rows: sample.rows,
  };
}

const BLANK: Omit<CsvLayout, "delimiter"> = {
  encoding: undefined,
  hasHeader: true,
  columns: [],
  dateOrder: "dmy",
  decimal: ",",
  isOutNegative: false,
  currency: undefined,
  account: undefined,
  country: undefined,
};
