import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { addDays, isoWeekday, startOfMonth } from "@/lib/core/ledger-date";
import type { LedgerDate } from "@/lib/core/ledger-date";
import { LedgersQuery, MerchantsQuery, PayoutsQuery } from "@/lib/contracts/queries";
import type { Payout } from "@/lib/contracts/shapes";
import { momentOf } from "@/lib/domain/ledger/moment";
import { spool } from "@/lib/platform/spool";
import { importStatement } from "@/lib/services/bank/import-statement";
import type { ServiceContext } from "@/lib/services/context";
import { listMerchants } from "@/lib/services/merchants/list-merchants";
import { listPayouts } from "@/lib/services/payouts/list-payouts";
import { listLedgers } from "@/lib/services/ledgers/list-ledgers";
import { camtOf } from "@/prisma/bank-file";
import type { DemoBooking } from "@/prisma/bank-file";

/** Every third merchant's statement is left for people to take in themselves. */
const LEFT_EVERY = 3;
const FILE_BYTES_MAX = 50_000_000;
const PAGE = 1_000;
const OPENING = 25_000_00n;
/** Other bookings of an account: nothing to do with settlements. */
const OTHERS = [
  ["Strøm og nett AS", "Faktura strøm", -4_218_50n],
  ["Gårdeier Eiendom", "Husleie", -18_500_00n],
  ["Kortinnløser", "Oppgjør kort", 6_340_00n],
  ["Kunde Hansen", "Faktura 10432", 1_250_00n],
] as const;

export type BankSeeded = Readonly<{ written: number; taken: number }>;

/**
 * Plays the bank: writes a file of statements for every account whose payouts are known, and takes most of them in,
 * as an accountant would. The bank is an ordinary one: it cuts a text off, writes its own words, sends a krone less,
 * and now and then a payout has not come.
 */
export async function seedStatements(
  ctx: ServiceContext,
  folder: string,
  seen: Set<string>,
): Promise<BankSeeded> {
  mkdirSync(folder, { recursive: true });
  const counts = { written: 0, taken: 0 };
  const merchants = await listMerchants(ctx, MerchantsQuery.parse({ sort: "name", limit: PAGE }));
  for (const [at, merchant] of merchants.items.entries()) {
    if (seen.has(merchant.id) || merchant.sync !== "live") continue;
    seen.add(merchant.id);
    const ledgers = await listLedgers(ctx, LedgersQuery.parse({ merchantId: merchant.id, limit: PAGE }));
    const handle = ledgers.items[0]?.settlesFor[0]?.replace(/^[^:]*:/, "") ?? "100000";
    const accounts = byAccount(
      (await listPayouts(ctx, PayoutsQuery.parse({ merchantId: merchant.id, limit: PAGE }))).items,
    );
    for (const [account, payouts] of accounts) {
      const file = fileOf(payouts, { handle, today: momentOf(ctx.clock.nowMs()).today.NO, lag: at % 4 });
      const name = `${merchant.name.replaceAll(/[^\p{L}\p{N}]+/gu, "-")}-${account.slice(-5)}.xml`;
      writeFileSync(join(folder, name), file);
      counts.written += 1;
      if (at % LEFT_EVERY === LEFT_EVERY - 1) continue;
      const spooled = await spool(bytesOf(file), {
        dir: join(ctx.dataDir, "uploads"),
        bytesMax: FILE_BYTES_MAX,
      });
      try {
        await importStatement(ctx, { name, source: "cli", format: "camt", spooled });
      } finally {
        await spooled.remove();
      }
      counts.taken += 1;
    }
  }
  return counts;
}

// oxlint-disable-next-line typescript/require-await -- a source of bytes is asynchronous by its type
async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

function byAccount(payouts: readonly Payout[]): ReadonlyMap<string, readonly Payout[]> {
  const accounts = new Map<string, Payout[]>();
  for (const payout of payouts) {
    if (payout.payoutAccount === null || payout.expectedDate === null || payout.status === "before-start")
      continue;
    const { id } = payout.payoutAccount;
    accounts.set(id, [...(accounts.get(id) ?? []), payout]);
  }
  return accounts;
}

/** Statements of an account, month by month, through some days ago. */
function fileOf(
  payouts: readonly Payout[],
  of: Readonly<{ handle: string; today: LedgerDate; lag: number }>,
): string {
  const oldestFirst = payouts.toReversed();
  const [first] = oldestFirst;
  const account = first?.payoutAccount;
  if (first === undefined || account === null || account === undefined) return camtOf([]);
  const to = addDays(of.today, -1 - of.lag);
  const from = startOfMonth(first.ledgerDate);
  const bookings = [...settlements(oldestFirst, of.handle), ...others(from, to)]
    .filter((booking) => booking.date >= from && booking.date <= to)
    .toSorted((left, right) => (left.date < right.date ? -1 : left.date > right.date ? 1 : 0))
    .map((booking, at) => ({
      ...booking,
      bankReference: `${booking.date.replaceAll("-", "")}${String(at).padStart(6, "0")}`,
    }));
  let opening = OPENING;
  let sequence = 0;
  const statements = [];
  for (let month = from; month <= to; month = startOfMonth(addDays(month, 32))) {
    const next = startOfMonth(addDays(month, 32));
    const last = addDays(next, -1) <= to ? addDays(next, -1) : to;
    const own = bookings.filter((booking) => booking.date >= month && booking.date <= last);
    sequence += 1;
    statements.push({
      account,
      currency: first.currency,
      from: month,
      to: last,
      sequence,
      opening,
      bookings: own,
    });
    opening += own.reduce((sum, booking) => sum + booking.amount, 0n);
  }
  return camtOf(statements);
}

/** What the bank books of payouts; returned ones it never does. */
function settlements(payouts: readonly Payout[], handle: string): DemoBooking[] {
  const recent = payouts.length - 45;
  return payouts.flatMap((payout, at): DemoBooking[] => {
    if (payout.status === "aborted" || payout.expectedDate === null) return [];
    const amount = -payout.amount;
    const base = { date: payout.expectedDate, amount, counterparty: "Vipps Mobilepay As", bankReference: "" };
    const clean = payout.bankReference ?? `Utb. ${payout.payoutNumber ?? ""} Vippsnr ${handle}`;
    const isRecent = at > recent;
    // A payout that has not come.
    if (isRecent && at % 37 === 11) return [];
    // A krone less than it should be.
    if (isRecent && at % 31 === 7) return [{ ...base, text: clean, amount: amount - 100n }];
    // The bank's own words.
    if (isRecent && at % 13 === 4) return [{ ...base, text: "Vipps Mobilepay As" }];
    if (at % 29 === 3) return [{ ...base, text: `OVERFØRSEL INNLAND ${clean}`.slice(0, 35) }];
    return [{ ...base, text: clean }];
  });
}

function others(from: LedgerDate, to: LedgerDate): DemoBooking[] {
  const bookings: DemoBooking[] = [];
  let at = 0;
  for (let date = from; date <= to; date = addDays(date, 3)) {
    if (isoWeekday(date) > 5) continue;
    const [counterparty, text, amount] = OTHERS[at % OTHERS.length] ?? OTHERS[0];
    bookings.push({ date, amount, counterparty, text, bankReference: "" });
    at += 1;
  }
  return bookings;
}
