import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { apiGet } from "@/lib/browser/api";
import { Payment } from "@/lib/contracts/shapes";
import { listOf } from "@/lib/contracts/wire";

/** One question for payments as the address has it: all text, since a query's key is JSON and JSON has no bigint. */
export type PaymentAsk = Readonly<{
  amount?: string | undefined;
  reference?: string | undefined;
  pspReference?: string | undefined;
  payoutNumber?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}>;

export const paymentsQuery = (tenant: string, ask: PaymentAsk) =>
  queryOptions({
    queryKey: ["payments", tenant, ask],
    queryFn: ({ signal }) => apiGet("/payments", { tenant, query: ask, output: listOf(Payment), signal }),
    placeholderData: keepPreviousData,
  });
