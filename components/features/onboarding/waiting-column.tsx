"use client";

import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";

import { Column, More } from "@/components/features/onboarding/ledger-column";
import { Ago, Instant } from "@/components/patterns/dates";
import { NotDone } from "@/components/patterns/not-done";
import { QueryState } from "@/components/patterns/query-state";
import { Button, ButtonLink } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { expectedQuery, invalidateBoard, onboardingActs } from "@/lib/browser/queries/onboarding";
import type { ExpectedGrant } from "@/lib/contracts/onboarding";
import { LETTERS_MAX } from "@/lib/domain/merchant/reminders";

/** Merchants whose grant is waited for, the longest waiting first. */
export function WaitingColumn({
  tenant,
  search,
  count,
}: Readonly<{ tenant: string; search: string; count: number | undefined }>) {
  const t = useTranslations("onboarding");
  const list = useInfiniteQuery(expectedQuery(tenant, search));
  const grants = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Column name="waiting" title={t("stage.waiting")} count={count}>
      <QueryState
        query={list}
        isEmpty={() => grants.length === 0}
        empty={
          search === "" ? (
            <div className="grid gap-2">
              <p className="text-muted text-sm">{t("empty.waiting")}</p>
              <div>
                <ButtonLink href={`/${tenant}/onboarding/expect`}>{t("expect")}</ButtonLink>
              </div>
            </div>
          ) : (
            <p className="text-muted text-sm">{t("foundNone")}</p>
          )
        }
      >
        {() => (
          <>
            <ul className="grid gap-2.5" aria-labelledby="column-waiting">
              {grants.map((grant) => (
                <ExpectedCard key={grant.id} tenant={tenant} grant={grant} />
              ))}
            </ul>
            {list.hasNextPage && <More isLoading={list.isFetchingNextPage} onMore={list.fetchNextPage} />}
          </>
        )}
      </QueryState>
    </Column>
  );
}

/** A merchant that is waited for: what was written, what comes next, and what can be done. */
function ExpectedCard({ tenant, grant }: Readonly<{ tenant: string; grant: ExpectedGrant }>) {
  const t = useTranslations("onboarding");
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (verb: "ask" | "stop" | "withdraw") => onboardingActs.about(tenant, grant.id, verb),
    onSuccess: () => invalidateBoard(client, tenant),
  });
  const { name } = grant;
  return (
    <li className="border-line bg-raised rounded-lg border px-3.5 py-3" data-expected={grant.owner.id}>
      <h3 className="text-base font-[550] [overflow-wrap:anywhere]">{name}</h3>
      <p className="text-muted text-xs tabular-nums [overflow-wrap:anywhere]">
        {[grant.owner.id, grant.email].filter(Boolean).join(" · ")}
      </p>
      <p className="text-muted mt-2 flex flex-wrap items-center gap-1.5 text-xs">
        <Icon name="clock" className="size-3.5" />
        {t("waitingSince")} <Ago at={grant.createdAt} />
      </p>
      <p className="text-muted text-xs">
        {grant.letters === 0 ? (
          t(grant.email === null ? "noAddress" : "notWritten")
        ) : (
          <>
            {t("written", { count: grant.letters })} <Ago at={grant.lastLetterAt} />
            {grant.nextLetterAt !== null && (
              <>
                {". "}
                {t("nextLetter")} <Instant at={grant.nextLetterAt} />
              </>
            )}
          </>
        )}
      </p>
      <div className="mt-2.5 grid gap-2">
        <NotDone error={change.error} what={t("notChanged")} />
        <div className="flex flex-wrap gap-2">
          {grant.email !== null && grant.letters < LETTERS_MAX && (
            <Button
              onClick={() => change.mutate("ask")}
              disabled={change.isPending}
              aria-label={t(grant.letters === 0 ? "askOne" : "remindOne", { name })}
            >
              {t(grant.letters === 0 ? "ask" : "remind")}
            </Button>
          )}
          {grant.nextLetterAt !== null && (
            <Button
              look="quiet"
              onClick={() => change.mutate("stop")}
              disabled={change.isPending}
              aria-label={t("stopOne", { name })}
            >
              {t("stop")}
            </Button>
          )}
          <Button
            look="quiet"
            onClick={() => change.mutate("withdraw")}
            disabled={change.isPending}
            aria-label={t("withdrawOne", { name })}
          >
            {t("withdraw")}
          </Button>
        </div>
      </div>
    </li>
  );
}
