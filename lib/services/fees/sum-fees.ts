import { AppError } from "@/lib/core/errors";
import type { MerchantId } from "@/lib/core/ids";
import { startOfMonth, startOfYear } from "@/lib/core/ledger-date";
import type { FeesQuery } from "@/lib/contracts/queries";
import type { FeeRow, Fees } from "@/lib/contracts/fees";
import type { ServiceContext } from "@/lib/services/context";
import { toInterval } from "@/lib/services/merchants/interval";
import { readBooks } from "@/lib/services/read";
import { listFeeSums } from "@/lib/store/fees";
import type { FeeSums } from "@/lib/store/fees";

const ROWS_MAX = 10_000;

/**
 * Fee totals of the fees topic, signed as they move its balance: `charged = captureFees + serviceFees +
 * corrections + creditNotes + other`, `owed = charged + retained + invoiced` (null by entryType and
 * recipientHandle). Without dates: this month so far, by month this year so far. Throws: forbidden, invalid_input.
 */
export async function sumFees(ctx: ServiceContext, query: FeesQuery): Promise<Fees> {
  return readBooks(ctx, async (tx, moment) => {
    const startOf = query.groupBy === "month" ? startOfYear : startOfMonth;
    const interval = toInterval(query, { today: moment.today.NO, startOf });
    const { groupBy } = query;
    const rows = await listFeeSums(tx, {
      ...interval,
      groupBy,
      merchant: query.merchantId as MerchantId | undefined,
      limit: ROWS_MAX + 1,
    });
    if (rows.length > ROWS_MAX) {
      throw new AppError("invalid_input", "there are too many groups for one answer", {
        fields: [
          { field: "groupBy", message: `gives more than ${String(ROWS_MAX)} rows; ask for one merchant` },
        ],
      });
    }
    return { items: rows.map((row) => describeFees(row, groupBy === "merchant" || groupBy === "month")) };
  });
}

function describeFees(row: FeeSums, hasBalance: boolean): FeeRow {
  const charged = row.captureFees + row.serviceFees + row.corrections + row.creditNotes + row.other;
  return { ...row, charged, owed: hasBalance ? charged + row.retained + row.invoiced : null };
}
