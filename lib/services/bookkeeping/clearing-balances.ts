import { z } from "zod";

import { AppError } from "@/lib/core/errors";
import { parseId } from "@/lib/core/ids";
import type { MerchantId } from "@/lib/core/ids";
import { toPage } from "@/lib/core/page";
import type { Page } from "@/lib/core/page";
import type { ClearingBalance, ClearingBalancesInput, EnterBalanceInput } from "@/lib/contracts/bookkeeping";
import { IdWire, LedgerDateWire } from "@/lib/contracts/wire";
import { momentOf } from "@/lib/domain/ledger/moment";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, encodeCursor } from "@/lib/services/cursor";
import { readBooks } from "@/lib/services/read";
import { recordAudit } from "@/lib/store/audit";
import { listEnteredBalances, putClearingBalance } from "@/lib/store/clearing-balances";
import type { EnteredBalance } from "@/lib/store/clearing-balances";
import { findLedgerHolder } from "@/lib/store/ledger-merchants";
import { findMerchantName } from "@/lib/store/merchants";
import { sumSpans } from "@/lib/store/spans";
import { withTenant } from "@/lib/store/tenant";
import type { TenantTx } from "@/lib/store/tenant";

const Place = z.object({ ledgerDate: LedgerDateWire, ledger: IdWire });

/**
 * Balances of the clearing account that were entered for a merchant's ledgers, each beside the funds balance at the
 * end of that same ledger date, and what may explain a difference. Throws: forbidden, not_found, invalid_input.
 */
export async function listClearingBalances(
  ctx: ServiceContext,
  query: ClearingBalancesInput,
): Promise<Page<ClearingBalance>> {
  const after = decodeCursor(query.cursor, Place);
  return readBooks(ctx, async (tx) => {
    const merchant = parseId<"merchant">(query.id);
    if ((await findMerchantName(tx, merchant)) === undefined)
      throw new AppError("not_found", "there is no merchant with this id");
    const rows = await listEnteredBalances(tx, merchant, { after, limit: query.limit });
    const page = toPage(rows, query.limit, ({ ledgerDate, ledger }) => encodeCursor({ ledgerDate, ledger }));
    return { items: await describeBalances(tx, page.items), nextCursor: page.nextCursor };
  });
}

/**
 * Enters what the firm's own books say of the clearing account at the end of a ledger date; what was entered for the
 * date before is replaced, and stays in the audit trail. Throws: forbidden, not_found, invalid_input.
 */
export async function enterClearingBalance(
  ctx: ServiceContext,
  input: EnterBalanceInput,
): Promise<ClearingBalance> {
  requirePermission(ctx, "bookkeeping.manage");
  const ledger = parseId<"ledger">(input.id);
  const { ledgerDate, balance } = input;
  return withTenant(ctx.database, ctx, async (tx) => {
    const holder = await findLedgerHolder(tx, ledger, ledgerDate);
    if (holder === undefined) throw new AppError("not_found", "there is no ledger with this id on that date");
    const nowMs = ctx.clock.nowMs();
    const today = momentOf(nowMs).today[holder.country];
    if (ledgerDate > today) {
      throw new AppError("invalid_input", "the date has not come yet", {
        fields: [{ field: "ledgerDate", message: `must not be after ${today}`, reason: "future" }],
      });
    }
    const before = await putClearingBalance(tx, {
      ledger,
      ledgerDate,
      balance,
      by: ctx.actor.name,
      nowMs,
    });
    await recordAudit(tx, ctx, {
      action: "clearing.entered",
      subjectType: "ledger",
      subjectId: ledger,
      ...(before !== undefined && { before: { ledgerDate, balance: String(before) } }),
      after: { ledgerDate, balance: String(balance) },
    });
    return describeEntered(tx, holder.merchant, { ledgerDate, ledger });
  });
}

async function describeEntered(
  tx: TenantTx,
  merchant: MerchantId,
  of: Readonly<{ ledgerDate: EnterBalanceInput["ledgerDate"]; ledger: string }>,
): Promise<ClearingBalance> {
  const rows = await listEnteredBalances(tx, merchant, { limit: 1, only: of });
  const [entered] = await describeBalances(tx, rows);
  if (entered === undefined) throw new AppError("not_found", "there is no ledger with this id on that date");
  return entered;
}

async function describeBalances(tx: TenantTx, rows: readonly EnteredBalance[]): Promise<ClearingBalance[]> {
  const sums = await sumSpans(
    tx,
    rows.map((row) => ({
      ledger: row.ledger,
      topic: "funds",
      from: row.ledgerDate,
      to: row.ledgerDate,
      reckoned: row.isHeld ? "from-head" : "from-start",
    })),
  );
  return rows.map((row, index) => {
    const ours = sums[index]?.closing ?? 0n;
    return {
      ledgerUid: row.ledger,
      ledgerId: row.ledgerId,
      currency: row.currency,
      ledgerDate: row.ledgerDate,
      entered: row.balance,
      ours,
      difference: row.balance - ours,
      enteredAt: row.enteredAt,
      enteredBy: row.enteredBy,
      daysInDoubt: row.daysInDoubt,
      daysOpen: row.daysOpen,
      openPayouts: row.openPayouts,
      openPayoutAmount: row.openPayoutAmount,
    };
  });
}
