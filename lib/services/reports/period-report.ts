import { AppError } from "@/lib/core/errors";
import { parseId } from "@/lib/core/ids";
import type { MerchantId } from "@/lib/core/ids";
import { daysBetween, endOfMonth, parseLedgerDate } from "@/lib/core/ledger-date";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { MonthReportInput, ReportFormat } from "@/lib/contracts/bookkeeping";
import type { Payout } from "@/lib/contracts/shapes";
import type { MailLanguage } from "@/lib/domain/access/language";
import { foldPeriod } from "@/lib/domain/bookkeeping/settlement-report";
import type { DayFacts, LedgerPeriod, PeriodReport } from "@/lib/domain/bookkeeping/settlement-report";
import type { Moment } from "@/lib/domain/ledger/moment";
import { PROOF_STATES, TOPICS } from "@/lib/domain/ledger/states";
import { csvHeader, csvLines } from "@/lib/formats/csv";
import { periodDocument } from "@/lib/formats/period-document";
import { settlementPdf } from "@/lib/formats/settlement-pdf";
import { settlementXlsx } from "@/lib/formats/settlement-xlsx";
import { verificationOfDate } from "@/lib/services/bookkeeping/verification";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { getMerchant } from "@/lib/services/merchants/get-merchant";
import { todayFor } from "@/lib/services/merchants/interval";
import type { Interval } from "@/lib/services/merchants/interval";
import { describePayout } from "@/lib/services/payouts/describe-payout";
import { readBooks } from "@/lib/services/read";
import { toHead } from "@/lib/services/reports/payout-report";
import { PERIOD_COLUMNS, periodLines } from "@/lib/services/reports/period-columns";
import { fileName, oneChunk } from "@/lib/services/reports/report-file";
import type { ReportFile } from "@/lib/services/reports/report-file";
import { bothTopics, listBookkeepingDays } from "@/lib/store/bookkeeping-days";
import { listSalesUnitNames } from "@/lib/store/ledgers-read";
import { listHoldings } from "@/lib/store/merchant-figures";
import type { Holding } from "@/lib/store/merchant-figures";
import { listPayoutRows } from "@/lib/store/payouts-read";
import type { PayoutFilter } from "@/lib/store/payouts-read";
import { proofOfSpans, sumSpans, toSpan } from "@/lib/store/spans";
import type { Span } from "@/lib/store/spans";
import type { TenantTx } from "@/lib/store/tenant";
import { momentOf } from "@/lib/domain/ledger/moment";

const DAYS_MAX = 400;
const PAYOUTS_PAGE = 1_000;

/** The settlement report of a merchant's calendar month of ledger dates; this month so far unless one is named. */
export async function monthReport(ctx: ServiceContext, input: MonthReportInput): Promise<ReportFile> {
  requirePermission(ctx, "books.export");
  const merchant = await getMerchant(ctx, { id: input.id });
  const today = todayFor(momentOf(ctx.clock.nowMs()), merchant.country ?? undefined);
  const month = input.month ?? today.slice(0, 7);
  const interval = { from: parseLedgerDate(`${month}-01`), to: endOfMonth(month) };
  return periodReport(ctx, {
    merchantId: input.id,
    ...interval,
    format: input.format,
    language: input.language,
  });
}

/**
 * The settlement report of a merchant's ledger dates: per ledger opening, days, fees charged and retained, payouts
 * and closing. Throws: forbidden, not_found, invalid_input (more than 400 days).
 */
export async function periodReport(
  ctx: ServiceContext,
  input: Interval & Readonly<{ merchantId: string; format: ReportFormat; language: MailLanguage }>,
): Promise<ReportFile> {
  requirePermission(ctx, "books.export");
  if (input.from > input.to || daysBetween(input.from, input.to) >= DAYS_MAX) {
    throw new AppError("invalid_input", "the period is too long, or ends before it begins", {
      fields: [{ field: "from", message: `must be within ${String(DAYS_MAX)} days before ${input.to}` }],
    });
  }
  const report = await readPeriod(ctx, input);
  const name = fileName("settlement", report.merchant.name, input.from, input.to);
  if (input.format === "csv") return { name, format: "csv", chunks: csvChunks(report) };
  const { format, language } = input;
  const madeAtMs = ctx.clock.nowMs();
  const document = periodDocument(report, { language, madeAtMs });
  return {
    name,
    format,
    chunks: oneChunk(() =>
      format === "pdf" ? settlementPdf(document, language, madeAtMs) : settlementXlsx(document),
    ),
  };
}

