import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { apiGet, apiPost } from "@/lib/browser/api";
import { BankAccount, BankCoverage, BankFile, BankLine, BankSettings } from "@/lib/contracts/bank";
import { FileRemoved } from "@/lib/contracts/bank-import";
import { listOf } from "@/lib/contracts/wire";

const REFRESH_MS = 60_000;

/** One question for a list as the address has it: all text, since a query's key is JSON and JSON has no bigint. */
export type FilesAsk = Readonly<{
  accountId?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}>;
export type AccountsAsk = Readonly<{ cursor?: string | undefined; limit: number }>;
export type LinesAsk = Readonly<{
  kind?: BankLineKind | undefined;
  from?: string | undefined;
  to?: string | undefined;
  /** In minor units. */
  amount?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}>;
export type BankLineKind = "settlement" | "other" | "ignored";

export const bankFilesQuery = (tenant: string, ask: FilesAsk) =>
  queryOptions({
    queryKey: ["bank-files", tenant, ask],
    queryFn: ({ signal }) =>
      apiGet("/bank-statements", { tenant, query: ask, output: listOf(BankFile), signal }),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });

export const bankAccountsQuery = (tenant: string, ask: AccountsAsk) =>
  queryOptions({
    queryKey: ["bank-accounts", tenant, ask],
    queryFn: ({ signal }) =>
      apiGet("/bank-accounts", { tenant, query: ask, output: listOf(BankAccount), signal }),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });

/** An account with what its statements cover. */
export const bankAccountQuery = (tenant: string, id: string) =>
  queryOptions({
    queryKey: ["bank-account", tenant, id],
    queryFn: ({ signal }) => apiGet(`/bank-accounts/${id}`, { tenant, output: BankCoverage, signal }),
    refetchInterval: REFRESH_MS,
  });

export const bankLinesQuery = (tenant: string, account: string, ask: LinesAsk) =>
  queryOptions({
    queryKey: ["bank-lines", tenant, account, ask],
    queryFn: ({ signal }) =>
      apiGet(`/bank-accounts/${account}/lines`, { tenant, query: ask, output: listOf(BankLine), signal }),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });

export const bankSettingsQuery = (tenant: string) =>
  queryOptions({
    queryKey: ["bank-settings", tenant],
    queryFn: ({ signal }) => apiGet("/bank-settings", { tenant, output: BankSettings, signal }),
  });

/** What can be done with statements and accounts. Throw: ProblemError. */
export const bankActs = {
  removeFile: async (tenant: string, id: string): Promise<FileRemoved> =>
    FileRemoved.parse(await apiPost(`/bank-statements/${id}/remove`, { tenant })),
  rename: async (tenant: string, id: string, name: string): Promise<BankAccount> =>
    BankAccount.parse(await apiPost(`/bank-accounts/${id}/rename`, { tenant, body: { name } })),
  link: async (tenant: string, id: string, number: string): Promise<BankAccount> =>
    BankAccount.parse(await apiPost(`/bank-accounts/${id}/link`, { tenant, body: { number } })),
  setLineKind: async (tenant: string, id: string, kind: "settlement" | "ignored"): Promise<BankLine> =>
    BankLine.parse(await apiPost(`/bank-lines/${id}/kind`, { tenant, body: { kind } })),
  setSettings: async (tenant: string, settings: BankSettings): Promise<BankSettings> =>
    BankSettings.parse(await apiPost("/bank-settings", { tenant, body: settings })),
};
