import { z } from "zod";

import { AppError } from "@/lib/core/errors";
import { parseId } from "@/lib/core/ids";
import { addDays, startOfMonth } from "@/lib/core/ledger-date";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { Page } from "@/lib/core/page";
import type { Voucher, VouchersQuery } from "@/lib/contracts/bookkeeping";
import { LedgerDateWire } from "@/lib/contracts/wire";
import type { MailLanguage } from "@/lib/domain/access/language";
import type { AccountMap } from "@/lib/domain/bookkeeping/account-map";
import { composeVoucher } from "@/lib/domain/bookkeeping/voucher";
import type { DaySum } from "@/lib/domain/bookkeeping/voucher";
import type { Moment } from "@/lib/domain/ledger/moment";
import { TOPICS } from "@/lib/domain/ledger/states";
import type { Topic } from "@/lib/domain/ledger/states";
import { languageOfCountry, voucherText } from "@/lib/formats/voucher-words";
import { accountMapsFor } from "@/lib/services/bookkeeping/account-map";
import { verificationOfDate } from "@/lib/services/bookkeeping/verification";
import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, encodeCursor } from "@/lib/services/cursor";
import { toInterval, todayFor } from "@/lib/services/merchants/interval";
import type { Interval } from "@/lib/services/merchants/interval";
import { readBooks } from "@/lib/services/read";
import { bothTopics, listBookkeepingDays } from "@/lib/store/bookkeeping-days";
import type { BookkeepingDays } from "@/lib/store/bookkeeping-days";
import { listSalesUnitNames } from "@/lib/store/ledgers-read";
import { listHoldings } from "@/lib/store/merchant-figures";
import type { Holding } from "@/lib/store/merchant-figures";
import { findMerchantName } from "@/lib/store/merchants";
import { sumSpans, toSpan } from "@/lib/store/spans";
import type { TenantTx } from "@/lib/store/tenant";

/** Which of the merchant's holdings comes next, and from which of its dates. */
const Place = z.object({ holding: z.int().nonnegative(), from: LedgerDateWire });

/**
 * Vouchers of a merchant, one per ledger and ledger date on which anything moved, oldest first, ledger by ledger.
 * Dates that are not over have none yet, nor have dates before the books begin. Without dates: this month so far.
 * A page has vouchers of one ledger, at most `limit`. Throws: forbidden, not_found, invalid_input.
 */
export async function listVouchers(
  ctx: ServiceContext,
  query: VouchersQuery & Readonly<{ id: string }>,
): Promise<Page<Voucher>> {
  const place = decodeCursor(query.cursor, Place) ?? { holding: 0, from: undefined };
  return readBooks(ctx, async (tx, moment) => {
    const merchant = parseId<"merchant">(query.id);
    const known = await findMerchantName(tx, merchant);
    if (known === undefined) throw new AppError("not_found", "there is no merchant with this id");
    const interval = toInterval(query, { today: todayFor(moment, known.country), startOf: startOfMonth });
    const holdings = await listHoldings(tx, merchant);
    const mapOf = await accountMapsFor(tx, merchant);
    for (let index = place.holding; index < holdings.length; index += 1) {
      const holding = holdings[index];
      const dates = holding && datesOf(holding, interval, moment);
      if (holding === undefined || dates === undefined) continue;
      const resumed = index === place.holding ? place.from : undefined;
      const from = resumed !== undefined && resumed > dates.from ? resumed : dates.from;
      const days = await listBookkeepingDays(tx, holding.ledger, { from, to: dates.to, limit: query.limit });
      const last = days.dates.at(-1);
      if (last === undefined) continue;
      const next = days.hasMore
        ? { holding: index, from: addDays(last, 1) }
        : nextHolding(holdings, index, interval);
      const language = query.language ?? languageOfCountry(holding.country);
      const items = await composeAll(tx, { holding, accounts: mapOf(holding.country), language }, days);
      return { items, nextCursor: next === undefined ? undefined : encodeCursor(next) };
    }
    return { items: [], nextCursor: undefined };
  });
}

/** The dates asked for that are over, of the books, and on which the ledger was the merchant's. */
function datesOf(holding: Holding, interval: Interval, moment: Moment): Interval | undefined {
  const lastOver = moment.lastOver[holding.country];
  const span = toSpan(holding, "funds", {
    from: interval.from < holding.booksFrom ? holding.booksFrom : interval.from,
    to: interval.to < lastOver ? interval.to : lastOver,
  });
  return span && { from: span.from, to: span.to };
}

function nextHolding(
  holdings: readonly Holding[],
  index: number,
  interval: Interval,
): z.output<typeof Place> | undefined {
  return index + 1 < holdings.length ? { holding: index + 1, from: interval.from } : undefined;
}

async function composeAll(
  tx: TenantTx,
  of: Readonly<{ holding: Holding; accounts: AccountMap; language: MailLanguage }>,
  days: BookkeepingDays,
): Promise<Voucher[]> {
  const { holding } = of;
  const [first] = days.dates;
  if (first === undefined) return [];
  const balances = await openingsOn(tx, holding, first);
  const names = await listSalesUnitNames(tx, [holding.ledger]);
  const sumsOn = byDate(days.sums);
  return days.dates.flatMap((ledgerDate): Voucher[] => {
    const breaks: Record<Topic, bigint> = { funds: 0n, fees: 0n };
    for (const day of bothTopics(days.days, ledgerDate)) breaks[day.topic] += day.breaks;
    const voucher = composeVoucher({
      ledgerId: holding.ledgerId,
      ledgerDate,
      currency: holding.currency,
      sums: sumsOn.get(ledgerDate) ?? [],
      breaks,
      accounts: of.accounts,
      openings: { ...balances },
    });
    if (voucher === undefined) return [];
    balances.funds = voucher.clearing ?? balances.funds;
    balances.fees = voucher.feesOwed ?? balances.fees;
    const verification = verificationOfDate(days.days, ledgerDate, holding.booksFrom);
    return [
      {
        number: voucher.number,
        ledgerId: holding.ledgerId,
        ledgerDate,
        currency: holding.currency,
        verification,
        postings: voucher.postings.map(({ text, ...posting }) => ({
          ...posting,
          kind: text,
          text: voucherText(
            { text, ...posting },
            {
              ledgerId: holding.ledgerId,
              ledgerDate,
              unitName: names.get(posting.recipientHandle) ?? posting.recipientHandle,
              verification,
              language: of.language,
            },
          ),
        })),
        clearingBalance: balances.funds,
        feesOwedBalance: balances.fees,
      },
    ];
  });
}

function byDate(sums: readonly DaySum[]): Map<LedgerDate, DaySum[]> {
  const groups = new Map<LedgerDate, DaySum[]>();
  for (const sum of sums) {
    const group = groups.get(sum.ledgerDate);
    if (group === undefined) groups.set(sum.ledgerDate, [sum]);
    else group.push(sum);
  }
  return groups;
}

/** Balances of both topics before a date. */
async function openingsOn(tx: TenantTx, holding: Holding, date: LedgerDate): Promise<Record<Topic, bigint>> {
  const spans = TOPICS.flatMap((topic) => toSpan(holding, topic, { from: date, to: date }) ?? []);
  const [funds, fees] = await sumSpans(tx, spans);
  return { funds: funds?.opening ?? 0n, fees: fees?.opening ?? 0n };
}
