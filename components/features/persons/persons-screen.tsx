"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";

import { KeepForm } from "@/components/features/persons/keep-form";
import { LedgerDate } from "@/components/patterns/dates";
import { Choices, Pager } from "@/components/patterns/links";
import { EmptyState, Note, PageHeader, Section } from "@/components/patterns/page";
import { QueryState } from "@/components/patterns/query-state";
import { Cell, NameLink, Row, Table, Under } from "@/components/patterns/table";
import { Button } from "@/components/ui/button";
import { withQuery } from "@/lib/browser/api";
import { formatCount } from "@/lib/browser/format";
import { personsQuery } from "@/lib/browser/queries/persons";
import type { PersonSetting, PersonsQuery } from "@/lib/contracts/persons";

type PersonsScreenProps = Readonly<{ tenant: string; query: PersonsQuery }>;

/** Every ledger, and whether and how personal data of its payers are kept. */
export function PersonsScreen({ tenant, query }: PersonsScreenProps) {
  const t = useTranslations("persons");
  const [chosen, setChosen] = useState<string>();
  const ledgers = useQuery(personsQuery(tenant, query));
  const base = `/${tenant}/settings/persons`;
  const href = (change: Partial<PersonsQuery>): string =>
    withQuery(base, { state: query.state === "all" ? undefined : query.state, ...change });
  return (
    <>
      <PageHeader title={t("title")} sub={t("sub")} />
      <Note tone="info">{t("means")}</Note>
      <Choices
        label={t("which")}
        items={(["all", "on"] as const).map((state) => ({
          label: t(state === "all" ? "all" : "onlyOn"),
          href: withQuery(base, { state: state === "all" ? undefined : state }),
          isChosen: query.state === state,
        }))}
      />
      <QueryState
        query={ledgers}
        isEmpty={(page) => page.items.length === 0}
        empty={<EmptyState title={t(query.state === "on" ? "noneOn" : "noLedgers")} />}
      >
        {(page) => {
          const open = page.items.find((item) => item.ledgerUid === chosen);
          return (
            <>
              <PersonsTable tenant={tenant} items={page.items} onChoose={setChosen} />
              <Pager
                firstHref={href({})}
                nextHref={page.nextCursor === null ? undefined : href({ cursor: page.nextCursor })}
                isFirst={query.cursor === undefined}
              />
              {open !== undefined && (
                <div className="mt-6">
                  <Section title={t("formTitle", { ledgerId: open.ledgerId })}>
                    <KeepForm
                      key={`${open.ledgerUid}${String(open.kept === null)}`}
                      tenant={tenant}
                      setting={open}
                      onClose={() => setChosen(undefined)}
                    />
                  </Section>
                </div>
              )}
            </>
          );
        }}
      </QueryState>
    </>
  );
}

function PersonsTable({
  tenant,
  items,
  onChoose,
}: Readonly<{ tenant: string; items: readonly PersonSetting[]; onChoose: (ledger: string) => void }>) {
  const t = useTranslations("persons");
  const language = useLocale();
  return (
    <Table
      caption={t("ledgers")}
      columns={[
        { key: "name", label: t("ledger") },
        { key: "state", label: t("state") },
        { key: "purpose", label: t("purpose"), isWide: true },
        { key: "retention", label: t("retention"), isNumber: true, isWide: true },
        { key: "count", label: t("payers"), isNumber: true, isWide: true },
        { key: "next", label: t("nextDeletion"), isWide: true },
        { key: "action", label: <span className="sr-only">{t("action")}</span> },
      ]}
    >
      {items.map((item) => (
        <Row key={item.ledgerUid} isTall>
          <Cell isName>
            <NameLink href={`/${tenant}/ledgers/${item.ledgerUid}`}>
              {item.merchantName ?? item.ledgerId}
            </NameLink>
            <Under>{item.ledgerId}</Under>
          </Cell>
          <Cell>
            {item.kept === null ? <span className="text-muted">{t("off")}</span> : t("on")}
            {item.kept !== null && <Progress kept={item.kept} />}
          </Cell>
          <Cell isWide>
            {item.kept === null ? (
              <span className="text-muted">—</span>
            ) : (
              <>
                {t(`purposes.${item.kept.purpose}`)}
                <Under>{item.kept.purposeNote}</Under>
              </>
            )}
          </Cell>
          <Cell isNumber isWide>
            {item.kept === null ? "" : t("days", { days: item.kept.retentionDays })}
          </Cell>
          <Cell isNumber isWide>
            {item.kept === null ? "" : formatCount(item.kept.payerCount, language)}
          </Cell>
          <Cell isWide>
            {item.kept !== null && item.kept.nextDeletion !== null && (
              <LedgerDate date={item.kept.nextDeletion} />
            )}
          </Cell>
          <Cell>
            <Button
              aria-label={t(item.kept === null ? "turnOnOf" : "changeOf", { ledgerId: item.ledgerId })}
              onClick={() => onChoose(item.ledgerUid)}
            >
              {t(item.kept === null ? "turnOn" : "change")}
            </Button>
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

/** How far the reading of past payers is; nothing when it is done. */
function Progress({ kept }: Readonly<{ kept: NonNullable<PersonSetting["kept"]> }>) {
  const t = useTranslations("persons");
  if (kept.pastDatesDone >= kept.pastDates) return null;
  return (
    <Under>
      <progress
        className="accent-accent mr-2 h-1.5 w-24 align-middle"
        max={kept.pastDates}
        value={kept.pastDatesDone}
        aria-label={t("pastReading")}
      />
      {t("pastProgress", { done: kept.pastDatesDone, all: kept.pastDates })}
    </Under>
  );
}
