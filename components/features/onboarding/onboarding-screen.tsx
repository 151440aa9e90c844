"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";

import { FirstSyncs } from "@/components/features/onboarding/first-syncs";
import { LedgerList } from "@/components/features/onboarding/ledger-list";
import { NewLedgers } from "@/components/features/onboarding/new-ledgers";
import { Steps } from "@/components/features/onboarding/steps";
import { TakenIn } from "@/components/features/onboarding/taken-in";
import { CsvLink, Pager } from "@/components/patterns/links";
import { EmptyState, PageHeader, Section } from "@/components/patterns/page";
import { QueryState } from "@/components/patterns/query-state";
import { withQuery } from "@/lib/browser/api";
import { formatCount } from "@/lib/browser/format";
import { ledgersQuery } from "@/lib/browser/queries/ledgers";
import { onboardingQueries } from "@/lib/browser/queries/onboarding";
import { syncProgressQuery } from "@/lib/browser/queries/overview";

/** Every ledger that merchants have granted, by how far it has come. */
export function OnboardingScreen({
  tenant,
  cursor,
}: Readonly<{ tenant: string; cursor: string | undefined }>) {
  const t = useTranslations("onboarding");
  const language = useLocale();
  const asked = onboardingQueries(cursor);
  const waiting = useQuery(ledgersQuery(tenant, asked.new));
  const active = useQuery(ledgersQuery(tenant, asked.active));
  const revoked = useQuery(ledgersQuery(tenant, asked.revoked));
  const ignored = useQuery(ledgersQuery(tenant, asked.ignored));
  const progress = useQuery(syncProgressQuery(tenant));
  const base = `/${tenant}/onboarding`;
  const isNothingGranted =
    cursor === undefined &&
    [waiting, active, revoked, ignored].every((list) => list.data?.items.length === 0);
  return (
    <>
      <PageHeader
        title={t("title")}
        sub={t("sub")}
        actions={<CsvLink href={withQuery("/api/v1/ledgers", { tenant, format: "csv" })} />}
      />
      <TakenIn tenant={tenant} />
      {isNothingGranted ? (
        <Section title={t("stepsNone")}>
          <Steps />
        </Section>
      ) : (
        <>
          <Section title={t("new")}>
            <QueryState
              query={waiting}
              isEmpty={(page) => page.items.length === 0}
              empty={<p className="text-muted text-sm">{t("newEmpty")}</p>}
            >
              {(page) => (
                <>
                  <NewLedgers tenant={tenant} ledgers={page.items} />
                  {page.nextCursor !== null && (
                    <p className="text-muted mt-2.5 text-xs">
                      {t("moreThanShown", { count: formatCount(page.items.length, language) })}
                    </p>
                  )}
                </>
              )}
            </QueryState>
          </Section>
          <QueryState query={progress} isEmpty={({ runningCount }) => runningCount === 0} empty={null}>
            {(running) => (
              <Section title={t("firstSync")}>
                <FirstSyncs tenant={tenant} progress={running} />
              </Section>
            )}
          </QueryState>
          <Section title={t("active")}>
            <QueryState
              query={active}
              isEmpty={(page) => page.items.length === 0}
              empty={<EmptyState title={t("activeEmpty")} />}
            >
              {(page) => (
                <>
                  <LedgerList tenant={tenant} caption={t("active")} ledgers={page.items} />
                  <Pager
                    firstHref={base}
                    nextHref={
                      page.nextCursor === null ? undefined : withQuery(base, { cursor: page.nextCursor })
                    }
                    isFirst={cursor === undefined}
                  />
                </>
              )}
            </QueryState>
          </Section>
          {(
            [
              ["revoked", revoked],
              ["ignored", ignored],
            ] as const
          ).map(([status, list]) => (
            <QueryState key={status} query={list} isEmpty={(page) => page.items.length === 0} empty={null}>
              {(page) => (
                <Section title={t(status)}>
                  {status === "revoked" && (
                    <p className="text-muted mb-2.5 max-w-[70ch] text-sm">{t("revokedMeans")}</p>
                  )}
                  <LedgerList tenant={tenant} caption={t(status)} ledgers={page.items} />
                </Section>
              )}
            </QueryState>
          ))}
          <Section title={t("stepsTitle")}>
            <Steps />
          </Section>
        </>
      )}
    </>
  );
}
