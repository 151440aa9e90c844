import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { apiGet, apiPost } from "@/lib/browser/api";
import { ApiToken, NewApiToken } from "@/lib/contracts/settings";
import type { CreateTokenInput, TokensQuery } from "@/lib/contracts/settings";
import { listOf } from "@/lib/contracts/wire";

export const tokensQuery = (tenant: string, query: TokensQuery) =>
  queryOptions({
    queryKey: ["tokens", tenant, query],
    queryFn: ({ signal }) => apiGet("/tokens", { tenant, query, output: listOf(ApiToken), signal }),
    placeholderData: keepPreviousData,
  });

/** Makes a token; the answer is the only place where it stands. Throws: ProblemError. */
export async function createToken(tenant: string, body: CreateTokenInput): Promise<NewApiToken> {
  return NewApiToken.parse(await apiPost("/tokens", { tenant, body }));
}

/** Ends a token at once. Throws: ProblemError. */
export async function revokeToken(tenant: string, id: string): Promise<ApiToken> {
  return ApiToken.parse(await apiPost(`/tokens/${id}/revoke`, { tenant }));
}
