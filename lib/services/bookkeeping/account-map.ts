import { AppError } from "@/lib/core/errors";
import { parseId } from "@/lib/core/ids";
import type { MerchantId } from "@/lib/core/ids";
import type { Accounts, AccountsQuery, MappedAccount, SetAccountsInput } from "@/lib/contracts/bookkeeping";
import { ACCOUNT_ROLES, REVIEWED_ROLES, isSameAccount } from "@/lib/domain/bookkeeping/account-map";
import type { Account, AccountChoices, AccountMap, AccountRole } from "@/lib/domain/bookkeeping/account-map";
import { DEFAULT_ACCOUNTS, accountMapOf } from "@/lib/domain/bookkeeping/default-accounts";
import type { Country } from "@/lib/domain/payout/bank-days";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { readBooks } from "@/lib/services/read";
import { listChosenAccounts, putChosenAccount } from "@/lib/store/account-map";
import type { ChosenAccount } from "@/lib/store/account-map";
import { recordAudit } from "@/lib/store/audit";
import { findMerchantName } from "@/lib/store/merchants";
import { withTenant } from "@/lib/store/tenant";
import type { TenantTx } from "@/lib/store/tenant";

/** Where each kind of movement is booked: of the firm, or of one merchant. Throws: forbidden, not_found. */
export function getAccounts(ctx: ServiceContext, query: AccountsQuery): Promise<Accounts> {
  return readBooks(ctx, (tx) => readAccounts(tx, query));
}

/**
 * Chooses accounts for the firm or for a merchant. An account that is the same as what it stands on is no choice:
 * one that was made before is taken back. Throws: forbidden, not_found, invalid_input (a role twice).
 */
export async function setAccounts(ctx: ServiceContext, input: SetAccountsInput): Promise<Accounts> {
  requirePermission(ctx, "bookkeeping.manage");
  if (input.merchantId === undefined && ctx.scope.kind === "limited")
    throw new AppError(
      "forbidden",
      "the firm's accounts are for those who see the whole firm; name a merchant",
    );
  const roles = input.items.map(({ role }) => role);
  const twice = roles.findIndex((role, place) => roles.indexOf(role) !== place);
  if (twice >= 0) {
    throw new AppError("invalid_input", "an account is named twice", {
      fields: [{ field: `items.${String(twice)}.role`, message: "is named more than once" }],
    });
  }
  return withTenant(ctx.database, ctx, async (tx) => {
    const before = await readAccounts(tx, input);
    const merchant = input.merchantId as MerchantId | undefined;
    const changed: [MappedAccount, Account][] = [];
    for (const item of input.items) {
      const old = before.items.find(({ role }) => role === item.role);
      const account: Account = { account: item.account, name: item.name, vatCode: item.vatCode };
      if (old === undefined || isSameAccount(old, account)) continue;
      await putChosenAccount(
        tx,
        { merchant, country: input.country, role: item.role },
        {
          account: isSameAccount(old.inherited, account) ? undefined : account,
          by: ctx.actor.name,
          nowMs: ctx.clock.nowMs(),
        },
      );
      changed.push([old, account]);
    }
    if (changed.length > 0) {
      await recordAudit(tx, ctx, {
        action: "accounts.changed",
        subjectType: merchant === undefined ? "firm" : "merchant",
        subjectId: merchant ?? ctx.tenantId,
        before: textsOf(
          input.country,
          changed.map(([old]) => [old.role, old]),
        ),
        after: textsOf(
          input.country,
          changed.map(([{ role }, account]) => [role, account]),
        ),
      });
    }
    return readAccounts(tx, input);
  });
}

/** The maps of a merchant's ledgers, by country. */
export async function accountMapsFor(
  tx: TenantTx,
  merchant: MerchantId,
): Promise<(country: Country) => AccountMap> {
  const chosen = await listChosenAccounts(tx, { merchant });
  return (country) => {
    const of = chosen.filter((account) => account.country === country);
    return accountMapOf(country, choicesOf(of, "firm"), choicesOf(of, "merchant"));
  };
}

async function readAccounts(
  tx: TenantTx,
  query: Readonly<{ country: Country; merchantId?: string | undefined }>,
): Promise<Accounts> {
  const { country } = query;
  const merchant = query.merchantId === undefined ? undefined : parseId<"merchant">(query.merchantId);
  if (merchant !== undefined && (await findMerchantName(tx, merchant)) === undefined)
    throw new AppError("not_found", "there is no merchant with this id");
  const chosen = await listChosenAccounts(tx, { merchant, country });
  const firm = accountMapOf(country, choicesOf(chosen, "firm"));
  const defaults = accountMapOf(country);
  return {
    country,
    merchantId: merchant ?? null,
    items: ACCOUNT_ROLES.map((role) => {
      const own = chosen.find((of) => of.role === role && of.merchant === merchant);
      const firms = chosen.find((of) => of.role === role && of.merchant === undefined);
      const by = own ?? firms;
      const inherited = merchant === undefined ? defaults[role] : firm[role];
      return {
        ...plain(own ?? inherited),
        role,
        origin: by === undefined ? "default" : by.merchant === undefined ? "firm" : "merchant",
        inherited: plain(inherited),
        source: DEFAULT_ACCOUNTS[country][role].source,
        isAssumed: by === undefined && DEFAULT_ACCOUNTS[country][role].isAssumed,
        needsReview: REVIEWED_ROLES.has(role),
        changedAt: by?.changedAt ?? null,
        changedBy: by?.changedBy ?? null,
      };
    }),
  };
}

function choicesOf(chosen: readonly ChosenAccount[], whose: "firm" | "merchant"): AccountChoices {
  const of = chosen.filter(({ merchant }) => (merchant === undefined) === (whose === "firm"));
  return Object.fromEntries(of.map((account) => [account.role, plain(account)]));
}

function plain({ account, name, vatCode }: Account): Account {
  return { account, name, vatCode };
}

function textsOf(
  country: Country,
  accounts: readonly (readonly [AccountRole, Account])[],
): Readonly<Record<string, string>> {
  const text = ({ account, name, vatCode }: Account): string =>
    vatCode === "" ? `${account} ${name}` : `${account} ${name} (${vatCode})`;
  return { country, ...Object.fromEntries(accounts.map(([role, account]) => [role, text(account)])) };
}
