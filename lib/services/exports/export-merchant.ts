import { parseId } from "@/lib/core/ids";
import { startOfMonth } from "@/lib/core/ledger-date";
import type { LedgerDate } from "@/lib/core/ledger-date";
import { REPORT_FORMATS } from "@/lib/contracts/bookkeeping";
import type { Day, Entry } from "@/lib/contracts/shapes";
import type { CsvColumn } from "@/lib/formats/csv";
import { columnOf, csvHeader, csvLines } from "@/lib/formats/csv";
import type { MailLanguage } from "@/lib/domain/access/language";
import { momentOf } from "@/lib/domain/ledger/moment";
import { TOPICS } from "@/lib/domain/ledger/states";
import type { Topic } from "@/lib/domain/ledger/states";
import type { Page } from "@/lib/core/page";
import { vouchersFile } from "@/lib/services/bookkeeping/vouchers-file";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { DAY_COLUMNS, ENTRY_COLUMNS, PAYOUT_COLUMNS } from "@/lib/services/exports/columns";
import { FILE_PAGE_SIZE, csvPages } from "@/lib/services/exports/csv-pages";
import { listDays } from "@/lib/services/ledgers/list-days";
import { listEntries } from "@/lib/services/ledgers/list-entries";
import { getMerchant } from "@/lib/services/merchants/get-merchant";
import { toInterval, todayFor } from "@/lib/services/merchants/interval";
import { listPayouts } from "@/lib/services/payouts/list-payouts";
import { readBooks } from "@/lib/services/read";
import { periodReport } from "@/lib/services/reports/period-report";
import { listHoldings } from "@/lib/store/merchant-figures";
import type { Holding } from "@/lib/store/merchant-figures";

/** Files of a merchant's books that can be asked for by name. */
export const EXPORT_FORMATS = [
  "entries-csv",
  "days-csv",
  "payouts-csv",
  "vouchers-csv",
  "settlement-pdf",
  "settlement-xlsx",
  "settlement-csv",
] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export type ExportInput = Readonly<{
  merchantId: string;
  from?: LedgerDate | undefined;
  to?: LedgerDate | undefined;
}>;

/** A merchant's file as chunks. `language` is that of reports and of vouchers' texts. Throws: forbidden, not_found, invalid_input. */
export async function* exportMerchant(
  ctx: ServiceContext,
  input: ExportInput & Readonly<{ format: ExportFormat; language?: MailLanguage | undefined }>,
): AsyncGenerator<string | Uint8Array, void, undefined> {
  requirePermission(ctx, "books.export");
  const merchant = await getMerchant(ctx, { id: input.merchantId });
  switch (input.format) {
    case "entries-csv":
      yield* entriesCsv(ctx, input);
      break;
    case "days-csv":
      yield* daysCsv(ctx, input);
      break;
    case "payouts-csv":
      yield* payoutsCsv(ctx, input);
      break;
    case "vouchers-csv":
      yield* vouchersFile(ctx, { ...input, id: input.merchantId });
      break;
    case "settlement-pdf":
    case "settlement-xlsx":
    case "settlement-csv": {
      const today = todayFor(momentOf(ctx.clock.nowMs()), merchant.country ?? undefined);
      const interval = toInterval(input, { today, startOf: startOfMonth });
      const format = REPORT_FORMATS.find((of) => input.format === `settlement-${of}`) ?? "pdf";
      const language = input.language ?? "en";
      const of = { merchantId: input.merchantId, ...interval, format, language };
      yield* (await periodReport(ctx, of)).chunks;
      break;
    }
  }
}

/** Every entry of the merchant's ledgers on both topics, in feed order ledger by ledger. */
export function entriesCsv(ctx: ServiceContext, input: ExportInput): AsyncGenerator<string, void, undefined> {
  return byTopic<Entry>(ctx, input, {
    columns: ENTRY_COLUMNS,
    read: ({ holding, topic }, cursor) =>
      listEntries(ctx, { ...within(holding, input, cursor), topic, order: "oldest" }),
  });
}

/** Every ledger date of the merchant's ledgers on both topics. */
export function daysCsv(ctx: ServiceContext, input: ExportInput): AsyncGenerator<string, void, undefined> {
  return byTopic<Day>(ctx, input, {
    columns: DAY_COLUMNS,
    read: ({ holding, topic }, cursor) =>
      listDays(ctx, { ...within(holding, input, cursor), topic, order: "oldest" }),
  });
}

/** The merchant's payouts, newest first. */
export function payoutsCsv(ctx: ServiceContext, input: ExportInput): AsyncGenerator<string, void, undefined> {
  return csvPages(PAYOUT_COLUMNS, (cursor) => listPayouts(ctx, { ...input, limit: FILE_PAGE_SIZE, cursor }));
}

type HeldTopic = Readonly<{ holding: Holding; topic: Topic }>;

async function* byTopic<Item>(
  ctx: ServiceContext,
  input: ExportInput,
  file: Readonly<{
    columns: readonly CsvColumn<Item>[];
    read: (of: HeldTopic, cursor: string | undefined) => Promise<Page<Item>>;
  }>,
): AsyncGenerator<string, void, undefined> {
  type Line = Readonly<{ ledgerId: string; item: Item }>;
  const columns: CsvColumn<Line>[] = [
    { header: "ledgerId", text: (line) => line.ledgerId },
    ...file.columns.map((column) => columnOf(column, (line: Line) => line.item)),
  ];
  yield csvHeader(columns);
  const holdings = await readBooks(ctx, (tx) => listHoldings(tx, parseId(input.merchantId)));
  for (const holding of holdings) {
    for (const topic of TOPICS) {
      let cursor: string | undefined;
      do {
        const page: Page<Item> = await file.read({ holding, topic }, cursor);
        yield csvLines(
          columns,
          page.items.map((item) => ({ ledgerId: holding.ledgerId, item })),
        );
        cursor = page.nextCursor;
      } while (cursor !== undefined);
    }
  }
}

/** The dates that are asked for, as far as the ledger was the merchant's on them. */
export function within(
  holding: Holding,
  input: Omit<ExportInput, "merchantId">,
  cursor: string | undefined,
): Readonly<{
  id: string;
  from: LedgerDate | undefined;
  to: LedgerDate | undefined;
  limit: number;
  cursor: string | undefined;
}> {
  const { validFrom, validTo } = holding;
  const from =
    validFrom !== undefined && (input.from === undefined || validFrom > input.from) ? validFrom : input.from;
  const to = validTo !== undefined && (input.to === undefined || validTo < input.to) ? validTo : input.to;
  return { id: holding.ledger, from, to, limit: FILE_PAGE_SIZE, cursor };
}
