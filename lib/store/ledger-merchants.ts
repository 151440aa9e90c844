import { present } from "@/lib/core/invariant";
import type { LedgerUid, MerchantId } from "@/lib/core/ids";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { Country } from "@/lib/domain/payout/bank-days";
import type { TenantTx } from "@/lib/store/tenant";

/** Puts a ledger under a merchant, for all time. */
export async function assignMerchant(tx: TenantTx, ledger: LedgerUid, merchant: MerchantId): Promise<void> {
  await tx.execute(
    "insert into ledger_merchant (tenant_id, ledger, merchant) values ($1, $2, $3) on conflict (tenant_id, ledger, valid_from) do update set merchant = excluded.merchant",
    [tx.tenantId, ledger, merchant],
  );
}

/** The merchant with this business identifier, made if there is none. */
export async function findOrCreateMerchant(
  tx: TenantTx,
  merchant: Readonly<{
    id: MerchantId;
    name: string;
    country: Country;
    business: Readonly<{ scheme: string; id: string }> | undefined;
  }>,
): Promise<MerchantId> {
  const { business } = merchant;
  const find = async (): Promise<MerchantId | undefined> => {
    if (business === undefined) return undefined;
    const known = await tx.query<{ id: MerchantId }>(
      "select id from merchant where tenant_id = $1 and business_scheme = $2 and business_id = $3",
      [tx.tenantId, business.scheme, business.id],
    );
    return known[0]?.id;
  };
  const known = await find();
  if (known !== undefined) return known;
  const made = await tx.execute(
    `insert into merchant (tenant_id, id, name, country, business_scheme, business_id) values ($1, $2, $3, $4, $5, $6)
     on conflict (tenant_id, business_scheme, business_id) where business_scheme is not null do nothing`,
    [
      tx.tenantId,
      merchant.id,
      merchant.name,
      merchant.country,
      business?.scheme ?? null,
      business?.id ?? null,
    ],
  );
  // Another ledger of the same owner was taken in meanwhile.
  return made > 0 ? merchant.id : present(await find(), "the merchant of this owner");
}

/** Whose the ledger is on a date, and where it is at home; undefined when it is nobody's of this scope. */
export async function findLedgerHolder(
  tx: TenantTx,
  ledger: LedgerUid,
  ledgerDate: LedgerDate,
): Promise<Readonly<{ merchant: MerchantId; country: Country }> | undefined> {
  const rows = await tx.query<{ merchant: MerchantId; country: Country }>(
    `select lm.merchant, l.country from ledger_merchant lm join ledger l on l.tenant_id = lm.tenant_id and l.id = lm.ledger
     where lm.tenant_id = $1 and lm.ledger = $2 and $3::date between lm.valid_from and lm.valid_to`,
    [tx.tenantId, ledger, ledgerDate],
  );
  return rows[0];
}

/** Every ledger that these merchants have or had. */
export async function listLedgersOf(tx: TenantTx, merchants: readonly MerchantId[]): Promise<LedgerUid[]> {
  if (merchants.length === 0) return [];
  const rows = await tx.query<{ ledger: LedgerUid }>(
    "select distinct ledger from ledger_merchant where tenant_id = $1 and merchant = any($2::uuid[])",
    [tx.tenantId, merchants],
  );
  return rows.map((row) => row.ledger);
}
