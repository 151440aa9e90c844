import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { QueryClient } from "@tanstack/react-query";

import { apiGet, apiPost } from "@/lib/browser/api";
import { KeysList, KeysOnFile, KeysRemoved, KeysTrial, OpenedLedger } from "@/lib/contracts/settings";
import type { OpenedLedgersQuery } from "@/lib/contracts/settings";
import { listOf } from "@/lib/contracts/wire";

const REFRESH_MS = 15_000;

export const keysQuery = (tenant: string) =>
  queryOptions({
    queryKey: ["keys", tenant],
    queryFn: ({ signal }) => apiGet("/keys", { tenant, output: KeysList, signal }),
    refetchInterval: REFRESH_MS,
  });

export const openedLedgersQuery = (tenant: string, { id, ...query }: OpenedLedgersQuery) =>
  queryOptions({
    queryKey: ["opened-ledgers", tenant, id, query],
    queryFn: ({ signal }) =>
      apiGet(`/keys/${id}/ledgers`, { tenant, query, output: listOf(OpenedLedger), signal }),
    placeholderData: keepPreviousData,
  });

export type KeysGiven = Readonly<{ clientId: string; clientSecret: string; replaces?: string | undefined }>;

/** Proves keys without storing them: what they open, and what would be lost. Throws: ProblemError. */
export async function tryKeys(tenant: string, body: KeysGiven): Promise<KeysTrial> {
  return KeysTrial.parse(await apiPost("/keys/trial", { tenant, body }));
}

/** Proves and stores keys. Throws: ProblemError. */
export async function giveKeys(
  tenant: string,
  body: KeysGiven & Readonly<{ agreesToLose?: number }>,
): Promise<KeysOnFile> {
  return KeysOnFile.parse(await apiPost("/keys", { tenant, body }));
}

/** Removes keys; the confirmation is their client id, written out. Throws: ProblemError. */
export async function removeKeys(tenant: string, id: string, confirmation: string): Promise<KeysRemoved> {
  return KeysRemoved.parse(await apiPost(`/keys/${id}/remove`, { tenant, body: { confirmation } }));
}

/** What new or removed keys make old. */
export async function invalidateKeys(client: QueryClient, tenant: string): Promise<void> {
  const names = ["keys", "opened-ledgers", "ledgers", "issues", "overview", "audit"];
  await Promise.all(names.map((name) => client.invalidateQueries({ queryKey: [name, tenant] })));
}
