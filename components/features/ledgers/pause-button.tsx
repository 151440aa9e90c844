"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId } from "react";

import { NotAllowed, usePermission } from "@/components/patterns/access";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { ProblemError } from "@/lib/browser/api";
import { invalidateLedgers, ledgerQuery, setPaused } from "@/lib/browser/queries/ledgers";
import type { Ledger } from "@/lib/contracts/shapes";

export function isPaused(ledger: Ledger): boolean {
  return ledger.funds.state === "paused" || ledger.fees.state === "paused";
}

/** Stops and goes on following a ledger; shown as it is once the server says so. */
export function PauseButton({ tenant, ledger }: Readonly<{ tenant: string; ledger: Ledger }>) {
  const t = useTranslations();
  const client = useQueryClient();
  const paused = isPaused(ledger);
  const isAllowed = usePermission("feed.pause");
  const reasonId = useId();
  const change = useMutation({
    mutationFn: () => setPaused(tenant, ledger.id, paused ? "resume" : "pause"),
    onSuccess: async (answer) => {
      client.setQueryData(ledgerQuery(tenant, ledger.id).queryKey, answer);
      await invalidateLedgers(client, tenant);
    },
  });
  const label = change.isPending
    ? t(paused ? "ledger.resuming" : "ledger.pausing")
    : t(paused ? "ledger.resume" : "ledger.pause");
  return (
    <>
      {change.isError && (
        <span role="alert" className="text-negative text-sm">
          {change.error instanceof ProblemError ? change.error.detail : t("everywhere.failedNetwork")}
        </span>
      )}
      <NotAllowed permission="feed.pause" id={reasonId} />
      <Button
        onClick={() => change.mutate()}
        disabled={change.isPending || !isAllowed}
        {...(!isAllowed && { "aria-describedby": reasonId })}
      >
        <Icon name={paused ? "play" : "pause"} />
        {label}
      </Button>
    </>
  );
}
