"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";

import { AccountChanges } from "@/components/features/onboarding/account-changes";
import { BatchProgress } from "@/components/features/onboarding/batch-progress";
import { LedgerColumn } from "@/components/features/onboarding/ledger-column";
import { Steps } from "@/components/features/onboarding/steps";
import { TakeInPanel } from "@/components/features/onboarding/take-in-panel";
import type { Chosen } from "@/components/features/onboarding/take-in-panel";
import { WaitingColumn } from "@/components/features/onboarding/waiting-column";
import { CsvLink } from "@/components/patterns/links";
import { PageHeader, Section } from "@/components/patterns/page";
import { UrlForm } from "@/components/patterns/url-form";
import { Button, ButtonLink } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { withQuery } from "@/lib/browser/api";
import { batchesQuery, countsQuery } from "@/lib/browser/queries/onboarding";
import type { BoardCard } from "@/lib/contracts/onboarding";

/** Every ledger that merchants have granted, and every grant that is waited for, by how far it has come. */
export function BoardScreen({
  tenant,
  search,
  mayOnboard,
}: Readonly<{ tenant: string; search: string; mayOnboard: boolean }>) {
  const t = useTranslations("onboarding");
  const [chosen, setChosen] = useState<ReadonlyMap<string, BoardCard>>(new Map());
  const [isAll, setIsAll] = useState(false);
  const batches = useQuery({ ...batchesQuery(tenant), enabled: mayOnboard });
  const isWorking = batches.data?.items.some((batch) => batch.state === "running") === true;
  const counts = useQuery(countsQuery(tenant, isWorking)).data;
  const base = `/${tenant}/onboarding`;
  const isReading = (counts?.firstSync ?? 0) > 0;
  const column = { tenant, search, mayOnboard };

  function choose(cards: readonly BoardCard[], isChosen: boolean): void {
    const next = new Map(chosen);
    for (const card of cards) {
      if (isChosen) next.set(card.ledger, card);
      else next.delete(card.ledger);
    }
    setIsAll(false);
    setChosen(next);
  }

  const selection: Chosen = isAll
    ? { kind: "matching", search, count: search === "" ? (counts?.new ?? 0) : undefined }
    : { kind: "cards", cards: [...chosen.values()] };

  return (
    <>
      <PageHeader
        title={t("title")}
        sub={t("sub")}
        actions={
          <>
            {mayOnboard && (
              <>
                <ButtonLink href={`${base}/diagnosis`} look="quiet">
                  {t("whyNot")}
                </ButtonLink>
                <ButtonLink href={`${base}/expect`}>{t("expect")}</ButtonLink>
              </>
            )}
            <CsvLink href={withQuery("/api/v1/ledgers", { tenant, format: "csv" })} />
          </>
        }
      />
      <AccountChanges tenant={tenant} />
      {mayOnboard && <BatchProgress tenant={tenant} batches={batches.data?.items ?? []} />}
      <UrlForm base={base} label={t("searchLabel")} className="mb-4 flex max-w-xl items-end gap-2">
        <div className="min-w-0 flex-1">
          <TextField
            key={search}
            label={t("search")}
            hint={t("searchHint")}
            name="search"
            type="search"
            defaultValue={search}
            maxLength={200}
            autoComplete="off"
          />
        </div>
        <Button type="submit" className="mb-5">
          {t("find")}
        </Button>
      </UrlForm>
      {mayOnboard && (
        <TakeInPanel
          key={isAll ? `matching ${search}` : [...chosen.keys()].join(" ")}
          tenant={tenant}
          chosen={selection}
          onDone={() => {
            setChosen(new Map());
            setIsAll(false);
          }}
        />
      )}
      <div className="grid gap-x-5 gap-y-8 md:grid-cols-2 lg:grid-cols-4">
        <LedgerColumn
          {...column}
          stage="new"
          count={counts?.new}
          isBusy={isWorking}
          chosen={chosen}
          onChoose={choose}
          onChooseAll={() => {
            setChosen(new Map());
            setIsAll(true);
          }}
          isAllChosen={isAll}
        />
        {mayOnboard && <WaitingColumn tenant={tenant} search={search} count={counts?.waiting ?? undefined} />}
        <LedgerColumn
          {...column}
          stage="first-sync"
          count={counts?.firstSync}
          isBusy={isWorking || isReading}
        />
        <LedgerColumn {...column} stage="live" count={counts?.live} isBusy={isReading} />
        <LedgerColumn {...column} stage="revoked" count={counts?.revoked} isBusy={false} />
        <LedgerColumn {...column} stage="ignored" count={counts?.ignored} isBusy={false} />
      </div>
      <div className="mt-8">
        <Section title={t("stepsTitle")}>
          <Steps />
        </Section>
      </div>
    </>
  );
}
