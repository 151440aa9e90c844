"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";

import { DaysView } from "@/components/features/ledgers/days-view";
import { EntriesView } from "@/components/features/ledgers/entries-view";
import { ledgerHref } from "@/components/features/ledgers/ledger-address";
import type { LedgerView } from "@/components/features/ledgers/ledger-address";
import { isPaused, PauseButton } from "@/components/features/ledgers/pause-button";
import { TopicBlocks } from "@/components/features/ledgers/topic-blocks";
import { LedgerDate } from "@/components/patterns/dates";
import { Choices } from "@/components/patterns/links";
import { Card, Facts, Note, PageHeader, Section } from "@/components/patterns/page";
import { QueryState } from "@/components/patterns/query-state";
import { NameLink } from "@/components/patterns/table";
import { ButtonLink } from "@/components/ui/button";
import { ledgerQuery } from "@/lib/browser/queries/ledgers";
import type { Ledger } from "@/lib/contracts/shapes";

type LedgerScreenProps = Readonly<{ tenant: string; id: string; address: LedgerView }>;

/** One ledger: how both its accounts stand, and its entries or its days. */
export function LedgerScreen({ tenant, id, address }: LedgerScreenProps) {
  const ledger = useQuery(ledgerQuery(tenant, id));
  return (
    <QueryState query={ledger}>
      {(found) => <LedgerBody tenant={tenant} ledger={found} address={address} />}
    </QueryState>
  );
}

function LedgerBody({
  tenant,
  ledger,
  address,
}: Readonly<{ tenant: string; ledger: Ledger; address: LedgerView }>) {
  const t = useTranslations();
  const base = `/${tenant}/ledgers/${ledger.id}`;
  const { topic } = address.view === "days" ? address.days : address.entries;
  const { from, to } = address.view === "days" ? address.days : address.entries;
  const merchantHref = `/${tenant}/merchants/${ledger.merchantId ?? ""}`;
  const crumbs = [{ label: t("shell.merchants"), href: `/${tenant}/merchants` }];
  if (ledger.merchantId !== null)
    crumbs.push({ label: ledger.merchantName ?? ledger.ledgerId, href: merchantHref });
  return (
    <>
      <PageHeader
        title={t("ledger.title", { ledgerId: ledger.ledgerId })}
        crumbs={crumbs}
        sub={
          <>
            {ledger.merchantId === null ? (
              t("ledger.noMerchant")
            ) : (
              <NameLink href={merchantHref} isRowLink={false}>
                {ledger.merchantName ?? ledger.ledgerId}
              </NameLink>
            )}
            {` · ${ledger.currency}`}
          </>
        }
        actions={ledger.status === "active" && <PauseButton tenant={tenant} ledger={ledger} />}
      />
      <Standing tenant={tenant} ledger={ledger} />
      <TopicBlocks ledger={ledger} />
      <Choices
        label={t("ledger.view")}
        items={(["entries", "days"] as const).map((view) => ({
          label: t(view === "entries" ? "ledger.viewEntries" : "ledger.viewDays"),
          href: ledgerHref(base, { view, topic, from, to }),
          isChosen: address.view === view,
        }))}
      />
      {address.view === "days" ? (
        <DaysView tenant={tenant} ledger={ledger} query={address.days} base={base} />
      ) : (
        <EntriesView tenant={tenant} ledger={ledger} query={address.entries} base={base} />
      )}
      <Details ledger={ledger} />
    </>
  );
}

/** What keeps the ledger from being followed, if anything does. */
function Standing({ tenant, ledger }: Readonly<{ tenant: string; ledger: Ledger }>) {
  const t = useTranslations("ledger");
  if (ledger.status === "revoked") return <Note tone="warning">{t("accessLost")}</Note>;
  if (ledger.status === "handed-over") return <Note tone="info">{t("handedOver")}</Note>;
  if (ledger.status !== "active") {
    return (
      <Note tone="info" action={<ButtonLink href={`/${tenant}/onboarding`}>{t("toOnboarding")}</ButtonLink>}>
        {t("notActive")}
      </Note>
    );
  }
  return isPaused(ledger) ? <Note tone="info">{t("paused")}</Note> : null;
}

function Details({ ledger }: Readonly<{ ledger: Ledger }>) {
  const t = useTranslations("ledger");
  return (
    <div className="mt-7 max-w-2xl">
      <Section title={t("details")}>
        <Card>
          <Facts
            items={[
              { label: t("booksFrom"), value: <LedgerDate date={ledger.booksFrom} /> },
              { label: t("owner"), value: <Identified of={ledger.owner} /> },
              { label: t("payoutAccount"), value: <Identified of={ledger.payoutAccount} /> },
              { label: t("salesUnits"), value: <SalesUnits ledger={ledger} /> },
            ]}
          />
        </Card>
      </Section>
    </div>
  );
}

function Identified({ of }: Readonly<{ of: Ledger["owner"] }>) {
  if (of.id === "") return <span className="text-muted">—</span>;
  return (
    <>
      <span className="text-muted mr-1.5 text-xs">{of.scheme}</span>
      <span className="tabular-nums">{of.id}</span>
    </>
  );
}

function SalesUnits({ ledger }: Readonly<{ ledger: Ledger }>) {
  const t = useTranslations("ledger");
  const named = new Set(ledger.salesUnits.map((unit) => unit.recipientHandle));
  const units = [
    ...ledger.salesUnits,
    ...ledger.settlesFor
      .filter((handle) => !named.has(handle))
      .map((recipientHandle) => ({ name: "", recipientHandle })),
  ];
  if (units.length === 0) return <span className="text-muted">{t("noSalesUnits")}</span>;
  return (
    <ul className="grid gap-1">
      {units.map((unit) => (
        <li key={unit.recipientHandle}>
          {unit.name} <span className="text-muted text-xs tabular-nums">{unit.recipientHandle}</span>
        </li>
      ))}
    </ul>
  );
}