async function* csvChunks(report: PeriodReport): AsyncGenerator<string, void, undefined> {
  yield csvHeader(PERIOD_COLUMNS);
  for (const ledger of report.ledgers) yield csvLines(PERIOD_COLUMNS, periodLines(report, ledger));
}

async function readPeriod(
  ctx: ServiceContext,
  input: Interval & Readonly<{ merchantId: string }>,
): Promise<PeriodReport> {
  const { merchantId, from, to } = input;
  const merchant = await getMerchant(ctx, { id: merchantId });
  return readBooks(ctx, async (tx, moment) => {
    const id = parseId<"merchant">(merchantId);
    const payouts = await payoutsOf(tx, moment, { merchant: id, from, to });
    const ledgers: LedgerPeriod[] = [];
    for (const holding of await listHoldings(tx, id)) {
      const span = toSpan(holding, "funds", { from, to });
      if (span !== undefined) ledgers.push(await readLedger(tx, { holding, span, payouts, moment }));
    }
    return {
      merchant: { name: merchant.name, businessId: merchant.businessIdentifier?.id },
      from,
      to,
      ledgers,
    };
  });
}

async function readLedger(
  tx: TenantTx,
  of: Readonly<{ holding: Holding; span: Span; payouts: readonly Payout[]; moment: Moment }>,
): Promise<LedgerPeriod> {
  const { holding, span } = of;
  const found = await listBookkeepingDays(tx, holding.ledger, { ...span, limit: DAYS_MAX });
  const [around] = await sumSpans(tx, [span]);
  // The days say how far both topics are proven, and so does their sum.
  const proofs = await proofOfSpans(
    tx,
    TOPICS.map((topic) => ({ ...span, topic })),
    of.moment,
  );
  const proof = PROOF_STATES.findLast((state) => proofs.includes(state)) ?? "pending";
  const names = await listSalesUnitNames(tx, [holding.ledger]);
  const opening = around?.opening ?? 0n;
  const days = found.dates.map((ledgerDate): DayFacts => ({
    ledgerDate,
    breaks: fundsBreak(found.days, ledgerDate),
    verification: verificationOfDate(found.days, ledgerDate, holding.booksFrom),
  }));
  const payouts = of.payouts
    .filter(
      ({ ledgerId, ledgerDate }) =>
        ledgerId === holding.ledgerId && ledgerDate >= span.from && ledgerDate <= span.to,
    )
    .map(toHead)
    .toSorted((left, right) => (left.ledgerDate < right.ledgerDate ? -1 : 1));
  return {
    ledgerId: holding.ledgerId,
    currency: holding.currency,
    from: span.from,
    to: span.to,
    opening,
    ...foldPeriod(found.sums, days, { opening, nameOf: (handle) => names.get(handle) ?? handle }),
    payouts,
    proof,
  };
}

function fundsBreak(days: Parameters<typeof bothTopics>[0], ledgerDate: LedgerDate): bigint {
  return bothTopics(days, ledgerDate).find(({ topic }) => topic === "funds")?.breaks ?? 0n;
}

/** Every payout of the merchant in the period, of the same snapshot as its days: the two are compared. */
async function payoutsOf(
  tx: TenantTx,
  moment: Moment,
  filter: Interval & Readonly<{ merchant: MerchantId }>,
): Promise<Payout[]> {
  const payouts: Payout[] = [];
  for (let after: PayoutFilter["after"]; ;) {
    const rows = await listPayoutRows(tx, { ...filter, after, limit: PAYOUTS_PAGE });
    const page = rows.slice(0, PAYOUTS_PAGE);
    payouts.push(...page.map((row) => describePayout(row, moment)));
    if (rows.length <= PAYOUTS_PAGE) return payouts;
    after = page.at(-1);
  }
}
