import { AppError } from "@/lib/core/errors";
import type { Page } from "@/lib/core/page";
import type { PayoutReportInput } from "@/lib/contracts/bookkeeping";
import { EntriesQuery } from "@/lib/contracts/queries";
import type { Entry, Payout, PayoutExplained } from "@/lib/contracts/shapes";
import { createReportFold, waterfallOf } from "@/lib/domain/bookkeeping/settlement-report";
import type { PayoutHead, PayoutReport, ReportFold } from "@/lib/domain/bookkeeping/settlement-report";
import { csvHeader, csvLines } from "@/lib/formats/csv";
import { payoutDocument } from "@/lib/formats/settlement-document";
import { settlementPdf } from "@/lib/formats/settlement-pdf";
import { XLSX_ROWS_MAX, settlementXlsx } from "@/lib/formats/settlement-xlsx";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { FILE_PAGE_SIZE } from "@/lib/services/exports/csv-pages";
import { listEntries } from "@/lib/services/ledgers/list-entries";
import { getMerchant } from "@/lib/services/merchants/get-merchant";
import { explainPayout } from "@/lib/services/payouts/explain-payout";
import { readBooks } from "@/lib/services/read";
import { PAYOUT_REPORT_COLUMNS, payoutReportLines } from "@/lib/services/reports/payout-columns";
import { fileName, oneChunk } from "@/lib/services/reports/report-file";
import type { ReportFile } from "@/lib/services/reports/report-file";
import { listSalesUnitNames } from "@/lib/store/ledgers-read";
import type { LedgerUid } from "@/lib/core/ids";

/** Entries that the PDF lists: some twenty pages, more than anybody turns. */
const PDF_ENTRIES_MAX = 1_000;

type Cover = NonNullable<PayoutExplained["cover"]>;

/**
 * The settlement report of a payout: what it is made of, by sales unit and date, and its entries. The PDF lists the
 * first thousand and says so; workbook and CSV hold all. Throws: forbidden, not_found, conflict (its copy is being
 * replaced), too_large (a workbook of more entries than it can have); when read: copy_replaced.
 */
export async function payoutReport(ctx: ServiceContext, input: PayoutReportInput): Promise<ReportFile> {
  requirePermission(ctx, "books.export");
  const explained = await explainPayout(ctx, { id: input.id });
  const { payout, cover } = explained;
  if (cover === null) {
    throw new AppError(
      "conflict",
      "the ledger is being read anew, and the payout is not explained yet; try again in a while",
    );
  }
  const name = fileName("settlement", payout.ledgerId, payout.payoutNumber ?? payout.ledgerDate);
  if (input.format === "csv") return { name, format: "csv", chunks: csvChunks(ctx, payout, cover) };
  const count =
    cover.captureCount + cover.refundCount + cover.feeCount + cover.payoutCount + cover.otherCount;
  if (input.format === "xlsx" && count > XLSX_ROWS_MAX) {
    throw new AppError(
      "too_large",
      `a workbook has room for ${String(XLSX_ROWS_MAX)} entries and this payout carries ${String(count)}; the CSV file holds all`,
    );
  }
  const most = input.format === "pdf" ? PDF_ENTRIES_MAX : XLSX_ROWS_MAX;
  return {
    name,
    format: input.format,
    chunks: oneChunk(async () => {
      const fold = createReportFold();
      const listed: Entry[] = [];
      for await (const entries of carriedPages(ctx, payout)) {
        for (const entry of entries) {
          fold.add(entry);
          if (listed.length < most) listed.push(entry);
        }
      }
      const report = await toReport(ctx, { payout, cover, fold });
      const madeAtMs = ctx.clock.nowMs();
      const document = payoutDocument(report, listed, { language: input.language, madeAtMs });
      return input.format === "pdf"
        ? settlementPdf(document, input.language, madeAtMs)
        : settlementXlsx(document);
    }),
  };
}

async function toReport(
  ctx: ServiceContext,
  { payout, cover, fold }: Readonly<{ payout: Payout; cover: Cover; fold: ReportFold }>,
): Promise<PayoutReport> {
  requireWhole(cover, fold);
  const names = await readBooks(ctx, (tx) => listSalesUnitNames(tx, [payout.ledgerUid as LedgerUid]));
  const merchant = payout.merchantId === null ? undefined : await getMerchant(ctx, { id: payout.merchantId });
  return {
    merchant: {
      name: merchant?.name ?? payout.ledgerId,
      businessId: merchant?.businessIdentifier?.id,
    },
    payout: toHead(payout),
    fromDate: cover.fromDate ?? undefined,
    proof: cover.proof,
    waterfall: waterfallOf(cover, payout.amount),
    units: fold.units((handle) => names.get(handle) ?? handle),
    dates: fold.dates(),
    entryCount: fold.total().count,
  };
}

/** Entries are read page by page: a copy that was swapped in between would make a report of two halves. */
function requireWhole(cover: Cover, fold: ReportFold): void {
  const { capture, refund, fee, payout, other } = fold.total();
  const isWhole =
    capture === cover.captures &&
    refund === cover.refunds &&
    fee === cover.fees &&
    payout === cover.payouts &&
    other === cover.other;
  if (!isWhole)
    throw new AppError("copy_replaced", "the ledger was read anew meanwhile; ask for the report again");
}

/** A payout as reports name it. */
export function toHead(payout: Payout): PayoutHead {
  return {
    payoutNumber: payout.payoutNumber ?? undefined,
    pspReference: payout.pspReference,
    bankReference: payout.bankReference ?? undefined,
    payoutAccount: payout.payoutAccount?.id,
    ledgerId: payout.ledgerId,
    ledgerDate: payout.ledgerDate,
    expectedDate: payout.expectedDate ?? undefined,
    receivedDate: payout.receivedDate ?? undefined,
    receivedBy: payout.receivedBy ?? undefined,
    status: payout.status,
    currency: payout.currency,
    amount: payout.amount,
  };
}

async function* carriedPages(
  ctx: ServiceContext,
  payout: Payout,
): AsyncGenerator<readonly Entry[], void, undefined> {
  let cursor: string | undefined;
  do {
    const query = EntriesQuery.parse({ payoutId: payout.id, limit: FILE_PAGE_SIZE });
    const page: Page<Entry> = await listEntries(ctx, { ...query, cursor, id: payout.ledgerUid });
    yield page.items;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}

/** Left before, every entry, breaks, what was paid, and left: in this order the amounts add up to the last. */
async function* csvChunks(
  ctx: ServiceContext,
  payout: Payout,
  cover: Cover,
): AsyncGenerator<string, void, undefined> {
  const lines = payoutReportLines(payout, cover);
  yield csvHeader(PAYOUT_REPORT_COLUMNS) + csvLines(PAYOUT_REPORT_COLUMNS, [lines.before]);
  const fold = createReportFold();
  for await (const entries of carriedPages(ctx, payout)) {
    for (const entry of entries) fold.add(entry);
    yield csvLines(PAYOUT_REPORT_COLUMNS, entries.map(lines.ofEntry));
  }
  requireWhole(cover, fold);
  yield csvLines(PAYOUT_REPORT_COLUMNS, lines.after);
}
