import { parse } from "csv-parse/sync";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import readXlsxFile from "read-excel-file/node";

/** Reports read back by other libraries than those that wrote them. */

/** The pages of a PDF, each as lines of the texts that stand at one height, left to right. */
export async function pdfPages(bytes: Uint8Array): Promise<string[][][]> {
  const pdf = await getDocument({ data: bytes.slice(), verbosity: 0 }).promise;
  const pages: string[][][] = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const content = await (await pdf.getPage(number)).getTextContent();
    const lines = new Map<number, [number, string][]>();
    for (const item of content.items) {
      if (!("str" in item) || item.str.trim() === "") continue;
      const [, , , , x, y] = item.transform as number[];
      const height = Math.round(y ?? 0);
      lines.set(height, [...(lines.get(height) ?? []), [x ?? 0, item.str]]);
    }
    pages.push(
      [...lines]
        .toSorted(([left], [right]) => right - left)
        .map(([, texts]) => texts.toSorted(([left], [right]) => left - right).map(([, text]) => text)),
    );
  }
  return pages;
}

/** `−1 234,50` or `-1234.50` → `-123450n`. */
export function minorOf(text: string): bigint {
  const bare = text.replaceAll(/[\s\u00a0]/g, "").replace("\u2212", "-");
  const plain = /[.,]\d\d$/.test(bare)
    ? `${bare.slice(0, -3).replaceAll(/[.,]/g, "")}${bare.slice(-2)}`
    : bare;
  return BigInt(plain);
}

export type XlsxSheet = Readonly<{ name: string; rows: readonly (readonly unknown[])[] }>;

export async function xlsxSheets(bytes: Uint8Array): Promise<XlsxSheet[]> {
  const sheets = await readXlsxFile(Buffer.from(bytes));
  return sheets.map(({ sheet, data }) => ({ name: sheet, rows: data }));
}

/** An amount of a workbook in minor units, exactly. */
export function minorOfNumber(value: unknown): bigint {
  if (typeof value !== "number") throw new Error(`${String(value)} is no number`);
  return BigInt(Math.round(value * 100));
}

export function csvRows(bytes: Uint8Array | string): Record<string, string>[] {
  const text = typeof bytes === "string" ? bytes : new TextDecoder().decode(bytes);
  return parse(text, { columns: true });
}
