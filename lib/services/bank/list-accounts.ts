import { z } from "zod";

import type { BankAccount, BankAccountsQuery } from "@/lib/contracts/bank";
import { IdWire } from "@/lib/contracts/wire";
import { AppError } from "@/lib/core/errors";
import { parseId } from "@/lib/core/ids";
import type { BankAccountId } from "@/lib/core/ids";
import { toPage } from "@/lib/core/page";
import type { Page } from "@/lib/core/page";
import { describeAccount } from "@/lib/services/bank/describe-bank";
import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, encodeCursor } from "@/lib/services/cursor";
import { readBooks } from "@/lib/services/read";
import { listBankAccounts } from "@/lib/store/bank-accounts";
import type { TenantTx } from "@/lib/store/tenant";

const Place = z.object({ id: IdWire });

/** Bank accounts, those first that were heard of first. Throws: forbidden, invalid_input (cursor). */
export async function listAccounts(
  ctx: ServiceContext,
  query: BankAccountsQuery,
): Promise<Page<BankAccount>> {
  const after = decodeCursor(query.cursor, Place)?.id;
  const rows = await readBooks(ctx, (tx) =>
    listBankAccounts(tx, { merchant: query.merchantId, after, limit: query.limit + 1 }),
  );
  const page = toPage(rows, query.limit, ({ id }) => encodeCursor({ id }));
  return { items: page.items.map(describeAccount), nextCursor: page.nextCursor };
}

/** One account as it is listed. Throws: not_found. */
export async function accountById(
  tx: TenantTx,
  text: string,
): Promise<Readonly<{ id: BankAccountId; account: BankAccount }>> {
  const id = parseId<"bank-account">(text) as BankAccountId;
  const [row] = await listBankAccounts(tx, { ids: [id], limit: 1 });
  if (row === undefined) throw new AppError("not_found", "there is no bank account with this id");
  return { id, account: describeAccount(row) };
}
