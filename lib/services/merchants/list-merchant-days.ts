import { AppError } from "@/lib/core/errors";
import { parseId } from "@/lib/core/ids";
import { addDays } from "@/lib/core/ledger-date";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { IntervalQuery } from "@/lib/contracts/queries";
import type { MerchantDay, MerchantDays } from "@/lib/contracts/merchant-days";
import type { ServiceContext } from "@/lib/services/context";
import { toInterval, todayFor } from "@/lib/services/merchants/interval";
import { readBooks } from "@/lib/services/read";
import { NO_SUMS, addSums, totalOf } from "@/lib/store/kind-columns";
import type { KindSums } from "@/lib/store/kind-columns";
import { listSalesUnitNames } from "@/lib/store/ledgers-read";
import { listHoldings } from "@/lib/store/merchant-figures";
import type { Holding } from "@/lib/store/merchant-figures";
import { findMerchantName } from "@/lib/store/merchants";
import { listSpanDays, sumSpans, toSpan } from "@/lib/store/spans";
import type { Span, SpanSums } from "@/lib/store/spans";

const DAYS_MAX = 400;
const DAYS_DEFAULT = 90;

/**
 * A merchant's funds by ledger date, currency and sales unit, oldest first; at most 400 days, the last 90 unless
 * asked otherwise. Dates without entries have no row. Every date and currency that has rows has one with
 * `recipientHandle ''`, for what has no sales unit (payouts, fees, breaks): it alone carries the `closing` of
 * the date, all sales units together. Throws: forbidden, not_found, invalid_input.
 */
export async function listMerchantDays(
  ctx: ServiceContext,
  input: IntervalQuery & Readonly<{ id: string }>,
): Promise<MerchantDays> {
  return readBooks(ctx, async (tx, moment) => {
    const id = parseId<"merchant">(input.id);
    const merchant = await findMerchantName(tx, id);
    if (merchant === undefined) throw new AppError("not_found", "there is no merchant with this id");
    const interval = toInterval(input, {
      today: todayFor(moment, merchant.country),
      startOf: (to) => addDays(to, 1 - DAYS_DEFAULT),
      daysMax: DAYS_MAX,
    });
    const held: Readonly<{ holding: Holding; span: Span }>[] = [];
    for (const holding of await listHoldings(tx, id)) {
      const span = toSpan(holding, "funds", interval);
      if (span !== undefined) held.push({ holding, span });
    }
    const spans = held.map(({ span }) => span);
    const currencyOf = (index: number): string => held[index]?.holding.currency ?? "";
    const sums = await sumSpans(tx, spans);
    const found = await listSpanDays(tx, spans);
    const rows = new Map<string, DayRow>();
    for (const day of found.days) {
      const row = rowOf(rows, {
        ledgerDate: day.ledgerDate,
        currency: currencyOf(day.span),
        recipientHandle: day.recipientHandle,
      });
      row.sums = addSums(row.sums, day.sums);
      row.entryCount += day.entryCount;
    }
    for (const { span, ledgerDate, amount } of found.breaks) {
      rowOf(rows, { ledgerDate, currency: currencyOf(span), recipientHandle: "" }).breaks += amount;
    }
    const openings = openingsOf(sums, currencyOf);
    const items = withClosings([...rows.values()], openings);
    const names = await listSalesUnitNames(
      tx,
      spans.map((span) => span.ledger),
    );
    const handles = [...new Set(items.map((item) => item.recipientHandle))].filter((handle) => handle !== "");
    return {
      items,
      handles: handles
        .toSorted()
        .map((recipientHandle) => ({ recipientHandle, name: names.get(recipientHandle) ?? recipientHandle })),
      ...interval,
      openings: [...openings.entries()].map(([currency, opening]) => ({ currency, opening })),
    };
  });
}

type DayRow = Readonly<{ ledgerDate: LedgerDate; currency: string; recipientHandle: string }> & {
  sums: KindSums;
  breaks: bigint;
  entryCount: number;
};

function rowOf(
  rows: Map<string, DayRow>,
  of: Readonly<{ ledgerDate: LedgerDate; currency: string; recipientHandle: string }>,
): DayRow {
  const key = `${of.ledgerDate}\n${of.currency}\n${of.recipientHandle}`;
  let row = rows.get(key);
  if (row === undefined) {
    row = { ...of, sums: NO_SUMS, breaks: 0n, entryCount: 0 };
    rows.set(key, row);
    // The row that carries the closing stands beside every other of its date.
    if (of.recipientHandle !== "") rowOf(rows, { ...of, recipientHandle: "" });
  }
  return row;
}

function openingsOf(sums: readonly SpanSums[], currencyOf: (index: number) => string): Map<string, bigint> {
  const openings = new Map<string, bigint>();
  for (const [index, sum] of sums.entries()) {
    const currency = currencyOf(index);
    openings.set(currency, (openings.get(currency) ?? 0n) + sum.opening);
  }
  return openings;
}

function withClosings(rows: readonly DayRow[], openings: ReadonlyMap<string, bigint>): MerchantDay[] {
  const ordered = rows.toSorted((left, right) => (orderOf(left) < orderOf(right) ? -1 : 1));
  const balances = new Map(openings);
  for (const row of ordered) balances.set(row.currency, balances.get(row.currency) ?? 0n);
  const items: MerchantDay[] = [];
  for (const row of ordered) {
    const balance = (balances.get(row.currency) ?? 0n) + totalOf(row.sums) + row.breaks;
    balances.set(row.currency, balance);
    items.push({
      ledgerDate: row.ledgerDate,
      currency: row.currency,
      recipientHandle: row.recipientHandle,
      captures: row.sums.capture,
      refunds: row.sums.refund,
      fees: row.sums.fee,
      payouts: row.sums.payout,
      other: row.sums.other,
      breaks: row.breaks,
      // In this order '' is the last of its date: all that is before it is summed.
      closing: row.recipientHandle === "" ? balance : null,
      entryCount: row.entryCount,
    });
  }
  return items;
}

function orderOf(row: DayRow): string {
  return `${row.ledgerDate}\n${row.currency}\n${row.recipientHandle === "" ? "\uffff" : row.recipientHandle}`;
}
