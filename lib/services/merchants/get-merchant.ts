import { AppError } from "@/lib/core/errors";
import { parseId } from "@/lib/core/ids";
import { present } from "@/lib/core/invariant";
import type { Merchant } from "@/lib/contracts/shapes";
import type { ServiceContext } from "@/lib/services/context";
import { describeMerchants } from "@/lib/services/merchants/describe-merchants";
import { readBooks } from "@/lib/services/read";
import { findMerchantRow } from "@/lib/store/merchants";

/** Throws: forbidden, not_found. */
export async function getMerchant(ctx: ServiceContext, input: Readonly<{ id: string }>): Promise<Merchant> {
  return readBooks(ctx, async (tx, moment) => {
    const row = await findMerchantRow(tx, parseId(input.id), moment);
    if (row === undefined) throw new AppError("not_found", "there is no merchant with this id");
    const [merchant] = await describeMerchants(tx, [row], moment);
    return present(merchant, "the merchant described");
  });
}
