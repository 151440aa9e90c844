import { parseLedgerDate } from "@/lib/core/ledger-date";
import type { BankAccount } from "@/lib/contracts/bank";
import { listAccounts } from "@/lib/services/bank/list-accounts";
import { receiveFile } from "@/lib/services/bank/receive-file";
import type { IncomingFile } from "@/lib/services/bank/receive-file";
import type { ImportReport } from "@/lib/services/bank/import-statement";
import type { ServiceContext } from "@/lib/services/context";
import { reconcileDue } from "@/lib/services/reconciliation/reconcile-due";
import { listMatches } from "@/lib/store/matches-read";
import { listOpenItems } from "@/lib/store/open-items";
import { withTenant } from "@/lib/store/tenant";
import { apiEntries, createTestLedger, newAccountNumber, writeEntries } from "@/tests/factories/books";
import type { TestLedger } from "@/tests/factories/books";
import { booking, statementOf } from "@/tests/factories/statement-files/bookings";
import type { Booking } from "@/tests/factories/statement-files/bookings";
import { inPieces } from "@/tests/factories/statement-files/bytes";
import { camtFile } from "@/tests/factories/statement-files/camt";
import { asSystem } from "@/tests/factories/statements";

export const date = parseLedgerDate;

export type Shop = TestLedger & Readonly<{ account: string }>;

/** A shop with three payouts, of 2, 3 and 4 November: 100, 200 and 300 kroner; or with a fourth, of the 5th. */
export async function newShop(
  ctx: ServiceContext,
  account = newAccountNumber(),
  count: 3 | 4 = 3,
): Promise<Shop> {
  const shop = await createTestLedger(ctx, { booksFrom: "2026-11-01", payoutAccount: account });
  const days = [
    ["2026-11-02", 10_000, "2000001"],
    ["2026-11-03", 20_000, "2000002"],
    ["2026-11-04", 30_000, "2000003"],
    ["2026-11-05", 40_000, "2000004"],
  ] as const;
  await writeEntries(
    ctx,
    { ledger: shop.ledger, topic: "funds" },
    apiEntries(
      days.slice(0, count).flatMap(([day, amount, number]) => [
        { date: day, type: "capture", amount, handle: "NO:57860", psp: `c${number}` },
        { date: day, type: "payout-scheduled", amount: -amount, psp: `${shop.ledgerId}-${number}` },
      ]),
    ),
  );
  return { ...shop, account };
}

/** A booking that pays a payout out. */
export function paid(day: string, amount: number, number: string, over: Partial<Booking> = {}): Booking {
  return booking(BigInt(amount), {
    date: date(day),
    text: `Utb. ${number} Vippsnr 57860`,
    counterparty: "Vipps Mobilepay As",
    bankReference: `ref-${number}`,
    ...over,
  });
}

export const PAID_ALL = [
  paid("2026-11-04", 10_000, "2000001"),
  paid("2026-11-05", 20_000, "2000002"),
  paid("2026-11-06", 30_000, "2000003"),
] as const;

/** A camt file of one account. */
export function camtOf(
  account: Readonly<{ scheme: "IBAN" | "BBAN"; id: string }> | string,
  bookings: readonly Booking[],
  over: Parameters<typeof statementOf>[1] = {},
): string {
  return camtFile([
    statementOf(bookings, {
      account: typeof account === "string" ? { scheme: "BBAN", id: account } : account,
      from: date("2026-11-01"),
      to: date("2026-11-13"),
      ...over,
    }),
  ]);
}

/** Takes a file in as it comes over the wire. */
export function receive(
  ctx: ServiceContext,
  content: string | Uint8Array,
  over: Partial<IncomingFile> = {},
): Promise<ImportReport> {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  return receiveFile(ctx, { name: "statement.xml", source: "browser", body: inPieces(bytes), ...over });
}

/** Takes a file in, and matches what it changed. */
export async function receiveAndMatch(
  ctx: ServiceContext,
  content: string | Uint8Array,
  over: Partial<IncomingFile> = {},
): Promise<ImportReport> {
  const report = await receive(ctx, content, over);
  await reconcileDue(asSystem(ctx));
  return report;
}

/** The payouts of the firm and what became of each. */
export async function payoutsOf(ctx: ServiceContext): Promise<Record<string, string>> {
  const rows = await withTenant(ctx.database, ctx, (tx) =>
    tx.query<{ payout_number: string; settled: string }>(
      "select payout_number, settled from payout where tenant_id = $1 order by payout_number",
      [tx.tenantId],
    ),
  );
  return Object.fromEntries(rows.map((row) => [row.payout_number, row.settled]));
}

/** What is left to do, a line each. */
export async function workOf(ctx: ServiceContext): Promise<readonly string[]> {
  const items = await withTenant(ctx.database, ctx, (tx) => listOpenItems(tx, { limit: 100 }));
  return items
    .map((item) => `${item.kind} ${item.at} ${String(item.expected)} ${String(item.booked)}`)
    .toSorted();
}

/** Matches, newest first: how each came about, and why it was undone. */
export async function matchesOf(ctx: ServiceContext): Promise<readonly string[]> {
  const matches = await withTenant(ctx.database, ctx, (tx) => listMatches(tx, { limit: 100 }));
  return matches.map((match) => `${match.method} ${match.undoneReason ?? "stands"}`).toSorted();
}

/** The accounts of the firm, as they are listed. */
export async function accountsOf(ctx: ServiceContext): Promise<readonly BankAccount[]> {
  return (await listAccounts(ctx, { limit: 100 })).items;
}

/** How many rows a statement counts. */
export async function count(ctx: ServiceContext, sql: string): Promise<number> {
  const rows = await withTenant(ctx.database, ctx, (tx) =>
    tx.query<{ n: bigint }>(`select count(*) as n from ${sql}`, [tx.tenantId]),
  );
  return Number(rows[0]?.n ?? 0n);
}

/** Ends when so many transactions of the database wait for another. */
export async function untilWaiting(ctx: ServiceContext, many: number): Promise<void> {
  for (;;) {
    const waiting = await withTenant(ctx.database, ctx, (tx) =>
      tx.query<{ n: bigint }>(
        "select count(distinct l.pid) as n from pg_locks l join pg_stat_activity a on a.pid = l.pid where not l.granted and a.datname = current_database()",
      ),
    );
    if (Number(waiting[0]?.n ?? 0n) >= many) return;
  }
}
