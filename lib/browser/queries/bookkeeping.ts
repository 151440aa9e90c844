import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { apiGet, apiPost } from "@/lib/browser/api";
import type { Interval } from "@/lib/browser/queries/merchants";
import { Accounts, ClearingBalance, FeeRates, UnpairedFees } from "@/lib/contracts/bookkeeping";
import type { AccountsQuery, SetAccountsInput } from "@/lib/contracts/bookkeeping";
import { listOf } from "@/lib/contracts/wire";
import type { LedgerDate } from "@/lib/core/ledger-date";

const REFRESH_MS = 60_000;
/** Months of fee rates on a merchant's page. */
export const RATE_MONTHS_SHOWN = 6;
/** Entered balances on a merchant's page. */
export const BALANCES_SHOWN = 10;

export const accountsQuery = (tenant: string, query: AccountsQuery) =>
  queryOptions({
    queryKey: ["accounts", tenant, query],
    queryFn: ({ signal }) => apiGet("/accounts", { tenant, query, output: Accounts, signal }),
  });

/** Throws: ProblemError. */
export async function setAccounts(tenant: string, body: SetAccountsInput): Promise<Accounts> {
  return Accounts.parse(await apiPost("/accounts", { tenant, body }));
}

export const feeRatesQuery = (tenant: string, merchantId: string) =>
  queryOptions({
    queryKey: ["fee-rates", tenant, merchantId],
    queryFn: ({ signal }) =>
      apiGet("/fees/rates", {
        tenant,
        query: { merchantId, months: RATE_MONTHS_SHOWN },
        output: FeeRates,
        signal,
      }),
    refetchInterval: REFRESH_MS,
  });

export const unpairedFeesQuery = (tenant: string, merchantId: string, interval: Interval) =>
  queryOptions({
    queryKey: ["fees-unpaired", tenant, merchantId, interval],
    queryFn: ({ signal }) =>
      apiGet("/fees/unpaired", { tenant, query: { merchantId, ...interval }, output: UnpairedFees, signal }),
    placeholderData: keepPreviousData,
  });

export const clearingBalancesQuery = (tenant: string, merchantId: string) =>
  queryOptions({
    queryKey: ["clearing-balances", tenant, merchantId],
    queryFn: ({ signal }) =>
      apiGet(`/merchants/${merchantId}/clearing-balances`, {
        tenant,
        query: { limit: BALANCES_SHOWN },
        output: listOf(ClearingBalance),
        signal,
      }),
  });

/** Throws: ProblemError. */
export async function enterClearingBalance(
  tenant: string,
  ledger: string,
  entered: Readonly<{ ledgerDate: LedgerDate; balance: bigint }>,
): Promise<ClearingBalance> {
  const body = { ledgerDate: entered.ledgerDate, balance: Number(entered.balance) };
  return ClearingBalance.parse(await apiPost(`/ledgers/${ledger}/clearing-balance`, { tenant, body }));
}
