import { fromLayout, toLayout } from "@/lib/contracts/bank-import";
import type { BankPreview, CsvLayoutWire, FileFault, PreviewLine } from "@/lib/contracts/bank-import";
import type { CsvLayout } from "@/lib/domain/bank/csv-layout";
import type { AccountNumber } from "@/lib/domain/bank/statement";
import type { CsvProposal } from "@/lib/formats/bank/csv-layout";
import { detectStatementFile, HEAD_BYTES } from "@/lib/formats/bank/detect";
import { readStatements } from "@/lib/formats/bank/read-statements";
import { describeNumber } from "@/lib/services/bank/describe-bank";
import { fileFault } from "@/lib/services/bank/file-fault";
import { layoutOfFile } from "@/lib/services/bank/layout-of-file";
import type { RememberedLayout } from "@/lib/services/bank/layout-of-file";
import { tableOf } from "@/lib/services/bank/table-of-file";
import { typedAccount } from "@/lib/services/bank/typed-account";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { withTenant } from "@/lib/store/tenant";

const LINES_MAX = 10;
const ROWS_MAX = 12;
/** What is fed to the reader at a time: what it made of the pieces before the end of the beginning is shown. */
const PIECE_BYTES = 2_048;
const TEXT_MAX = 140;

type Asked = Readonly<{
  name: string;
  /** The beginning of the file, or the whole of a small one. */
  head: Uint8Array;
  account?: string | undefined;
  layout?: CsvLayoutWire | undefined;
}>;

/**
 * Says how a file would be read, by its beginning: what it is, its layout when it is CSV, its account and its first
 * lines, or what is wrong with it. Nothing is stored. Throws: forbidden; invalid_input (account).
 */
export async function previewFile(ctx: ServiceContext, asked: Asked): Promise<BankPreview> {
  requirePermission(ctx, "bank.import");
  const head = asked.head.subarray(0, HEAD_BYTES);
  const isWhole = head.length < HEAD_BYTES;
  const typed =
    asked.account === undefined || asked.account === "" ? undefined : typedAccount(asked.account, "account");
  const detected = detectStatementFile(head, asked.name);
  const encoding = "encoding" in detected ? (detected.encoding?.name ?? null) : null;
  if (detected.kind === "zip") return { ...EMPTY, format: "zip", isSure: true };
  const given = asked.layout === undefined ? undefined : toLayout(asked.layout);
  const table = tableOf(detected, head, { isWhole, layout: given });
  if (table === undefined) {
    const shown = await readHead(asked.name, head, isWhole, undefined);
    const format = detected.kind === "camt" || detected.kind === "mt940" ? detected.kind : null;
    return { ...EMPTY, ...shown, format, encoding, isSure: format !== null && shown.fault === null };
  }
  const remembered = await withTenant(ctx.database, ctx, (tx) =>
    layoutOfFile(tx, table, typed ?? table.account),
  );
  const chosen = given ?? remembered.layout ?? table.layout;
  // A remembered layout may find the names in another row than the file shows by itself.
  const shownAs = remembered.layout && tableOf(detected, head, { isWhole, layout: chosen });
  const shown = await readHead(asked.name, head, isWhole, { ...chosen, account: typed });
  return {
    ...shown,
    format: "csv",
    encoding,
    isSure: shown.fault === null && (remembered.layout !== undefined || !table.isAssumed),
    csv: csvOf(shownAs ?? table, chosen, remembered),
  };
}

const EMPTY = {
  format: null,
  encoding: null,
  isSure: false,
  fault: null,
  account: null,
  lines: [],
  csv: null,
} satisfies BankPreview;

function csvOf(table: CsvProposal, layout: CsvLayout, remembered: RememberedLayout): BankPreview["csv"] {
  return {
    layout: fromLayout(layout),
    isRemembered: remembered.layout !== undefined,
    bank: table.bank ?? null,
    header: [...table.header],
    rows: table.rows.slice(0, ROWS_MAX).map((row) => [...row]),
    accounts: remembered.accounts.map(describeNumber),
  };
}

type Shown = Pick<BankPreview, "account" | "lines" | "fault">;

/** The first lines as they would be read. A beginning ends anywhere: what is wrong with its end says nothing. */
async function readHead(
  name: string,
  head: Uint8Array,
  isWhole: boolean,
  csvLayout: CsvLayout | undefined,
): Promise<Shown> {
  let account: AccountNumber | undefined;
  const lines: PreviewLine[] = [];
  const options = { fileName: name, ...(csvLayout && { csvLayout }) };
  const end = isWhole || csvLayout === undefined ? head.length : endOfRows(head);
  let fault: FileFault | undefined;
  try {
    for await (const event of readStatements(piecesOf(head.subarray(0, end)), options)) {
      if (event.kind === "statement") account ??= event.account;
      if (event.kind !== "line") continue;
      const { bookingDate, valueDate, amount, currency, texts } = event.line;
      lines.push({
        bookingDate,
        valueDate: valueDate ?? null,
        amount,
        currency,
        text: texts
          .map(({ text }) => text)
          .join(" · ")
          .slice(0, TEXT_MAX),
      });
      if (lines.length === LINES_MAX) break;
    }
  } catch (error) {
    fault = fileFault(error);
    if (fault === undefined) throw error;
  }
  const isOfTheCut = !isWhole && (lines.length > 0 || fault?.reason === "cut-off");
  return {
    account: account === undefined ? null : describeNumber(account),
    lines,
    fault: fault === undefined || isOfTheCut ? null : fault,
  };
}

/** Where the last whole row ends; in UTF-16 a line break has two bytes. */
function endOfRows(head: Uint8Array): number {
  const end = head.lastIndexOf(0x0a) + 1;
  const isUtf16 = head[0] === 0 || head[1] === 0 || (head[0] ?? 0) >= 0xfe;
  return isUtf16 && end % 2 === 1 ? end + 1 : end;
}

// oxlint-disable-next-line typescript/require-await -- a source of bytes is asynchronous by its type
async function* piecesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}
