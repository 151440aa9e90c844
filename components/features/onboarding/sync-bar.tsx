"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";

import { LedgerDate } from "@/components/patterns/dates";
import { NotDone } from "@/components/patterns/not-done";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { formatCount } from "@/lib/browser/format";
import { setPaused } from "@/lib/browser/queries/ledgers";
import { invalidateBoard } from "@/lib/browser/queries/onboarding";
import type { BoardCard } from "@/lib/contracts/onboarding";

/** A bar that fills: how much of how much. */
export function Bar({ share, label }: Readonly<{ share: number; label: string }>) {
  return (
    <progress
      aria-label={label}
      max={100}
      value={Math.round(share * 100)}
      className="accent-accent block h-1.5 w-full"
    />
  );
}

/** How far a first reading has come: bar, count, date, rate; and its pause. */
export function SyncBar({
  tenant,
  card,
  sync,
  mayPause,
}: Readonly<{
  tenant: string;
  card: BoardCard;
  sync: NonNullable<BoardCard["sync"]>;
  mayPause: boolean;
}>) {
  const t = useTranslations("onboarding");
  const language = useLocale();
  const client = useQueryClient();
  const isPaused = sync.state === "paused";
  const change = useMutation({
    mutationFn: () => setPaused(tenant, card.ledger, isPaused ? "resume" : "pause"),
    onSuccess: () => invalidateBoard(client, tenant),
  });
  return (
    <div className="mt-2.5 grid gap-1.5 text-xs">
      <Bar share={sync.share ?? 0} label={t("syncOf", { name: card.merchant.name })} />
      <p className="text-muted tabular-nums">
        {t("entriesRead", { count: sync.entryCount, text: formatCount(sync.entryCount, language) })}
        {sync.ledgerDate !== null && (
          <>
            {" · "}
            <LedgerDate date={sync.ledgerDate} />
          </>
        )}
      </p>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span className="text-muted tabular-nums">
          {t(`sync.${sync.state}`)}
          {sync.share !== null && ` · ${String(Math.round(sync.share * 100))} %`}
          {sync.rate !== null &&
            sync.state === "running" &&
            ` · ${t("perSecond", { rate: formatCount(Math.round(sync.rate), language) })}`}
        </span>
        {mayPause && (
          <Button
            onClick={() => change.mutate()}
            disabled={change.isPending}
            aria-label={t(isPaused ? "resumeOne" : "pauseOne", { name: card.merchant.name })}
          >
            <Icon name={isPaused ? "play" : "pause"} />
            {t(isPaused ? "resume" : "pause")}
          </Button>
        )}
      </div>
      <NotDone error={change.error} what={t("notChanged")} />
    </div>
  );
}
