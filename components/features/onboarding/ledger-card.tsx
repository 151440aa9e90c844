"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { FormEvent } from "react";

import { SyncBar } from "@/components/features/onboarding/sync-bar";
import { Ago } from "@/components/patterns/dates";
import { NotDone } from "@/components/patterns/not-done";
import { Status } from "@/components/patterns/status";
import { NameLink } from "@/components/patterns/table";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { invalidateBoard, onboardingActs } from "@/lib/browser/queries/onboarding";
import type { BoardCard } from "@/lib/contracts/onboarding";

const HANDLES_SHOWN = 2;

type LedgerCardProps = Readonly<{
  tenant: string;
  card: BoardCard;
  mayOnboard: boolean;
  isChosen?: boolean;
  onChoose?: (isChosen: boolean) => void;
}>;

/** One ledger: whose it is, what tells it from others, how it stands and what can be done with it. */
export function LedgerCard({ tenant, card, mayOnboard, isChosen = false, onChoose }: LedgerCardProps) {
  const t = useTranslations("onboarding");
  const more = card.handles.length - HANDLES_SHOWN;
  return (
    <li className="border-line bg-raised rounded-lg border px-3.5 py-3" data-ledger={card.ledgerId}>
      <div className="flex items-start gap-2.5">
        {onChoose !== undefined && (
          <input
            type="checkbox"
            className="accent-accent mt-0.5 size-5 shrink-0 md:size-4"
            aria-label={t("select", { name: `${card.merchant.name}, ${card.ledgerId}` })}
            checked={isChosen}
            onChange={(event) => onChoose(event.target.checked)}
          />
        )}
        <div className="min-w-0 flex-1">
          <h3 className="text-base">
            <NameLink href={`/${tenant}/ledgers/${card.ledger}`}>{card.merchant.name}</NameLink>
          </h3>
          <p className="text-muted text-xs tabular-nums [overflow-wrap:anywhere]">
            {[card.owner.id, card.ledgerId, card.currency].filter(Boolean).join(" · ")}
          </p>
          {card.handles.length > 0 && (
            <p className="text-muted text-xs tabular-nums [overflow-wrap:anywhere]">
              {card.handles.slice(0, HANDLES_SHOWN).join(", ")}
              {more > 0 && ` +${String(more)}`}
            </p>
          )}
        </div>
      </div>
      <Standing card={card} />
      {card.sync !== null && <SyncBar tenant={tenant} card={card} sync={card.sync} mayPause={mayOnboard} />}
      {mayOnboard && card.stage === "new" && <NewActions tenant={tenant} card={card} />}
      {mayOnboard && card.stage === "ignored" && <TakeBack tenant={tenant} card={card} />}
    </li>
  );
}

function Standing({ card }: Readonly<{ card: BoardCard }>) {
  const t = useTranslations("onboarding");
  if (card.stage === "first-sync") return null;
  return (
    <div className="mt-2 grid gap-1 text-xs">
      <p className="flex flex-wrap items-center gap-x-2">
        <Status state={card.stage} />
        <span className="text-muted">
          <Ago at={card.stage === "live" ? card.headSeenAt : card.since} />
        </span>
      </p>
      {card.stage === "new" && (
        <p className="text-muted">
          {card.merchant.id === null ? t("becomesNew") : t("becomesKnown")}
          {card.siblings > 0 && ` ${t("siblings", { count: card.siblings })}`}
        </p>
      )}
      {card.stage === "revoked" && <p className="text-muted">{t("revokedMeans")}</p>}
      {card.ignoredReason !== null && <p className="[overflow-wrap:anywhere]">{card.ignoredReason}</p>}
    </div>
  );
}

/** Takes in with what is proposed, or puts aside with a reason. */
function NewActions({ tenant, card }: Readonly<{ tenant: string; card: BoardCard }>) {
  const t = useTranslations("onboarding");
  const client = useQueryClient();
  const [isIgnoring, setIsIgnoring] = useState(false);
  const [isMissing, setIsMissing] = useState(false);
  const onSuccess = (): Promise<void> => invalidateBoard(client, tenant);
  const taking = useMutation({
    mutationFn: () => onboardingActs.takeIn(tenant, { ledgers: [card.ledger] }),
    onSuccess,
  });
  const ignoring = useMutation({
    mutationFn: (reason: string) => onboardingActs.ignore(tenant, [card.ledger], reason),
    onSuccess,
  });
  const name = `${card.merchant.name}, ${card.ledgerId}`;

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const given = new FormData(event.currentTarget).get("reason");
    const reason = typeof given === "string" ? given.trim() : "";
    setIsMissing(reason === "");
    if (reason !== "") ignoring.mutate(reason);
  }

  if (isIgnoring) {
    return (
      <form className="mt-2.5 grid gap-2" onSubmit={submit} noValidate aria-label={t("ignoreOne", { name })}>
        <TextField
          label={t("ignoreReason")}
          error={isMissing ? t("reasonMissing") : undefined}
          name="reason"
          maxLength={500}
          autoFocus // oxlint-disable-line jsx-a11y/no-autofocus -- the person has just asked for it
          autoComplete="off"
        />
        <NotDone error={ignoring.error} what={t("notIgnored")} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" disabled={ignoring.isPending}>
            {t("ignore")}
          </Button>
          <Button look="quiet" onClick={() => setIsIgnoring(false)}>
            {t("cancel")}
          </Button>
        </div>
      </form>
    );
  }
  return (
    <div className="mt-2.5 grid gap-2">
      <NotDone error={taking.error} what={t("notTakenIn")} />
      <div className="flex flex-wrap gap-2">
        <Button
          onClick={() => taking.mutate()}
          disabled={taking.isPending}
          aria-label={t("takeInOne", { name })}
        >
          {t(taking.isPending ? "takingIn" : "takeInThis")}
        </Button>
        <Button look="quiet" onClick={() => setIsIgnoring(true)} aria-label={t("ignoreOne", { name })}>
          {t("ignore")}
        </Button>
      </div>
    </div>
  );
}

function TakeBack({ tenant, card }: Readonly<{ tenant: string; card: BoardCard }>) {
  const t = useTranslations("onboarding");
  const client = useQueryClient();
  const back = useMutation({
    mutationFn: () => onboardingActs.takeBack(tenant, [card.ledger]),
    onSuccess: () => invalidateBoard(client, tenant),
  });
  return (
    <div className="mt-2.5 grid gap-2">
      <NotDone error={back.error} what={t("notTakenBack")} />
      <div>
        <Button
          onClick={() => back.mutate()}
          disabled={back.isPending}
          aria-label={t("takeBackOne", { name: `${card.merchant.name}, ${card.ledgerId}` })}
        >
          {t("takeBack")}
        </Button>
      </div>
    </div>
  );
}
