"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";

import { leavingQuery, takeLeavingStep } from "@/lib/browser/queries/leaving";
import type { LeavingStep } from "@/lib/browser/queries/leaving";
import { invalidateLedgers } from "@/lib/browser/queries/ledgers";

/** What the steps of this page share: how one is taken, and what came of it. */
export function useLeavingStep(tenant: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (asked: LeavingStep) => takeLeavingStep(tenant, asked),
    onSuccess: async (answer) => {
      client.setQueryData(leavingQuery(tenant).queryKey, answer);
      await invalidateLedgers(client, tenant);
    },
  });
}
