import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { apiGet } from "@/lib/browser/api";
import { AuditEvent } from "@/lib/contracts/settings";
import type { AuditQuery } from "@/lib/contracts/settings";
import { listOf } from "@/lib/contracts/wire";

const REFRESH_MS = 30_000;

export const auditQuery = (tenant: string, query: AuditQuery) =>
  queryOptions({
    queryKey: ["audit", tenant, query],
    queryFn: ({ signal }) => apiGet("/audit", { tenant, query, output: listOf(AuditEvent), signal }),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });
